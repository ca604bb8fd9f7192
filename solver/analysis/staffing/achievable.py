"""What caseload is achievable: how much of today's mix of cases a pool of officers can carry within its target.

The inspector general's question. For each tier: the largest multiple of today's mix that stays within the target, the
cases that this is for each officer, and today's number beside it. The target of square-root staffing depends on the
load, so it is taken at the load that is asked about, not at today's: with hours for L full-time officers, a load of
R is within ``sqrt(R) / (sqrt(R) + beta)`` as long as ``sqrt(R) <= (sqrt(beta^2 + 4 L) - beta) / 2``.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from solver.analysis.case_kinds import least_efforts
from solver.analysis.fte import Basis, Period, Target, square_root
from solver.arrays import Ints
from solver.model.units import Units, units_of
from solver.problem import Problem
from solver.tiers import FairShares, Tier


@dataclass(frozen=True, slots=True)
class TypeShare:
    """One case type in the mix of a tier.

    Attributes
    ----------
    name : str or None
        None: cases without a type.
    cases_today : int
    mean_hours : Fraction
        Of one case; where it takes different officers different times, with whoever takes the least.
    achievable : int
        Cases of the type, when the whole tier holds the largest multiple of its mix.
    per_officer : Fraction
        The same for each officer of the tier, on average: ``multiple * cases_today / officers``.
    """

    name: str | None
    cases_today: int
    mean_hours: Fraction
    achievable: int
    per_officer: Fraction


@dataclass(frozen=True, slots=True)
class OfficerCaseload:
    """What one officer can hold.

    Attributes
    ----------
    officer : int
    today : int
        Cases held today, of any tier.
    at_mix : int
        Whole cases of the tier's mean effort that fit into the achievable utilization of the officer's hours.
    by_type : tuple of (int or None)
        Whole cases of each type of the mix (in the order of ``TierCaseload.types``) if the officer held no others; None
        where they take no time.
    hours_per_case_today : Fraction or None
        Available hours by cases held today; None without cases.
    """

    officer: int
    today: int
    at_mix: int
    by_type: tuple[int | None, ...]
    hours_per_case_today: Fraction | None


@dataclass(frozen=True, slots=True)
class TierCaseload:
    """The achievable caseload of one tier.

    Attributes
    ----------
    tier : int
        Index into the tiers.
    utilization_today : Fraction
    utilization : Fraction
        The largest within the target at the load that it makes; rounded down below 10**-25 where it is no fraction.
    multiple : Fraction
        Of today's mix: ``utilization / utilization_today``.
    cases_today, cases : int
        Today, and at the multiple.
    mean_hours : Fraction
        Of one case of the mix.
    types : tuple of TypeShare
        Most cases first.
    officers : tuple of OfficerCaseload
    """

    tier: int
    utilization_today: Fraction
    utilization: Fraction
    multiple: Fraction
    cases_today: int
    cases: int
    mean_hours: Fraction
    types: tuple[TypeShare, ...]
    officers: tuple[OfficerCaseload, ...]


@dataclass(frozen=True, slots=True)
class Achievable:
    """The achievable caseloads.

    Attributes
    ----------
    tiers : tuple of TierCaseload
        Tiers whose cases take time; others can hold any number.
    multiple : Fraction or None
        The largest multiple of the whole mix (of the cases that somebody with hours may hold) at which every tier is
        within its target; None where no case takes time.
    """

    tiers: tuple[TierCaseload, ...]
    multiple: Fraction | None


def achievable(
    problem: Problem,
    shares: FairShares,
    *,
    basis: Basis | None = None,
    target: Fraction | None = None,
    beta: Fraction = Fraction(1),
    units: Units | None = None,
) -> Achievable:
    """Find what caseload can be carried within the target. Parameters as of :func:`~.verdict.staffing`."""
    units = units_of(problem) if units is None else units
    basis = Basis.of(Period.MONTH) if basis is None else basis
    effort = least_efforts(problem, units)
    held = problem.cases.current[problem.cases.current >= 0]
    today = np.bincount(held, minlength=len(problem.officers)).tolist()
    tiers = []
    for index, tier in enumerate(shares.tiers):
        if tier.demand:
            full = Target(target, beta=beta)
            most = largest_utilization(full, basis.fte(problem.hours(tier.limit)))
            tiers.append(_tier(problem, index, tier, most, effort[tier.cases], today))
    return Achievable(tuple(tiers), min((tier.multiple for tier in tiers), default=None))


def largest_utilization(target: Target, limit_fte: Fraction) -> Fraction:
    """The largest utilization that is within the target at the load that it makes.

    Parameters
    ----------
    target : Target
        Its own load is not used.
    limit_fte : Fraction, > 0
        What the officers' hours carry, in full-time officers.
    """
    if target.given is not None:
        return target.given
    root, _ = square_root(target.beta**2 + 4 * limit_fte)
    return ((root - target.beta) / 2) ** 2 / limit_fte


def _tier(problem: Problem, index: int, tier: Tier, most: Fraction, effort: Ints, today: list[int]) -> TierCaseload:
    multiple = most / tier.utilization
    cases = len(tier.cases)
    mean = problem.hours(tier.demand) / cases
    kind = problem.cases.case_type[tier.cases].astype(np.int64)
    names, at, counts = np.unique(kind, return_inverse=True, return_counts=True)
    sums = np.zeros(len(names), np.int64)
    np.add.at(sums, at, effort)
    types = sorted(
        (
            TypeShare(
                problem.cases.type_names[name] if name >= 0 else None,
                count,
                problem.hours(total) / count,
                int(multiple * count),
                multiple * count / len(tier.officers),
            )
            for name, count, total in zip(names.tolist(), counts.tolist(), sums.tolist(), strict=True)
        ),
        key=lambda share: (-share.cases_today, share.name or ""),
    )
    officers = tuple(
        _officer(problem, officer, most, mean, types, today[officer]) for officer in tier.officers.tolist()
    )
    return TierCaseload(
        index, tier.utilization, most, multiple, cases, int(multiple * cases), mean, tuple(types), officers
    )


def _officer(
    problem: Problem, officer: int, most: Fraction, mean: Fraction, types: list[TypeShare], today: int
) -> OfficerCaseload:
    within = most * problem.hours(int(problem.officers.limit[officer]))
    return OfficerCaseload(
        officer,
        today,
        int(within / mean),
        tuple(int(within / share.mean_hours) if share.mean_hours else None for share in types),
        problem.hours(int(problem.officers.available[officer])) / today if today else None,
    )
