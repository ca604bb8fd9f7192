"""Every peer answers both questions on an office so small that trying everything shows the truth."""

from __future__ import annotations

import itertools
import time

import numpy as np
import pytest

from bench.contestant import KEEP_WITHIN
from bench.peers import Missing, Task, peer
from bench.view import View, classes_of, view_of
from solver.fairshare import fair_shares
from solver.problem import Cases, Indices, Need, Officers, Problem

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
    name: str, view: View, level: str, seconds: float = 30
) -> tuple[Indices, list[tuple[int | None, int | None]]]:
    told: list[tuple[int | None, int | None]] = []

    def tell(value: int | None, bound: int | None) -> bool:
        told.append((value, bound))
        return False

    room = view.loads_at(best_step(view) + KEEP_WITHIN) if level == "moves" else None
    try:
        answer = peer(name)
    except Missing as missing:
        pytest.skip(str(missing))
    officer = answer(view, Task(level, room, time.monotonic() + seconds, 1, 0), tell)
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
    officer, _ = answered("timefold", view, "fairness", 2)
    assert view.step_of(view.loads(officer)) <= 2 * best_step(view) + KEEP_WITHIN


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
