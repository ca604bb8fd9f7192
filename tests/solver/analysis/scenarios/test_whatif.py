"""Side by side: both verdicts are those of the problems by themselves, and plans are measured by the checker."""

from __future__ import annotations

from fractions import Fraction

from solver.analysis.fte import Basis, Period, State
from solver.analysis.scenarios.apply import applied
from solver.analysis.scenarios.changes import AddOfficers, Change, Detail, RemoveOfficers
from solver.analysis.scenarios.whatif import what_if, with_plans
from solver.analysis.staffing.verdict import staffing
from solver.fair_shares.decomposition import fair_shares
from solver.goals import Goals, SolveConfig
from solver.problem import Need
from solver.solve import solve
from tests.solver.analysis.made_rosters import random_roster, roster

MONTH = Basis.of(Period.MONTH)


def test_by_hand() -> None:
    """30 h for two officers of 10 h; one more of 10 h brings the peak from 150% to 100%, two leave 10 h over."""
    problem = roster([10, 10], [(Need(), 5)] * 6, current=[0] * 3 + [1] * 3)
    found = what_if(problem, [AddOfficers(1, Fraction(10))], basis=MONTH)
    assert found.base.verdict.peak_utilization == Fraction(3, 2)
    assert found.changed.verdict.peak_utilization == 1
    assert found.gap_hours_change == -10
    assert found.fte_gap_change == -10 * 120 / Fraction(17765)
    assert found.base.verdict.state is State.UNSUSTAINABLE
    assert found.changed.verdict.state is State.STRAINED
    goals = Goals()
    plans = [solve(side.problem, goals, SolveConfig(5, 1)) for side in (found.base, found.changed)]
    both = with_plans(found, goals, *plans)
    assert both.base.plan is not None
    assert both.changed.plan is not None
    assert (both.base.plan.moves.cases, both.changed.plan.moves.cases) == (0, 2)
    assert both.base.plan.peak_utilization == Fraction(3, 2)
    assert both.changed.plan.peak_utilization == 1
    assert both.changed.plan.moves_hours == 10


def test_who_leaves_forces_moves() -> None:
    problem = roster([10, 10], [(Need(), 2)] * 4, current=[0, 0, 1, 1])
    found = what_if(problem, [RemoveOfficers(("D-1",))], basis=MONTH)
    plans = [solve(side.problem, Goals(), SolveConfig(5, 1)) for side in (found.base, found.changed)]
    changed = with_plans(found, Goals(), *plans).changed.plan
    assert changed is not None
    assert (changed.moves.cases, changed.moves.forced, changed.unplaced) == (2, 2, 0)


def test_each_side_is_the_verdict_of_its_problem() -> None:
    for seed in range(100):
        problem = random_roster(seed)
        changes: list[Change] = [AddOfficers(1, Fraction(2), frozenset({"x"})), Detail((problem.officers.ids[0],))]
        found = what_if(problem, changes, basis=MONTH, target=Fraction(4, 5))
        changed = applied(problem, changes)
        assert found.base.verdict == staffing(problem, fair_shares(problem), basis=MONTH, target=Fraction(4, 5)).verdict
        assert found.changed.verdict == (
            staffing(changed, fair_shares(changed), basis=MONTH, target=Fraction(4, 5)).verdict
        )
