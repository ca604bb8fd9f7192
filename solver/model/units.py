"""Cases as the model moves them: one unit per case, or per bundle, with everybody who may hold it.

Pins, eligibility, listed pairs, bundles, officers without hours and cases that nobody may hold are settled here, once,
so that nothing later has to know about them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solver.arrays import Flags, Indices, Ints, stable_argsort
from solver.problem import ALONE, NEW, OWN_EFFORT, Cases, Problem

PRIORITIES = 5
"""From 1, the most urgent."""


@dataclass(frozen=True, slots=True)
class Units:
    """What is moved as a whole.

    Attributes
    ----------
    member : int32 array, shape (cases,), and member_start : int64 array, shape (units + 1,)
        Unit ``u`` is made of the cases ``member[member_start[u]:member_start[u + 1]]``, in roster order.
    of_case : int32 array, shape (cases,)
        The unit of each case.
    effort : int64 array, shape (units,), ticks
        Sum over the members (without the efforts of ``Pairs``).
    size : int64 array, shape (units,)
        Number of cases; what a caseload standard counts.
    priority : int8 array, shape (units,)
        The most urgent of the members.
    pinned : bool array, shape (units,)
        Fixed to one officer: by a pin, or because nobody may hold it and it stays (``stays``).
    stays : bool array, shape (units,)
        Nobody may hold the case, or its bundle as a whole; it stays with the officer who has it.
    group : int32 array, shape (units,)
        Row of ``allowed``.
    allowed : bool array, shape (groups, officers)
        Who may hold the unit: by eligibility, pairs and bundle, without officers who have no hours; or the one officer
        to whom it is fixed.
    barred : bool array, shape (groups,)
        Rows where somebody would be eligible but nobody of them has hours (reason ``no_hours``).
    paired : bool array, shape (units,)
        At least one member has rows in ``Problem.pairs``.
    """

    member: Indices
    member_start: Ints
    of_case: Indices
    effort: Ints
    size: Ints
    priority: NDArray[np.int8]
    pinned: Flags
    stays: Flags
    group: Indices
    allowed: Flags
    barred: Flags
    paired: Flags

    def __len__(self) -> int:
        return len(self.effort)

    def cases_of(self, unit: int) -> Indices:
        """The cases of one unit, in roster order."""
        return self.member[self.member_start[unit] : self.member_start[unit + 1]]

    @property
    def placeable(self) -> Flags:
        """Units that somebody can hold. Shape (units,)."""
        return np.any(self.allowed, axis=1)[self.group] if len(self) else np.zeros(0, np.bool_)

    def fixed_to(self, which: Ints) -> Ints:
        """The one officer of units that are pinned, or stay because nobody else may hold them. Shape (len(which),)."""
        if not len(which):
            return np.zeros(0, np.int64)
        officer: Ints = np.argmax(self.allowed, axis=1)[self.group[which]]
        return officer

    def keepable(self, current: Indices) -> Flags:
        """Cases that somebody holds today and may go on holding, or has to by a pin. Shape (cases,).

        All others that somebody holds, or held until they left, lose their officer whatever is planned.

        Parameters
        ----------
        current : int32 array, shape (cases,)
            ``Cases.current``.
        """
        keeps: Flags = current >= 0
        if self.allowed.shape[1]:
            keeps &= self.allowed[self.group[self.of_case], np.maximum(current, 0)]
        return keeps


def units_of(problem: Problem) -> Units:
    """Merge bundles and find who may hold each unit."""
    cases = problem.cases
    merged = _merged(cases, cases.bundle)
    count = len(merged.size)
    pin = np.full(count, NEW, np.int32)
    pin[merged.of_case[cases.pinned]] = cases.pin[cases.pinned]
    paired = np.zeros(count, np.bool_)
    if problem.pairs is not None:
        paired[merged.of_case[problem.pairs.case]] = True
    rows = _groups(problem, merged, pin, paired)
    units = _units(merged, rows, pin >= 0, np.zeros(count, np.bool_), paired)
    return units if problem.release_ineligible else _with_what_stays(problem, units)


def coverage_weights(problem: Problem, units: Units, some: Indices, by_hours: bool) -> Ints:
    """What some units add to the coverage of each priority when nobody holds them. Shape (len(some), PRIORITIES).

    Every case of a unit counts at its own priority: in cases, or in ticks. Where hours count, a case without effort
    counts as one tick: it, too, should be placed.
    """
    out = np.zeros((len(some), PRIORITIES), np.int64)
    row = np.full(len(units), -1, np.int64)
    row[some] = np.arange(len(some))
    of_case = row[units.of_case]
    mine = np.flatnonzero(of_case >= 0)
    weight = np.maximum(problem.cases.effort[mine], 1) if by_hours else np.ones(len(mine), np.int64)
    np.add.at(out, (of_case[mine], problem.cases.priority[mine].astype(np.int64) - 1), weight)
    return out


def pair_rows(problem: Problem, units: Units, unit: int, officers: Indices) -> tuple[Ints, Ints]:
    """Cost and effort of one unit with each of these officers. Two arrays of shape (len(officers),).

    An officer who is not listed (only a pin can make that happen) costs 0 and takes the effort of the case.
    """
    cost = np.zeros(len(officers), np.int64)
    effort = np.zeros(len(officers), np.int64)
    for case in units.cases_of(unit).tolist():
        own = int(problem.cases.effort[case])
        rows = problem.pairs_of(case)
        if problem.pairs is None or rows.start == rows.stop:
            effort += own
            continue
        at = np.searchsorted(problem.pairs.officer[rows], officers)
        at = np.minimum(at, rows.stop - rows.start - 1)
        listed = problem.pairs.officer[rows][at] == officers
        given = problem.pairs.effort[rows][at]
        cost += np.where(listed, problem.pairs.cost[rows][at], 0)
        effort += np.where(listed & (given != OWN_EFFORT), given, own)
    return cost, effort


@dataclass(frozen=True, slots=True)
class _Rows:
    """Who may hold the units; the fields are those of :class:`Units`."""

    group: Indices
    allowed: Flags
    barred: Flags


@dataclass(frozen=True, slots=True)
class _Merged:
    """Cases gathered into units; the fields are those of :class:`Units`."""

    member: Indices
    member_start: Ints
    of_case: Indices
    effort: Ints
    size: Ints
    priority: NDArray[np.int8]


def _merged(cases: Cases, bundle: Indices) -> _Merged:
    m = len(cases)
    of_case = _unit_numbers(bundle)
    count = int(of_case.max()) + 1 if m else 0
    member = stable_argsort(of_case, count).astype(np.int32)
    start = np.zeros(count + 1, np.int64)
    if count == m:  # nobody is tied to anybody
        size, effort, priority = np.ones(m, np.int64), cases.effort, cases.priority
    else:
        size = np.bincount(of_case, minlength=count).astype(np.int64)
        effort = np.zeros(count, np.int64)
        np.add.at(effort, of_case, cases.effort)
        priority = np.full(count, 5, np.int8)
        np.minimum.at(priority, of_case, cases.priority)
    np.cumsum(size, out=start[1:])
    return _Merged(member, start, of_case, effort, size, priority)


def _units(merged: _Merged, rows: _Rows, pinned: Flags, stays: Flags, paired: Flags) -> Units:
    return Units(
        member=merged.member,
        member_start=merged.member_start,
        of_case=merged.of_case,
        effort=merged.effort,
        size=merged.size,
        priority=merged.priority,
        pinned=pinned,
        stays=stays,
        group=rows.group,
        allowed=rows.allowed,
        barred=rows.barred,
        paired=paired,
    )


def _with_what_stays(problem: Problem, units: Units) -> Units:
    """Fix every case that nobody may hold to the officer who has it today.

    Where nobody may hold a bundle as a whole and somebody has cases of it, nothing is gained by keeping it together:
    each of its cases then stands alone. Those that somebody has stay there; for the others there is still nobody.
    A conflict of interest is another matter: whoever is excluded from a case does not keep it.
    """
    cases = problem.cases
    held: Flags = ~units.placeable[units.of_case] & (cases.current >= 0)
    if not bool(held.any()):
        return units
    excluded = np.zeros(problem.eligible.shape, np.bool_)
    for signature, need in enumerate(problem.needs):
        excluded[signature, list(need.excluded)] = True
    held &= ~excluded[cases.signature, np.maximum(cases.current, 0)]
    torn = np.zeros(len(units), np.bool_)
    torn[units.of_case[held]] = True
    apart = _merged(cases, np.where(torn[units.of_case], ALONE, cases.bundle).astype(np.int32))
    lead = apart.member[apart.member_start[:-1]]
    before, stays = units.of_case[lead], held[lead]
    paired = units.paired[before]
    if problem.pairs is not None:
        own = np.zeros(len(cases), np.bool_)
        own[problem.pairs.case] = True
        paired = np.where(torn[before], own[lead], paired)
    holders, row = np.unique(cases.current[lead[stays]], return_inverse=True)
    alone = np.zeros((len(holders), len(problem.officers)), np.bool_)
    alone[np.arange(len(holders)), holders] = True
    group = units.group[before]
    group[stays] = len(units.allowed) + row
    rows = _Rows(
        group,
        np.concatenate([units.allowed, alone]),
        np.concatenate([units.barred, np.zeros(len(holders), np.bool_)]),
    )
    return _units(apart, rows, units.pinned[before] | stays, stays, paired)


def _unit_numbers(bundle: Indices) -> Indices:
    """Number units by their first case in roster order."""
    own = np.arange(len(bundle), dtype=np.int32)
    tied = np.flatnonzero(bundle >= 0)
    if not len(tied):
        return own
    leader = own.copy()
    _, first, inverse = np.unique(bundle[tied], return_index=True, return_inverse=True)
    leader[tied] = tied[first][inverse]
    number = np.cumsum(leader == own, dtype=np.int32) - 1
    return number[leader].astype(np.int32)


def _groups(problem: Problem, merged: _Merged, pin: Indices, paired: Flags) -> _Rows:
    """Number the distinct sets of allowed officers. Ordinary units are grouped by signature without looking at each."""
    n = len(problem.officers)
    member, start, size = merged.member, merged.member_start, merged.size
    count = len(size)
    if not count:
        return _Rows(np.zeros(0, np.int32), np.zeros((0, n), np.bool_), np.zeros(0, np.bool_))
    with_hours = problem.officers.limit > 0
    rows: list[Flags] = []
    barred: list[bool] = []
    number: dict[bytes, int] = {}

    def row_of(eligible: Flags, is_pin: bool) -> int:
        allowed: Flags = eligible if is_pin else eligible & with_hours
        bar = bool(eligible.any()) and not bool(allowed.any())
        key = np.packbits(allowed).tobytes() + (b"x" if bar else b"")
        if key not in number:
            number[key] = len(rows)
            rows.append(allowed)
            barred.append(bar)
        return number[key]

    lone = (size == 1) & ~paired & (pin < 0)
    signature = problem.cases.signature if count == len(member) else problem.cases.signature[member[start[:-1]]]
    group = np.full(count, -1, np.int32)
    table = np.full(len(problem.needs), -1, np.int32)
    those = slice(None) if bool(lone.all()) else lone
    for sig in np.flatnonzero(np.bincount(signature[those])).tolist():
        table[sig] = row_of(problem.eligible[sig], False)
    group[those] = table[signature[those]]
    for unit in np.flatnonzero(~lone).tolist():
        if pin[unit] >= 0:
            only = np.zeros(n, np.bool_)
            only[pin[unit]] = True
            group[unit] = row_of(only, True)
            continue
        eligible: Flags = np.ones(n, np.bool_)
        for case in member[start[unit] : start[unit + 1]].tolist():
            eligible = eligible & problem.may_hold(case)
        group[unit] = row_of(eligible, False)
    return _Rows(group, np.array(rows, np.bool_).reshape(len(rows), n), np.array(barred, np.bool_))
