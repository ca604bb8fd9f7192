"""Periods by their names: month 1, month 2, …; or by their first days, where the first of them is known."""

from __future__ import annotations

import datetime as dt

MONTHS = {"month": 1, "quarter": 3, "year": 12}


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
    return [_name(period, start(first, period, at)) for at in range(count)]


def start(first: dt.date, period: str, periods: int) -> dt.date:
    """First day so many periods later; the last of the month where the month is too short."""
    if period == "week":
        return first + dt.timedelta(weeks=periods)
    months = first.year * 12 + first.month - 1 + periods * MONTHS[period]
    year, month = divmod(months, 12)
    last = (dt.date(year + (month == 11), (month + 1) % 12 + 1, 1) - dt.timedelta(days=1)).day
    return dt.date(year, month + 1, min(first.day, last))


def _name(period: str, day: dt.date) -> str:
    if period in ("week", "quarter") or day.day != 1:
        return f"{day.day} {day:%b %Y}"
    return f"{day:%b %Y}" if period == "month" else f"{day:%Y}"
