"""Classes of cases that are alike, and counts → cases again. Exact: nothing that the model sees is lost.

A *class* holds units that are equal in everything the model sees, with a count; a *part* is a connected component of
units and the officers who may hold them, and is planned on its own. A real docket has thousands of cases but a few
hundred classes, because weights come from a table.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from solver.arrays import Flags, Indices, Ints, distinct, sum_by

POOL = -1
"""Holder of a unit that no officer of the roster can keep."""


@dataclass(frozen=True, slots=True)
class Part:
    """One connected component as the model sees it.

    Officers are numbered 0 … n-1 within the part, classes 0 … K-1. A *column* is a pair of a class and an officer who
    may hold it; columns are sorted by class, then officer.

    Attributes
    ----------
    officers : int32 array, shape (n,)
        Their numbers in the problem.
    limit, hard, standard : int64 arrays, shape (n,)
        Limit in ticks; the load that may not be passed whatever happens (-1: none); the most cases (-1: none). The last
        two already give way to pins.
    target : tuple of Fraction, length n
        The fair share that fairness is measured from (0 where the limit is 0).
    fair_load : int64 array, shape (n,)
        ``floor(target * limit)``, ticks.
    first_over, more_over : int64 arrays, shape (n,)
        What the first tick above the fair load counts in evenness, and each further one: grains (``solver/goals.py``).
        The first counts as far as it lies above the fair share, which is no whole tick; 1 <= first <= more.
    units : int32 array, sorted by class, then roster order
        The units of the part.
    holder : int32 array, shape (units,)
        Local officer who holds the unit today and may keep it, else ``POOL``. ``POOL`` for mixed classes too.
    first : int64 array, shape (K + 1,)
        Units of class k are ``units[first[k]:first[k + 1]]``.
    count, effort, size, priority, keepable : int64 arrays, shape (K,)
        Units in the class; ticks and cases of one unit; its most urgent priority (0 where ``placeable_all``); what all
        its units together weigh in continuity.
    lost : int64 array, shape (K, 5)
        What one unit adds to the coverage of each priority when nobody holds it (0 where ``placeable_all``).
    mixed : bool array, shape (K,)
        A bundle that several officers hold today: one unit, with a gain for staying with each of them.
    pinned : bool array, shape (K,)
        Never unplaced.
    officer_set : int64 array, shape (K,)
        Classes that the same officers may hold have the same number.
    column_class, column_officer, column_effort, column_cost : int64 arrays, shape (columns,)
    held : int64 array, shape (columns,)
        Units of the class that the officer holds today and may keep.
    gain : int64 array, shape (columns,)
        What one such unit weighs in continuity.
    placeable_all : bool
        Nothing can keep a unit of this part from being placed: no standards and no hard hours.
    coverage_by_hours : bool
        Coverage counts ticks instead of cases.
    """

    officers: Indices
    limit: Ints
    hard: Ints
    standard: Ints
    target: tuple[Fraction, ...]
    fair_load: Ints
    first_over: Ints
    more_over: Ints
    units: Indices
    holder: Indices
    first: Ints
    count: Ints
    effort: Ints
    size: Ints
    priority: Ints
    lost: Ints
    keepable: Ints
    mixed: Flags
    pinned: Flags
    officer_set: Ints
    column_class: Ints
    column_officer: Ints
    column_effort: Ints
    column_cost: Ints
    held: Ints
    gain: Ints
    placeable_all: bool
    coverage_by_hours: bool = False

    @property
    def column_start(self) -> Ints:
        """Columns of class k are ``column_start[k]:column_start[k + 1]``."""
        return np.searchsorted(self.column_class, np.arange(len(self.count) + 1)).astype(np.int64)

    def loads(self, planned: Ints) -> Ints:
        """Ticks each officer holds when ``planned[j]`` units go to column ``j``."""
        return sum_by(self.column_officer, planned * self.column_effort, len(self.officers))

    def caseloads(self, planned: Ints) -> Ints:
        """Cases each officer holds."""
        return sum_by(self.column_officer, planned * self.size[self.column_class], len(self.officers))

    def placed(self, planned: Ints) -> Ints:
        """Units of each class that somebody holds."""
        return sum_by(self.column_class, planned, len(self.count))

    def kept(self, planned: Ints) -> int:
        """What stays with its officer, as continuity weighs it."""
        return int((np.minimum(planned, self.held) * self.gain).sum())


def restricted(part: Part, classes: Flags, officers: Flags) -> Part:
    """Some classes and officers of a part, as a part of its own; every officer of these classes must be among them."""
    column = classes[part.column_class] & officers[part.column_officer]
    number_class, number_officer = np.cumsum(classes) - 1, np.cumsum(officers) - 1
    of_unit = np.repeat(classes, part.count)
    holder = part.holder[of_unit]
    kept = np.where((holder >= 0) & officers[holder], number_officer[holder], POOL).astype(np.int32)
    first = np.zeros(int(classes.sum()) + 1, np.int64)
    np.cumsum(part.count[classes], out=first[1:])
    return Part(
        officers=part.officers[officers],
        limit=part.limit[officers],
        hard=part.hard[officers],
        standard=part.standard[officers],
        target=tuple(t for t, use in zip(part.target, officers.tolist(), strict=True) if use),
        fair_load=part.fair_load[officers],
        first_over=part.first_over[officers],
        more_over=part.more_over[officers],
        units=part.units[of_unit],
        holder=kept,
        first=first,
        count=part.count[classes],
        effort=part.effort[classes],
        size=part.size[classes],
        priority=part.priority[classes],
        lost=part.lost[classes],
        keepable=part.keepable[classes],
        mixed=part.mixed[classes],
        pinned=part.pinned[classes],
        officer_set=distinct(part.officer_set[classes])[1],
        column_class=number_class[part.column_class[column]].astype(np.int64),
        column_officer=number_officer[part.column_officer[column]].astype(np.int64),
        column_effort=part.column_effort[column],
        column_cost=part.column_cost[column],
        held=part.held[column],
        gain=part.gain[column],
        placeable_all=part.placeable_all,
        coverage_by_hours=part.coverage_by_hours,
    )


def counting_above(part: Part, load: Ints) -> Part:
    """The part with loads in place of the fair ones, above which every tick counts 1. Shape (officers,)."""
    alike = np.ones(len(part.officers), np.int64)
    return replace(part, fair_load=load, first_over=alike, more_over=alike)
