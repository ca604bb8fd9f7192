"""Tiers, fair shares and bottlenecks, by maximum flow.

The smallest peak utilization that any assignment can reach, even if cases could be split, is a question of flow: give
each set of cases that the same officers may hold its effort, and each officer ``utilization * limit``. Where the flow
falls short, the minimum cut is the proof: cases whose effort exceeds what all the officers who may take them carry.
Splitting along such cuts gives the lexicographically fairest load that exists (Megiddo 1974; Fujishige 1980).

Cases that take different officers different times need prices besides (``solver.fair_shares.primal_dual``).
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from solver.engines.max_flow import exact_total, overloaded_groups
from solver.errors import SolverFault
from solver.fair_shares.blocks import EvenBlock, connected, halves, split
from solver.fair_shares.network import Network, network_of
from solver.model.units import Units, units_of
from solver.problem import Problem
from solver.tiers import FairShares, Tier


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
    return _listed(problem, units, network, even_blocks(network))


def even_blocks(network: Network) -> list[EvenBlock]:
    """Split along minimum cuts until every block can be loaded evenly.

    Parameters
    ----------
    network : Network
        Its amounts may be Python integers in an object array, where they do not fit into 64 bits.

    Returns
    -------
    list of EvenBlock
        From tightest to loosest; of equal utilization, by their first officer.
    """
    from solver.fair_shares.primal_dual import merge_equal_tiers, split_by_prices

    found: list[EvenBlock] = []
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
            found.append(EvenBlock(Fraction(demand, limit), block, demand, limit))
        else:
            waiting += [part for half in halves(block, tight) for part in connected(network, half)]
    if bool(network.differs.any()):
        found = merge_equal_tiers(network, found)
    return sorted(found, key=lambda tier: (-tier.utilization, int(tier.block.officers[0])))


def _listed(problem: Problem, units: Units, network: Network, found: list[EvenBlock]) -> FairShares:
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
