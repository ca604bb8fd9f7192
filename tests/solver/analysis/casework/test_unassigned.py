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


def listed(problem: Problem, plan: Plan | None, policy: Policy = Policy.ASSIGN_ALL) -> tuple[Unassigned, ...]:
    shares = fair_shares(problem) if plan is None else plan.shares
    fixes = fixes_of(problem, plan, shares, policy, hire_hours=HIRE)
    return unassigned(problem, plan, shares, fixes, policy)


def planned_within(problem: Problem) -> list[str]:
    """What is said beside each case that hard hours leave out."""
    plan = solve(problem, Goals(Policy.WITHIN_CAPACITY), SolveConfig(20, 1))
    return [each.remedy for each in listed(problem, plan, Policy.WITHIN_CAPACITY)]


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
    "The hours may do in sum, but no officer who may hold it has 2 h left in one piece, however cases are exchanged."
)


@pytest.mark.parametrize(
    ("reason", "remedy"),
    [
        (Reason.PACKING, PACKED),
        (
            Reason.NOT_PROVEN,
            (
                "It is not known whether it can be placed: the search ended before that was settled. "
                "A longer time limit may settle it."
            ),
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


def test_the_family_needs_two_hours_more_for_one_officer_and_not_all_its_twelve() -> None:
    problem = make_problem([100_000, 100_000], [60_000, 60_000, 20_000], bundle=[0, 0, -1])
    said = planned_within(problem)
    assert len(set(said)) == 1
    assert said[0].startswith(
        "It stays together with 1 other case. The hours may do in sum, but no officer who may hold "
    )
    assert said[0].endswith("Smallest change: D-2 has 2 h more for cases.")  # D-1 holds C-3


def test_a_standard_with_hours_is_not_packing() -> None:
    """It said that the hours would do in sum; D-1 has 90 h in one piece, and a standard of 1."""
    problem = make_problem([1_000_000, 50_000], [100_000, 100_000], standards=[1, -1])
    (said,) = planned_within(problem)
    assert said == (
        "D-1 has 10 h left in one piece, but no place under the caseload standard; D-2 has 1 place left, but not 10 h "
        "in one piece. Smallest change: D-1 may hold up to 2 cases."
    )


def test_a_family_that_fits_no_standard_is_not_packing() -> None:
    """It said that whole cases do not fit the hours; everybody had 100 h free."""
    problem = make_problem([1_000_000] * 2, [100_000] * 2, bundle=[0, 0], standards=[1, 1])
    plan = solve(problem, Goals(), SolveConfig(20, 1))
    (said,) = {each.remedy for each in listed(problem, plan)}
    assert said == (
        "It stays together with 1 other case. Hours are not what is missing: D-1 and D-2 have fewer than 2 places left "
        "under caseload standards. Smallest change: D-1 may hold up to 2 cases."
    )


def test_beside_a_sum_stands_what_would_do_for_one_case() -> None:
    problem = make_problem([70_000], [60_000, 30_000, 50_000], priority=[1, 2, 3])
    sum_ = "At least 7 h more among D-1, or somebody else who may hold such cases."
    alone = "For this case alone it would do that D-1 has"
    assert planned_within(problem) == [f"{sum_} {alone} {hours} h more for cases." for hours in (2, 4)]
