"""Rosters at the edge: nobody, nothing, everything pinned, a million alike, and hours as large as they may be."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from solver.errors import TooLarge
from solver.goals import Goals, Measure, Policy, SolveConfig
from solver.plan import UNPLACED, Reason, Status
from solver.problem import LEFT, NEW, Problem
from solver.solve import solve
from tests.solver.instances import make_problem
from tests.solver.test_solve import GOALS, ONE, is_honest


def test_nobody() -> None:
    problem = make_problem([], [3, 3], [[]], current=[NEW, LEFT])
    plan = solve(problem, Goals(), ONE)
    assert plan.officer.tolist() == [UNPLACED, UNPLACED]
    assert {Reason(int(r)) for r in plan.reason} == {Reason.NO_ELIGIBLE_OFFICER}
    assert (plan.level("coverage_3").best, plan.level("coverage_3").set_aside) == (2, 2)
    assert plan.status is Status.OPTIMAL


def test_nothing_to_do() -> None:
    plan = solve(make_problem([5, 0], []), Goals(), ONE)
    assert len(plan.officer) == 0
    names = ["fairness", "continuity", "fairness_again", "shortfall", "evenness"]
    assert [(level.name, level.best) for level in plan.levels] == [(name, 0) for name in names]
    assert plan.part_of_officer.tolist() == [-1, -1]
    assert solve(make_problem([], [], []), Goals(), ONE).status is Status.OPTIMAL


def test_one_case() -> None:
    plan = solve(make_problem([5, 9], [4]), Goals(), ONE)
    assert plan.officer.tolist() == [1]
    assert Reason(int(plan.reason[0])) is Reason.NEW


def test_all_are_pinned() -> None:
    problem = make_problem([1, 5], [4, 4, 4], [[1]], current=[0, 0, 1], pinned=[True] * 3, standards=[1, 0])
    for policy in Policy:
        plan = solve(problem, Goals(policy), ONE)
        assert plan.officer.tolist() == [0, 0, 1]
        assert plan.status is Status.OPTIMAL
        hours = ["hours"] if policy is Policy.WITHIN_CAPACITY else []
        assert sorted({breach.rule for breach in plan.breaches}) == ["eligibility", *hours, "standard"]


def test_nobody_has_hours() -> None:
    problem = make_problem([0, 0], [3, 3], current=[0, 1], pinned=[False, True])
    plan = solve(problem, Goals(), ONE)
    assert plan.officer.tolist() == [0, 1]
    assert [Reason(int(r)) for r in plan.reason] == [Reason.NOBODY_ELSE, Reason.PINNED]
    plan = solve(replace(problem, release_ineligible=True), Goals(), ONE)
    assert plan.officer.tolist() == [UNPLACED, 1]
    assert [Reason(int(r)) for r in plan.reason] == [Reason.NO_HOURS, Reason.PINNED]
    assert plan.level("fairness").best == 0


def test_cases_without_effort() -> None:
    problem = make_problem([5, 5], [0, 0, 0], current=[0, NEW, LEFT])
    for goals in GOALS.values():
        plan = solve(problem, goals, ONE)
        assert UNPLACED not in plan.officer
        assert plan.officer[0] == 0
        is_honest(problem, plan, goals)


def test_a_million_identical_cases() -> None:
    million, officers = 1_000_000, 50
    problem = make_problem([10_000] * officers, [1])
    cases = problem.cases
    many = Problem(
        officers=problem.officers,
        cases=type(cases)(
            ids=tuple(map(str, range(million))),
            effort=np.full(million, 1, np.int64),
            signature=np.zeros(million, np.int32),
            priority=np.full(million, 3, np.int8),
            current=(np.arange(million) % 40).astype(np.int32),
            pinned=np.zeros(million, np.bool_),
            bundle=np.full(million, -1, np.int32),
            case_type=np.full(million, -1, np.int32),
        ),
        eligible=problem.eligible,
        needs=problem.needs,
    )
    plan = solve(many, Goals(move_freely=True), SolveConfig(30, 1))
    assert plan.status is Status.OPTIMAL
    assert (np.bincount(plan.officer, minlength=officers) == million // officers).all()
    # 20,000 each; the first forty had 25,000, so 5,000 of each must go and no more
    kept = plan.officer == many.cases.current
    assert int(kept.sum()) == 40 * 20_000


@pytest.mark.parametrize("bits", [40, 50, 57])
def test_hours_near_the_largest_that_are_safe(bits: int) -> None:
    """HiGHS refused these; two efforts that floating point cannot tell apart were once ordered wrongly."""
    one = 2**bits
    problem = make_problem(
        [one, 2 * one + 10],
        [one + 1, one, one // 2, 3],
        current=[0, 0, 1, NEW],
        standards=[3, -1],
        priority=[1, 1, 2, 3],
    )
    for goals in (
        Goals(),
        Goals(Policy.WITHIN_CAPACITY, moves=Measure.HOURS, coverage=Measure.HOURS),
        Goals(max_moves=1),
    ):
        plan = solve(problem, goals, ONE)
        is_honest(problem, plan, goals)
        assert plan.status is Status.OPTIMAL


def test_hours_so_unequal_that_steps_do_not_fit_are_refused() -> None:
    """One tick against 2**50: the officer would be 2**63 grid steps above the fair share, which was an overflow."""
    with pytest.raises(TooLarge, match=r"the hours of officer D-2 are too few to measure .* set them to 0"):
        solve(make_problem([2**50, 1], [2**50, 5]), Goals(), ONE)
    assert solve(make_problem([2**50, 0], [2**50, 5]), Goals(), ONE).status is Status.OPTIMAL
    assert solve(make_problem([2**40, 1], [2**40, 5]), Goals(), ONE).status is Status.OPTIMAL
