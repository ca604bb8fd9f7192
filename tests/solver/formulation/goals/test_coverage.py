"""Coverage: every priority for itself, in cases or in ticks."""

from __future__ import annotations

import numpy as np
import pytest

from solver.certificate import HeldGoals
from solver.formulation.goals.coverage import COVERAGE, Coverage, coverage_rooms, priority_of
from solver.goals import Goals, Measure, Policy, SolveConfig, Unit
from solver.plan import Status
from solver.problem import ALONE
from solver.solve import solve
from tests.solver.every_plan import part_of
from tests.solver.instances import make_problem


@pytest.mark.parametrize(("coverage", "values"), [(Measure.CASES, [1, 2]), (Measure.HOURS, [4, 4])])
def test_what_waits_counts_for_its_own_priority(coverage: Measure, values: list[int]) -> None:
    """An urgent case of 4 ticks waits, and two others of 3 ticks and of none; one without effort counts as one tick."""
    problem = make_problem([9], [4, 3, 0, 2], priority=[1, 4, 4, 4])
    part = part_of(problem, Goals(Policy.WITHIN_CAPACITY, coverage=coverage))
    planned = (part.column_effort == 2).astype(np.int64)
    assert [Coverage(priority).value(part, planned) for priority in (1, 4)] == values
    assert Coverage(2).value(part, planned) == 0


def test_a_bundle_counts_its_cases() -> None:
    part = part_of(make_problem([1], [4, 3], bundle=[0, 0]), Goals(Policy.WITHIN_CAPACITY))
    assert Coverage(3).value(part, np.zeros(len(part.column_class), np.int64)) == 2


def test_nothing_waits_where_nothing_can() -> None:
    assert not Coverage(3).applies(part_of(make_problem([1], [4])))
    assert Coverage(3).applies(part_of(make_problem([1], [4]), Goals(Policy.WITHIN_CAPACITY)))


def test_names_and_units() -> None:
    assert [goal.name for goal in COVERAGE] == [f"coverage_{priority}" for priority in range(1, 6)]
    assert [priority_of(name) for name in ("coverage_4", "cost")] == [4, None]
    assert Coverage(1).unit(Goals()) is Unit.CASES
    assert Coverage(1).unit(Goals(coverage=Measure.HOURS)) is Unit.HOURS
    assert Coverage(1).slack(Goals(), 7) == 0


def test_rooms_by_priority() -> None:
    held = HeldGoals(np.zeros(1, np.int64), {"coverage_2": 3, "cost": 4, "coverage_5": 0})
    assert coverage_rooms(held) == {2: 3, 5: 0}


def test_two_urgent_cases_wait_where_one_would_do() -> None:
    """Three places, and either a family with one urgent case or two urgent cases and another: one urgent case waits.

    With the family counted as three urgent cases, it was taken and two urgent cases were left, "proven".
    """
    problem = make_problem(
        [100], [1] * 6, standards=[3], priority=[1, 5, 5, 1, 1, 5], bundle=[0, 0, 0, ALONE, ALONE, ALONE]
    )
    plan = solve(problem, Goals(), SolveConfig(workers=1))
    assert plan.status is Status.OPTIMAL
    assert [int(plan.level(name).value) for name in ("coverage_1", "coverage_5")] == [1, 2]
    assert plan.officer.tolist() == [-1, -1, -1, 0, 0, 0]


def test_three_urgent_cases_wait_for_one_that_is_urgent_in_a_family() -> None:
    """Ten hours; a family of 2.5 h each, one urgent and three not, or three urgent cases that fill the hours."""
    problem = make_problem(
        [100], [25, 25, 25, 25, 33, 33, 34], priority=[1, 5, 5, 5, 1, 1, 1], bundle=[0] * 4 + [ALONE] * 3
    )
    plan = solve(problem, Goals(Policy.WITHIN_CAPACITY), SolveConfig(workers=1))
    assert plan.officer.tolist() == [-1, -1, -1, -1, 0, 0, 0]
    assert int(plan.level("coverage_1").value) == int(plan.level("coverage_1").bound) == 1


def test_a_family_that_waits_counts_each_case_at_its_own_priority() -> None:
    problem = make_problem([1], [5, 5, 5], priority=[1, 5, 5], bundle=[0, 0, 0])
    plan = solve(problem, Goals(Policy.WITHIN_CAPACITY), SolveConfig(workers=1))
    assert [int(plan.level(name).value) for name in ("coverage_1", "coverage_5")] == [1, 2]


def test_a_family_counts_its_ticks_by_priority_and_one_tick_for_a_case_without_effort() -> None:
    problem = make_problem([0, 1], [4, 6, 0, 0], priority=[2, 4, 5, 3], bundle=[0, 0, 1, 1], standards=[0, 0])
    part = part_of(problem, Goals(coverage=Measure.HOURS))
    assert sorted(map(tuple, part.lost.tolist())) == [(0, 0, 1, 0, 1), (0, 4, 0, 6, 0)]
