"""Every peer answers both questions on an office so small that trying everything shows the truth."""

from __future__ import annotations

import itertools
import time
from pathlib import Path

import numpy as np
import pytest

from bench.contestant import KEEP_WITHIN
from bench.peers import Missing, Task, peer
from bench.view import View, classes_of, view_of
from solver.arrays import Indices
from solver.fair_shares.decomposition import fair_shares
from solver.problem import Cases, Need, Officers, Problem

PATIENCE_S = 60
EXACT = ("booleans", "classes", "highs")


def tiny() -> Problem:
    """Seven cases, three officers, one of whom may not hold the second kind."""
    limit = np.array([100, 80, 60], np.int64)
    officers = Officers(("A", "B", "C"), limit, limit, np.full(3, -1, np.int64))
    effort = np.array([40, 30, 30, 25, 25, 25, 10], np.int64)
    cases = Cases(
        ids=tuple("abcdefg"),
        effort=effort,
        signature=np.array([0, 0, 0, 1, 1, 1, 0], np.int32),
        priority=np.full(7, 3, np.int8),
        current=np.array([2, 2, 2, 1, 1, 2, -1], np.int32),
        pinned=np.zeros(7, np.bool_),
        bundle=np.full(7, -1, np.int32),
        case_type=np.full(7, -1, np.int32),
    )
    eligible = np.array([[True, True, True], [True, True, False]])
    return Problem(officers, cases, eligible, (Need(), Need(skills=frozenset({"x"}))))


@pytest.fixture
def view() -> View:
    problem = tiny()
    return view_of(problem, fair_shares(problem))


def everything(view: View) -> list[Indices]:
    choices = [np.flatnonzero(view.eligible[signature]).tolist() for signature in view.signature.tolist()]
    return [np.array(each, np.int32) for each in itertools.product(*choices)]


def best_step(view: View) -> int:
    return min(view.step_of(view.loads(each)) for each in everything(view))


def fewest_moves(view: View) -> int:
    room = view.loads_at(best_step(view) + KEEP_WITHIN)
    return min(view.moves(each) for each in everything(view) if (view.loads(each) <= room).all())


def answered(
    name: str, view: View, level: str, enough: int | None = None
) -> tuple[Indices, list[tuple[int | None, int | None]]]:
    """The answer, and all that was told on the way; ``enough`` is a value to stop at."""
    told: list[tuple[int | None, int | None]] = []

    def tell(value: int | None, bound: int | None) -> bool:
        told.append((value, bound))
        return enough is not None and value is not None and value <= enough

    room = view.loads_at(best_step(view) + KEEP_WITHIN) if level == "moves" else None
    try:
        answer = peer(name)
    except Missing as missing:
        pytest.skip(str(missing))
    officer = answer(view, Task(level, room, time.monotonic() + PATIENCE_S, 1, 0), tell)
    assert officer is not None
    assert view.is_allowed(officer)
    return officer, told


def test_the_step_is_the_smallest_that_gives_enough_room(view: View) -> None:
    for officer in everything(view)[::17]:
        load = view.loads(officer)
        step = view.step_of(load)
        assert (load <= view.loads_at(step)).all()
        assert step == 0 or (load > view.loads_at(step - 1)).any()


@pytest.mark.parametrize("name", EXACT)
def test_fairness_is_that_of_trying_everything(name: str, view: View) -> None:
    officer, told = answered(name, view, "fairness")
    assert view.step_of(view.loads(officer)) == best_step(view)
    assert told[-1] == (best_step(view), best_step(view))


@pytest.mark.parametrize("name", EXACT)
def test_moves_are_those_of_trying_everything(name: str, view: View) -> None:
    officer, told = answered(name, view, "moves")
    assert (view.loads(officer) <= view.loads_at(best_step(view) + KEEP_WITHIN)).all()
    assert view.moves(officer) == fewest_moves(view)
    assert told[-1] == (fewest_moves(view), fewest_moves(view))


def test_greedy_gives_the_longest_case_first(view: View) -> None:
    officer, told = answered("greedy", view, "fairness")
    assert officer[:4].tolist() == [0, 1, 2, 0]
    assert told == [(view.step_of(view.loads(officer)), None)]


def test_timefold_finds_the_fairest_of_so_few(view: View) -> None:
    # It minimizes squares, whose best plan need not be the one with the best worst officer.
    wanted = best_step(view) + KEEP_WITHIN
    officer, told = answered("timefold", view, "fairness", wanted)
    values = [value for value, bound in told if value is not None and bound is None]
    assert values == sorted(set(values), reverse=True)
    assert view.step_of(view.loads(officer)) == values[-1] <= wanted


def test_timefold_moves_the_fewest_of_so_few(view: View) -> None:
    officer, told = answered("timefold", view, "moves", fewest_moves(view))
    assert (view.loads(officer) <= view.loads_at(best_step(view) + KEEP_WITHIN)).all()
    assert view.moves(officer) == fewest_moves(view)
    assert told[-1] == (fewest_moves(view), None)


def test_timefold_says_what_it_needs_and_what_went_wrong(
    view: View, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    try:
        peer("timefold")
    except Missing as missing:
        pytest.skip(str(missing))
    from bench.peers import timefold

    (broken := tmp_path / "Timefold.java").write_text("public class Timefold { nothing }")
    monkeypatch.setattr(timefold, "COMMAND", (*timefold.COMMAND[:-1], str(broken)))
    with pytest.raises(RuntimeError, match=r"exit code 1: .*Timefold\.java:1: error"):
        timefold.answer(view, Task("fairness", None, time.monotonic() + PATIENCE_S, 1, 0), lambda *_: False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Missing, match="needs a Java development kit"):
        timefold.command()


def test_counts_become_cases_that_stay_where_they_may(view: View) -> None:
    classes = classes_of(view)
    assert sorted(classes.count.tolist()) == [1, 1, 2, 3]
    for officer in everything(view)[::29]:
        planned = np.zeros(classes.held.shape, np.int64)
        np.add.at(planned, (classes.of_case, officer), 1)
        spread = classes.spread(view, planned)
        again = np.zeros_like(planned)
        np.add.at(again, (classes.of_case, spread), 1)
        assert (again == planned).all()
        kept = int(np.minimum(planned, classes.held).sum())
        assert view.moves(spread) == int(classes.held.sum()) - kept
