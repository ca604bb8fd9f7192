"""Groups of cases without an officer: the same reason, asking for the same, the most urgent first."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from solver.analysis.casework.fix_groups import Group, groups_of
from solver.model.units import units_of
from solver.plan import UNPLACED, Reason
from solver.problem import Problem
from tests.solver.instances import make_problem

NO, FULL = Reason.NO_ELIGIBLE_OFFICER, Reason.STANDARDS


def groups(problem: Problem, reason: list[int], officer: list[int] | None = None) -> list[Group]:
    problem = replace(problem, release_ineligible=True)
    held = np.full(len(problem.cases), UNPLACED, np.int32) if officer is None else np.array(officer, np.int32)
    return groups_of(problem, units_of(problem), held, np.array(reason, np.int8))


def test_the_same_reason_and_need_are_one_group_and_another_reason_is_another() -> None:
    problem = make_problem([5], [1] * 4, [[], []], signature=[0, 0, 1, 0])
    found = groups(problem, [NO, NO, NO, FULL])
    assert [(each.reason, each.rows, each.units.tolist()) for each in found] == [
        (NO, (0,), [0, 1]),
        (FULL, (0,), [3]),
        (NO, (1,), [2]),
    ]
    assert not any(each.listed for each in found)
    assert found[2].needs(problem) == [problem.needs[1]]


def test_the_most_urgent_group_comes_first_and_within_it_the_most_urgent_and_lightest_case() -> None:
    problem = make_problem([5], [3, 1, 2, 9], [[], []], signature=[0, 0, 0, 1], priority=[4, 4, 2, 1])
    urgent, other = groups(problem, [NO] * 4)
    assert (urgent.rows, other.rows) == ((1,), (0,))
    assert other.units.tolist() == [2, 1, 0]


def test_cases_that_somebody_holds_or_that_are_not_asked_about_are_in_no_group() -> None:
    problem = make_problem([5], [1] * 3, [[0]])
    assert groups(problem, [Reason.KEPT, NO, NO], [UNPLACED, 0, 0]) == []
    assert groups(make_problem([], []), []) == []


def test_a_family_asks_for_all_that_its_cases_ask_for() -> None:
    problem = make_problem([5], [1] * 5, [[], []], signature=[1, 0, 0, 1, 0], bundle=[7, 7, 8, 8, -1])
    alone, families = sorted(groups(problem, [NO] * 5), key=lambda each: len(each.units))
    assert (alone.rows, families.rows) == ((0,), (0, 1))
    assert len(families.units) == 2, "two families that ask for the same"


def test_cases_that_the_costs_list_for_somebody_are_apart() -> None:
    problem = make_problem([5, 0], [1, 1], [[0, 1]], pairs=[(0, 1, 0, -1)])
    found = groups(problem, [Reason.NO_HOURS, Reason.NO_HOURS])
    assert sorted((each.listed, each.units.tolist()) for each in found) == [(False, [1]), (True, [0])]
