"""Work that may be split, gathered into lots by hand."""

from __future__ import annotations

from solver.check.facts import facts_of
from solver.check.network import Work, work_of
from solver.problem import OWN_EFFORT, Problem
from tests.solver.instances import make_problem


def lots(problem: Problem) -> list[tuple[int, dict[int, int]]]:
    """Each lot's amount, and the time of one of it with every officer."""
    work: Work = work_of(facts_of(problem))
    assert (work.lot[1:] >= work.lot[:-1]).all()
    out: list[tuple[int, dict[int, int]]] = [(amount, {}) for amount in work.amount.tolist()]
    for lot, officer, time in zip(work.lot.tolist(), work.officer.tolist(), work.time.tolist(), strict=True):
        out[lot][1][officer] = time
    return out


def test_cases_that_the_same_officers_may_hold_are_one_lot() -> None:
    problem = make_problem([9, 9], [2, 3, 4], [[0, 1], [1]], signature=[0, 1, 0])
    assert lots(problem) == [(6, {0: 1, 1: 1}), (3, {1: 1})]


def test_officers_without_hours_take_nothing() -> None:
    problem = make_problem([0, 9], [2, 3], [[0, 1], [0]], signature=[0, 1])
    assert lots(problem) == [(2, {1: 1})]
    pinned = make_problem([0, 9], [2], current=[0], pinned=[True])
    assert lots(pinned) == []


def test_work_that_takes_no_time_is_left_out() -> None:
    assert lots(make_problem([9], [0, 0])) == []
    assert lots(make_problem([9], [])) == []


def test_a_case_with_times_of_its_own_is_a_lot_of_its_own() -> None:
    problem = make_problem([9, 9], [4, 4, 5], pairs=[(0, 0, 0, 2), (0, 1, 0, OWN_EFFORT), (1, 0, 7, OWN_EFFORT)])
    # C-2 has rows, but no times: it takes D-1, who is the only one listed, its own effort
    assert lots(problem) == [(5, {0: 1, 1: 1}), (4, {0: 1}), (1, {0: 2, 1: 4})]


def test_a_case_that_takes_anybody_no_time_is_worth_nothing() -> None:
    assert lots(make_problem([9, 9], [4], pairs=[(0, 0, 0, 0), (0, 1, 0, 6)])) == []
    # of somebody who has no hours it does not matter
    assert lots(make_problem([0, 9], [4], pairs=[(0, 0, 0, 0), (0, 1, 0, 6)])) == [(1, {1: 6})]


def test_the_cases_of_a_family_take_their_times_together() -> None:
    problem = make_problem([9, 9], [4, 3, 1], bundle=[2, 2, -1], pairs=[(0, 0, 0, 1), (0, 1, 0, 6)])
    assert lots(problem) == [(1, {0: 1, 1: 1}), (1, {0: 4, 1: 9})]
