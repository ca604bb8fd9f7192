"""Why cases stay unplaced, with sums that a person can check where such sums exist.

The smallest minimum cut holds every case that some largest placement leaves out, so whatever the plan left out for want
of places or hours is inside it (Dulmage and Mendelsohn 1958 for counts). What no cut explains is left to the word of
the search.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solver.arrays import Flags, Indices, Ints
from solver.engines.max_flow import Arcs, min_cut
from solver.goals import Policy
from solver.model.units import Units, pair_rows
from solver.plan import Reason, Shortage
from solver.problem import NO_STANDARD, Problem


@dataclass(frozen=True, slots=True)
class Waiting:
    """Units that somebody might hold and nobody does.

    Attributes
    ----------
    unplaced : bool array, shape (units,)
        Unpinned, placeable in principle, and with nobody.
    proven : bool array, shape (units,)
        Coverage of the unit's part is proven best down to the unit's priority.
    """

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
    for part in np.unique(part_of_unit[unplaced]).tolist():
        mine = (part_of_unit == part) & ~units.pinned
        if policy is Policy.WITHIN_CAPACITY:
            room = np.maximum(0, officers.limit - pinned_load)
            found = _cut(units, mine, _least_effort(problem, units, mine), room, Reason.HOURS)
            if found is not None:
                inside, shortage = found
                shortages.append(shortage)
                # a cut says that hours are missing; that it is these cases which wait, only a proven search says
                reasons[inside & unplaced & proven] = Reason.HOURS
        places = np.maximum(0, officers.standard - pinned_count)
        places[officers.standard == NO_STANDARD] = int(units.size.sum()) + 1
        found = _cut(units, mine, units.size, places, Reason.STANDARDS)
        if found is not None:
            inside, shortage = found
            out = inside & unplaced
            # a set that lacks 3 places explains 3 cases; more only if the search says that no plan does better
            if bool(proven[out].all()) or int(units.size[out].sum()) <= shortage.need - shortage.have:
                shortages.append(shortage)
                reasons[out] = Reason.STANDARDS
    explained = [s for s in shortages if bool((reasons[units.of_case[s.cases]] == s.reason).any())]
    return reasons, tuple(explained)


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
