"""Holds the contests: makes the offices, starts every contestant in its own process, and records what comes out."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from typing import Any

from bench.contestant import OURS, Job
from bench.measure import measure
from bench.office import Shape, make
from bench.results import Moment, Record, gap_of
from bench.work import MOST_BOOLEANS, Row, in_words

WITHIN_PERCENT = 1
"""A race is over within 1 % of the fewest moves possible: whoever is there is within 1 % of whatever anybody finds."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Where contests are held.

    Attributes
    ----------
    folder : Path
        For the offices, by shape; an office that is there is not made again.
    workers : int
        Threads for everybody.
    """

    folder: Path
    workers: int

    def roster(self, shape: Shape) -> Path:
        """The roster of an office."""
        folder = self.folder / "-".join(map(str, ("office", *astuple(shape))))
        if not (folder / "weights.csv").exists():  # the last file to be written
            make(folder, shape)
        return folder

    def problem(self, shape: Shape) -> Path:
        """The same office as contestants read it: the problem and, for peers, its fair shares."""
        roster = self.roster(shape)
        folder = roster.with_name(roster.name + "-problem")
        if not (folder / "shares.pickle").exists():
            subprocess.run([sys.executable, "-m", "bench.prepare", str(roster), str(folder)], check=True)
        return folder


def run_contest(stage: Stage, row: Row) -> Iterator[Record]:
    """Ours first, both levels in one go; then each peer, one level at a time."""
    for shape in row.shapes:
        ours = list(_ours(stage, row, shape))
        yield from ours
        step = next((record.value for record in ours if record.level == "fairness"), None)
        least = next((record.bound for record in ours if record.level == "moves"), None)
        for who in row.peers:
            if who == "booleans" and shape.cases * shape.officers > MOST_BOOLEANS:
                yield _skipped(row, shape, who, f"not tried: more than {MOST_BOOLEANS:,} pairs")
                continue
            for level in ("fairness", "moves") if row.kind == "contest" else ("moves",):
                if level == "moves" and step is None:
                    yield _skipped(row, shape, who, "not asked: Caseload found no fairness to count moves at")
                    continue
                until = least * (100 + WITHIN_PERCENT) // 100 if row.kind == "race" and least is not None else None
                record = _peer(stage, row, shape, who, level, step or 0, until)
                yield record
                if record.note:
                    break


def _ours(stage: Stage, row: Row, shape: Shape) -> Iterator[Record]:
    job = Job(OURS, str(stage.problem(shape)), "both", 0, 0.0, row.ours_s, None, stage.workers, shape.seed)
    blank, told = _run(stage, row, shape, job)
    result = told.get("result")
    settled, solve_s = None, None
    if result is not None:
        solve_s = result["solve_s"]
        moments = told["moments"].get("moves", [])
        if moments and result["best"] == result["bound"]:
            settled = moments[-1][0]
            solve_s = settled - result["ready_s"]
    for level in ("fairness", "moves"):
        if result is None:
            yield replace(blank, level=level)
            continue
        yield replace(
            blank,
            level=level,
            value=result["best"][level],
            bound=result["bound"][level],
            gap=result["gap"][level],
            step=result["step"],
            solve_s=solve_s,
            settled_s=settled,
            later={name: tuple(pair) for name, pair in result["later"].items()} if level == "moves" else {},
            moments=tuple(told["moments"].get(level, ())),
        )


def _peer(stage: Stage, row: Row, shape: Shape, who: str, level: str, step: int, until: int | None) -> Record:
    folder = str(stage.problem(shape))
    job = Job(who, folder, level, step, 0.0, row.peers_s, until, stage.workers, shape.seed)
    record, told = _run(stage, row, shape, job)
    moments: list[Moment] = told["moments"].get(level, [])
    result = told.get("result") or {}
    value = result.get("step" if level == "fairness" else "moves")
    bound = max((bound for _, _, bound in moments if bound is not None), default=None)
    return replace(
        record,
        value=value,
        bound=bound,
        gap=gap_of(level, value, bound),
        step=result.get("step"),
        moments=tuple(moments),
    )


def _run(stage: Stage, row: Row, shape: Shape, job: Job) -> tuple[Record, dict[str, Any]]:
    """Run one contestant. What it told: the moments of each level, and its result."""
    path = stage.folder / "job.pickle"
    path.write_bytes(pickle.dumps(replace(job, began=time.monotonic())))
    done = measure([sys.executable, "-m", "bench.contestant", str(path)], job.seconds * 2 + 120)
    moments: dict[str, list[Moment]] = {}
    told: dict[str, Any] = {"moments": moments}
    note = ""
    for line in done.out.splitlines():
        said = json.loads(line) if line.startswith("{") else {}
        if "at" in said:
            moments.setdefault(said["level"], []).append((said["at"], said["value"], said["bound"]))
        told |= {key: said[key] for key in ("result", "skipped") if key in said}
    if "skipped" in told:
        note = f"skipped: {told['skipped']}"
    elif done.timed_out:
        note = f"was ended after {done.wall_s:.0f} s, without an answer"
    elif done.code:
        last = done.err.strip().splitlines()
        note = f"failed with exit code {done.code}: {last[-1][:200] if last else 'nothing said'}"
    return (
        Record(
            row=row.key,
            instance=in_words(shape),
            size=shape.cases,
            seed=shape.seed,
            who=job.who,
            level=job.level,
            given_s=job.seconds,
            wall_s=done.wall_s,
            peak_bytes=done.peak_bytes,
            note=note,
        ),
        told,
    )


def _skipped(row: Row, shape: Shape, who: str, note: str) -> Record:
    return Record(row.key, in_words(shape), shape.cases, shape.seed, who, "fairness", 0, 0, 0, note=note)
