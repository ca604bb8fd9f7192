"""What solving again gives."""

from __future__ import annotations

from dataclasses import replace

from solver.analysis.repeatability import Repeats, repeats_of
from solver.goals import Goals, SolveConfig
from solver.plan import Status
from solver.solve import solve
from tests.solver.instances import make_problem


def test_one_worker_that_is_not_stopped_gives_the_same_plan() -> None:
    plan = replace(solve(make_problem([10], [1]), Goals(), SolveConfig(20, 1)), wall_s=1.0, status=Status.FEASIBLE)
    assert repeats_of(plan, SolveConfig(20, 1)) is Repeats.PLAN
    assert repeats_of(plan, SolveConfig(20, 2)) is Repeats.NOTHING
    assert repeats_of(plan, SolveConfig(1.25, 1)) is Repeats.NOTHING, "the time was over, or nearly"
    assert repeats_of(replace(plan, interrupted=True), SolveConfig(20, 1)) is Repeats.NOTHING
    assert repeats_of(replace(plan, status=Status.OPTIMAL), SolveConfig(20, 2)) is Repeats.VALUES
