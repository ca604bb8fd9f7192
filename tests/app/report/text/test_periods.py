"""Periods by their names."""

from __future__ import annotations

import datetime as dt

import pytest

from app.report.text import periods


def test_without_a_first_day_they_are_numbered() -> None:
    assert periods.names("week", 2, None) == ["week 1", "week 2"]


@pytest.mark.parametrize(
    ("period", "first", "expected"),
    [
        ("month", dt.date(2026, 12, 1), ["Dec 2026", "Jan 2027"]),
        ("month", dt.date(2026, 12, 15), ["15 Dec 2026", "15 Jan 2027"]),
        ("year", dt.date(2026, 1, 1), ["2026", "2027"]),
        ("quarter", dt.date(2026, 10, 1), ["1 Oct 2026", "1 Jan 2027"]),
        ("week", dt.date(2026, 12, 28), ["28 Dec 2026", "4 Jan 2027"]),
    ],
)
def test_with_one_they_are_called_by_their_own(period: str, first: dt.date, expected: list[str]) -> None:
    assert periods.names(period, 2, first) == expected


def test_a_period_was_called_by_the_last_day_of_the_one_before_it() -> None:
    """That from 31 January ends with February, whose last day was the name of the one that follows."""
    assert periods.names("month", 3, dt.date(2027, 1, 31)) == ["31 Jan 2027", "Mar 2027", "31 Mar 2027"]
