"""Tiers, fair shares and bottlenecks, by maximum flow.

The smallest peak utilization that any assignment can reach, even if cases could be split, is a question of flow: give
each set of cases that the same officers may hold its effort, and each officer ``utilization * limit``. Where the flow
falls short, the minimum cut is the proof: cases whose effort exceeds what all the officers who may take them carry.
Splitting along such cuts gives the lexicographically fairest load that exists (Megiddo 1974; Fujishige 1980).

Cases that take different officers different times need prices besides (``solver.fairshare_prices``).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from solver.blocks import Even, connected, halves, split
from solver.cut import exact_total, overloaded_groups
from solver.errors import SolverFault
from solver.problem import Indices, Problem
from solver.supply import Network, network_of
from solver.units import Units, units_of


@dataclass(frozen=True, slots=True)
class Tier:
    """Cases that only these officers are left to carry, and what that does to them.

    ``demand / limit`` is ``utilization``. The certificate is cumulative: the cases of this and of all tighter tiers may
    go only to the officers of this and of all tighter tiers.

    Attributes
    ----------
    utilization : Fraction
    cases : int32 array
        In roster order.
    officers : int32 array
    demand : int or Fraction, ticks
        Effort of the cases. Where a case takes different officers different times: what the officers carry together
        in the fairest split, ``utilization * limit``, which need not be whole.
    limit : int, ticks
        What the officers' hours carry.
    closed : bool
        True where the officers of this tier alone may hold its cases; False where other eligible officers exist, all
        of them in tighter tiers.
    prices : tuple of int, one per officer of the tier, or None
        The proof where times differ (``None``: every officer's tick counts alike). Whoever takes a case, its time is
        worth at least ``min(price * time)`` over the tier's officers who may take it; the sum of these over the cases
        is ``utilization`` times the worth of all hours, ``sum(price * limit)``. A case for which any officer with hours
        needs no time is worth nothing.
    """

    utilization: Fraction
    cases: Indices
    officers: Indices
    demand: int | Fraction
    limit: int
    closed: bool
    prices: tuple[int, ...] | None = None

    @property
    def missing(self) -> int | Fraction:
        """Ticks that are missing, 0 where the hours suffice."""
        return max(0, self.demand - self.limit)


@dataclass(frozen=True, slots=True)
class FairShares:
    """The lexicographically fairest load that exists if cases could be split.

    Every case is either in exactly one tier or in exactly one of the three arrays of cases outside. It is in the
    loosest tier that has an officer who may hold it. Officers whom only cases without effort reach form a tier of
    utilization 0.

    Attributes
    ----------
    tiers : tuple of Tier
        From tightest to loosest; of equal utilization, by their first officer.
    share : tuple of (Fraction or None), length officers
        Utilization of the officer's tier; 0 for an officer with hours whom no case reaches; None without hours.
    tier_of_officer : int32 array, shape (officers,)
        Index into ``tiers``, -1 where the officer is in none.
    aside_no_officer, aside_no_hours : int32 arrays
        Cases that nobody may hold, and cases whose eligible officers have no hours. They are in no tier.
    pinned_no_hours : int32 array
        Cases pinned to an officer who has no hours. They are placed, but no hours carry them: no tier either.
    """

    tiers: tuple[Tier, ...]
    share: tuple[Fraction | None, ...]
    tier_of_officer: Indices
    aside_no_officer: Indices
    aside_no_hours: Indices
    pinned_no_hours: Indices


def fair_shares(problem: Problem, units: Units | None = None) -> FairShares:
    """Find every officer's fair share and the tiers that prove it. All numbers are exact.

    Parameters
    ----------
    problem : Problem
    units : Units or None
        ``units_of(problem)``, where the caller has it already.
    """
    units = units_of(problem) if units is None else units
    network = network_of(problem, units)
    return _listed(problem, units, network, _evenly(network))


def _evenly(network: Network) -> list[Even]:
    """Split along minimum cuts until every block can be loaded evenly. From tightest to loosest."""
    from solver.fairshare_prices import mended, split_by_prices

    found: list[Even] = []
    waiting = connected(network, np.arange(len(network.slot)))
    while waiting:
        block = waiting.pop()
        if block.differs:
            tiers, rest = split_by_prices(block)
            found += tiers
            waiting += rest
            continue
        # one officer, or work whom everybody may take: evenly loaded as it is
        single = block.arcs.groups == 1 or block.arcs.officers == 1
        tight = None if single else overloaded_groups(block.amount, block.limit, block.arcs)
        if tight is None:
            demand, limit = exact_total(block.amount), exact_total(block.limit)
            found.append(Even(Fraction(demand, limit), block, demand, limit))
        else:
            waiting += [part for half in halves(block, tight) for part in connected(network, half)]
    if bool(network.differs.any()):
        found = mended(network, found)
    return sorted(found, key=lambda tier: (-tier.utilization, int(tier.block.officers[0])))


def _listed(problem: Problem, units: Units, network: Network, found: list[Even]) -> FairShares:
    """Tiers with their cases, and the cases outside."""
    count = len(found)
    no_officer, no_hours, pinned = count, count + 1, count + 2
    tier_of_slot = np.zeros(len(network.amount), np.int64)
    tier_of_officer = np.full(len(problem.officers), -1, np.int32)
    share: list[Fraction | None] = [Fraction(0) if limit else None for limit in problem.officers.limit.tolist()]
    for index, tier in enumerate(found):
        tier_of_slot[tier.block.slots] = index
        tier_of_officer[tier.block.officers] = index
        for officer in tier.block.officers.tolist():
            share[officer] = tier.utilization
    if bool((tier_of_officer[network.officer] > tier_of_slot[network.slot]).any()):
        raise SolverFault("a case of a tight tier could go to an officer of a looser one")
    open_ = np.zeros(count, np.bool_)
    open_[tier_of_slot[network.slot[tier_of_officer[network.officer] != tier_of_slot[network.slot]]]] = True
    outside = np.where(units.barred, no_hours, np.where(units.allowed.any(axis=1), pinned, no_officer))
    tier_of_unit = outside[units.group]
    inside = network.of_unit >= 0
    tier_of_unit[inside] = tier_of_slot[network.of_unit[inside]]
    cases = [part.astype(np.int32) for part in split(tier_of_unit[units.of_case], count + 3)]
    tiers = tuple(
        Tier(
            tier.utilization,
            cases[index],
            tier.block.officers.astype(np.int32),
            tier.demand,
            tier.limit,
            not open_[index],
            tier.prices,
        )
        for index, tier in enumerate(found)
    )
    return FairShares(tiers, tuple(share), tier_of_officer, cases[no_officer], cases[no_hours], cases[pinned])
