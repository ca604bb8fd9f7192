"""The ranked goals: their order, their values by hand and over all plans, and steps of fairness both ways."""

from __future__ import annotations

from dataclasses import replace

import pytest

from solver.formulation.goals.ranking import BY_NAME, held_after, held_goals, ranked
from solver.goals import Goals, Measure, Objective, Policy
from solver.problem import NEW
from tests.solver.every_plan import EveryPlan, names_of, part_of, random_parts
from tests.solver.instances import make_problem


def names_in_order(goals: Goals, priorities: list[int], with_cost: bool) -> list[str]:
    return [goal.name for goal in ranked(goals, priorities, with_cost)]


BALANCE = ["fairness", "continuity", "fairness_again", "shortfall", "evenness"]


def test_the_order_of_the_levels() -> None:
    cover = ["coverage_1", "coverage_4"]
    assert names_in_order(Goals(), [1, 4], False) == [*cover, *BALANCE]
    assert names_in_order(Goals(), [1, 4], True) == [*cover, *BALANCE, "cost"]
    assert names_in_order(Goals(keep_within=0), [], False) == ["fairness", "continuity", "shortfall", "evenness"]
    free = ["fairness", "shortfall", "evenness", "cost", "continuity"]
    assert names_in_order(Goals(move_freely=True), [], True) == free
    counted = ["coverage_3", "continuity", "fairness", "shortfall", "evenness", "continuity_again"]
    assert names_in_order(Goals(max_moves=3), [3], False) == counted
    assert names_in_order(Goals(objective=Objective.COST), [1, 4], False) == [*cover, "cost", "continuity"]


def test_slack_is_given_to_one_level_only() -> None:
    names = ["coverage_1", "fairness", "continuity", "evenness", "cost"]
    assert [BY_NAME[name].slack(Goals(keep_within=7), 2) for name in names] == [0, 7, 0, 0, 0]
    assert [BY_NAME[name].slack(Goals(keep_within=7, move_freely=True), 2) for name in names] == [0] * 5
    assert [BY_NAME[name].slack(Goals(max_moves=5), 2) for name in names] == [0, 0, 3, 0, 0]
    assert BY_NAME["continuity"].slack(Goals(max_moves=1), 2) == 0


def test_units_of_levels() -> None:
    goals = Goals(moves=Measure.HOURS, coverage=Measure.CASES)
    assert [BY_NAME[name].unit(goals) for name in ("coverage_2", "fairness", "continuity", "evenness", "cost")] == [
        "cases",
        "steps",
        "hours",
        "grains",
        "cost",
    ]
    assert BY_NAME["coverage_2"].unit(Goals(coverage=Measure.HOURS)) == "hours"


def test_what_is_held_is_the_smaller_of_hours_and_fairness() -> None:
    problem = make_problem([10, 10], [1] * 8, current=[NEW] * 8)
    part = part_of(problem, Goals(Policy.WITHIN_CAPACITY))
    assert held_after(part, {}).load.tolist() == [10, 10]
    assert held_after(part, {"fairness": 1_000}).load.tolist() == [5, 5]
    assert held_after(part, {"fairness": 9_000}).load.tolist() == [10, 10]
    assert held_after(part_of(problem), {}).load.tolist() == [-1, -1]
    held = held_after(part, {"coverage_2": 3, "coverage_5": 0, "continuity": 4, "evenness": 5, "cost": -6})
    assert held.rooms == {"coverage_2": 3, "coverage_5": 0, "continuity": 4, "evenness": 5, "cost": -6}
    assert [(goal.name, room) for goal, room in held_goals(held)] == list(held.rooms.items())
    assert held_after(part, {"fairness": 1_000}).rooms == {}, "fairness is held by the loads"


@pytest.mark.parametrize("by_hours", [False, True])
def test_values_of_every_plan(by_hours: bool) -> None:
    compared = 0
    for _, instance, given_part in random_parts(range(120), most=300):
        part = replace(given_part, coverage_by_hours=by_hours)
        plans = EveryPlan.of(part)
        for name in names_of(instance):
            value = plans.value(name).tolist()
            for planned, true in zip(plans.planned, value, strict=True):
                assert BY_NAME[name].value(part, planned) == true
                compared += 1
    assert compared > 5_000
