"""A race: when a peer may stop, and what becomes of one that arrives, one that does not and one that cannot run."""

from __future__ import annotations

import json
import pickle
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bench import contest
from bench.aims import judge, races
from bench.contest import Stage, run_contest
from bench.contestant import OURS, Job
from bench.measure import Measured
from bench.office import Shape
from bench.results import Record
from bench.work import ROWS

RACE = next(row for row in ROWS if row.kind == "race")
SHAPES = tuple(Shape(60, 4, seed=seed, own_weights=True) for seed in (0, 1))
Told = dict[str, list[tuple[float, int]]]
"""For each contestant, when it told how many moves; the last is its answer."""


def held(
    folder: Path, monkeypatch: pytest.MonkeyPatch, by_seed: Sequence[Told], bound: int
) -> tuple[list[Record], list[Job]]:
    """The race with contestants that say what is written down for them; and what each was asked."""
    asked: list[Job] = []

    def measured(command: Sequence[str], patience_s: float, cwd: Path | None = None) -> Measured:
        job: Job = pickle.loads(Path(command[-1]).read_bytes())
        asked.append(job)
        said: list[dict[str, object]] = []
        told = by_seed[job.seed].get(job.who)
        if told is None:
            said.append({"skipped": "needs what is not here"})
        else:
            own = bound if job.who == OURS else None
            said += [{"level": "moves", "at": at, "value": value, "bound": own} for at, value in told]
            moves = told[-1][1] if told else None
            result: dict[str, object] = {"step": 3, "moves": moves}
            if job.who == OURS:
                result |= {
                    "best": {"fairness": 3, "moves": moves},
                    "bound": {"fairness": 3, "moves": bound},
                    "gap": {"fairness": 0.0, "moves": 0.0},
                    "later": {"fairness_again": [0.05, 0.05], "shortfall": [1.2, 0.0], "evenness": [3.5, 2.25]},
                    "ready_s": 0.5,
                    "solve_s": 1.0,
                }
            said.append({"result": result})
        return Measured(2.0, 1_000_000, 0, False, "\n".join(map(json.dumps, said)), "")

    monkeypatch.setattr(contest, "measure", measured)
    monkeypatch.setattr(Stage, "problem", lambda stage, shape: folder)
    row = replace(RACE, shapes=SHAPES[: len(by_seed)], peers=("classes", "highs", "timefold"))
    return list(run_contest(Stage(folder, 1), row)), asked


def test_each_seed_has_its_own_ratio_and_the_worst_decides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = {OURS: [(1.0, 1000), (1.5, 700)], "classes": [(30.0, 706)], "highs": [(200.0, 800)], "timefold": []}
    second = {OURS: [(2.0, 700)], "classes": [(90.0, 900)], "highs": [(400.0, 710)]}
    records, _ = held(tmp_path, monkeypatch, [first, second], 700)
    ratios = races(records)
    assert list(ratios.values()) == [30.0 / 1.5, 600.0 / 2.0]  # nobody was there on the second
    (judged,) = judge(RACE, records)
    assert not judged.reached
    assert judged.measured == "20 × as fast, 300 × as fast"


def test_who_does_not_get_there_counts_with_all_its_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: Told = {OURS: [(4.0, 700)], "classes": [(90.0, 900)], "highs": []}
    records, asked = held(tmp_path, monkeypatch, [told], 700)
    assert [job.seconds for job in asked] == [60, 600, 600, 600]
    assert list(races(records).values()) == [600 / 4.0]
    assert [record.note for record in records if record.who == "timefold"] == ["skipped: needs what is not here"]


def test_a_peer_stops_where_it_is_there_whatever_the_others_find(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Ours is at 707 with 700 proven; a peer that may stop at 1 % above 707 would be late once another finds 700.
    told: Told = {OURS: [(1.0, 707)], "classes": [(50.0, 707)], "highs": [(300.0, 700)]}
    records, asked = held(tmp_path, monkeypatch, [told], 700)
    assert [job.until for job in asked] == [None, 707, 707, 707]
    assert [job.best_step for job in asked[1:]] == [3, 3, 3]
    assert list(races(records).values()) == [50.0]


def test_a_race_without_peers_is_no_victory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    records, _ = held(tmp_path, monkeypatch, [{OURS: [(1.0, 700)]}], 700)
    assert races(records) == {}
    assert [(judged.measured, judged.reached) for judged in judge(RACE, records)] == [("no peer took part", False)]
