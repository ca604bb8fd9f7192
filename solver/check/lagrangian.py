"""The sum behind a bound, done again from single units.

Whoever breaks a rule that ties cases to each other pays a price for it, and every unit then takes what is cheapest for
it alone. No plan that keeps the rules costs less than the sum of these choices, minus what the rules allow at their
prices (Lagrangian relaxation). Any prices of 0 or more give a true bound, so it does not matter where they come from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solver.arrays import Flags, Ints
from solver.certificate import Certificate, Prices
from solver.check.choices import Choices

Exact = NDArray[Any]
"""int64 where the numbers fit, otherwise Python integers in an object array."""
_SAFE = 2**61
PRICED = {*(f"coverage_{priority}" for priority in range(1, 6)), "continuity", "evenness", "cost"}
"""Levels whose choices are priced below; a price on any other proves nothing."""


@dataclass(frozen=True, slots=True)
class Rooms:
    """What every plan of a part keeps to, while the level in question is still open.

    Attributes
    ----------
    load, standard : one int or None per officer of the part
        The most ticks, and the most cases, that the officer can hold.
    fair_load : one int or None per officer
        Whole ticks of the fair share.
    first_over, more_over : int per officer
        Grains above the fair share in the first tick above the fair load, and in every further one.
    goals : mapping of level name to int
        Best value and slack of better-ranked levels.
    least : one int per officer, or empty
        The least ticks that the officer can hold.
    """

    load: list[int | None]
    standard: list[int | None]
    fair_load: list[int | None]
    first_over: list[int]
    more_over: list[int]
    goals: Mapping[str, int]
    least: list[int]


class Unpriceable(ValueError):
    """A price for something that is not limited."""


def priced_sum(choices: Choices, allowed: Flags, certificate: Certificate, rooms: Rooms, placed: Flags) -> int:
    """The bound that prices give for a level of a part, times their denominator.

    Parameters
    ----------
    allowed : bool array, shape (rows, officers of the problem)
    certificate : Certificate
        Prices, and the part, officers and level that they are about.
    placed : bool array, shape (units,)
        Units that no plan leaves unplaced.

    Raises
    ------
    Unpriceable
        The prices do not fit the rules.
    """
    part, officers, prices, level = certificate.part, certificate.officers, certificate.prices, certificate.level
    total = 0
    for price, room in zip(prices.hours.tolist(), rooms.load, strict=True):
        total -= _paid(price, room)
    for price, room in zip(prices.standard.tolist(), rooms.standard, strict=True):
        total -= _paid(price, room)
    total += _above_shares(prices, level, rooms)
    if len(prices.least):
        for price, least in zip(prices.least.tolist(), rooms.least, strict=True):
            total += _paid(price, least)
    for name, price in prices.goals.items():
        if name not in PRICED:
            raise Unpriceable(f"a price on {name}, of which nothing is known here")
        total -= _paid(price, rooms.goals.get(name))
    for o in np.flatnonzero(prices.kept).tolist():
        total -= _paid(int(prices.kept[o]), _most_kept(choices, int(officers[o]), rooms.load[o], prices.counted))
    return total + _cheapest(choices, allowed, part, officers, prices, level, placed)


def _above_shares(prices: Prices, level: str, rooms: Rooms) -> int:
    """The least that loads above the fair shares cost, less what is paid for ticks, at the best load of each officer.

    Every load can be had for nothing but its price, so a further tick must not be dearer than it counts; the first one,
    which counts less, is taken where it is.
    """
    counts, total = _weight("evenness", prices, level), 0
    shares = zip(prices.excess.tolist(), rooms.fair_load, rooms.first_over, rooms.more_over, strict=True)
    for price, room, first, more in shares:
        if price > counts * more:
            raise Unpriceable("a tick above the fair share is priced higher than it counts")
        total -= _paid(price, room)
        total += min(0, counts * first - price)
    return total


def _per_tick(prices: Prices) -> Exact:
    above: Exact = prices.hours.astype(object) + prices.excess
    return above - prices.least if len(prices.least) else above


def _weight(name: str, prices: Prices, level: str) -> int:
    """What a unit of a level counts in the sum: the whole where the bound is of that level, else its price."""
    return prices.denominator if name == level else prices.goals.get(name, 0)


def _paid(price: int, room: int | None) -> int:
    if price < 0 or (price and room is None):
        raise Unpriceable("a price below 0, or for something that is not limited")
    return price * (room or 0)


def _cheapest(
    choices: Choices, allowed: Flags, part: int, officers: Ints, prices: Prices, level: str, placed: Flags
) -> int:
    """Sum of every unit's cheapest choice."""
    n = allowed.shape[1]
    mine = choices.units_of_part[part]
    lost = _weight("continuity", prices, "continuity" if level == "continuity_again" else level)
    paid = _weight("cost", prices, level)
    tick, case, kept = (_spread(values, officers, n) for values in (_per_tick(prices), prices.standard, prices.kept))
    left = np.array([_weight(f"coverage_{p}", prices, level) for p in range(6)], object)
    most = [int(np.max(np.abs(values), initial=0)) for values in (tick, case, kept, left)]
    time = max(int(choices.effort[mine].max(initial=0)), int(choices.pair_time.max(initial=0)))
    weight = int(choices.keep_weight.max(initial=0)) * n
    high = most[0] * time + most[1] * len(choices.part) + (most[2] + lost) * weight
    high += paid * int(np.abs(choices.pair_cost).max(initial=0)) + most[3] * int(
        choices.unplaced.sum(axis=1).max(initial=0)
    )
    kind = np.int64 if high < _SAFE else object

    def exact(values: Exact) -> Exact:
        return values.astype(kind)

    tick, case, kept = exact(tick), exact(case), exact(kept)
    best = _best_officer(choices, allowed, mine, tick, case, kind)
    place = np.zeros(len(choices.part), np.int64)
    place[mine] = np.arange(len(mine))
    pairs = choices.pairs_of_part[part]
    unit, officer = choices.pair_unit[pairs], choices.pair_officer[pairs]
    price = tick[officer] * choices.pair_time[pairs] + case[officer] * choices.size[unit]
    np.minimum.at(best, place[unit], price + paid * exact(choices.pair_cost[pairs]))

    keeps = choices.keeps_of_part[part]
    unit, officer = choices.keep_unit[keeps], choices.keep_officer[keeps]
    gain = exact(choices.keep_weight[keeps])
    stay = tick[officer] * choices.keep_time[keeps] + case[officer] * choices.size[unit] - lost * gain
    stay = stay + np.where(_counts(choices, keeps, prices.counted), kept[officer], 0) * gain
    np.minimum.at(best, place[unit], stay + paid * exact(choices.keep_cost[keeps]))
    free = ~(placed | choices.pinned)[mine]
    if free.any():
        waits = choices.unplaced[mine[free]].astype(kind) @ exact(left)
        best[free] = np.minimum(best[free], waits)
    return _sum(best) + lost * _sum(gain)


def _spread(values: Ints, officers: Ints, n: int) -> Exact:
    out: Exact = np.zeros(n, object)
    out[officers] = values.astype(object)
    return out


def _best_officer(choices: Choices, allowed: Flags, mine: Ints, tick: Exact, case: Exact, kind: type[Any]) -> Exact:
    """Cheapest officer of each unit by time and count alone; a very high number for paired units."""
    never = _SAFE if kind is np.int64 else 2**400
    best = np.full(len(mine), never, kind)
    plain = np.flatnonzero(~choices.paired[mine])
    row, size = choices.row[mine[plain]], choices.size[mine[plain]]
    order = _by_row_and_size(row, size)
    plain, row, size = plain[order], row[order], size[order]
    starts = np.flatnonzero((np.diff(row, prepend=-1) != 0) | (np.diff(size, prepend=-1) != 0))
    for begin, end in pairwise([*starts.tolist(), len(plain)]):
        here = plain[begin:end]
        effort, cases = choices.effort[mine[here]], int(size[begin])
        for a, b in _undominated(allowed[row[begin]], tick, case):
            best[here] = np.minimum(best[here], a * effort.astype(kind) + b * cases)
    return best


def _by_row_and_size(row: Ints, size: Ints) -> Ints:
    """Stable order by row, then size; numbers of 16 bits are ordered by counting, which takes a tenth of the time."""
    many = int(size.max(initial=0)) + 1
    if (int(row.max(initial=0)) + 1) * many <= 1 << 16:
        return np.argsort((row * many + size).astype(np.uint16), kind="stable")
    return np.lexsort((size, row))


def _undominated(may: Flags, tick: Exact, case: Exact) -> list[tuple[int, int]]:
    """Prices per tick and per case of the officers who may be cheapest for some effort."""
    out: list[tuple[int, int]] = []
    for a, b in sorted(set(zip(tick[may].tolist(), case[may].tolist(), strict=True))):
        if not out or b < out[-1][1]:
            out.append((a, b))
    return out


def _counts(choices: Choices, keeps: Ints, counted: Mapping[int, int]) -> Flags:
    """Which units count in what an officer keeps: those that nobody else could keep and that are short enough."""
    unit = choices.keep_unit[keeps]
    short: Flags = choices.keep_alone[keeps].copy()
    for priority, longest in counted.items():
        short[(choices.priority[unit] == priority) & (choices.effort[unit] > longest)] = False
    return short


def _most_kept(choices: Choices, officer: int, room: int | None, counted: Mapping[int, int]) -> int | None:
    """The most that an officer can keep, by weight, of the units that count; split ones are allowed."""
    if room is None:
        return None
    mine = choices.keeps_of_officer[officer]
    mine = mine[_counts(choices, mine, counted) & (choices.keep_weight[mine] > 0)]
    time_of, weight_of = choices.keep_time[mine], choices.keep_weight[mine]
    order = np.lexsort((weight_of, time_of))
    time_of, weight_of = time_of[order], weight_of[order]
    first = np.flatnonzero((np.diff(time_of, prepend=-1) != 0) | (np.diff(weight_of, prepend=-1) != 0))
    count = np.diff(first, append=len(order))
    total, left = 0, room
    lots: list[tuple[int, int, int]] = list(
        zip(time_of[first].tolist(), weight_of[first].tolist(), count.tolist(), strict=True)
    )
    for time, weight, many in sorted(lots, key=lambda lot: Fraction(lot[0], lot[1])):
        fits = many if time == 0 else min(many, left // time)
        total += fits * weight
        left -= fits * time
        if fits < many:
            return total + left * weight // time
    return total


def _sum(values: Exact) -> int:
    """Exact sum, also where 64 bits could not hold it."""
    if values.dtype == object:
        return sum(values.tolist())
    return (int((values >> 32).sum()) << 32) + int((values & 0xFFFFFFFF).sum())
