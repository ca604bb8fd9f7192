"""A guess at the prices of ``solver.fair_shares.primal_dual``, by linear programming in floating point.

Minimise the largest utilization of a block with GLOP, over the few officers who would take each case cheapest, adding
those whom the prices show to be cheaper still (column generation). The duals of the officers are prices. They are made
exact along the arcs that are cheapest without doubt: if a case is split between two officers, their prices relate as
its times.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solver.arrays import Flags, Floats
from solver.engines.glop import solve_lp
from solver.engines.math_opt import INFINITY, FloatModel
from solver.engines.max_flow import Arcs
from solver.errors import SolverFault
from solver.fair_shares.blocks import Block

FIRST_COLUMNS = 4
"""Officers per case to begin with, by the share of their hours that it takes."""
TIGHT = 1e-9
"""An officer whose dual is above this part of all duals counts as tight."""
EQUAL = 1e-6
"""Worths that differ by less than this part may be equal."""


def guess_prices(block: Block) -> list[Fraction]:
    """Prices near the best ones; 0 for officers who do not seem to be in the tightest tiers."""
    amount, limit = block.amount.astype(np.float64), block.limit.astype(np.float64)
    slot, officer = block.arcs.group, block.arcs.officer
    share = amount[slot] * block.time / limit[officer]
    least = np.minimum.reduceat(block.time * amount[slot], _starts(slot)).sum() / limit.sum()
    share = share / max(least, 1e-300)
    # work that takes everybody the same time is a few large slots, which spread over everybody
    # equal shares are taken in turn, or the first officers of the roster would be everybody's first choice
    turn = (officer + slot) % block.arcs.officers
    columns = ~block.network.differs[block.slots][slot] | (_rank(share, turn, slot) < FIRST_COLUMNS)
    columns &= share > 0
    while True:
        dual, slot_dual, split = _minimise_largest(share, slot, officer, columns, block.arcs)
        missed = ~columns & (share * dual[officer] < slot_dual[slot] * (1 - EQUAL / 10))
        if not missed.any():
            break
        columns |= missed & (_rank(np.where(missed, share * dual[officer], np.inf), turn, slot) < FIRST_COLUMNS)
    tight = dual > TIGHT * dual.sum()
    return _exact(block, dual / limit, tight, share * dual[officer], split)


def _exact(block: Block, price: Floats, tight: Flags, worth: Floats, split: Floats) -> list[Fraction]:
    """Prices of the tight officers, exact relative to each other where equal worths connect them."""
    slot, officer = block.arcs.group, block.arcs.officer
    cheapest = np.minimum.reduceat(np.where(tight[officer], worth, np.inf), _starts(slot))[slot]
    excess = np.where(tight[officer], worth - cheapest, np.inf)
    equal = np.flatnonzero(excess <= EQUAL * cheapest)
    several = np.bincount(slot[equal], minlength=block.arcs.groups) > 1
    equal = equal[several[slot[equal]]]
    sure = np.minimum(split[equal], 1 - split[equal])
    tree = _forest(slot[equal], officer[equal], np.lexsort((excess[equal], -sure)), block)
    near = _neighbours(block, equal[tree])
    known: dict[int, Fraction] = {}
    first = float(price[tight].min())
    for root in np.flatnonzero(tight).tolist():
        if root in known:
            continue
        # components that no equal worth connects are scaled to 20 bits: the exact method moves them where they belong
        known[root] = Fraction(max(1, round(float(price[root]) / first * 2**20)), 2**20)
        waiting = [root]
        while waiting:
            here = waiting.pop()
            for other, ratio in near.get(here, ()):
                if other not in known:
                    known[other] = known[here] * ratio
                    waiting.append(other)
    return [known.get(number, Fraction(0)) for number in range(block.arcs.officers)]


def _forest(slot: NDArray[Any], officer: NDArray[Any], order: NDArray[Any], block: Block) -> list[int]:
    """Arcs, best first, that close no circle (Kruskal). Positions in the arrays given."""
    root = list(range(block.arcs.groups + block.arcs.officers))

    def find(x: int) -> int:
        while root[x] != x:
            root[x] = root[root[x]]
            x = root[x]
        return x

    kept = []
    for k in order.tolist():
        a, b = find(int(slot[k])), find(block.arcs.groups + int(officer[k]))
        if a != b:
            root[a] = b
            kept.append(k)
    return kept


def _neighbours(block: Block, arcs: NDArray[Any]) -> dict[int, list[tuple[int, Fraction]]]:
    """For each officer: others who share a slot on these arcs, and the ratio of their price to the officer's."""
    takers: dict[int, list[tuple[int, int]]] = {}
    slots, officers, times = (
        block.arcs.group[arcs].tolist(),
        block.arcs.officer[arcs].tolist(),
        block.time[arcs].tolist(),
    )
    for slot, officer, time in zip(slots, officers, times, strict=True):
        takers.setdefault(slot, []).append((officer, time))
    near: dict[int, list[tuple[int, Fraction]]] = {}
    for several in takers.values():
        hub, hub_time = several[0]
        for other, time in several[1:]:
            near.setdefault(hub, []).append((other, Fraction(hub_time, time)))
            near.setdefault(other, []).append((hub, Fraction(time, hub_time)))
    return near


def _starts(slot: NDArray[Any]) -> NDArray[np.intp]:
    return np.flatnonzero(np.diff(slot, prepend=-1))


def _rank(value: Floats, turn: NDArray[Any], slot: NDArray[Any]) -> NDArray[np.intp]:
    """Place of each arc among those of its slot, smallest value first, then smallest turn; from 0."""
    order = np.lexsort((turn, value, slot))
    rank = np.empty(len(slot), np.intp)
    starts = _starts(slot)
    rank[order] = np.arange(len(slot)) - np.repeat(starts, np.diff(np.append(starts, len(slot))))
    return rank


def _minimise_largest(
    share: Floats, slot: NDArray[Any], officer: NDArray[Any], columns: Flags, arcs: Arcs
) -> tuple[Floats, Floats, Floats]:
    """Duals of the officers, duals of the slots, and the split of each slot over its arcs."""
    used = np.flatnonzero(columns)
    m, n, k = arcs.groups, arcs.officers, len(used)
    present = np.zeros(m, np.bool_)
    present[slot[used]] = True
    cost = np.zeros(k + 1)
    cost[k] = 1.0
    answer = solve_lp(
        FloatModel(
            cost=cost,
            low=np.zeros(k + 1),
            high=np.full(k + 1, INFINITY),
            row=np.concatenate([slot[used], m + officer[used], m + np.arange(n)]).astype(np.int64),
            column=np.concatenate([np.arange(k), np.arange(k), np.full(n, k)]).astype(np.int64),
            value=np.concatenate([np.ones(k), share[used], np.full(n, -1.0)]),
            row_low=np.concatenate([present.astype(np.float64), np.full(n, -INFINITY)]),
            row_high=np.concatenate([np.full(m, INFINITY), np.zeros(n)]),
            whole=np.zeros(k + 1, np.bool_),
        )
    )
    if answer.x is None or answer.dual is None:
        raise SolverFault(f"the linear program of the fair shares ended with {answer.detail}")
    dual, split = answer.dual, np.zeros(len(slot))
    split[used] = answer.x[:k]
    return np.maximum(-dual[m:], 0.0), np.maximum(dual[:m], 0.0), split
