"""Numbers that come from a flow never exceed what whole cases make of it, found by trying every assignment.

That they equal every subset and a linear program is shown in ``tests/solver/test_fairshare.py`` (shares and peaks),
``test_breakdowns.py`` (gaps) and ``test_rank.py`` (what must be given up).
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from solver.analysis.remedies.condensed_problem import outcome_of
from solver.analysis.staffing.verdict import staffing
from solver.fair_shares.decomposition import fair_shares
from solver.problem import Problem
from tests.solver.analysis.made_rosters import random_roster
from tests.solver.analysis.staffing.test_breakdowns import MONTH
from tests.solver.brute import units_by_hand


def by_trying(problem: Problem) -> tuple[Fraction | None, Fraction]:
    """The least peak of any assignment of whole cases, and the fewest hours above the officers' hours, of those who
    have some; work that nobody with hours may hold counts as missing.
    """
    limit = problem.officers.limit.tolist()
    loads, outside = {(0,) * len(limit)}, 0
    for unit in units_by_hand(problem):
        able = [o for o in unit.allowed if limit[o]]
        if not able:
            outside += unit.effort
            continue
        loads = {(*load[:o], load[o] + unit.takes.get(o, unit.effort), *load[o + 1 :]) for load in loads for o in able}
    with_hours = [o for o, ticks in enumerate(limit) if ticks]
    peak = (
        min((max(Fraction(load[o], limit[o]) for o in with_hours) for load in loads), default=None)
        if with_hours
        else None
    )
    over = min(sum(max(0, load[o] - limit[o]) for o in with_hours) for load in loads)
    return peak, problem.hours(over + outside)


def never_exceeds(seed: int) -> int:
    """1 where whole cases do worse than cases that are split."""
    problem = random_roster(seed)
    peak, gap = by_trying(problem)
    stands, verdict = outcome_of(problem), staffing(problem, fair_shares(problem), basis=MONTH).verdict
    assert stands.gap_hours == verdict.gap_hours <= gap, seed
    if stands.peak is not None:
        assert peak is not None
        assert stands.peak <= peak, seed
    return int(stands.gap_hours < gap or (stands.peak or 0) < (peak or 0))


def test_never_more_than_whole_cases() -> None:
    assert sum(never_exceeds(seed) for seed in range(200)) > 30, "otherwise the two were the same question"


@pytest.mark.campaign
@pytest.mark.parametrize("first", range(200, 2_000, 200))
def test_never_more_than_whole_cases_in_a_campaign(first: int) -> None:
    assert sum(never_exceeds(seed) for seed in range(first, first + 200)) > 30
