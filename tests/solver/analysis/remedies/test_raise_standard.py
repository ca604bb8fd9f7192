"""A lifted standard places what it says, found out by solving again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from solver.analysis.remedies.raise_standard import LiftParams, lifts, lifts_within
from solver.analysis.scenarios.apply import applied
from solver.analysis.scenarios.changes import SetStandard
from solver.analysis.why_not import WhyNot
from solver.goals import Goals, Policy, SolveConfig
from solver.plan import Reason
from solver.problem import ALONE, Problem
from solver.solve import solve
from tests.solver.brute import solve_by_trying
from tests.solver.instances import make_problem, random_instance

QUICK = SolveConfig(20, 1)


def test_by_hand() -> None:
    """3 cases, 2 places: lifting either standard by one places the third."""
    problem = make_problem([100_000, 200_000], [20_000] * 3, standards=[1, 1])
    plan = solve(problem, Goals(), QUICK)
    found = lifts(problem, plan, Goals(), QUICK)
    assert [lift.change for lift in found] == [SetStandard("D-1", 2), SetStandard("D-2", 2)]
    assert all(lift.cases_placed == 1 and lift.hours_placed == 2 for lift in found)
    assert found[0].sentence == "D-1 may hold up to 2 cases: 1 case of 2 h more can be placed."


def test_nothing_is_short() -> None:
    problem = make_problem([10], [1], standards=[1])
    assert lifts(problem, solve(problem, Goals(), QUICK), Goals(), QUICK) == ()


def unplaced_by_trying(problem: Problem) -> int:
    truth = solve_by_trying(problem, Goals())
    found = sum(part.best[name] for part in truth.parts for name in truth.names if name.startswith("coverage"))
    return found + sum(truth.set_aside.values())


def test_each_lift_places_what_trying_everything_places() -> None:
    tested = 0
    for seed in range(200):
        problem = random_instance(seed).problem
        if int((problem.cases.bundle != ALONE).sum()) or not (problem.officers.standard >= 0).any():
            continue
        plan = solve(problem, Goals(), QUICK)
        for lift in lifts(problem, plan, Goals(), QUICK):
            before, after = unplaced_by_trying(problem), unplaced_by_trying(applied(problem, [lift.change]))
            assert lift.cases_placed == before - after > 0, seed
            tested += 1
    assert tested > 10


def test_where_none_is_tried_it_says_why() -> None:
    problem = make_problem([100_000, 200_000], [20_000] * 3, standards=[1, 1])
    plan = solve(problem, Goals(), QUICK)
    assert lifts_within(problem, None, Goals(), QUICK, 5) is WhyNot.NO_PLAN
    by_hours = replace(plan, reason=np.where(plan.officer < 0, Reason.HOURS, plan.reason).astype(np.int8))
    assert lifts_within(problem, by_hours, Goals(), QUICK, 5) is WhyNot.NOT_NEEDED
    open_ = replace(plan, reason=np.where(plan.officer < 0, Reason.NOT_PROVEN, plan.reason).astype(np.int8))
    assert lifts_within(problem, open_, Goals(), QUICK, 5) is WhyNot.NOT_PROVEN
    assert lifts_within(problem, plan, Goals(), QUICK, 0) is WhyNot.NO_TIME
    assert lifts_within(problem, plan, Goals(), QUICK, 60) == lifts(problem, plan, Goals(), QUICK)
    assert lifts_within(problem, plan, Goals(), QUICK, 5, LiftParams(most_cases=2)) is WhyNot.TOO_LARGE


def test_a_standard_that_keeps_a_case_out_together_with_hours_is_lifted() -> None:
    """It said that no caseload standard leaves a case without an officer."""
    within = Goals(Policy.WITHIN_CAPACITY)
    problem = make_problem([1_000_000, 50_000], [100_000] * 2, standards=[1, -1])
    (lift,) = lifts(problem, solve(problem, within, QUICK), within, QUICK)
    assert (lift.change, lift.cases_placed) == (SetStandard("D-1", 2), 1)


def test_a_standard_that_is_too_low_for_a_family_is_lifted() -> None:
    problem = make_problem([1_000_000] * 2, [100_000] * 2, bundle=[0, 0], standards=[1, 1])
    found = lifts(problem, solve(problem, Goals(), QUICK), Goals(), QUICK)
    assert [(lift.change, lift.cases_placed) for lift in found] == [
        (SetStandard("D-1", 2), 2),
        (SetStandard("D-2", 2), 2),
    ]


def test_of_lifts_that_place_the_same_the_smallest_came_last() -> None:
    """A family of three; D-1 may hold two and has one, D-2 may hold two and has none: 4 was named before 3."""
    plain = make_problem([100] * 2, [1] * 4, bundle=[0, 0, 0, -1], standards=[2, 2], current=[-1, -1, -1, 0])
    problem = replace(plain, cases=replace(plain.cases, pinned=np.array([False, False, False, True])))
    found = lifts(problem, solve(problem, Goals(), QUICK), Goals(), QUICK)
    assert [lift.change for lift in found] == [SetStandard("D-2", 3), SetStandard("D-1", 4)]
