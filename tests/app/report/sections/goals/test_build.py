"""The ranked goals, in the units of people."""

from __future__ import annotations

from solver.goals import grain_hours
from tests.app.report.planned import (
    built_from,
    example,
    impossible,
    planned,
    probation,
)


def test_levels_come_in_peoples_units() -> None:
    made = impossible()
    levels = {level.name: level for level in made.document.levels}
    fairness, evenness = made.plan.level("fairness"), made.plan.level("evenness")
    assert levels["fairness"].unit == "utilization"
    assert levels["fairness"].value == fairness.value / 10_000
    assert levels["fairness"].slack == 0.01
    assert levels["evenness"].unit == "hours"
    problem = made.built.problem
    assert levels["evenness"].value == float(evenness.value * grain_hours(problem))
    reached = made.plan.part_of_officer >= 0
    assert levels["evenness"].of_hours == float(problem.hours(int(problem.officers.limit[reached].sum())))
    assert levels["continuity"].of_hours is None
    assert levels["coverage_2"].value == 4
    assert (levels["continuity"].unit, levels["continuity"].gap_unit) == ("cases", "fraction")


def test_moves_and_coverage_in_hours_are_in_hours() -> None:
    document = planned(example("impossible"), moves="hours", coverage="hours").document
    levels = {level.name: level for level in document.levels}
    assert levels["continuity"].unit == levels["coverage_2"].unit == "hours"
    assert levels["coverage_2"].value == 4 * 9.0, "four intensive cases of 9 h"


def test_costs_are_in_the_rosters_own_numbers() -> None:
    document = planned(
        built_from(
            [{"officer_id": "A", "available_hours": 10}],
            [{"case_id": "1", "weight_hours": 1}],
            costs=[{"case_id": "1", "officer_id": "A", "cost": "12.25"}],
        ),
        objective="cost",
    ).document
    cost = next(level for level in document.levels if level.name == "cost")
    assert (cost.unit, cost.value, cost.bound) == ("cost", 12.25, 12.25)


def test_continuity_agrees_with_the_moves() -> None:
    """The level counts moves that were not forced, and cases that nobody holds though their officer may keep them."""
    for made in (impossible(), probation()):
        plan = made.document.plan
        assert plan is not None
        continuity = next(level for level in made.document.levels if level.name == "continuity")
        assert continuity.value == plan.moves.cases - plan.moves.forced + plan.moves.held_back
