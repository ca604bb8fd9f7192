"""Dealing units out among a few officers, the best way there is: meeting in the middle.

Every officer's good fills are listed (``knapsack.py``), lists of disjoint fills are joined pair by pair from two sides,
and a look-up tells which pairs of unions are everything (Horowitz and Sahni 1974). Prices of the units make the lists
short: the fills of a better plan cannot lose more, all together, than lies between the plan and its price.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

from solver.arrays import Floats, Ints
from solver.budget import check_ranges
from solver.heuristics.packing.knapsack import PARAMS as KNAPSACK
from solver.heuristics.packing.knapsack import (
    AssignmentData,
    KnapsackParams,
    Words,
    joined,
    knapsack_table,
    near_optimal_fills,
    scaled,
)

WITHIN = 0.25
"""Two costs that differ by less are equal: costs are whole numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListLengths:
    """How much is listed and joined.

    Attributes
    ----------
    fills : int, >= 1
        Listed for each officer, on average. With short lists the best way may be missed.
    joins : int, >= 1
        Pairs of sets that are looked at, for every fill listed for an officer.
    knapsack : KnapsackParams
    """

    fills: int
    joins: int
    knapsack: KnapsackParams = KNAPSACK

    def __post_init__(self) -> None:
        check_ranges(self, fills=(1, inf), joins=(1, inf))


def best_redistribution(
    data: AssignmentData,
    worth: Floats,
    spent: float,
    more: float,
    random: np.random.Generator,
    lengths: ListLengths,
) -> Ints | None:
    """Give every unit to one of a few officers, within hours and places, for what is spent now and a little more.

    Parameters
    ----------
    data : AssignmentData
        At most ``MOST_UNITS`` units.
    worth : float64 array, shape (units,)
        Prices of the units; any will do, good ones make the lists short.
    spent, more : float
        What the units cost now, and how much more they may.
    lengths : ListLengths

    Returns
    -------
    The officer of each unit: the cheapest way that was found, or, where that is not cheaper than now, any that costs at
    most ``more`` more. ``None`` if there is none.
    """
    units, officers = data.cost.shape
    gain = worth[:, None] - data.cost
    weight, room = scaled(data.ticks, data.hours, lengths.knapsack)
    table = knapsack_table(gain, weight, room)
    most_lost = spent + more + WITHIN - float(worth.sum() - table[-1, np.arange(officers), room].sum())
    if most_lost < 0:
        return None
    exact = data.ticks, data.hours, data.size, data.places
    lists = near_optimal_fills(table, gain, weight, room, exact, most_lost, lengths.fills)
    order = np.argsort([len(sets) for sets, _ in lists], kind="stable").tolist()
    pairs = lengths.joins * lengths.fills
    one, other = _Side(lists, order[0::2], most_lost, pairs), _Side(lists, order[1::2], most_lost, pairs)
    if not len(one.sets) or not len(other.sets):
        return None
    met, partner = _met(one, other, units)
    if not len(met):
        return None
    lost = one.lost[met] + other.lost[partner]
    best = float(lost.min())
    if best > most_lost:
        return None
    # what is lost rises and falls with the cost; with something better at hand there is no need to wander
    better = best < most_lost - more - 2 * WITHIN
    pick = int(np.argmin(lost if better else lost + (more + WITHIN) * random.random(len(lost))))
    if lost[pick] > most_lost:
        return None
    out = np.zeros(units, np.int64)
    one.write(out, int(met[pick]))
    other.write(out, int(partner[pick]))
    return out


class _Side:
    """Unions of disjoint fills of some officers, and what each is made of."""

    def __init__(self, lists: list[tuple[Words, Floats]], officers: list[int], most_lost: float, most: int) -> None:
        self._lists, self._officers = lists, officers
        self._made: list[tuple[Ints, Ints]] = []
        both = lists[officers[0]]
        for officer in officers[1:]:
            both, first, second = joined(both, lists[officer], most_lost, most)
            self._made.append((first, second))
        self.sets, self.lost = both

    def write(self, out: Ints, at: int) -> None:
        """Write the officers of the units of one union."""
        for officer, (first, second) in zip(reversed(self._officers[1:]), reversed(self._made), strict=True):
            _mark(out, self._lists[officer][0][second[at]], officer)
            at = int(first[at])
        _mark(out, self._lists[self._officers[0]][0][at], self._officers[0])


def _met(one: _Side, other: _Side, units: int) -> tuple[Ints, Ints]:
    """Unions of one side, and for each the one of the other side that holds all other units and loses least."""
    known, first = np.unique(other.sets, return_index=True)
    wanted = np.uint64((1 << units) - 1) ^ one.sets
    place = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    met = np.flatnonzero(known[place] == wanted)
    return met, first[place[met]]


def _mark(out: NDArray[np.int64], held: np.uint64, officer: int) -> None:
    inside = (int(held) >> np.arange(len(out)).astype(object)) & 1
    out[inside.astype(np.bool_)] = officer
