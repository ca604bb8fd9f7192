"""Periods by their names: month 1, month 2, …; or by their first days, where the first of them is known."""

from __future__ import annotations

import datetime as dt

from app.intake.build.window import first_days


def names(period: str, count: int, first: dt.date | None) -> list[str]:
    """What so many periods are called.

    Parameters
    ----------
    period : str
        Week, month, quarter or year.
    count : int
    first : date or None
        First day of the first of them.
    """
    if first is None:
        return [f"{period} {number}" for number in range(1, count + 1)]
    return [_name(period, dt.date.fromordinal(day)) for day in first_days(first, period, count - 1)]


def _name(period: str, day: dt.date) -> str:
    if period in ("week", "quarter") or day.day != 1:
        return f"{day.day} {day:%b %Y}"
    return f"{day:%b %Y}" if period == "month" else f"{day:%Y}"
