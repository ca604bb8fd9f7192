"""Goals as JSON."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from app.intake.build.problem import build_problem
from app.intake.options import PlanOptions, read_plan_options
from solver.analysis.fte import Basis, BasisSource, Period
from solver.errors import InvalidGoals
from solver.goals import Goals, Measure, Objective, Policy, SolveConfig
from solver.problem import Problem
from tests.app.intake.rosters import read


@pytest.fixture
def problem() -> Problem:
    return build_problem(read(cases="case_id,weight_hours\nc1,0.4\n")).problem


def test_defaults_are_those_of_the_library(problem: Problem) -> None:
    assert read_plan_options({}) == PlanOptions()
    assert PlanOptions().to_solver(problem) == (Goals(), SolveConfig())


def test_every_goal_reaches_the_solver(problem: Problem) -> None:
    goals, config = read_plan_options(
        {
            "policy": "within-capacity",
            "objective": "balance",
            "keep_within_points": 0.5,
            "moves": "hours",
            "coverage": "hours",
            "target": 0.85,
            "period": "quarter",
            "period_start": "2026-10-01",
            "time_limit_s": 2.5,
            "seed": 7,
            "workers": 1,
        }
    ).to_solver(problem)
    assert goals == Goals(
        Policy.WITHIN_CAPACITY, Objective.BALANCE, 50, None, False, moves=Measure.HOURS, coverage=Measure.HOURS
    )
    assert config == SolveConfig(2.5, 1, 7)


def test_max_moves_in_hours_are_whole_ticks(problem: Problem) -> None:
    assert problem.tick_hours == Fraction(2, 5)
    assert read_plan_options({"max_moves": 1.5, "moves": "hours"}).to_solver(problem)[0].max_moves == 3
    assert read_plan_options({"max_moves": 0}).to_solver(problem)[0].max_moves == 0
    assert read_plan_options({"max_moves": 12}).to_solver(problem)[0].max_moves == 12


def test_never_more_workers_than_cores(problem: Problem) -> None:
    assert read_plan_options({"workers": 1024}).to_solver(problem)[1].workers == os.cpu_count()


def test_numbers_are_exact() -> None:
    assert read_plan_options({"target": 0.1}).target == Decimal("0.1")
    assert read_plan_options({"keep_within_points": "0.07"}).keep_within_points == Decimal("0.07")


def test_goals_survive_json() -> None:
    goals = read_plan_options({"max_moves": 3, "target": 0.9, "period_start": "2026-11-24"})
    assert PlanOptions.model_validate_json(goals.model_dump_json()) == goals
    assert read_plan_options(goals.model_dump(mode="json")) == goals


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"polcy": "assign-all"}, "goals.polcy is not a goal (did you mean policy?)"),
        ({"policy": "best"}, "goals.policy must be 'assign-all' or 'within-capacity'"),
        ({"target": 85}, "goals.target is a fraction of the available hours: write 0.85 for 85 %"),
        ({"target": "0.12345678901234567890"}, "goals.target has more digits than a JSON number can hold; give 15"),
        ({"target": 0}, "goals.target must be greater than 0"),
        ({"target": "much"}, "goals.target must be a valid decimal"),
        ({"keep_within_points": 0.005}, "goals.keep_within_points must have no more than 2 decimal places"),
        ({"keep_within_points": True}, "goals.keep_within_points must be a number, not true or false"),
        ({"keep_within_points": "nan"}, "goals.keep_within_points must be a finite number"),
        ({"time_limit_s": 0}, "goals.time_limit_s must be greater than 0"),
        ({"time_limit_s": float("inf")}, "goals.time_limit_s must be less than or equal to 86400"),
        ({"seed": 1.5}, "goals.seed must be a valid integer"),
        ({"workers": 0}, "goals.workers must be greater than or equal to 1"),
        ({"move_freely": "yes"}, "goals.move_freely must be a valid boolean"),
        ({"max_moves": 1.5}, "max_moves must be a whole number of cases (or set moves to hours)"),
        ({"max_moves": 1, "move_freely": True}, "max_moves and move_freely contradict each other: give one of them"),
        ({"max_moves": 1, "keep_within_points": 1}, "keep_within_points and max_moves contradict each other"),
        (
            {"standards": ["apa"]},
            "goals.standards cannot be apa (did you mean appa?): there are cwla-child-protection, ",
        ),
        ({"standards": ["mine"]}, "goals.standards cannot be mine: there are cwla-child-protection, "),
        ({"standards": "appa"}, "goals.standards must be a list"),
        ({"simulations": 19}, "simulations must be 0 or at least 20"),
        ({"simulations": 10_001}, "goals.simulations must be less than or equal to 10000"),
        ({"period_start": "9800-01-01"}, "goals.period_start must be 9799-12-31 or earlier"),
        ({"period_start": "9999-12-31"}, "goals.period_start must be 9799-12-31 or earlier"),
        ({"percentile": 100}, "goals.percentile must be less than 100"),
        ({"objective": "cost", "move_freely": True}, "move_freely belongs to the objective balance, not to cost"),
    ],
)
def test_what_is_wrong_is_said_in_words(given: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidGoals) as caught:
        read_plan_options(given)
    assert message in str(caught.value)


def test_numbers_are_numbers_in_json_and_read_back_exactly() -> None:
    given = {"target": 0.85, "keep_within_points": "0.07", "percentile": 90, "max_moves": None}
    written = json.loads(read_plan_options(given).model_dump_json())
    assert (written["target"], written["keep_within_points"], written["percentile"]) == (0.85, 0.07, 90)
    assert type(written["percentile"]) is int
    assert read_plan_options(written) == read_plan_options(given)
    large = read_plan_options({"max_moves": "12345678901.2345", "moves": "hours"})
    assert read_plan_options(json.loads(large.model_dump_json())).max_moves == Decimal("12345678901.2345")


def test_standards_are_found_however_they_are_spelled() -> None:
    assert read_plan_options({"standards": ["Probation hours", "appa", "APPA"]}).standards == (
        "probation-hours",
        "appa",
    )


def test_all_wrong_goals_are_told_at_once() -> None:
    with pytest.raises(InvalidGoals, match=r"goals\.seed .*; goals\.colour"):
        read_plan_options({"seed": -1, "colour": "red"})


def test_moves_of_numpy_do_not_slip_in(problem: Problem) -> None:
    goals, _ = read_plan_options({"max_moves": 3, "moves": "hours"}).to_solver(problem)
    assert type(goals.max_moves) is int
    assert np.array_equal(problem.cases.effort, [1])


@pytest.mark.parametrize("period", ["week", "month", "quarter", "year"])
def test_the_hours_of_one_officer_are_those_of_the_period(problem: Problem, period: str) -> None:
    nobody = replace(problem, officers=replace(problem.officers, available=problem.officers.available * 0))
    assert read_plan_options({"period": period}).basis_of(nobody) == Basis.of(Period(period))


def test_the_hours_of_one_officer_are_those_that_are_given(problem: Problem) -> None:
    basis = read_plan_options({"fte_hours": 130.5}).basis_of(problem)
    assert (basis.productive_hours, basis.source) == (Fraction("130.5"), BasisSource.GIVEN)


def test_a_target_that_is_given_needs_no_slack() -> None:
    assert read_plan_options({"beta": 0.5}).beta_fraction == Fraction(1, 2)
    with pytest.raises(InvalidGoals, match="give target or beta, not both"):
        read_plan_options({"beta": 2, "target": 0.8})


def test_the_target_is_exact() -> None:
    assert read_plan_options({"target": 0.1}).target_fraction == Fraction(1, 10)
    assert read_plan_options({}).target_fraction is None
