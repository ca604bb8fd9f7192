"""The least spread where cases take different officers different times: a bound by prices.

The smallest difference between the fullest and the emptiest officer is a linear program once cases may be split. It is
solved in floating point, and nothing it says is believed: its duals become integer prices of a tick of each officer,
one set ``up`` that counts against the fullest, one set ``down`` that counts for the emptiest. In any assignment

    fullest >= sum(up * load) / sum(up * limit)    and    emptiest <= sum(down * load) / sum(down * limit),

since averages lie between the smallest and the largest. What the difference of the two sums is at least is found case
by case, with whoever makes it smallest.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solver.arrays import Flags, Ints
from solver.budget import Budget
from solver.engines.highs import relax
from solver.engines.integer_program import UNBOUNDED, IntegerProgram, RowBuilder, Rule
from solver.model.units import Units, pair_rows
from solver.problem import OWN_EFFORT, Problem

MOST_ARCS = 100_000
"""Ways to place a unit from which the program is not solved: it would take longer than the report may."""
BITS = 40
"""Of the largest price."""


@dataclass(frozen=True, slots=True)
class _Work:
    """Units that are alike: how many, and what one of them takes of each officer who may hold it.

    ``slot``, ``officer`` and ``time`` (ticks) have one entry per arc, sorted by slot; ``amount`` one per slot.
    """

    amount: Ints
    slot: Ints
    officer: Ints
    time: Ints


def has_own_times(problem: Problem) -> bool:
    """Whether any pair has a time of its own."""
    return problem.pairs is not None and bool((problem.pairs.effort != OWN_EFFORT).any())


def least_spread(problem: Problem, units: Units, time_limit_s: float = 10.0) -> Fraction | None:
    """What no assignment of all placeable units can have less of: largest minus smallest utilization.

    Parameters
    ----------
    problem : Problem
    units : Units
        Of the same problem.
    time_limit_s : float, seconds
        For the linear program.

    Returns
    -------
    Fraction or None
        At most the least spread of whole cases, and the least spread of split ones but for the rounding of prices. None
        where there are too many pairs, or no prices were found in time.
    """
    reached = _reached(problem, units)
    if not reached.any():
        return Fraction(0)
    if int(units.allowed.sum(axis=1)[units.group[units.paired]].sum()) > MOST_ARCS:
        return None
    work = _work(problem, units)
    prices = _prices(problem, work, reached, time_limit_s)
    if prices is None:
        return None
    return max(Fraction(0), _bound(problem, work, *prices))


def _reached(problem: Problem, units: Units) -> Flags:
    used = np.zeros(len(units.allowed), np.bool_)
    used[units.group] = True
    reached: Flags = np.asarray(units.allowed[used].any(axis=0)) & (problem.officers.limit > 0)
    return reached


def _work(problem: Problem, units: Units) -> _Work:
    """Units by what they take: one slot for all that take everybody of a group the same, one for each other kind."""
    amount: list[int] = []
    slot: list[Ints] = []
    officer: list[Ints] = []
    time_taken: list[Ints] = []

    def add(count: int, who: Ints, taken: Ints) -> None:
        slot.append(np.full(len(who), len(amount), np.int64))
        officer.append(who)
        time_taken.append(taken)
        amount.append(count)

    able = [np.flatnonzero(row & (problem.officers.limit > 0)) for row in units.allowed]
    plain = np.zeros(len(able), np.int64)
    np.add.at(plain, units.group[~units.paired], units.effort[~units.paired])
    for group in np.flatnonzero(plain).tolist():
        if len(able[group]):
            add(int(plain[group]), able[group], np.ones(len(able[group]), np.int64))
    alike: dict[tuple[int, bytes], int] = {}
    first: dict[tuple[int, bytes], Ints] = {}
    for unit in np.flatnonzero(units.paired).tolist():
        group = int(units.group[unit])
        if len(able[group]):
            taken = pair_rows(problem, units, unit, able[group].astype(np.int32))[1]
            key = (group, taken.tobytes())
            alike[key] = alike.get(key, 0) + 1
            first.setdefault(key, taken)
    for key, count in alike.items():
        add(count, able[key[0]], first[key])
    empty = np.zeros(0, np.int64)
    return _Work(
        np.array(amount, np.int64),
        np.concatenate([empty, *slot]),
        np.concatenate([empty, *officer]),
        np.concatenate([empty, *time_taken]),
    )


def _prices(problem: Problem, work: _Work, reached: Flags, time_limit_s: float) -> tuple[list[int], list[int]] | None:
    """What a tick of each officer is worth against the fullest, and for the emptiest."""
    officers = np.flatnonzero(reached)
    number = np.zeros(len(reached), np.int64)
    number[officers] = np.arange(len(officers))
    limit = problem.officers.limit[officers]
    arcs, slots = len(work.slot), len(work.amount)
    taken = work.amount[work.slot] * work.time
    rows = RowBuilder()
    ones = [1] * slots
    rows.add_many(Rule.ASSIGN, list(range(slots)), (work.slot, np.arange(arcs), np.ones(arcs, np.int64)), ones, ones)
    load = np.flatnonzero(taken)
    row = np.concatenate([number[work.officer[load]], np.arange(len(officers))])
    for at, low, high in ((arcs, -UNBOUNDED, 0), (arcs + 1, 0, UNBOUNDED)):
        rows.add_many(
            Rule.HOURS,
            officers.tolist(),
            (row, np.concatenate([load, np.full(len(officers), at)]), np.concatenate([taken[load], -limit])),
            [low] * len(officers),
            [high] * len(officers),
        )
    # no utilization is larger than that of an officer who takes everything that they may
    largest = np.zeros(len(officers), np.int64)
    np.add.at(largest, number[work.officer], taken)
    top = int(max((-(-int(most) // int(have)) for most, have in zip(largest, limit, strict=True)), default=0))
    program = IntegerProgram(
        cost=np.array([0] * arcs + [1, -1], np.int64),
        low=np.zeros(arcs + 2, np.int64),
        high=np.array([1] * arcs + [top, top], np.int64),
        row=np.concatenate(rows.row),
        column=np.concatenate(rows.column),
        coefficient=np.concatenate(rows.coefficient),
        row_low=np.array(rows.low, np.int64),
        row_high=np.array(rows.high, np.int64),
        row_rule=rows.rule,
        row_index=np.array(rows.index, np.int64),
        row_unit=np.array(rows.unit, np.int64),
    )
    found = relax(program, Budget(time.monotonic() + time_limit_s, 1, 0))
    if found.dual is None:
        return None
    up, down = found.dual[slots : slots + len(officers)], found.dual[slots + len(officers) :]
    return _whole(-up, officers, len(reached)), _whole(down, officers, len(reached))


def _whole(price: NDArray[np.float64], officers: NDArray[np.intp], size: int) -> list[int]:
    """Prices as integers, 0 or more and not all 0. Any such prices prove something; the duals prove the most."""
    positive = np.maximum(price, 0.0)
    out = [0] * size
    top = float(positive.max())
    for officer, value in zip(officers.tolist(), positive.tolist(), strict=True):
        out[officer] = round(value / top * 2**BITS) if top > 0 else 1
    return out


def _bound(problem: Problem, work: _Work, up: list[int], down: list[int]) -> Fraction:
    """``sum(up * load) / sum(up * limit) - sum(down * load) / sum(down * limit)`` at its least, exactly."""
    limit = problem.officers.limit.tolist()
    above, below = (sum(price * have for price, have in zip(prices, limit, strict=True)) for prices in (up, down))
    worth = np.array([a * below - b * above for a, b in zip(up, down, strict=True)], dtype=object)
    if not len(work.slot):
        return Fraction(0)
    each: NDArray[Any] = work.time.astype(object) * worth[work.officer]
    starts = np.flatnonzero(np.diff(work.slot, prepend=-1))
    least = np.minimum.reduceat(each, starts)
    total = sum(count * int(value) for count, value in zip(work.amount.tolist(), least.tolist(), strict=True))
    return Fraction(total, above * below)
