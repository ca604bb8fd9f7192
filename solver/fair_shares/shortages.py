"""Why cases stay unplaced, with sums that a person can check where such sums exist.

The smallest minimum cut holds every case that some largest placement leaves out, so whatever the plan left out for want
of places or hours is inside it (Dulmage and Mendelsohn 1958 for counts). What no cut explains is left to the word of
the search; whether it is then hours, caseload standards or both that keep a unit out is asked of each alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solver.arrays import Flags, Indices, Ints
from solver.engines.integer_program import Rule
from solver.engines.max_flow import Arcs, min_cut
from solver.fair_shares.placeability import all_placeable
from solver.goals import Policy
from solver.model.parts import part_numbers, pinned_loads
from solver.model.units import Units, pair_rows
from solver.plan import Reason, Shortage
from solver.problem import NO_STANDARD, Problem

MOST_ASKED = 8
"""Kinds of units of one part for which it is asked what keeps them out; of the rest the plan tells."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Units that somebody might hold and nobody does.

    Attributes
    ----------
    officer : int32 array, shape (units,)
        Who holds each unit in the plan; below 0: nobody.
    unplaced : bool array, shape (units,)
        Unpinned, placeable in principle, and with nobody.
    proven : bool array, shape (units,)
        Coverage of the unit's part is proven best down to the unit's priority.
    """

    officer: Indices
    unplaced: Flags
    proven: Flags


def shortages_of(
    problem: Problem,
    units: Units,
    waiting: Waiting,
    pinned: tuple[Ints, Ints],
    policy: Policy,
    part_of_unit: Indices,
) -> tuple[NDArray[np.int8], tuple[Shortage, ...]]:
    """Find reasons for unplaced units that somebody might hold.

    Parameters
    ----------
    pinned : two int64 arrays, shape (officers,)
        Ticks and cases that pins give each officer.

    Returns
    -------
    reasons : int8 array, shape (units,)
        Of the unplaced units; 0 elsewhere.
    shortages
        One for each part and kind of sum that explains something.
    """
    unplaced, proven = waiting.unplaced, waiting.proven
    pinned_load, pinned_count = pinned
    reasons = np.zeros(len(units), np.int8)
    reasons[unplaced] = np.where(proven[unplaced], Reason.PACKING, Reason.NOT_PROVEN)
    shortages: list[Shortage] = []
    officers = problem.officers
    hours = np.maximum(0, officers.limit - pinned_load)
    places = np.maximum(0, officers.standard - pinned_count)
    places[officers.standard == NO_STANDARD] = int(units.size.sum()) + 1
    short_of_hours = np.zeros(len(units), np.bool_)
    is_asked = policy is Policy.WITHIN_CAPACITY and bool(unplaced.any())
    rooms = _Rooms(problem, units, waiting, hours, places) if is_asked else None
    for part in np.unique(part_of_unit[unplaced]).tolist():
        mine = (part_of_unit == part) & ~units.pinned
        if policy is Policy.WITHIN_CAPACITY:
            found = _cut(units, mine, _least_effort(problem, units, mine), hours, Reason.HOURS)
            if found is not None:
                inside, shortage = found
                shortages.append(shortage)
                # a cut says that hours are missing; that it is these cases which wait, only a proven search says
                here = inside & unplaced & proven
                short_of_hours |= here
                reasons[here] = Reason.HOURS  # of this part alone: others have been told apart already
        found = _cut(units, mine, units.size, places, Reason.STANDARDS)
        if found is not None:
            inside, shortage = found
            out = inside & unplaced
            # a set that lacks 3 places explains 3 cases; more only if the search says that no plan does better
            if bool(proven[out].all()) or int(units.size[out].sum()) <= shortage.need - shortage.have:
                shortages.append(shortage)
                reasons[out] = Reason.STANDARDS
        if rooms is not None:
            rooms.tell_apart(np.flatnonzero(mine), short_of_hours, reasons)
    if policy is Policy.ASSIGN_ALL:  # hours are no limit, so what no sum explains are families that fit no standard
        reasons[unplaced & (reasons == Reason.PACKING)] = Reason.STANDARDS_AND_PACKING
    explained = [
        s for s in shortages if np.isin(reasons[units.of_case[s.cases]], (s.reason, Reason.STANDARDS_AND_PACKING)).any()
    ]
    return reasons, tuple(explained)


@dataclass(frozen=True, slots=True)
class Places:
    """Cases beside the places that caseload standards leave, before any plan.

    Attributes
    ----------
    are_limited : bool
        Somebody has a caseload standard.
    missing : int
        Cases that no plan can place for want of places: in families that are too large for everybody, and in sum.
    shortages : tuple of Shortage
        The sums, one for each group of cases and officers.
    """

    are_limited: bool
    missing: int
    shortages: tuple[Shortage, ...] = ()


def places_of(problem: Problem, units: Units) -> Places:
    """Count places: a minimum cut of cases against what pins leave of the standards.

    Families count as if they could be split, but for those that are too large for everybody who may hold them.
    """
    officers = problem.officers
    if not bool((officers.standard != NO_STANDARD).any()):
        return Places(are_limited=False, missing=0)
    places = np.maximum(0, officers.standard - pinned_loads(problem, units)[1])
    places[officers.standard == NO_STANDARD] = int(units.size.sum()) + 1
    free = ~units.pinned & units.placeable
    most = np.where(units.allowed, places, 0).max(axis=1, initial=0)[units.group]
    too_large = free & (units.size > 1) & (units.size > most)
    lost = int(units.size[too_large].sum())
    found = _cut(units, free & ~too_large, units.size, places, Reason.STANDARDS)
    if found is None:
        return Places(are_limited=True, missing=lost)
    inside, whole = found
    part_of_unit = part_numbers(units)[0]
    shortages = []
    for part in np.unique(part_of_unit[inside]).tolist():
        mine = inside & (part_of_unit == part)
        reach = np.flatnonzero(np.any(units.allowed[np.unique(units.group[mine])], axis=0)).astype(np.int32)
        cases = np.flatnonzero(mine[units.of_case]).astype(np.int32)
        have = sum(places[reach].tolist())
        shortages.append(Shortage(Reason.STANDARDS, cases, reach, len(cases), have))
    return Places(are_limited=True, missing=lost + whole.need - whole.have, shortages=tuple(shortages))


class _Rooms:
    """What the plan leaves of hours and of places, where both are hard."""

    def __init__(self, problem: Problem, units: Units, waiting: Waiting, hours: Ints, places: Ints) -> None:
        self._problem, self._units, self._waiting = problem, units, waiting
        self._hours, self._places = hours, places
        self._hours_left, self._places_left = hours.copy(), places.copy()
        part_of_unit, part_of_officer, _ = part_numbers(units)
        with_standard = part_of_officer[problem.officers.standard != NO_STANDARD]
        self._has_standard: Flags = np.isin(part_of_unit, with_standard)
        held = np.flatnonzero((waiting.officer >= 0) & ~units.pinned)
        effort = units.effort[held]
        for at in np.flatnonzero(units.paired[held]).tolist():
            effort[at] = pair_rows(problem, units, int(held[at]), waiting.officer[held[at : at + 1]])[1][0]
        np.subtract.at(self._hours_left, waiting.officer[held], effort)
        np.subtract.at(self._places_left, waiting.officer[held], units.size[held])

    def tell_apart(self, mine: Ints, short_of_hours: Flags, reasons: NDArray[np.int8]) -> None:
        """Correct the reasons of the unplaced units among these, all of one part, where standards can play a role.

        It is the hours alone where the unit would find no room if standards did not count, and would find some if hours
        did not; and the other way round. All else is both, or standards with families that stay together.
        """
        out = mine[self._waiting.unplaced[mine] & self._waiting.proven[mine]]
        # a part may be several that only share a limit on moves: only those where somebody has a standard
        out = out[self._has_standard[out]]
        told: dict[tuple[int, ...], tuple[bool, bool]] = {}
        for unit in out[np.argsort(self._units.priority[out], kind="stable")].tolist():
            key = self._alike(unit)
            if key not in told:
                told[key] = self._cures(unit, mine, is_asked=len(told) < MOST_ASKED)
            without_standards, without_hours = told[key]
            if without_standards == without_hours or (without_standards and reasons[unit] != Reason.STANDARDS):
                reasons[unit] = Reason.STANDARDS_AND_PACKING
            elif without_hours:
                reasons[unit] = Reason.HOURS if short_of_hours[unit] else Reason.PACKING

    def _alike(self, unit: int) -> tuple[int, ...]:
        units = self._units
        own = unit if units.paired[unit] else -1
        return int(units.group[unit]), int(units.effort[unit]), int(units.size[unit]), int(units.priority[unit]), own

    def _cures(self, unit: int, mine: Ints, is_asked: bool) -> tuple[bool, bool]:
        """Whether the unit finds room if standards do not count, and if hours do not.

        Everything that is as urgent, or more, and has an officer now must keep one.
        """
        units = self._units
        who = np.flatnonzero(units.allowed[units.group[unit]]).astype(np.int32)
        takes = pair_rows(self._problem, units, unit, who)[1] if units.paired[unit] else units.effort[unit]
        without_standards = bool((takes <= self._hours_left[who]).any())
        without_hours = bool((units.size[unit] <= self._places_left[who]).any())
        if is_asked:
            has_one = (self._waiting.officer[mine] >= 0) & (units.priority[mine] <= units.priority[unit])
            which = np.append(mine[has_one], unit)
            if not without_standards:
                without_standards = all_placeable(self._problem, units, which, self._hours, Rule.HOURS) is True
            if not without_hours:
                without_hours = all_placeable(self._problem, units, which, self._places, Rule.STANDARD) is True
        return without_standards, without_hours


def _least_effort(problem: Problem, units: Units, mine: Flags) -> Ints:
    """Ticks that each unit takes at least, whoever holds it."""
    least = units.effort.copy()
    for unit in np.flatnonzero(units.paired & mine).tolist():
        officers = np.flatnonzero(units.allowed[units.group[unit]]).astype(np.int32)
        least[unit] = pair_rows(problem, units, unit, officers)[1].min()
    return least


def _cut(units: Units, mine: Flags, need: Ints, room: Ints, reason: Reason) -> tuple[Flags, Shortage] | None:
    """The smallest set of units that lacks most, or ``None`` where nothing is lacking."""
    groups, group = np.unique(units.group[mine], return_inverse=True)
    allowed = units.allowed[groups]
    rows, officers = np.nonzero(allowed)
    arcs = Arcs(len(groups), len(room), rows.astype(np.int32), officers.astype(np.int32))
    supply = np.zeros(len(groups), np.int64)
    np.add.at(supply, group, need[mine])
    side = min_cut(supply, room, arcs)
    if not bool(side.any()):
        return None
    inside = np.zeros(len(units), np.bool_)
    inside[np.flatnonzero(mine)[side[group]]] = True
    reach = np.flatnonzero(np.any(allowed[side], axis=0)).astype(np.int32)
    cases = np.flatnonzero(inside[units.of_case]).astype(np.int32)
    return inside, Shortage(reason, cases, reach, need=sum(need[inside].tolist()), have=sum(room[reach].tolist()))
