"""Dates as exports write them."""

from __future__ import annotations

import datetime as dt

import pytest

from app.intake.errors import BadValue
from app.intake.recognition.values.dates import DateOrder, Order, date, is_date, order_of

DAY = dt.date(2026, 3, 4)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-04",
        "2026/3/4",
        "20260304",
        "04.03.2026",
        "4.3.26",
        "4 March 2026",
        "March 4, 2026",
        "4-Mar-26",
        "4. März 2026",
        "4 mars 2026",
        "4 de marzo de 2026",
        "2026-03-04T08:00:00Z",
        "2026-03-04 08:00",
        "46085",
        "Wed, Mar 4, 2026",
        "04.03.2026 08:15",
    ],
)
def test_forms_with_one_reading(text: str) -> None:
    assert date(text, None) == DAY


@pytest.mark.parametrize(
    ("text", "order"), [("04/03/2026", "day-first"), ("03/04/2026 8:00 AM", "month-first"), ("3-4-26", "month-first")]
)
def test_forms_with_two_readings_need_an_order(text: str, order: Order) -> None:
    assert date(text, order) == DAY
    with pytest.raises(BadValue, match="two readings"):
        date(text, None)


@pytest.mark.parametrize("text", ["2026-13-01", "31.02.2026", "soon", "13/13/2026", "7", "Foo 4, 2026"])
def test_what_is_none_is_refused(text: str) -> None:
    with pytest.raises(BadValue, match="is not a date"):
        date(text, None)
    assert not is_date(text)


def test_a_column_shows_its_order() -> None:
    assert order_of(["03/04/2026", "13/04/2026"]) == DateOrder("day-first", True)
    assert order_of(["03/04/2026", "03/14/2026"]) == DateOrder("month-first", True)
    assert order_of(["03/04/2026"]) == DateOrder(None, True)
    assert order_of(["03/04/2026"], "day-first") == DateOrder("day-first", True)
    assert order_of(["03.04.2026", "2026-01-02"]) == DateOrder(None, False)
    assert order_of(["13/04/2026", "04/13/2026"]).contradicts
