"""An event log: who worked on which case from when to when, as a system recorded it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solver.arrays import Floats, Ints
from solver.errors import InvalidProblem

DAY = 1_440.0
WEEK = 7 * DAY
"""Minutes."""


@dataclass(frozen=True, slots=True)
class EventLog:
    """Events with a start and an end. All arrays have shape (events,).

    Attributes
    ----------
    officer : int64 array
    start, complete : float arrays
        Minutes since Monday, 0001-01-01, 0:00, by the clock on the wall.
    case_type, case : int64 arrays
    activity : int64 array
        -1 where it is not known.

    Raises
    ------
    InvalidProblem
        An event ends before it starts, or belongs to nobody.
    """

    officer: Ints
    start: Floats
    complete: Floats
    case_type: Ints
    case: Ints
    activity: Ints

    def __post_init__(self) -> None:
        if not bool((self.complete >= self.start).all()):
            raise InvalidProblem("every event must end at its start or later")
        for name in ("officer", "case_type", "case"):
            column = getattr(self, name)
            if len(column) and int(column.min()) < 0:
                raise InvalidProblem(f"every event needs its {name}")

    def __len__(self) -> int:
        return len(self.officer)

    @property
    def first_monday(self) -> int:
        """Day number of the Monday of the first event; 0001-01-01 is day 1."""
        return int(np.floor(float(self.start.min()) / WEEK)) * 7 + 1

    @property
    def weeks(self) -> int:
        """From the first event to the last."""
        return int((float(self.complete.max()) // DAY + 1 - self.first_monday) // 7) + 1
