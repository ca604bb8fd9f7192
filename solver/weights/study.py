"""A time study as it was kept: who wrote down how many minutes, on which day, for what; and how many cases there were.

Everything is numbered: officers, types, activities and cases are positions in lists of names. Times are floats, because
they are measured and not planned; what leaves the chapter is rounded like a weight of the roster.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from solver.arrays import Floats, Ints
from solver.errors import InvalidProblem

NONE = -1
"""No type (time for no case), no case, no activity; of counts and paid hours: all officers, or all weeks."""
MOST_CELLS = 20_000_000
"""Officers × weeks × types of one study; beyond it the tables would not fit into a gigabyte."""


class Unit(StrEnum):
    """Of what a weight is the hours."""

    OPEN = "open"
    """An open case and a period: what a plan needs."""
    NEW = "new"
    """A case from beginning to end: all hours of the type by the new cases of the same time."""


@dataclass(frozen=True, slots=True)
class Entries:
    """What was written down, one row an entry. All arrays have shape (entries,).

    Attributes
    ----------
    officer : int64 array
    day : int64 array
        Days since 0001-01-01, which is day 1 (``datetime.date.toordinal``).
    minutes : float array, >= 0
    case_type : int64 array
        ``NONE`` for time that belongs to no case.
    case : int64 array
        ``NONE`` where the case is not known.
    activity : int64 array
        ``NONE`` where it is not known.
    """

    officer: Ints
    day: Ints
    minutes: Floats
    case_type: Ints
    case: Ints
    activity: Ints

    def __len__(self) -> int:
        return len(self.officer)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cases there were. All arrays have shape (rows,).

    Attributes
    ----------
    officer, week : int64 arrays
        ``NONE``: of all officers together, or of each week of the study alike.
    case_type : int64 array
    open_cases, new, closed : float arrays, >= 0, or NaN where not known
        Open on average; new and closed within the week, or within the whole study where no week is given.
    """

    officer: Ints
    week: Ints
    case_type: Ints
    open_cases: Floats
    new: Floats
    closed: Floats


@dataclass(frozen=True, slots=True)
class PaidHours:
    """Hours that were paid, leave and all: what an officer's entries should add up to. Shape (rows,).

    Attributes
    ----------
    officer, week : int64 arrays
        ``NONE`` as a week: of the whole study.
    hours : float array, >= 0
    """

    officer: Ints
    week: Ints
    hours: Floats

    @classmethod
    def unknown(cls) -> PaidHours:
        """Nobody's."""
        return cls(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))


@dataclass(frozen=True, slots=True)
class TimeStudy:
    """A whole study.

    Attributes
    ----------
    officers, types, activities : tuples of str
    first_monday : int
        Day number of the first day of week 0.
    weeks : int, >= 1
    entries : Entries
    counts : Counts
    paid : PaidHours
        Without any row: not known.
    groups : int64 array, shape (types,)
        Group of each type, towards which rare types are drawn; ``NONE``: of no group.

    Raises
    ------
    InvalidProblem
        Where something points nowhere, or an amount is negative.
    """

    officers: tuple[str, ...]
    types: tuple[str, ...]
    activities: tuple[str, ...]
    first_monday: int
    weeks: int
    entries: Entries
    counts: Counts
    paid: PaidHours = field(default_factory=PaidHours.unknown)
    groups: Ints = field(default_factory=lambda: np.zeros(0, np.int64))

    def __post_init__(self) -> None:
        cells = len(self.officers) * self.weeks * len(self.types)
        if cells > MOST_CELLS:
            raise InvalidProblem(
                f"{len(self.officers):,} officers × {self.weeks:,} weeks × {len(self.types):,} types are "
                f"{cells:,} cells; a study may have {MOST_CELLS:,}: take a shorter time, or fewer types"
            )
        if not self.officers or self.weeks < 1 or not self.types:
            raise InvalidProblem("a study needs an officer, a week and a type of case")
        sizes = (("officer", len(self.officers)), ("week", self.weeks), ("case_type", len(self.types)))
        for what in ("entries", "counts", "paid"):
            rows = getattr(self, what)
            for name, size in sizes:
                column = self.week_of_entries if (what, name) == ("entries", "week") else getattr(rows, name, None)
                if column is not None and len(column) and (int(column.min()) < NONE or int(column.max()) >= size):
                    raise InvalidProblem(f"{what}.{name} must be below {size}, or NONE (-1)")
        if len(self.entries) and (int(self.entries.officer.min()) < 0 or int(self.week_of_entries.min()) < 0):
            raise InvalidProblem("every entry needs an officer, and a day of the study")
        if bool((~(self.entries.minutes >= 0)).any()) or bool((~(self.paid.hours >= 0)).any()):
            raise InvalidProblem("minutes and paid hours must be 0 or more")
        for name in ("open_cases", "new", "closed"):
            if bool((getattr(self.counts, name) < 0).any()):
                raise InvalidProblem(f"counts.{name} must be 0 or more, or NaN")
        if len(self.groups) not in {0, len(self.types)}:
            raise InvalidProblem("groups must name a group for every type, or be empty")

    @property
    def week_of_entries(self) -> Ints:
        """Week of each entry, from 0. Shape (entries,)."""
        out: Ints = (self.entries.day - self.first_monday) // 7
        return out

    @property
    def knows_officers(self) -> bool:
        """Whether any count says whose cases they are."""
        return bool((self.counts.officer != NONE).any())
