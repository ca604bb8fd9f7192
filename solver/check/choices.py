"""What every unit can do, and what that takes: the raw material for repeating the sums behind a bound."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solver.arrays import Flags, Indices, Ints
from solver.check.facts import NOBODY, Facts, has_pairs
from solver.check.goals import keepable, weights, weights_of_unplaced
from solver.check.spare_capacity import effort_by_officer
from solver.goals import Goals


@dataclass(frozen=True, slots=True)
class Choices:
    """Units with their possible officers. Units are numbered as in ``Facts.unit``.

    Attributes
    ----------
    part, row, size, effort, priority : int64 arrays, shape (units,)
        ``priority``: the most urgent of its cases.
    unplaced : int64 array, shape (units, 6)
        What the unit adds to the coverage of each priority when nobody holds it; nothing at priority 0.
    pinned, paired : bool arrays, shape (units,)
        ``paired``: time and cost are those of the pairs below; otherwise the effort, and no cost.
    pair_unit, pair_officer, pair_time, pair_cost : int64 arrays, shape (pairs,), sorted by unit
    keep_unit, keep_officer, keep_weight, keep_time, keep_cost : int64 arrays, shape (keeps,), sorted by unit
        Officers who hold cases of a unit today and may keep it; what that weighs in continuity, and the time it takes.
    keep_alone : bool array, shape (keeps,)
        No other officer could keep cases of the unit.
    common : int64 array, shape (officers,)
        Greatest common divisor of all times that the officer could be given, at least 1.
    units_of_part, pairs_of_part, keeps_of_part, keeps_of_officer : tuples of int64 arrays
        Positions in the arrays above, ascending.
    """

    part: Ints
    row: Ints
    size: Ints
    effort: Ints
    priority: Ints
    unplaced: Ints
    pinned: Flags
    paired: Flags
    pair_unit: Ints
    pair_officer: Ints
    pair_time: Ints
    pair_cost: Ints
    keep_unit: Ints
    keep_officer: Ints
    keep_weight: Ints
    keep_time: Ints
    keep_cost: Ints
    keep_alone: Flags
    common: Ints
    units_of_part: tuple[Ints, ...]
    pairs_of_part: tuple[Ints, ...]
    keeps_of_part: tuple[Ints, ...]
    keeps_of_officer: tuple[Ints, ...]


def choices_of(facts: Facts, part_of_case: Indices, parts: int, goals: Goals) -> Choices:
    """Gather the cases into units."""
    problem, unit = facts.problem, facts.unit
    count, n = int(unit.max(initial=-1)) + 1, len(problem.officers)
    part, row, priority = (np.zeros(count, np.int64) for _ in range(3))
    part[unit], row[unit], priority[unit] = part_of_case, facts.row, facts.priority
    pinned, paired = np.zeros(count, np.bool_), np.zeros(count, np.bool_)
    pinned[unit[facts.pin != NOBODY]] = True
    paired[unit[has_pairs(problem)]] = True
    effort = _sum(unit, problem.cases.effort, count)
    pair_unit, pair_officer, pair_time, pair_cost = _pairs(facts, paired)

    keeps = np.flatnonzero(keepable(facts))
    key = unit[keeps] * n + problem.cases.current[keeps]
    at = np.arange(len(key))
    if bool((np.diff(key) <= 0).any()):
        key, at = np.unique(key, return_inverse=True)
    keep_unit, keep_officer = key // max(n, 1), key % max(n, 1)
    keep_time, keep_cost = effort[keep_unit], np.zeros(len(key), np.int64)
    if len(pair_unit):
        pair_key = pair_unit * n + pair_officer
        found = np.minimum(np.searchsorted(pair_key, key), len(pair_key) - 1)
        keep_time = np.where(paired[keep_unit], pair_time[found], keep_time)
        keep_cost = np.where(paired[keep_unit], pair_cost[found], keep_cost)
    return Choices(
        part=part,
        row=row,
        size=np.bincount(unit, minlength=count).astype(np.int64),
        effort=effort,
        priority=priority,
        unplaced=_unplaced(facts, goals, count),
        pinned=pinned,
        paired=paired,
        pair_unit=pair_unit,
        pair_officer=pair_officer,
        pair_time=pair_time,
        pair_cost=pair_cost,
        keep_unit=keep_unit,
        keep_officer=keep_officer,
        keep_weight=_sum(at, weights(facts, goals.moves)[keeps], len(key)),
        keep_time=keep_time,
        keep_cost=keep_cost,
        keep_alone=np.bincount(keep_unit, minlength=count)[keep_unit] == 1,
        common=_common_divisors(facts, row[~paired], effort[~paired], pair_officer, pair_time),
        units_of_part=_positions(part, parts),
        pairs_of_part=_positions(part[pair_unit], parts),
        keeps_of_part=_positions(part[keep_unit], parts),
        keeps_of_officer=_positions(keep_officer, n),
    )


def _unplaced(facts: Facts, goals: Goals, units: int) -> Ints:
    weight, priority = weights_of_unplaced(facts, goals.coverage), facts.problem.cases.priority.astype(np.int64)
    out = np.zeros((units, 6), np.int64)
    np.add.at(out, (facts.unit, priority), weight)
    return out


def _positions(number: Ints, count: int) -> tuple[Ints, ...]:
    """Where each number from 0 to ``count - 1`` stands; -1 stands for nothing."""
    # numbers of 16 bits are ordered by counting, which takes a tenth of the time
    order = np.argsort((number + 1).astype(np.uint16) if count < 1 << 16 else number, kind="stable")
    bounds = np.searchsorted(number[order], np.arange(count + 1))
    return tuple(order[bounds[k] : bounds[k + 1]] for k in range(count))


def _sum(index: Ints, values: Ints, size: int) -> Ints:
    out = np.zeros(size, np.int64)
    np.add.at(out, index, values)
    return out


def _pairs(facts: Facts, paired: Flags) -> tuple[Ints, Ints, Ints, Ints]:
    """Unit, officer, time and cost of everything that paired units can do."""
    problem, n = facts.problem, len(facts.problem.officers)
    none = np.zeros(0, np.int64)
    if problem.pairs is None or not bool(paired.any()):
        return none, none, none, none
    cost = np.zeros((int(paired.sum()), n), np.int64)
    place = np.cumsum(paired) - 1
    np.add.at(cost, (place[facts.unit[problem.pairs.case]], problem.pairs.officer), problem.pairs.cost)
    cases = np.flatnonzero(paired[facts.unit])
    cases = cases[np.argsort(facts.unit[cases], kind="stable")]
    units, officers, times, costs = [], [], [], []
    for members in np.split(cases, np.flatnonzero(np.diff(facts.unit[cases])) + 1):
        unit = int(facts.unit[members[0]])
        may = np.flatnonzero(facts.allowed[facts.row[members[0]]])
        units.append(np.full(len(may), unit))
        officers.append(may)
        times.append(effort_by_officer(facts, members)[may])
        costs.append(cost[place[unit], may])
    return np.concatenate(units), np.concatenate(officers), np.concatenate(times), np.concatenate(costs)


def _common_divisors(facts: Facts, row: Ints, effort: Ints, pair_officer: Ints, pair_time: Ints) -> Ints:
    of_row = np.zeros(len(facts.allowed), np.int64)
    np.gcd.at(of_row, row, effort)
    out = np.zeros(len(facts.problem.officers), np.int64)
    for number in np.flatnonzero(of_row).tolist():
        out = np.where(facts.allowed[number], np.gcd(out, of_row[number]), out)
    np.gcd.at(out, pair_officer, pair_time)
    return np.maximum(out, 1)
