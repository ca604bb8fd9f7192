"""Pins that an officer's hours do not carry: which to take off, and which hours would carry them.

A hire does not help there: a pinned case stays where it is, whoever else has hours.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from solver.analysis.remedies.room import hours_for
from solver.analysis.scenarios.changes import MoreHours, Unpin
from solver.arrays import Ints
from solver.model.parts import pinned_loads
from solver.model.units import Units, pair_rows, units_of
from solver.problem import NEW, Problem

MOST_UNPINNED = 100
"""Cases whose pins one remedy takes off."""


def pins_to_take_off(problem: Problem, units: Units) -> tuple[Unpin, ...]:
    """The fewest pins, and of those the smallest cases, without which no officer is above 100% by pins alone.

    Only pins of cases that somebody else with hours may hold. Empty where there are none.
    """
    chosen: list[int] = []
    pinned = np.flatnonzero(units.pinned & ~units.stays)
    holder = units.fixed_to(pinned)
    for officer, missing in _overloaded(problem, units):
        mine = pinned[holder == officer]
        free = np.array([u for u in mine.tolist() if _elsewhere(problem, units, u, officer)], np.int64)
        chosen += _least(free, _efforts(problem, units, free, officer), missing)
    cases = [case for unit in chosen for case in units.cases_of(unit).tolist() if problem.cases.pinned[case]]
    ids = tuple(problem.cases.ids[case] for case in sorted(cases)[:MOST_UNPINNED])
    return (Unpin(ids),) if ids else ()


def hours_for_pins(problem: Problem, units: Units) -> tuple[MoreHours, ...]:
    """The hours that carry what is pinned to each officer, where theirs do not.

    Whoever has none gets them for the work, too, that waits for nobody but officers without hours: it comes to them as
    soon as they have any, and would leave them with more work than hours.
    """
    missing = dict(_overloaded(problem, units))
    for officer, ticks in _then_theirs(problem, units, [o for o in missing if not problem.officers.limit[o]]):
        missing[officer] += ticks
    return tuple(
        MoreHours(problem.officers.ids[officer], hours_for(problem, officer, ticks))
        for officer, ticks in missing.items()
    )


def _then_theirs(problem: Problem, units: Units, given: list[int]) -> Iterator[tuple[int, int]]:
    """Work that only officers without hours may hold, with the first of them who may; not what is theirs already."""
    released = units_of(replace(problem, release_ineligible=True))
    held_by = np.where(units.stays[units.of_case], problem.cases.current, NEW)
    able_for: dict[tuple[int, ...], list[int]] = {}
    for unit in np.flatnonzero(released.barred[released.group] & ~released.pinned).tolist() if given else ():
        members = released.cases_of(unit).tolist()
        key = (-1, unit) if released.paired[unit] else tuple(sorted({int(problem.cases.signature[c]) for c in members}))
        if key not in able_for:
            may = np.logical_and.reduce([problem.may_hold(case) for case in members])
            able_for[key] = [officer for officer in given if may[officer]]
        for officer in able_for[key][:1]:
            come = [case for case in members if int(held_by[case]) != officer]
            if released.paired[unit] and come:
                yield officer, int(pair_rows(problem, released, unit, np.array([officer], np.int32))[1][0])
            elif come:
                yield officer, int(problem.cases.effort[come].sum())


def _overloaded(problem: Problem, units: Units) -> Iterator[tuple[int, int]]:
    """Officers with more pinned than they have hours, and the ticks that are missing."""
    missing = pinned_loads(problem, units)[0] - problem.officers.limit
    for officer in np.flatnonzero(missing > 0).tolist():
        yield officer, int(missing[officer])


def _elsewhere(problem: Problem, units: Units, unit: int, officer: int) -> bool:
    """Whether somebody else who has hours may hold the whole unit."""
    able = problem.officers.limit > 0
    able[officer] = False
    for case in units.cases_of(unit).tolist():
        able &= problem.may_hold(case)
    return bool(able.any())


def _efforts(problem: Problem, units: Units, which: Ints, officer: int) -> Ints:
    one = np.array([officer], np.int32)
    return np.array([int(pair_rows(problem, units, unit, one)[1][0]) for unit in which.tolist()], np.int64)


def _least(which: Ints, effort: Ints, missing: int) -> list[int]:
    """The largest until one is enough for the rest, and then the smallest that is; all where they are not enough."""
    order = np.argsort(effort, kind="stable")
    which, effort = which[order], effort[order]
    out: list[int] = []
    while missing > 0 and len(which):
        at = min(int(np.searchsorted(effort, missing)), len(which) - 1)
        if not effort[at]:
            break
        out.append(int(which[at]))
        missing -= int(effort[at])
        which, effort = np.delete(which, at), np.delete(effort, at)
    return out
