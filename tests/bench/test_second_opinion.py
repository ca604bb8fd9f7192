"""The second opinion finds what can be made better, and says of a right plan that nothing can."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from bench.second_opinion import better
from solver.goals import Goals, SolveConfig
from solver.plan import Plan
from solver.problem import Problem
from solver.solve import solve
from tests.solver.instances import make_problem


def judged(problem: Problem, plan: Plan, *officer: int) -> str:
    changed = replace(plan, officer=np.array(officer, np.int32)) if officer else plan
    return better(problem, changed, 0, 60, 1)


def test_of_new_cases_two_equal_officers_get_two_each() -> None:
    problem = make_problem([100, 100], [10] * 4)
    plan = solve(problem, Goals(), SolveConfig(workers=1))
    assert judged(problem, plan) == "INFEASIBLE"
    assert judged(problem, plan, 0, 0, 0, 1) in {"OPTIMAL", "FEASIBLE"}


def test_what_needs_another_move_is_not_better() -> None:
    """D-1 holds 30 and 10 of 40: giving the 10 away makes the worst officer better, and is a move."""
    problem = make_problem([100, 100], [30, 10], current=[0, 0])
    plan = solve(problem, Goals(), SolveConfig(workers=1))
    assert judged(problem, plan, 0, 0) == "INFEASIBLE"


def test_a_family_goes_together_and_a_standard_is_kept() -> None:
    problem = make_problem([100, 100], [10, 10, 10, 10], bundle=[0, 0, 0, -1], standards=[3, 1])
    plan = solve(problem, Goals(), SolveConfig(workers=1))
    assert judged(problem, plan) == "INFEASIBLE"
