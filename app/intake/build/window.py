"""The period that a roster's hours are for, from its first day to its last."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from app.intake.options import PlanOptions

MONTHS = {"month": 1, "quarter": 3, "year": 12}
CYCLE, CYCLE_DAYS = 400, 146_097
LAST_YEAR = 9_998
"""Later years are counted in another cycle of the calendar, because dates end with the year 9999."""


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
    return Window(first, dt.date.fromordinal(_months_on(first, MONTHS[options.period]) - 1))


def starts_of(options: PlanOptions, periods: int) -> list[int] | None:
    """Day numbers of the first days of the period and of those that follow it, ``periods + 1`` of them.

    None where the period has no first day.
    """
    first = options.period_start
    if first is None:
        return None
    if options.period == "week":
        return [first.toordinal() + 7 * at for at in range(periods + 1)]
    return [_months_on(first, at * MONTHS[options.period]) for at in range(periods + 1)]


def _months_on(first: dt.date, more: int) -> int:
    """Day number of the same day of a later month; where that month lacks the day, of the first of the next."""
    months = first.year * 12 + first.month - 1 + more
    cycles = max(0, months // 12 - LAST_YEAR + CYCLE - 1) // CYCLE  # the calendar repeats after 400 years
    months -= cycles * CYCLE * 12
    same = dt.date(months // 12, months % 12 + 1, 1).toordinal() + first.day - 1
    following = dt.date((months + 1) // 12, (months + 1) % 12 + 1, 1).toordinal()
    return min(same, following) + cycles * CYCLE_DAYS
