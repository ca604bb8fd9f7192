"""How unequal utilizations must be: the least difference between the fullest and the emptiest officer.

Who may hold what decides it. The cases of the tightest tier may go only to its officers, so somebody among them is at
least as full as the tier. The officers of the loosest tier may take none but its cases, so somebody among them is at
most as full as that tier. The difference of the two is therefore a floor for every assignment; the fairest split of the
cases reaches it, so it is the best floor that holds for split cases. Whole cases may leave somewhat more.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from solver.analysis.why_not import WhyNot
from solver.fair_shares.spread_bound import has_own_times, least_spread
from solver.model.units import Units, units_of
from solver.plan import Plan, Reason
from solver.problem import Problem
from solver.tiers import FairShares

SET_ASIDE = (Reason.NO_ELIGIBLE_OFFICER, Reason.NO_HOURS)
"""Reasons of cases that no assignment can place, and that no floor counts on."""


@dataclass(frozen=True, slots=True)
class SpreadFloor:
    """The floor of the spread, of officers with hours whom some case can reach.

    Attributes
    ----------
    value : Fraction
        No assignment of all cases that somebody can hold has a smaller difference.
    fullest, emptiest : Fraction or None
        The least utilization of the fullest officer, and the largest of the emptiest: ``value`` is their difference.
        None where cases take different officers different times; there the two do not go together.
    """

    value: Fraction
    fullest: Fraction | None
    emptiest: Fraction | None


def spread_floor(problem: Problem, shares: FairShares, units: Units | None = None) -> SpreadFloor | None:
    """Find the floor.

    Parameters
    ----------
    problem : Problem
    shares : FairShares
        Of the same problem.
    units : Units or None
        ``units_of(problem)``, where the caller has it already.

    Returns
    -------
    SpreadFloor or None
        None where no case reaches an officer with hours, or where times differ among so many pairs that it would take
        too long to find out.
    """
    if not shares.tiers:
        return None
    if has_own_times(problem):
        value = least_spread(problem, units_of(problem) if units is None else units)
        return None if value is None else SpreadFloor(value, None, None)
    fullest, emptiest = shares.tiers[0].utilization, shares.tiers[-1].utilization
    return SpreadFloor(fullest - emptiest, fullest, emptiest)


def floor_beside(problem: Problem, plan: Plan | None) -> SpreadFloor | WhyNot:
    """The floor to hold a plan against; where there is none, why."""
    if plan is None:
        return WhyNot.NO_PLAN
    reasons = {Reason(value) for value in set(plan.reason.tolist())}
    if any(reason.is_unplaced and reason not in SET_ASIDE for reason in reasons):
        return WhyNot.HELD_BACK
    if not plan.shares.tiers:
        return WhyNot.UNREACHED
    return spread_floor(problem, plan.shares) or WhyNot.TOO_LARGE
