"""What solving again gives."""

from __future__ import annotations

from dataclasses import replace

from solver.analysis.repeatability import Repeats, repeats_of
from solver.goals import Goals, SolveConfig
from solver.plan import Status
from solver.solve import solve
from tests.solver.instances import make_problem


def test_what_the_clock_did_not_end_gives_the_same_plan_proven_or_not() -> None:
    plan = solve(make_problem([10], [1]), Goals(), SolveConfig(600, 1))
    assert repeats_of(plan) is Repeats.PLAN
    assert repeats_of(replace(plan, status=Status.FEASIBLE)) is Repeats.PLAN
    ended = replace(plan, clock_ended=True)
    assert repeats_of(replace(ended, status=Status.OPTIMAL)) is Repeats.VALUES
    assert repeats_of(replace(ended, status=Status.FEASIBLE)) is Repeats.NOTHING


def test_a_plan_that_somebody_stopped_says_so() -> None:
    plan = solve(make_problem([10], [1]), Goals(), SolveConfig(600, 1), should_stop=lambda: True)
    assert plan.interrupted
    assert repeats_of(plan) is not Repeats.PLAN
