"""What one officer can hold of a few units: the best fill of their hours, and all fills that are nearly as good.

With a value for every unit, an officer's best fill is a knapsack. Dynamic programming over hours solves it for several
officers at once (Bellman 1957), and its table says at every step how much is lost by taking a unit or leaving it; all
fills that lose no more than a given amount are read off it without a dead end.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solver.arrays import Floats, Ints
from solver.budget import check_ranges

Words = NDArray[np.uint64]

MOST_UNITS = 60
"""Units that a set in one 64-bit word may tell apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnapsackParams:
    """How fine the tables are.

    Attributes
    ----------
    grains : int, >= 1
        Steps into which hours are divided, at most. Where that is coarser than ticks, tables are estimates: they guide,
        and every fill is measured in ticks as well.
    """

    grains: int = 1_000

    def __post_init__(self) -> None:
        check_ranges(self, grains=(1, inf))


PARAMS = KnapsackParams()


@dataclass(frozen=True, slots=True)
class AssignmentData:
    """Units to be given to officers, within hours and places: a generalised assignment problem.

    Attributes
    ----------
    cost : float64 array, shape (units, officers)
        ``inf`` where the unit may not be.
    ticks : int64 array, shape (units, officers)
    hours : int64 array, shape (officers,), ticks
    size : int64 array, shape (units,), cases
    places : int64 array, shape (officers,), cases
    """

    cost: Floats
    ticks: Ints
    hours: Ints
    size: Ints
    places: Ints


def scaled(weight: Ints, room: Ints, params: KnapsackParams = PARAMS) -> tuple[Ints, Ints]:
    """Weights, shape (units, officers), and rooms in coarser units: weights to the nearest, so that no sum leans."""
    grain = max(1, -(-int(room.max(initial=0)) // params.grains))
    return (weight + grain // 2) // grain, np.maximum(room, 0) // grain


def knapsack_table(gain: Floats, weight: Ints, room: Ints) -> Floats:
    """Best value of the first i units in every room. Shape (units + 1, officers, largest room + 1).

    Parameters
    ----------
    gain : float64 array, shape (units, officers)
        Value of a unit with an officer; ``-inf`` where it may not be.
    weight, room : int64 arrays, shapes (units, officers) and (officers,)
        From :func:`scaled`.
    """
    units, officers = gain.shape
    table = np.zeros((units + 1, officers, int(room.max(initial=0)) + 1))
    for i, (value, size) in enumerate(zip(gain.tolist(), weight.tolist(), strict=True)):
        row = table[i + 1]
        row[:] = table[i]
        for j in range(officers):
            if value[j] > 0 and size[j] <= room[j]:
                into = row[j, size[j] :]
                np.maximum(into, table[i, j, : into.size] + value[j], out=into)
    return table


def chosen_of(table: Floats, gain: Floats, weight: Ints, room: Ints) -> NDArray[np.bool_]:
    """A best fill of every officer, read off the table. Shape (officers, units)."""
    units, officers = gain.shape
    out, left, all_ = np.zeros((officers, units), np.bool_), room.copy(), np.arange(officers)
    for i in range(units - 1, -1, -1):
        take = table[i + 1, all_, left] > table[i, all_, left]
        out[:, i] = take
        left = left - np.where(take, weight[i], 0)
    return out


def best_fills(gain: Floats, weight: Ints, room: Ints) -> tuple[Floats, NDArray[np.bool_]]:
    """The best fill of every officer, all officers at once: what it is worth, and its units.

    Parameters
    ----------
    gain, weight, room
        As for :func:`knapsack_table`. Only what gains anything is looked at, dearest first.

    Returns
    -------
    float64 array, shape (officers,), and bool array, shape (officers, units)
    """
    units, officers = gain.shape
    gain = np.where(weight <= room, gain, -1.0)
    steps = int((gain > 0).sum(axis=0).max(initial=0))
    most, all_ = int(room.max(initial=0)), np.arange(officers)
    out = np.zeros((officers, units), np.bool_)
    if not steps:
        return np.zeros(officers), out
    order = np.argsort(-gain, axis=0, kind="stable")[:steps]
    value, size = np.take_along_axis(gain, order, 0), np.take_along_axis(weight, order, 0)
    size = np.where(value > 0, size, 0)
    # to the left of an empty room there is nothing to be had, so that every unit may look there
    left_of = int(size.max(initial=0))
    table = np.zeros((officers, left_of + most + 1))
    table[:, :left_of] = -np.inf
    inside, flat = table[:, left_of:], table.ravel()
    cell = (all_ * table.shape[1])[:, None] + left_of + np.arange(most + 1)
    takes = np.zeros((steps, officers, most + 1), np.bool_)
    for k in range(steps):
        with_it = flat.take(cell - size[k][:, None])
        with_it += np.where(value[k] > 0, value[k], -np.inf)[:, None]
        np.greater(with_it, inside, out=takes[k])
        np.maximum(inside, with_it, out=inside)
    worth, left = inside[all_, room], room.copy()
    for k in range(steps - 1, -1, -1):
        taken = takes[k, all_, left]
        out[all_[taken], order[k][taken]] = True
        left = left - np.where(taken, size[k], 0)
    return worth, out


def near_optimal_fills(
    table: Floats,
    gain: Floats,
    weight: Ints,
    room: Ints,
    exact: tuple[Ints, Ints, Ints, Ints],
    most_lost: float,
    most: int,
) -> list[tuple[Words, Floats]]:
    """All fills of each officer that lose at most ``most_lost`` against the best, best first; ``most`` on average.

    Parameters
    ----------
    exact : (ticks, hours, size, places)
        Shapes (units, officers), (officers,), (units,), (officers,): the same in ticks, and cases of each unit against
        the places that the officer has. Every fill that is returned keeps both.

    Returns
    -------
    For each officer: the sets of units (bit i is unit i) and what each loses.
    """
    officers = gain.shape[1]
    none = np.zeros(officers, np.uint64)
    who, lost, held = _read_off(
        (table, gain, weight, room), exact, most_lost, most, none, lambda held, i: held | np.uint64(1 << i)
    )
    order = np.lexsort((held, lost, who))
    cut = np.searchsorted(who[order], np.arange(officers + 1))
    return [(held[order[a:b]], lost[order[a:b]]) for a, b in pairwise(cut.tolist())]


def few_fills(
    table: Floats,
    gain: Floats,
    weight: Ints,
    room: Ints,
    exact: tuple[Ints, Ints, Ints, Ints],
    most_lost: float,
    most: int,
) -> list[tuple[int, NDArray[np.bool_]]]:
    """:func:`near_optimal_fills` for any number of units: officers with one of their fills each, the best first."""
    units, officers = gain.shape

    def taken(held: NDArray[Any], i: int) -> NDArray[Any]:
        held[:, i] = True
        return held

    none = np.zeros((officers, units), np.bool_)
    who, lost, held = _read_off((table, gain, weight, room), exact, most_lost, most, none, taken)
    order = np.argsort(lost, kind="stable")
    return list(zip(who[order].tolist(), held[order], strict=True))


def _read_off(
    scaled_to: tuple[Floats, Floats, Ints, Ints],
    exact: tuple[Ints, Ints, Ints, Ints],
    most_lost: float,
    most: int,
    held: NDArray[Any],
    taken: Callable[[NDArray[Any], int], NDArray[Any]],
) -> tuple[Ints, Floats, NDArray[Any]]:
    """Read fills off the table, unit by unit: whose each is, what it loses, and what it holds.

    Parameters
    ----------
    scaled_to : (table, gain, weight, room)
        As for :func:`near_optimal_fills`.
    held : array, shape (officers, ...)
        Fills that hold nothing.
    taken : callable(fills, unit)
        These fills, which nobody else has, with one more unit.
    """
    table, gain, weight, room = scaled_to
    ticks, hours, size, places = exact
    units, officers = gain.shape
    who, left, lost = np.arange(officers), room.copy(), np.zeros(officers)
    in_ticks, free = hours.copy(), places.copy()
    for i in range(units - 1, -1, -1):
        top = lost + table[i + 1, who, left]
        without = top - table[i, who, left]
        remains, exactly, seats = left - weight[i, who], in_ticks - ticks[i, who], free - size[i]
        fits = (remains >= 0) & (exactly >= 0) & (seats >= 0)
        with_it = np.where(fits, top - table[i, who, np.maximum(remains, 0)] - gain[i, who], np.inf)
        out, in_ = np.flatnonzero(without <= most_lost), np.flatnonzero(with_it <= most_lost)
        if not len(in_) and len(out) == len(who):
            lost = without
            continue
        lost = np.concatenate([without[out], with_it[in_]])
        left = np.concatenate([left[out], remains[in_]])
        in_ticks = np.concatenate([in_ticks[out], exactly[in_]])
        free = np.concatenate([free[out], seats[in_]])
        held = np.concatenate([held[out], taken(held[in_], i)])
        who = np.concatenate([who[out], who[in_]])
        if len(who) > most * officers:
            kept = np.argpartition(lost, most * officers)[: most * officers]
            who, left, lost = who[kept], left[kept], lost[kept]
            in_ticks, free, held = in_ticks[kept], free[kept], held[kept]
    return who, lost, held


def joined(
    a: tuple[Words, Floats], b: tuple[Words, Floats], most_lost: float, most: int
) -> tuple[tuple[Words, Floats], Ints, Ints]:
    """Pairs of disjoint sets that lose at most ``most_lost`` together, best first, among the best ``most`` pairs.

    Returns
    -------
    The unions with what they lose, and which of ``a`` and of ``b`` each is made of.
    """
    if not len(a[0]) or not len(b[0]):
        none = np.zeros(0, np.int64)
        return (a[0][:0], a[1][:0]), none, none
    count = np.searchsorted(b[1], most_lost - a[1], side="right")
    if int(count.sum()) > most:
        low, high = 0.0, most_lost
        for _ in range(16):
            middle = (low + high) / 2
            if int(np.searchsorted(b[1], middle - a[1], side="right").sum()) > most:
                high = middle
            else:
                low = middle
        count = np.searchsorted(b[1], low - a[1], side="right")
        if int(count.sum()) > most:
            # more pairs than that lose nothing at all: as many of them for each
            count = np.minimum(count, max(1, most // int((count > 0).sum())))
            count[np.cumsum(count) > most] = 0
    first = np.repeat(np.arange(len(count)), count)
    second = np.arange(len(first)) - np.repeat(np.cumsum(count) - count, count)
    apart = (a[0][first] & b[0][second]) == 0
    first, second = first[apart], second[apart]
    lost = a[1][first] + b[1][second]
    order = np.argsort(lost, kind="stable")
    first, second = first[order], second[order]
    return (a[0][first] | b[0][second], lost[order]), first, second
