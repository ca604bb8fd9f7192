"""The period that a roster's hours are for, from its first day to its last, and the periods that follow it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.intake.options import PlanOptions, read_plan_options

DATED = ("period", "period_start")
"""Options that say which days the hours of a roster are for; the problem itself depends on them."""
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
    starts = starts_of(options, 1)
    if starts is None:
        return None
    return Window(dt.date.fromordinal(starts[0]), dt.date.fromordinal(starts[1] - 1))


def dated(options: Mapping[str, Any]) -> dict[str, Any]:
    """Those of some options, as JSON has them, that say of which days the hours are."""
    return {name: options[name] for name in DATED if options.get(name) is not None}


def next_start(goals: Mapping[str, Any]) -> dt.date | None:
    """First day of the period after that of a plan; None where its own is not known.

    Parameters
    ----------
    goals : mapping
        Of the plan, as JSON has them.
    """
    starts = starts_of(read_plan_options(dated(goals)), 1)
    return None if starts is None else dt.date.fromordinal(starts[1])


def starts_of(options: PlanOptions, periods: int) -> list[int] | None:
    """Day numbers of the first days of the period and of those that follow it, ``periods + 1`` of them.

    None where the period has no first day.
    """
    first = options.period_start
    return None if first is None else first_days(first, options.period, periods)


def first_days(first: dt.date, period: str, periods: int) -> list[int]:
    """Day numbers of the first days of a period and of those that follow it, ``periods + 1`` of them.

    Parameters
    ----------
    first : date
        At most ``app.intake.limits.LAST_START``, so that all that follow have dates.
    period : str
        Week, month, quarter or year.
    periods : int
        How many follow.
    """
    if period == "week":
        return [first.toordinal() + 7 * at for at in range(periods + 1)]
    return [_months_on(first, at * MONTHS[period]) for at in range(periods + 1)]


def _months_on(first: dt.date, more: int) -> int:
    """Day number of the same day of a later month; where that month lacks the day, of the first of the next."""
    months = first.year * 12 + first.month - 1 + more
    same, following = (dt.date(at // 12, at % 12 + 1, 1).toordinal() for at in (months, months + 1))
    return min(same + first.day - 1, following)
