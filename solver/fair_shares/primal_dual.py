"""Fair shares where a case takes different officers different times, proven by prices.

Give a tick of each officer of a block a price above 0. Whoever takes a case, its time is then worth at least the
cheapest ``price * time``; so no split can load all officers below

    sum of the cheapest worths of all cases / sum of (price * limit)

which is the dual of "minimise the largest utilization" (a linear program; ``solver.fair_shares.initial_prices``
guesses its prices in floating point). Whether the prices are the best ones is again a question of flow, in exact
integers: let each case go only where it is cheapest, as so much *worth*. If every officer can be loaded to the
average, the block is even and the sum above is its utilization. If not, the minimum cut shows officers whose ticks
are too cheap: raising their price until the first case of theirs finds another officer as cheap raises the sum. Where
no case of theirs has another officer, they are a tighter tier of their own. (The primal-dual method of Ford and
Fulkerson, started near its end.)

Both sides are exact, so the shares are too, however rough the guess was: a bad guess costs time, never truth.
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm

import numpy as np

from solver.arrays import Flags
from solver.engines.max_flow import Arcs, Exact, exact_total, overloaded_groups
from solver.fair_shares.blocks import Block, EvenBlock, Numbers, around, connected, halves
from solver.fair_shares.network import Network


def split_by_prices(block: Block) -> tuple[list[EvenBlock], list[Block]]:
    """The tightest tiers of a connected block, and the blocks that are left without their officers."""
    from solver.fair_shares.initial_prices import guess_prices

    guess = guess_prices(block)
    tight = _closed_set(block, np.array([price > 0 for price in guess], np.bool_))
    price_of = dict(zip(block.officers.tolist(), (max(price, Fraction(1)) for price in guess), strict=True))
    if tight.all():
        return _even_out(block, price_of), []
    inside, rest = around(block, tight)
    found = [tier for part in connected(block.network, inside) for tier in _even_out(part, price_of)]
    return found, connected(block.network, rest)


def merge_equal_tiers(network: Network, found: list[EvenBlock]) -> list[EvenBlock]:
    """Join tiers of equal utilization that share a case, and split again what a rough guess split wrongly.

    A case of one tier that may go to an officer of another must find that officer more loaded.
    """
    while True:
        tier_of_slot, tier_of_officer = np.zeros(len(network.amount), np.int64), np.zeros(len(network.limit), np.int64)
        for index, tier in enumerate(found):
            tier_of_slot[tier.block.slots] = index
            tier_of_officer[tier.block.officers] = index
        slot, officer = tier_of_slot[network.slot], tier_of_officer[network.officer]
        links = np.unique(np.stack([slot, officer])[:, slot != officer], axis=1)
        wrong = [(a, b) for a, b in links.T.tolist() if found[b].utilization <= found[a].utilization]
        if not wrong:
            return found
        a, b = wrong[0]
        joined = np.isin(slot, [a, b]) & np.isin(officer, [a, b])
        price_of = {
            number: Fraction(price)
            for tier in (found[a], found[b])
            for number, price in zip(
                tier.block.officers.tolist(), tier.prices or [1] * len(tier.block.officers), strict=True
            )
        }
        found = [tier for index, tier in enumerate(found) if index not in {a, b}]
        for part in connected(network, np.flatnonzero(joined)):
            found += _even_out(part, price_of)


def _closed_set(block: Block, tight: Flags) -> Flags:
    """Those of the officers whom work reaches that only they may take; all officers where there is none."""
    while True:
        open_ = np.zeros(block.arcs.groups, np.bool_)
        open_[block.arcs.group[~tight[block.arcs.officer]]] = True
        reached = np.zeros(block.arcs.officers, np.bool_)
        reached[block.arcs.officer[~open_[block.arcs.group]]] = True
        closer = tight & reached
        if not closer.any():
            return np.ones(block.arcs.officers, np.bool_)
        if bool((closer == tight).all()):
            return tight
        tight = closer


def _even_out(block: Block, price_of: dict[int, Fraction]) -> list[EvenBlock]:
    """Raise prices until the block is even, or falls into tighter and looser tiers. Changes ``price_of``."""
    found: list[EvenBlock] = []
    waiting = [block]
    while waiting:
        block = waiting.pop()
        outcome = _raise_prices(block, price_of)
        if isinstance(outcome, EvenBlock):
            found.append(outcome)
        else:
            waiting += [part for half in outcome for part in connected(block.network, half)]
    return found


def _raise_prices(block: Block, price_of: dict[int, Fraction]) -> EvenBlock | tuple[Numbers, Numbers]:
    amount, limit = block.amount.astype(object), block.limit.astype(object)
    time = block.time.astype(object)
    starts = np.flatnonzero(np.diff(block.arcs.group, prepend=-1))
    while True:
        prices = _whole([price_of[officer] for officer in block.officers.tolist()])
        worth: Exact = time * prices[block.arcs.officer]
        cheapest: Exact = np.minimum.reduceat(worth, starts)
        best: Flags = (worth == cheapest[block.arcs.group]).astype(np.bool_)
        supply, room = amount * cheapest, limit * prices
        arcs = Arcs(block.arcs.groups, block.arcs.officers, block.arcs.group[best], block.arcs.officer[best])
        short = overloaded_groups(supply, room, arcs)
        if short is None:
            utilization = Fraction(int(supply.sum()), int(room.sum()))
            total = exact_total(block.limit)
            return EvenBlock(utilization, block, utilization * total, total, tuple(prices.tolist()))
        cheap = np.zeros(block.arcs.officers, np.bool_)
        cheap[arcs.officer[short[arcs.group]]] = True
        others = np.flatnonzero(short[block.arcs.group] & ~cheap[block.arcs.officer])
        if not len(others):
            return halves(block, short)
        ahead = min(
            Fraction(w, c)
            for w, c in zip(worth[others].tolist(), cheapest[block.arcs.group[others]].tolist(), strict=True)
        )
        for officer in block.officers[cheap].tolist():
            price_of[officer] *= ahead


def _whole(prices: list[Fraction]) -> Exact:
    """The same prices as the smallest whole numbers."""
    common = lcm(*(price.denominator for price in prices))
    whole = [price.numerator * (common // price.denominator) for price in prices]
    divisor = gcd(*whole)
    return np.array([number // divisor for number in whole], object)
