"""Asking the checker, and a right plan to be spoiled."""

from __future__ import annotations

import numpy as np

from solver.check.facts import Facts, facts_of
from solver.check.rules import Loads, held_by
from solver.check.verify import Checked, check
from solver.goals import Goals, Policy
from solver.plan import Plan
from solver.problem import Problem
from tests.solver.brute import solve_by_trying
from tests.solver.brute_plan import plan_from
from tests.solver.instances import make_problem

WITHIN = Goals(Policy.WITHIN_CAPACITY)


def judged(problem: Problem, *officer: int, goals: Goals | None = None) -> Checked:
    """What the checker says of an assignment that brings no plan."""
    return check(problem, np.array(officer, np.int32), goals or Goals())


def said(checked: Checked) -> list[str]:
    """What is wrong, in words."""
    return [violation.message for violation in checked.violations]


def best_plan(problem: Problem, goals: Goals | None = None) -> Plan:
    """A right plan with all its claims, found by trying everything."""
    return plan_from(problem, goals or Goals(), solve_by_trying(problem, goals or Goals()))


def claims(problem: Problem, plan: Plan, goals: Goals | None = None) -> list[str]:
    """What is wrong with a plan and with what it says, in words."""
    return said(check(problem, plan.officer, goals or Goals(), plan))


def facts_and_loads(problem: Problem, *officer: int) -> tuple[Facts, Loads]:
    """What the roster says, and what everybody holds."""
    facts = facts_of(problem)
    return facts, held_by(facts, np.array(officer, np.int32))


def shortage_of_places() -> tuple[Problem, Plan]:
    """Three cases for two places, with a plan that says so."""
    problem = make_problem([9, 9, 9], [1, 1, 1], [[0, 1], [2]], signature=[0, 0, 0], standards=[1, 1, -1])
    return problem, best_plan(problem)
