"""Parts with helpers: the plan is the same, and what helpers do not bring is planned here."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest

from solver.budget import Budget
from solver.errors import SolverFault
from solver.goals import Goals, SolveConfig
from solver.lexicographic.assistance import NOBODY, Helpers, Occupied
from solver.lexicographic.parallel import solve_parts
from solver.lexicographic.part import PartResult, PartTask
from solver.lexicographic.search_params import ParallelParams, SearchParams
from solver.lexicographic.turn import Turn, Watch
from solver.solve import solve
from tests.solver.every_plan import parts_of
from tests.solver.lexicographic.crowd import Crowd, planned
from tests.solver.lexicographic.test_parallel import NAMES, offices, plenty, told_nothing


def helped(helpers: Helpers, budget: Budget | None = None, **params: float) -> list[PartResult]:
    search = SearchParams(parallel=ParallelParams(least_work=0.0, **params))  # type: ignore[arg-type]
    return solve_parts(parts_of(offices(4)), NAMES, Goals(), budget or plenty(1), Watch(told_nothing), search, helpers)


def test_the_plan_is_the_same_with_helpers_and_without() -> None:
    problem = offices(3)
    crowd = Crowd()
    alone, together = (solve(problem, Goals(), SolveConfig(60, 1, 0), helpers=helpers) for helpers in (NOBODY, crowd))
    assert crowd.made
    assert set(crowd.offers[0]) == {0, 1, 2}
    assert np.array_equal(alone.officer, together.officer)
    assert [(each.name, each.value, each.bound, each.proof) for each in alone.levels] == [
        (each.name, each.value, each.bound, each.proof) for each in together.levels
    ]


def test_one_part_is_not_offered_nor_are_parts_with_little_work() -> None:
    crowd = Crowd()
    tasks = [PartTask(part, number, NAMES, Goals()) for number, part in enumerate(parts_of(offices(2)))]
    for some, budget in ((tasks[:1], plenty(1)), (tasks, plenty(1).limited(0.5))):
        with Turn(some, budget, Watch(told_nothing), 1, crowd).offered():
            pass
    assert crowd.offers == [{}, {}]


def test_what_does_not_come_back_in_time_is_planned_here() -> None:
    """Time is up, and the helpers have frozen: each part has a plan all the same."""
    ends = threading.Event()

    def freeze(errand: bytes) -> bytes:
        ends.wait(60)
        return planned(errand)

    crowd = Crowd(freeze, threads=4)
    stopped = Budget(time.monotonic() + 600, 1, 0, lambda: bool(crowd.offers))
    found = helped(crowd, stopped, patience_s=0.1)
    ends.set()
    assert len(found) == 4
    assert crowd.hurried == 1
    assert crowd.seized


def test_a_helper_that_brings_something_else_is_a_fault() -> None:
    with pytest.raises(SolverFault, match="this is no part"):
        helped(Crowd(lambda _errand: b"a plan"))


def test_who_watches_may_fail_on_what_a_helper_tells() -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("nobody is watching")

    task = PartTask(parts_of(offices(1))[0], 0, NAMES, Goals())
    turn = Turn([task], plenty(1), Watch(fail), 1, NOBODY)
    turn.told(0, "fairness", 2, 1)
    assert turn.next_errand() is None
    with pytest.raises(RuntimeError, match="nobody is watching"):
        turn.done()


def test_a_part_that_was_begun_here_has_no_errand_and_no_other_result() -> None:
    tasks = [PartTask(part, number, NAMES, Goals()) for number, part in enumerate(parts_of(offices(2)))]
    turn = Turn(tasks, plenty(1), Watch(told_nothing), 1, Crowd(threads=0))
    errand = turn.next_errand()
    assert errand is not None
    number = errand.task.number
    assert turn.errand(number) is None
    other = turn.errand(1 - number)
    assert other is not None
    turn.came(number, planned(other.body))
    assert turn.next_errand() is not None, "the other one is free"
    turn.planned(number, errand.run(None, lambda *_: None))
    turn.came(number, b"whatever it is")


def test_something_else_is_done_here_once_helpers_can_make_the_rest() -> None:
    """One helper is at work: three parts that nobody has begun are begun here first; the last one can wait for it."""
    tasks = [PartTask(part, number, NAMES, Goals()) for number, part in enumerate(parts_of(offices(4)))]
    crowd = Crowd(threads=0)
    turn = Turn(tasks, plenty(1).limited(1e9), Watch(told_nothing), 1, crowd)
    with turn.offered():
        assert crowd.take([3]) == 3
        assert turn.errand(3) is not None
        begun = [turn.next_errand(), turn.next_errand()]
        assert crowd.idled == 0, "two and three parts were left, and one helper"
        begun.append(turn.next_errand())
    assert [each.task.number for each in begun if each is not None] == [0, 1, 2]
    assert crowd.idled == 1


def test_nothing_else_is_done_while_nobody_helps_or_the_time_is_up() -> None:
    tasks = [PartTask(part, number, NAMES, Goals()) for number, part in enumerate(parts_of(offices(2)))]
    for budget, number in ((plenty(1), None), (Budget(time.monotonic() - 1, 1, 0, None), 1)):
        crowd = Crowd(threads=0)
        turn = Turn(tasks, budget, Watch(told_nothing), 1, crowd)
        with turn.offered():
            if number is not None:
                turn.errand(number)
            turn.next_errand()
        assert crowd.idled == 0


def test_the_report_is_begun_while_helpers_make_the_last_parts() -> None:
    """Helpers that wait until it is done: were it not begun before they come back, they would wait for a minute."""
    begun = threading.Event()

    def late(errand: bytes) -> bytes:
        assert begun.wait(60)
        return planned(errand)

    times: list[bool] = []

    def report() -> None:
        times.append(begun.is_set())
        begun.set()

    assert len(helped(Occupied(Crowd(late), report))) == 4
    assert times == [False], "once"
