"""Every level measured again by hand, and everything that a plan may say wrongly about one."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np

from solver.check.verify import check
from solver.goals import Goals, Measure
from solver.plan import Status
from solver.problem import NEW
from tests.solver.check.judged import WITHIN, best_plan, claims, judged
from tests.solver.instances import make_problem


def test_values_per_part_without_a_plan() -> None:
    problem = make_problem(
        [9, 9],
        [1, 2, 3, 4],
        [[0], [1], []],
        signature=[0, 0, 1, 2],
        priority=[1, 2, 2, 2],
        current=[0, 0, 1, NEW],
        pairs=[(0, 0, 7, -1)],
    )
    checked = judged(problem, 0, -1, -1, -1)
    assert checked.values == {"coverage_1": (0, 0), "coverage_2": (1, 1), "continuity": (1, 1), "cost": (7, 0)}
    assert checked.set_aside == {"coverage_1": 0, "coverage_2": 1}
    hours = judged(problem, 0, -1, -1, -1, goals=Goals(coverage=Measure.HOURS, moves=Measure.HOURS))
    assert hours.values["coverage_2"] == hours.values["continuity"] == (2, 3)
    assert hours.set_aside["coverage_2"] == 4


def test_a_bundle_counts_for_its_most_urgent_case() -> None:
    checked = judged(make_problem([9], [1, 1], priority=[5, 2], bundle=[0, 0]), -1, -1)
    assert checked.values["coverage_2"] == (2,)
    assert "coverage_5" not in checked.values


def test_a_unit_without_effort_counts_as_one_tick() -> None:
    problem = make_problem([9], [0, 0, 4], bundle=[0, 0, -1])
    assert judged(problem, -1, -1, -1, goals=Goals(coverage=Measure.HOURS)).values["coverage_3"] == (1 + 4,)


def test_fairness_and_evenness_by_hand() -> None:
    # 12 ticks on limits 10 and 20: everybody's fair share is 2/5, that is 4 and 8 ticks
    problem = make_problem([10, 20], [5, 7])
    plan = best_plan(problem)
    assert plan.shares.share == (Fraction(2, 5), Fraction(2, 5))
    values = check(problem, np.array([0, 1], np.int32), Goals(), plan).values
    assert values["fairness"] == (1_000,)  # 5/10 is 0.1 above 0.4
    assert values["evenness"] == (1,)


def test_fairness_within_capacity_is_measured_from_full_hours() -> None:
    problem = make_problem([10], [6, 6])
    plan = best_plan(problem, WITHIN)
    assert plan.shares.share == (Fraction(6, 5),)
    assert check(problem, plan.officer, WITHIN, plan).values["fairness"] == (0,)


def test_a_wrong_level_value_names_level_part_and_numbers() -> None:
    problem = make_problem([5, 5], [3, 3], [[0], [1]], signature=[0, 1], current=[0, 1])
    plan = best_plan(problem)
    levels = list(plan.levels)
    levels[2] = replace(levels[2], part_value=np.array([0, 1], np.int64))
    found = claims(problem, replace(plan, levels=tuple(levels)))
    assert "level continuity, part 1 (that of officer D-2): the plan says 1, the assignment gives 0" in found


def test_a_bound_above_the_best() -> None:
    problem = make_problem([5, 5], [3, 3])
    plan = best_plan(problem)
    levels = list(plan.levels)
    levels[1] = replace(levels[1], part_bound=levels[1].part_best + 1)
    assert any("must not fall" in each for each in claims(problem, replace(plan, levels=tuple(levels))))


def test_optimal_is_said_only_when_every_level_is() -> None:
    problem = make_problem([5, 5], [3, 4])
    plan = best_plan(problem)
    levels = list(plan.levels)
    levels[1] = replace(levels[1], part_bound=levels[1].part_best - 1)
    found = claims(problem, replace(plan, levels=tuple(levels)))
    assert found == ["the plan calls itself optimal, but not every level is proven optimal"]
    assert claims(problem, replace(plan, levels=tuple(levels), status=Status.FEASIBLE)) == []


def test_with_a_limit_on_moves_everything_is_one_part() -> None:
    problem = make_problem([5, 5], [3, 3], [[0], [1]], signature=[0, 1], current=[0, 1])
    plan = best_plan(problem, Goals(max_moves=1))
    assert plan.part_of_officer.tolist() == [0, 0]
    assert claims(problem, plan, Goals(max_moves=1)) == []
    assert claims(problem, plan)[0].startswith("the goals ask for the levels")
