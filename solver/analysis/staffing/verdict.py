"""Whether the caseload is sustainable, and what is missing: the verdict, tier by tier, with proofs to check by hand.

Everything is exact; whoever shows a number rounds it. Nothing here needs a plan: it is what no plan can change.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from solver.analysis.case_kinds import tally_of
from solver.analysis.fte import Basis, Period, State, Target
from solver.analysis.staffing.breakdowns import GroupRow, NeedRow, OfficerRow, group_rows, need_rows, officer_rows
from solver.analysis.staffing.sentences import tier_sentence
from solver.analysis.staffing.verdict_parts import Part, PartName, hours_part, overall, skills_part, standards_part
from solver.fair_shares.shortages import Places, places_of
from solver.model.units import Units, units_of
from solver.plan import Plan
from solver.problem import Problem
from solver.tiers import FairShares, Tier


@dataclass(frozen=True, slots=True)
class TierStaffing:
    """What a tier means for staffing. Hours of work are hours of the officers' limits (available × efficiency).

    Attributes
    ----------
    tier : Tier
    target : Target
    state : State
    demand_hours, available_hours, limit_hours : Fraction
        The work; the officers' hours; what these carry at the officers' efficiency.
    gap_hours : Fraction
        What is missing, 0 where the hours suffice.
    demand_fte, fte_gap, budget_fte_gap : Fraction
    needs : tuple of NeedRow
        What the cases ask for, largest demand first.
    certificate : str
        Why no assignment can do better, with its arithmetic.
    """

    tier: Tier
    target: Target
    state: State
    demand_hours: Fraction
    available_hours: Fraction
    limit_hours: Fraction
    gap_hours: Fraction
    demand_fte: Fraction
    fte_gap: Fraction
    budget_fte_gap: Fraction
    needs: tuple[NeedRow, ...]
    certificate: str


@dataclass(frozen=True, slots=True)
class Outside:
    """Work that no hours carry: cases that nobody may hold, whose officers have no hours, or that are pinned to such.

    Attributes
    ----------
    cases : int
    hours : Fraction
        All of them are missing.
    """

    cases: int
    hours: Fraction


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the whole is sustainable.

    Attributes
    ----------
    state : State
        The overall word (:func:`~solver.analysis.staffing.verdict_parts.overall`).
    parts : tuple of Part
        Hours, skills and offices, standards.
    places : Places
        The sums of the caseload standards, before any plan.
    utilization : Fraction or None
        All work by all hours; None without hours.
    peak_utilization : Fraction or None
        Of the tightest tier: the least peak that any assignment can reach. None without tiers.
    target : Target or None
        Of the tightest tier.
    demand_hours, available_hours, limit_hours : Fraction
    gap_hours : Fraction
        Missing hours of all tiers, and of the work outside.
    fte_gap, budget_fte_gap : Fraction
    outside : Outside
    """

    state: State
    parts: tuple[Part, ...]
    places: Places
    utilization: Fraction | None
    peak_utilization: Fraction | None
    target: Target | None
    demand_hours: Fraction
    available_hours: Fraction
    limit_hours: Fraction
    gap_hours: Fraction
    fte_gap: Fraction
    budget_fte_gap: Fraction
    outside: Outside

    def part(self, name: PartName) -> Part:
        """One part of it."""
        return next(part for part in self.parts if part.name is name)


@dataclass(frozen=True, slots=True)
class Staffing:
    """The report on staffing.

    Attributes
    ----------
    basis : Basis
    verdict : Verdict
    tiers : tuple of TierStaffing
        From tightest to loosest, as ``FairShares.tiers``.
    groups : tuple of GroupRow
        Offices, then dockets, then skills. They overlap: an officer's hours can stand in several.
    officers : tuple of OfficerRow
        In roster order.
    """

    basis: Basis
    verdict: Verdict
    tiers: tuple[TierStaffing, ...]
    groups: tuple[GroupRow, ...]
    officers: tuple[OfficerRow, ...]


def staffing(
    problem: Problem,
    shares: FairShares,
    *,
    basis: Basis | None = None,
    target: Fraction | None = None,
    beta: Fraction = Fraction(1),
    units: Units | None = None,
    plan: Plan | None = None,
) -> Staffing:
    """Say whether a caseload is sustainable, and what is missing where.

    Parameters
    ----------
    problem : Problem
    shares : FairShares
        Of the same problem.
    basis : Basis or None
        Hours of one FTE in the period; those of a month where none is given.
    target : Fraction or None
        The utilization that counts as sustainable; by square-root staffing where none is given.
    beta : Fraction
        Slack of square-root staffing.
    units : Units or None
        ``units_of(problem)``, where the caller has it already.
    plan : Plan or None
        Of the same problem: what it leaves out for want of hours or places counts in the verdict.
    """
    units = units_of(problem) if units is None else units
    basis = Basis.of(Period.MONTH) if basis is None else basis
    tally = tally_of(problem, units, shares)
    needs = need_rows(problem, tally, len(shares.tiers))
    tiers = tuple(
        _tier(problem, shares, index, basis, target_of(problem, tier, basis, target, beta), needs[index])
        for index, tier in enumerate(shares.tiers)
    )
    return Staffing(
        basis,
        _verdict(problem, shares, basis, tiers, _Given(units, plan, int(tally.effort[tally.tier < 0].sum()))),
        tiers,
        group_rows(problem, tally, basis, [(tier.tier, tier.target, tier.state) for tier in tiers]),
        officer_rows(problem, shares, [(tier.target, tier.state) for tier in tiers]),
    )


def needs_no_remedies(staffed: Staffing) -> bool:
    """Whether every group is within its target, and no work waits for somebody who may do it."""
    tiers_are_fine = all(tier.state is State.SUSTAINABLE for tier in staffed.tiers)
    return tiers_are_fine and not staffed.verdict.part(PartName.HOURS).hours and not staffed.verdict.outside.cases


def target_of(problem: Problem, tier: Tier, basis: Basis, given: Fraction | None, beta: Fraction) -> Target:
    """The target of a tier: the pool is the load of that tier."""
    return Target(given, basis.fte(problem.hours(tier.demand)), beta)


def _tier(
    problem: Problem, shares: FairShares, index: int, basis: Basis, target: Target, needs: tuple[NeedRow, ...]
) -> TierStaffing:
    tier = shares.tiers[index]
    demand, missing = problem.hours(tier.demand), problem.hours(tier.missing)
    return TierStaffing(
        tier,
        target,
        target.state(tier.utilization),
        demand,
        problem.hours(int(problem.officers.available[tier.officers].sum())),
        problem.hours(tier.limit),
        missing,
        basis.fte(demand),
        basis.fte(missing),
        basis.budget_fte(missing),
        needs,
        tier_sentence(problem, tier),
    )


@dataclass(frozen=True, slots=True)
class _Given:
    """Besides the tiers: units, the plan, and the ticks of work that is in no tier."""

    units: Units
    plan: Plan | None
    outside_ticks: int


def _verdict(
    problem: Problem, shares: FairShares, basis: Basis, tiers: tuple[TierStaffing, ...], given: _Given
) -> Verdict:
    cases = sum(len(each) for each in (shares.aside_no_officer, shares.aside_no_hours, shares.pinned_no_hours))
    outside = Outside(cases, problem.hours(given.outside_ticks))
    demand = sum((tier.demand_hours for tier in tiers), outside.hours)
    limit = problem.hours(int(np.sum(problem.officers.limit)))
    gap = sum((tier.gap_hours for tier in tiers), outside.hours)
    places = places_of(problem, given.units)
    parts = (
        hours_part(problem, given.units, [(tier.tier, tier.state) for tier in tiers], demand, basis, given.plan),
        skills_part(problem, given.units, shares, basis),
        standards_part(problem, given.units, places, basis, given.plan),
    )
    return Verdict(
        state=overall(parts, len(problem.cases)),
        parts=parts,
        places=places,
        utilization=demand / limit if limit else None,
        peak_utilization=tiers[0].tier.utilization if tiers else None,
        target=tiers[0].target if tiers else None,
        demand_hours=demand,
        available_hours=problem.hours(int(np.sum(problem.officers.available))),
        limit_hours=limit,
        gap_hours=gap,
        fte_gap=basis.fte(gap),
        budget_fte_gap=basis.budget_fte(gap),
        outside=outside,
    )
