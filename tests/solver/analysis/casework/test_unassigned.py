"""Cases that nobody holds: one sentence each, shared by those that ask for the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from solver.analysis.casework.fixes import fixes_of
from solver.analysis.casework.unassigned import Unassigned, unassigned
from solver.analysis.fte import Basis, Period
from solver.fair_shares.decomposition import fair_shares
from solver.goals import Goals, Policy, SolveConfig
from solver.plan import Plan, Reason, Shortage
from solver.problem import Problem
from solver.solve import solve
from tests.solver.instances import make_problem

HIRE = Basis.of(Period.MONTH).productive_hours


def listed(problem: Problem, plan: Plan | None) -> tuple[Unassigned, ...]:
    shares = fair_shares(problem) if plan is None else plan.shares
    fixes = fixes_of(problem, plan, shares, Policy.ASSIGN_ALL, hire_hours=HIRE)
    return unassigned(problem, plan, shares, fixes)


def out_for(problem: Problem, reason: Reason, *shortages: Shortage) -> Plan:
    """A plan that leaves every case out for one reason."""
    plan = solve(problem, Goals(), SolveConfig(20, 1))
    size = len(problem.cases)
    return replace(
        plan, officer=np.full(size, -1, np.int32), reason=np.full(size, reason, np.int8), shortages=shortages
    )


def test_without_a_plan_only_what_no_plan_can_place() -> None:
    """Case 2 nobody may hold, cases 1 and 4 only somebody without hours."""
    problem = make_problem([10, 0], [1] * 4, [[1], [], [0]], signature=[0, 1, 2, 0])
    found = listed(problem, None)
    assert [(each.case, each.reason) for each in found] == [
        (0, Reason.NO_HOURS),
        (1, Reason.NO_ELIGIBLE_OFFICER),
        (3, Reason.NO_HOURS),
    ]
    assert found[0].remedy == (
        "Only D-2 may hold it and has no hours in this period: give hours, or train somebody else."
    )
    assert found[0].remedy is found[2].remedy
    assert found[0].fix == found[2].fix != found[1].fix


PACKED = (
    "The hours would do in sum, but cases cannot be split. 2 h more for one officer who may hold it would place it."
)


@pytest.mark.parametrize(
    ("reason", "remedy"),
    [
        (Reason.PACKING, PACKED),
        (
            Reason.NOT_PROVEN,
            "It is not known whether it can be placed: the time ran out. Plan again with a longer time limit.",
        ),
        (Reason.HOURS, "The sum that shows it was not found; a longer time limit may show it."),
    ],
)
def test_words_by_reason(reason: Reason, remedy: str) -> None:
    (found,) = listed(problem := make_problem([100_000], [20_000]), out_for(problem, reason))
    assert (found.reason, found.remedy) == (reason, remedy)


def test_a_sum_that_shows_it_is_said() -> None:
    problem = make_problem([100_000, 100_000], [20_000] * 2)
    both, cases = np.array([0, 1], np.int32), np.array([0, 1], np.int32)
    hours = listed(problem, out_for(problem, Reason.HOURS, Shortage(Reason.HOURS, cases, both, 50_000, 20_000)))
    assert {each.remedy for each in hours} == {
        "At least 3 h more among D-1 and D-2, or somebody else who may hold such cases."
    }
    places = listed(problem, out_for(problem, Reason.STANDARDS, Shortage(Reason.STANDARDS, cases, both, 2, 1)))
    assert places[0].remedy == (
        "Raise the caseload standards of D-1 and D-2 by at least 1 case in all, or let somebody else hold such cases."
    )
