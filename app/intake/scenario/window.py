"""The period that a roster's hours are for, from its first day to its last."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from app.intake.options import PlanOptions

MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class Window:
    """The period that the roster's hours are for, where its first day is known.

    Attributes
    ----------
    first, last : datetime.date
    """

    first: dt.date
    last: dt.date

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1


def window_of(options: PlanOptions) -> Window | None:
    """First and last day of the period, where it has a first day."""
    first = options.period_start
    if first is None:
        return None
    if options.period == "week":
        return Window(first, first + dt.timedelta(days=6))
    months = first.year * 12 + first.month - 1 + MONTHS[options.period]
    # the day before the same day of the month; a month that lacks that day ends on its last
    after = dt.date(months // 12, months % 12 + 1, 1) + dt.timedelta(days=first.day - 1)
    following = dt.date((months + 1) // 12, (months + 1) % 12 + 1, 1)
    return Window(first, min(after, following) - dt.timedelta(days=1))
