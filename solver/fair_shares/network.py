"""What the fair shares see of the cases: how much work may go where.

Units that the same officers may hold and that take everybody the same time are one *slot* with a total effort, however
many they are. Units that take different officers different times are slots of their own (equal ones together), counted
in units. The work splits as it likes: a bundle, or a case, is not kept whole here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solver.arrays import Flags, Indices, Ints
from solver.model.units import Units
from solver.problem import OWN_EFFORT, Problem


@dataclass(frozen=True, slots=True)
class Network:
    """Slots of work, officers with hours, and arcs between them, sorted by slot, then officer.

    Attributes
    ----------
    amount : int64 array, shape (slots,)
        Ticks where everybody takes the same time; otherwise the number of units.
    differs : bool array, shape (slots,)
        The time depends on the officer.
    limit : int64 array, shape (officers,), ticks
        Of all officers of the problem; those without hours have no arcs.
    slot, officer : int32 arrays, shape (arcs,)
    time : int64 array, shape (arcs,), ticks of the officer's limit for one of the slot's amount, > 0
        1 where everybody takes the same time.
    of_unit : int64 array, shape (units,)
        The slot of each unit, -1 where no officer with hours may hold it.
    least : int64 array, shape (units,), ticks
        What the unit takes of the limit of whoever needs the least time for it.
    """

    amount: Ints
    differs: Flags
    limit: Ints
    slot: Indices
    officer: Indices
    time: Ints
    of_unit: Ints
    least: Ints


def network_of(problem: Problem, units: Units) -> Network:
    """Gather the units into slots."""
    limit = problem.officers.limit
    reach: Flags = units.allowed & (limit > 0)
    effort, differs, changes = _efforts(problem, units, reach)
    somebody: Flags = np.asarray(reach.any(axis=1))
    alike = somebody[units.group] & ~differs
    plain = slice(None) if bool(alike.all()) else np.flatnonzero(alike)
    used = np.zeros(len(reach), np.bool_)
    used[units.group[plain]] = True
    number = np.cumsum(used) - 1
    of_unit = np.full(len(units), -1, np.int64)
    of_unit[plain] = number[units.group[plain]]
    amount = np.zeros(int(used.sum()), np.int64)
    np.add.at(amount, of_unit[plain], effort[plain])
    slot, officer = (each.astype(np.int32) for each in np.nonzero(reach[used]))
    time = np.ones(len(slot), np.int64)
    rows, counts = _rows_that_differ(units, np.flatnonzero(differs), reach, changes, of_unit, len(amount))
    return Network(
        np.append(amount, counts),
        np.repeat([False, True], [len(amount), len(counts)]),
        limit,
        np.append(slot, rows.slot),
        np.append(officer, rows.officer),
        np.append(time, rows.time),
        of_unit,
        effort,
    )


@dataclass(frozen=True, slots=True)
class _Changes:
    """What listed pairs add to the effort of a unit with one officer; sorted by ``key = unit * officers + officer``."""

    key: Ints
    change: Ints


@dataclass(frozen=True, slots=True)
class _Rows:
    slot: Indices
    officer: Indices
    time: Ints


def _efforts(problem: Problem, units: Units, reach: Flags) -> tuple[Ints, Flags, _Changes]:
    """Effort of each unit where it is one number, and which units take different officers different times."""
    effort = units.effort.copy()
    differs = np.zeros(len(units), np.bool_)
    none = _Changes(np.zeros(0, np.int64), np.zeros(0, np.int64))
    if problem.pairs is None or not len(problem.pairs):
        return effort, differs, none
    n = len(problem.officers)
    unit = units.of_case[problem.pairs.case].astype(np.int64)
    matters = reach[units.group[unit], problem.pairs.officer]
    unit, pairs = unit[matters], np.flatnonzero(matters)
    given, own = problem.pairs.effort[pairs], problem.cases.effort[problem.pairs.case[pairs]]
    key, at = np.unique(unit * n + problem.pairs.officer[pairs], return_inverse=True)
    change = np.zeros(len(key), np.int64)
    np.add.at(change, at, np.where(given == OWN_EFFORT, 0, given - own))
    # officers without a listed pair of any member (only a pin can bring them in) take the unit's own effort
    unit = key // n
    listed = np.bincount(unit, minlength=len(units))
    some_unlisted = listed < reach.sum(axis=1)[units.group]
    low, high = np.full(len(units), np.iinfo(np.int64).max), np.full(len(units), np.iinfo(np.int64).min)
    low[some_unlisted | (listed == 0)] = high[some_unlisted | (listed == 0)] = 0
    np.minimum.at(low, unit, change)
    np.maximum.at(high, unit, change)
    differs = low < high
    effort += low
    # where somebody needs no time at all, the unit loads nobody
    free = differs & (effort == 0)
    differs &= ~free
    return effort, differs, _Changes(key, change)


def _rows_that_differ(
    units: Units, which: Ints, reach: Flags, changes: _Changes, of_unit: Ints, first: int
) -> tuple[_Rows, Ints]:
    """Slots of the units that take different officers different times, numbered from ``first``; fills ``of_unit``."""
    n = reach.shape[1]
    position, officer = np.nonzero(reach[units.group[which]])
    time = units.effort[which][position]
    if len(which):
        key = which[position] * n + officer
        at = np.minimum(np.searchsorted(changes.key, key), len(changes.key) - 1)
        time = time + np.where(changes.key[at] == key, changes.change[at], 0)
    bounds = np.searchsorted(position, np.arange(len(which) + 1)).tolist()
    number: dict[tuple[int, bytes], int] = {}
    lead: list[int] = []
    counts: list[int] = []
    for k, unit in enumerate(which.tolist()):
        row = (int(units.group[unit]), time[bounds[k] : bounds[k + 1]].tobytes())
        slot = number.setdefault(row, len(number))
        if slot == len(lead):
            lead.append(k)
            counts.append(0)
        counts[slot] += 1
        of_unit[unit] = first + slot
    keep = np.isin(position, np.array(lead, np.int64))
    slot_of = np.zeros(len(which), np.int64)
    slot_of[lead] = np.arange(len(lead))
    rows = _Rows(
        (first + slot_of[position[keep]]).astype(np.int32), officer[keep].astype(np.int32), time[keep].astype(np.int64)
    )
    return rows, np.array(counts, np.int64)
