"""What the checker works out from the raw officers and cases, on its own.

Nothing here is taken from the model: who moves together, who may hold what, pins and parts are derived a second time,
in another way, so that an error in the model cannot hide behind itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solver.arrays import Flags, Indices, Ints
from solver.goals import grains_of
from solver.problem import ALONE, OWN_EFFORT, Problem

NOBODY = -1
_CHUNK = 8_192


@dataclass(frozen=True, slots=True)
class Facts:
    """What the roster says about every case.

    A *unit* is what must go to one officer: a case, or all cases with the same bundle number. Where nobody may hold a
    bundle as a whole and an officer keeps a case of it, each of its cases is a unit.

    Attributes
    ----------
    unit : int64 array, shape (cases,)
        Bundles first, then the cases that stand alone.
    priority : int8 array, shape (cases,)
        The most urgent priority of the case's unit: whoever waits in it, the unit waits.
    pin : int32 array, shape (cases,)
        The one officer who must hold the case: to whom its unit is pinned, or with whom it ``stays``; else ``NOBODY``.
    stays : bool array, shape (cases,)
        Nobody may hold the case, or its bundle as a whole, and it is not to be released: it stays with the officer who
        has it today, who is in the roster and not excluded from it.
    row : int64 array, shape (cases,)
        Row of ``allowed`` that holds for the case's unit.
    allowed : bool array, shape (rows, officers)
        Who may hold the unit: the officer of ``pin``, or everybody eligible for all members who has hours.
    without_hours : bool array, shape (rows,)
        Somebody is eligible, but nobody of them has hours.
    part_of_officer, part_of_case : int32 arrays
        Connected components, numbered by their first officer; ``NOBODY`` where there is none.
    grains : int
        Grains in a tick.
    """

    problem: Problem
    unit: Ints
    priority: Indices
    pin: Indices
    stays: Flags
    row: Ints
    allowed: Flags
    without_hours: Flags
    part_of_officer: Indices
    part_of_case: Indices
    grains: int

    @property
    def placeable(self) -> Flags:
        """Cases that somebody can hold. Shape (cases,)."""
        return self.part_of_case >= 0


def facts_of(problem: Problem) -> Facts:
    """Derive units, pins, allowed officers and parts."""
    cases = problem.cases
    unit, count = _units(cases.bundle)
    pin = np.full(count, NOBODY, np.int32)
    goes_to = cases.current if cases.ordered is None else np.where(cases.ordered < 0, cases.current, cases.ordered)
    pin[unit[cases.pinned]] = goes_to[cases.pinned]
    row, allowed, without_hours = _rows(problem, unit, pin)
    pin = pin[unit]
    stays = _stays(problem, row, allowed)
    if bool(stays.any()):
        pin = np.where(stays, cases.current, pin).astype(np.int32)
        unit, count = _apart(unit, stays)
        holders, place = np.unique(pin[stays], return_inverse=True)
        row[stays] = len(allowed) + place
        allowed = np.concatenate([allowed, holders[:, None] == np.arange(len(problem.officers))])
        without_hours = np.concatenate([without_hours, np.zeros(len(holders), np.bool_)])
    priority = np.full(count, 5, np.int32)
    np.minimum.at(priority, unit, cases.priority.astype(np.int32))
    part_of_officer = _parts(allowed[np.unique(row)] if len(row) else allowed[:0])
    someone = allowed.argmax(axis=1) if allowed.size else np.zeros(len(allowed), np.int64)
    row_part = np.full(len(allowed), NOBODY, np.int32)
    reached = allowed.any(axis=1)
    row_part[reached] = part_of_officer[someone[reached]]
    return Facts(
        problem=problem,
        unit=unit,
        priority=priority[unit],
        pin=pin,
        stays=stays,
        row=row,
        allowed=allowed,
        without_hours=without_hours,
        part_of_officer=part_of_officer,
        part_of_case=row_part[row],
        grains=grains_of(problem),
    )


def listed_rows(problem: Problem, officer: Indices) -> tuple[Flags, Ints]:
    """Whether each case has a row in ``pairs`` for its officer, and which one. Cases without an officer: no."""
    m, n = len(problem.cases), len(problem.officers)
    if problem.pairs is None or not len(problem.pairs):
        return np.zeros(m, np.bool_), np.zeros(m, np.int64)
    keys = problem.pairs.case.astype(np.int64) * n + problem.pairs.officer
    wanted = np.arange(m, dtype=np.int64) * n + np.maximum(officer, 0)
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return (keys[at] == wanted) & (officer >= 0), at


def has_pairs(problem: Problem) -> Flags:
    """Cases with rows in ``pairs``. Shape (cases,)."""
    out = np.zeros(len(problem.cases), np.bool_)
    if problem.pairs is not None:
        out[problem.pairs.case] = True
    return out


def effort_with(problem: Problem, officer: Indices) -> Ints:
    """Ticks that each case takes of its officer's limit. Shape (cases,)."""
    effort = problem.cases.effort.copy()
    if problem.pairs is not None and len(problem.pairs):
        listed, at = listed_rows(problem, officer)
        given = problem.pairs.effort[at]
        effort = np.where(listed & (given != OWN_EFFORT), given, effort)
    return effort


def may_hold(problem: Problem, officer: Indices) -> Flags:
    """Whether each case's own officer may hold it, by eligibility and listed pairs alone. Shape (cases,)."""
    if not len(problem.officers) or not len(problem.cases):
        return np.zeros(len(problem.cases), np.bool_)
    eligible: Flags = problem.eligible[problem.cases.signature, np.maximum(officer, 0)] & (officer >= 0)
    listed, _ = listed_rows(problem, officer)
    return eligible & (listed | ~has_pairs(problem))


def _units(bundle: Indices) -> tuple[Ints, int]:
    tied = bundle != ALONE
    numbers, inverse = np.unique(bundle[tied], return_inverse=True)
    unit = np.empty(len(bundle), np.int64)
    unit[tied] = inverse
    alone = int((~tied).sum())
    unit[~tied] = len(numbers) + np.arange(alone)
    return unit, len(numbers) + alone


def _stays(problem: Problem, row: Ints, allowed: Flags) -> Flags:
    """Cases that nobody may hold and that an officer of the roster, who is not excluded from them, has. By case."""
    out = np.zeros(len(row), np.bool_)
    if problem.release_ineligible:
        return out
    idle: Flags = ~np.any(allowed, axis=1)
    current, signature = problem.cases.current.tolist(), problem.cases.signature.tolist()
    for case in np.flatnonzero(idle[row] & (problem.cases.current >= 0)).tolist():
        out[case] = current[case] not in problem.needs[signature[case]].excluded
    return out


def _apart(unit: Ints, stays: Flags) -> tuple[Ints, int]:
    """Make each case of a bundle of which a case stays a unit of its own."""
    torn = np.isin(unit, unit[stays])
    apart = unit.copy()
    apart[torn] = int(unit.max()) + 1 + np.arange(int(torn.sum()))
    numbers, out = np.unique(apart, return_inverse=True)
    return out.astype(np.int64), len(numbers)


def _rows(problem: Problem, unit: Ints, pin: Indices) -> tuple[Ints, Flags, Flags]:
    """Rows of signatures first, then one row per officer who has a pin, then the rows that had to be intersected."""
    n, signatures = len(problem.officers), len(problem.needs)
    with_hours: Flags = problem.officers.limit > 0
    row = problem.cases.signature.astype(np.int64)
    pinned = pin[unit] != NOBODY
    special = ((problem.cases.bundle != ALONE) | has_pairs(problem)) & ~pinned
    pin_officers = np.unique(pin[unit[pinned]]).astype(np.int64)
    pin_rows = np.zeros((len(pin_officers), n), np.bool_)
    pin_rows[np.arange(len(pin_officers)), pin_officers] = True
    row[pinned] = signatures + np.searchsorted(pin_officers, pin[unit[pinned]])
    met, place = _intersections(problem, unit, np.flatnonzero(special))
    row[special] = signatures + len(pin_officers) + place
    eligible = np.concatenate([problem.eligible, met])
    plain: Flags = eligible & with_hours
    none = np.zeros(len(pin_officers), np.bool_)
    barred: Flags = np.any(eligible, axis=1) & ~np.any(plain, axis=1)
    allowed = np.concatenate([plain[:signatures], pin_rows, plain[signatures:]])
    return row, allowed, np.concatenate([barred[:signatures], none, barred[signatures:]])


def _intersections(problem: Problem, unit: Ints, special: Ints) -> tuple[Flags, Ints]:
    """Officers eligible for every member of a unit: distinct rows, and the row of each special case."""
    n = len(problem.officers)
    place = np.zeros(len(special), np.int64)
    number: dict[bytes, int] = {}
    rows: list[Flags] = []
    order = np.argsort(unit[special], kind="stable")
    ordered = special[order]
    first = np.flatnonzero(np.diff(unit[ordered], prepend=-1))
    ends = np.append(first[1:], len(ordered))
    begin = 0
    while begin < len(first):
        until = max(begin + 1, int(np.searchsorted(ends, first[begin] + _CHUNK, side="right")))
        here = ordered[first[begin] : ends[until - 1]]
        held = problem.eligible[problem.cases.signature[here]] & _listed(problem, here)
        met: Flags = np.logical_and.reduceat(held, first[begin:until] - first[begin], axis=0)
        packed = np.packbits(met, axis=1)
        for k in range(until - begin):
            key = packed[k].tobytes()
            if key not in number:
                number[key] = len(rows)
                rows.append(met[k])
            place[order[first[begin + k] : ends[begin + k]]] = number[key]
        begin = until
    return np.array(rows, np.bool_).reshape(len(rows), n), place


def _listed(problem: Problem, cases: Ints) -> Flags:
    """Officers whom ``pairs`` leaves to each of these cases. Shape (len(cases), officers)."""
    out = np.ones((len(cases), len(problem.officers)), np.bool_)
    if problem.pairs is not None:
        low = np.searchsorted(problem.pairs.case, cases, side="left")
        rows = np.searchsorted(problem.pairs.case, cases, side="right") - low
        out[rows > 0] = False
        into = np.repeat(np.arange(len(cases)), rows)
        at = np.arange(int(rows.sum())) + np.repeat(low - np.cumsum(rows) + rows, rows)
        out[into, problem.pairs.officer[at]] = True
    return out


def _parts(rows: Flags) -> Indices:
    """Number the connected components, each row joining its officers, by spreading from officer to officer."""
    n = rows.shape[1]
    part = np.full(n, NOBODY, np.int32)
    by_officer = np.ascontiguousarray(rows.T)
    unread: Flags = np.any(rows, axis=1)
    number = 0
    for start in np.flatnonzero(rows.any(axis=0)).tolist():
        if part[start] != NOBODY:
            continue
        frontier = np.array([start])
        while len(frontier):
            part[frontier] = number
            joined = np.flatnonzero(by_officer[frontier].any(axis=0) & unread)
            unread[joined] = False
            frontier = np.flatnonzero(rows[joined].any(axis=0) & (part == NOBODY))
        number += 1
    return part
