"""Numbers as exports write them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.intake.errors import BadValue
from app.intake.recognition.values.hours import Decimals, decimals_of, is_number, number, plain_decimal, share_of

COMMA, POINT, UNKNOWN = Decimals(True, False), Decimals(False, True), Decimals(False, False)


@pytest.mark.parametrize(
    ("text", "decimals", "value"),
    [
        ("7", UNKNOWN, "7"),
        ("7,5", COMMA, "7.5"),
        ("7.5", POINT, "7.5"),
        ("1.776,5", COMMA, "1776.5"),
        ("1,776.5", POINT, "1776.5"),
        ("1.776", POINT, "1.776"),
        ("1,776", COMMA, "1.776"),
        ("12 345", UNKNOWN, "12345"),
        ("7:30", UNKNOWN, "7.5"),
        ("120:00", UNKNOWN, "120"),
        ("0:20", UNKNOWN, "0.3333"),
        ("7:30:36", UNKNOWN, "7.51"),
        ("7 h 30 min", UNKNOWN, "7.5"),
        ("7,5 Std.", COMMA, "7.5"),
        ("45 min", UNKNOWN, "0.75"),
        (",5", COMMA, "0.5"),
    ],
)
def test_every_form_is_read(text: str, decimals: Decimals, value: str) -> None:
    assert plain_decimal(number(text, decimals)) == value


@pytest.mark.parametrize(
    ("text", "decimals", "message"),
    [
        ("1.776", COMMA, "two ways"),
        ("1,776", UNKNOWN, "two ways"),
        ("7.5", COMMA, "decimal point in a table that writes decimal commas"),
        ("7,5", POINT, "decimal comma in a table that writes decimal points"),
        ("many", UNKNOWN, "is not a number"),
        ("7:75", UNKNOWN, "is not a number"),
        ("", UNKNOWN, "is not a number"),
        ("1,2,3", UNKNOWN, "is not a number"),
    ],
)
def test_what_is_unclear_is_refused(text: str, decimals: Decimals, message: str) -> None:
    with pytest.raises(BadValue, match=message):
        number(text, decimals)


def test_a_table_shows_how_it_writes_decimals() -> None:
    assert decimals_of(["1.776", "7,5", "3"]) == COMMA
    assert decimals_of(["1,776", "7.5"]) == POINT
    assert decimals_of(["1.776", "1,776", "12"]) == UNKNOWN


def test_whether_a_text_can_be_a_number() -> None:
    assert all(map(is_number, ["7", "7,5", "1.776", "7:30", "1,776"]))
    assert not any(map(is_number, ["A-7", "2026-01-01", "", "7 cases"]))


@pytest.mark.parametrize(("text", "share"), [("80%", "0.8"), ("80 %", "0.8"), ("0,5", "0.5"), ("1.0", "1.0")])
def test_shares_of_full_time(text: str, share: str) -> None:
    assert share_of(text) == Decimal(share)


def test_an_hour_between_digits_was_no_number() -> None:
    assert number("2h30", Decimals(comma=False, point=False)) == Decimal("2.5")
    assert share_of("half") is None
