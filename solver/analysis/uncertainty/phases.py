"""Types whose cases take other hours at another age: the phases of a type, and the days that cases spend in each.

A weight is the hours of a case that is open for a whole period, day by day alike. So a case that passes from one phase
to the next within a period takes the hours of both, each for its days: of 31 days 20 at 6 h and 11 at 1.5 h are
(20 × 6 + 11 × 1.5) / 31 h, exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from solver.arrays import Flags, Indices, Ints
from solver.errors import InvalidProblem

DETACHED = -1
"""Type of a row that is no phase of any type any more."""


@dataclass(frozen=True, slots=True)
class Phases:
    """The phases of a weight table, the ages of the cases, and the periods.

    Attributes
    ----------
    types : int
        The first rows of the table are the types themselves, which is their first phase.
    row_type : int64 array, shape (rows,)
        Type of each row, or ``DETACHED``.
    from_day : int64 array, shape (rows,), days
        Age at which each phase begins; 0 for the first.
    opened : int64 array, shape (cases,)
        Day number on which each case was opened; -1 where it is not known, which no case may have that rests on phases.
    starts : int64 array, shape (periods + 1,)
        Day number of the first day of each period; the first is that of the roster.

    Raises
    ------
    InvalidProblem
        Where phases do not begin at different ages from 0 on, or periods have no days.
    """

    types: int
    row_type: Ints
    from_day: Ints
    opened: Ints
    starts: Ints

    def __post_init__(self) -> None:
        if self.row_type.shape != self.from_day.shape or self.row_type[: self.types].tolist() != [*range(self.types)]:
            raise InvalidProblem("phases.row_type must begin with every type once, beside as many ages")
        if bool((self.from_day[: self.types] != 0).any()) or bool((self.from_day[self.types :] <= 0).any()):
            raise InvalidProblem("the first phase of every type begins at 0 days, every other one later")
        if len(self.starts) < 2 or bool((np.diff(self.starts) <= 0).any()):
            raise InvalidProblem("phases.starts must be the first days of two periods or more, in their order")
        for kind in range(self.types):
            ages = self.from_day[self.row_type == kind].tolist()
            if len(set(ages)) != len(ages):
                raise InvalidProblem(f"two phases of type {kind} begin at the same age")

    @property
    def has_several(self) -> Flags:
        """Types with more than one phase. Shape (types,)."""
        out: Flags = np.bincount(self.row_type[self.row_type >= 0], minlength=self.types) > 1
        return out

    def rows(self, kind: int) -> Ints:
        """Rows of a type, the youngest first."""
        found = np.flatnonzero(self.row_type == kind)
        out: Ints = found[np.argsort(self.from_day[found])].astype(np.int64)
        return out

    def length(self, period: int = 0) -> int:
        """Days of a period, from 0."""
        return int(self.starts[period + 1] - self.starts[period])

    def days(self, kind: int, opened: Ints, period: int = 0) -> Ints:
        """Days of a period that cases spend in each phase; they add up to the period. Shape (cases, phases).

        Days before a case was opened count as of its first phase: like a case of a type without phases, it counts as if
        it were open for the whole period.

        Parameters
        ----------
        kind : int
        opened : int64 array, shape (cases,)
        period : int
        """
        first, after = int(self.starts[period]), int(self.starts[period + 1])
        ages = self.from_day[self.rows(kind)]
        begins = np.clip(opened[:, None] + ages, first, after)
        begins[:, 0] = first
        ends = np.append(begins[:, 1:], np.full((len(opened), 1), after), axis=1)
        out: Ints = ends - begins
        return out

    def of_cases(self, source: Sequence[int] | Ints) -> Phases:
        """The same for other cases, each as old as the one that it comes from."""
        return Phases(self.types, self.row_type, self.from_day, self.opened[np.asarray(source)], self.starts)

    def without(self, kind: int) -> Phases:
        """The same where a type has no phases any more."""
        later = (self.row_type == kind) & (np.arange(len(self.row_type)) >= self.types)
        row_type = np.where(later, DETACHED, self.row_type)
        return Phases(self.types, row_type, self.from_day, self.opened, self.starts)


def hours_by_day(weight: Ints, phases: Phases | None, kind: Indices | Ints, case: Ints) -> Ints:
    """What cases take in the first period by the table, times the days of that period. Shape (cases,).

    Parameters
    ----------
    weight : int64 array, shape (rows,)
        Of the whole period.
    phases : Phases or None
        None: no type has any, and a period counts as one day.
    kind : int array, shape (cases,)
        Type of each case.
    case : int64 array, shape (cases,)
        Position of each case in ``phases.opened``.
    """
    if phases is None:
        return weight[kind]
    out: Ints = weight[kind] * phases.length()
    for each in np.flatnonzero(phases.has_several).tolist():
        mine = np.flatnonzero(kind == each)
        out[mine] = phases.days(each, phases.opened[case[mine]]) @ weight[phases.rows(each)]
    return out
