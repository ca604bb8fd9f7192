"""The range of the missing hours, of the whole and tier by tier.

The missing hours of a world are what no assignment can carry in it: the worst set of cases against all who may take any
of it, found anew in every world by maximum flow, as in the verdict. Where a case takes different officers different
times, or there are too many kinds of cases for that, today's tiers are held instead: the missing hours of a world are
then those of each tier, added up (``Gap.tiers_held``). The ranges of single tiers always hold the tier's cases and
officers as they are today.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import inf

import numpy as np

from solver.analysis.case_kinds import least_efforts, tiers_of_cases
from solver.analysis.fte import Basis
from solver.analysis.uncertainty.batch_flow import PARAMS as BATCH_FLOW
from solver.analysis.uncertainty.batch_flow import BatchFlowParams, Shortfall
from solver.analysis.uncertainty.drawing import generator
from solver.analysis.uncertainty.monte_carlo import (
    BySource,
    Chance,
    Chances,
    Deltas,
    Draws,
    Range,
    cells_of,
    chance,
    chances_above,
    percentile_range,
    ranges_of,
    simulate,
)
from solver.analysis.uncertainty.weights import Parts
from solver.arrays import Flags, Floats, Ints
from solver.budget import check_ranges
from solver.model.units import Units
from solver.problem import OWN_EFFORT, Problem
from solver.tiers import FairShares


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingHoursParams:
    """Up to where there is a flow in every world; beyond that, today's tiers are held.

    Attributes
    ----------
    most_flow_work : int, >= 0
        Arcs times worlds.
    most_reach : int, >= 0
        Groups times officers; with more, they are not even looked at.
    most_sums : int, >= 0
        Groups times worlds; more would be too many to keep.
    batch_flow : BatchFlowParams
    """

    most_flow_work: int = 10_000_000
    most_reach: int = 20_000_000
    most_sums: int = 20_000_000
    batch_flow: BatchFlowParams = BATCH_FLOW

    def __post_init__(self) -> None:
        check_ranges(self, most_flow_work=(0, inf), most_reach=(0, inf), most_sums=(0, inf))


PARAMS = MissingHoursParams()


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing.

    Attributes
    ----------
    hours : Fraction
        With the weights as they are.
    range : BySource
        Of the hours.
    fte, budget_fte : BySource
        The same in full-time officers and in budgeted ones.
    short : Chances
        That anything is missing.
    tiers_held : bool
        Today's tiers were held in every world.
    """

    hours: Fraction
    range: BySource
    fte: BySource
    budget_fte: BySource
    short: Chances
    tiers_held: bool


@dataclass(frozen=True, slots=True)
class TierRisk:
    """One tier with its cases and officers as they are today.

    Attributes
    ----------
    tier : int
        Index into the tiers.
    utilization : BySource
    gap_hours, fte_gap : BySource
    unsustainable : Chances
        That its work exceeds its hours.
    """

    tier: int
    utilization: BySource
    gap_hours: BySource
    fte_gap: BySource
    unsustainable: Chances


@dataclass(frozen=True, slots=True)
class GapEnd:
    """What is missing if the errors of the weights went together otherwise.

    Attributes
    ----------
    range : Range
        Of the missing hours, by both sources.
    short : Chance
        That anything is missing.
    """

    range: Range
    short: Chance


class MissingHours:
    """The missing hours of a problem, ready for any draws.

    Parameters
    ----------
    problem, units, shares
        Of one problem.
    parts : Parts
        What the hours of the cases rest on.
    worlds : int
        Of the draws.
    params : MissingHoursParams
    """

    def __init__(
        self,
        problem: Problem,
        units: Units,
        shares: FairShares,
        parts: Parts,
        worlds: int,
        params: MissingHoursParams = PARAMS,
    ) -> None:
        self._problem, self._shares = problem, shares
        self._flow = _flow(problem, units, worlds, params)
        count = len(shares.tiers)
        tier_of_case = tiers_of_cases(problem, shares) % (count + 1)  # the last one: outside all tiers
        rows = units.group[units.of_case] if len(units) else np.zeros(0, np.int32)
        self._tier_of_group = np.full(len(units.allowed), count)
        self._tier_of_group[rows] = tier_of_case
        self._effort = np.zeros(len(units.allowed), np.int64)
        np.add.at(self._effort, rows, problem.cases.effort)
        self._outside = int(least_efforts(problem, units)[tier_of_case == count].sum())
        buckets = tier_of_case if self._flow is None else rows
        self._buckets = count + 1 if self._flow is None else len(units.allowed)
        types = max(len(problem.cases.type_names), int(parts.row.max(initial=-1)) + 1)
        self._cells = cells_of(buckets[parts.case], parts.row, parts.effort, types)

    def risks(self, draws: Draws, basis: Basis) -> tuple[Gap, tuple[TierRisk, ...]]:
        """The missing hours of the whole, and every tier."""
        problem, shares, count = self._problem, self._shares, len(self._shares.tiers)
        added = self._added(draws)
        found = [self._missing(each) for each in added.each()]
        if self._flow is None:
            by_tier = added
        else:
            by_tier = Deltas(*(_summed(each, self._tier_of_group, count + 1) for each in added.each()))
        hours = BySource(*(percentile_range(each.missing, each.added, problem.tick_hours) for each in found))
        gap = Gap(
            problem.hours(found[0].missing),
            hours,
            hours.per(basis.productive_hours),
            hours.per(basis.budget_hours),
            Chances(*(chance(each.short) for each in found)),
            self._flow is None,
        )
        return gap, tuple(_tier(problem, shares, index, by_tier.of(index), basis) for index in range(count))

    def end(self, draws: Draws) -> GapEnd:
        """The missing hours of the whole by both sources, for other draws of the weights."""
        found = self._missing(self._added(draws).both)
        return GapEnd(percentile_range(found.missing, found.added, self._problem.tick_hours), chance(found.short))

    def _added(self, draws: Draws) -> Deltas:
        rng = generator(draws.seed, "gap")
        return simulate(self._cells, self._buckets, draws.changes, draws.noise, rng)

    def _missing(self, added: Floats) -> _Missing:
        if self._flow is None:
            return _held(self._shares, self._outside, added)
        return _free(self._flow, self._effort, added)


@dataclass(frozen=True, slots=True)
class _Missing:
    """Missing ticks as things are, what every world adds to them, and whether there are any in it."""

    missing: int | Fraction
    added: Floats
    short: Flags


def _flow(problem: Problem, units: Units, worlds: int, params: MissingHoursParams) -> Shortfall | None:
    """Who may take what, for a flow in every world; None where there cannot be one, or it would take too long."""
    groups = len(units.allowed)
    if problem.pairs is not None and bool((problem.pairs.effort != OWN_EFFORT).any()):
        return None
    if groups * len(problem.officers) > params.most_reach or groups * worlds > params.most_sums:
        return None
    flow = Shortfall(units.allowed, problem.officers.limit, params.batch_flow)
    return flow if flow.arcs * worlds <= params.most_flow_work else None


def _free(flow: Shortfall, effort: Ints, deltas: Floats) -> _Missing:
    """The worst set of cases of each world."""
    missing, added = flow.changes(effort, deltas)
    return _Missing(missing, added, added > -float(missing))


def _held(shares: FairShares, outside: int, deltas: Floats) -> _Missing:
    """Today's tiers in each world, and the cases outside."""
    missing, added = Fraction(outside), deltas[-1].copy()
    short: Flags = added > -float(outside)
    for tier, more in zip(shares.tiers, deltas, strict=False):
        over = Fraction(tier.demand) - tier.limit
        missing += max(Fraction(0), over)
        added += _beyond(over, more)
        short |= more > -float(over)
    return _Missing(missing, added, short)


def _beyond(over: Fraction, more: Floats) -> Floats:
    """``max(0, over + more) - max(0, over)``, exactly 0 where nothing is added."""
    level = float(over)
    return np.maximum(more, -level) if over > 0 else np.maximum(more + level, 0.0)


def _tier(problem: Problem, shares: FairShares, index: int, mine: Deltas, basis: Basis) -> TierRisk:
    tier = shares.tiers[index]
    over = Fraction(tier.demand) - tier.limit
    missing = max(Fraction(0), over)
    gaps = BySource(*(percentile_range(missing, _beyond(over, more), problem.tick_hours) for more in mine.each()))
    return TierRisk(
        index,
        ranges_of(tier.demand, mine, Fraction(1, tier.limit)),
        gaps,
        gaps.per(basis.productive_hours),
        chances_above(-over, mine),
    )


def _summed(added: Floats, into: Ints, buckets: int) -> Floats:
    out = np.zeros((buckets, added.shape[1]))
    np.add.at(out, into, added)
    return out
