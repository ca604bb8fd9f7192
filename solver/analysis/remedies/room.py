"""What an assignment leaves of each officer's hours and places, and the least that would let one take a case."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

import numpy as np

from solver.analysis.loads import loads_of
from solver.analysis.scenarios.changes import Change, MoreHours, SetStandard
from solver.arrays import Indices, Ints
from solver.goals import Policy
from solver.model.units import Units, pair_rows
from solver.problem import NO_STANDARD, Problem

CENT = Fraction(1, 100)
"""Hours: more hours are rounded up to whole ones of these."""


@dataclass(frozen=True, slots=True)
class Missing:
    """What officers who may hold a unit lack to take it. Arrays have the shape (officers who may,).

    Attributes
    ----------
    officers : int32 array
    ticks : int64 array
        Of hours; all 0 where hours are no limit.
    places : int64 array
        Under the caseload standard.
    """

    officers: Indices
    ticks: Ints
    places: Ints


class Room:
    """Hours and places that are left while everybody keeps what an assignment gives them.

    Parameters
    ----------
    officer : int32 array, shape (cases,)
        Who holds each case; below 0: nobody.
    policy : Policy
        Within capacity, hours are a limit.
    """

    def __init__(self, problem: Problem, units: Units, officer: Indices, policy: Policy) -> None:
        self._problem, self._units = problem, units
        self.is_hard = policy is Policy.WITHIN_CAPACITY
        held, staff = loads_of(problem, officer), problem.officers
        self._ticks: Ints = staff.limit - held.load
        self._places: Ints = np.where(staff.standard == NO_STANDARD, len(problem.cases), staff.standard - held.count)

    def missing(self, unit: int) -> Missing:
        """What each officer who may hold the unit, and has hours, lacks for it."""
        units = self._units
        who = np.flatnonzero(units.allowed[units.group[unit]]).astype(np.int32)
        takes = pair_rows(self._problem, units, unit, who)[1] if self.is_hard else np.zeros(len(who), np.int64)
        ticks = np.maximum(0, takes - self._ticks[who]) if self.is_hard else takes
        return Missing(who, ticks, np.maximum(0, units.size[unit] - self._places[who]))

    def least_change(self, missing: Missing) -> tuple[Change, ...]:
        """The fewest changes for one officer, then the fewest hours, then the fewest places; none where nobody may."""
        several = (missing.ticks > 0).astype(np.int64) + (missing.places > 0)
        if not len(several):
            return ()
        at = int(np.lexsort((missing.places, missing.ticks, several))[0])
        o, staff = int(missing.officers[at]), self._problem.officers
        changes: list[Change] = []
        if missing.places[at]:
            changes.append(SetStandard(staff.ids[o], int(staff.standard[o] + missing.places[at])))
        if missing.ticks[at]:
            changes.append(MoreHours(staff.ids[o], hours_for(self._problem, o, int(missing.ticks[at]))))
        return tuple(changes)


def hours_for(problem: Problem, o: int, ticks: int) -> Fraction:
    """More available hours of an officer that carry so many ticks more, in hundredths of an hour."""
    staff = problem.officers
    had, limit = int(staff.available[o]), int(staff.limit[o])
    more = Fraction(ticks * had, limit) if limit else Fraction(ticks)
    hours = Fraction(ceil(more * problem.tick_hours / CENT)) * CENT
    target = problem.hours(limit + ticks)
    # limits are rounded down, so the last hundredth can be one more
    while limit and problem.hours(limit) * (1 + (hours / problem.hours(had) if had else 0)) < target:
        hours += CENT
    return hours
