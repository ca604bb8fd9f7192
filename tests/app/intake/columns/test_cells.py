"""One cell at a time: what is read, exactly, and what is said about what cannot be read."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.intake.columns import cells
from app.intake.errors import BadValue


def hours(text: str, *, comma: bool = False) -> int:
    return cells.scaled(text, 4, most=10**14, comma=comma)


@pytest.mark.parametrize(
    ("text", "ticks"),
    [
        ("0", 0),
        ("-0", 0),
        ("0.1", 1_000),
        (".5", 5_000),
        ("5.", 50_000),
        ("+1.5", 15_000),
        ("0010.50", 105_000),
        ("0.175", 1_750),
        ("0.0001", 1),
        ("1.500000", 15_000),
        ("100000000000000", 10**18),
    ],
)
def test_hours_are_exact(text: str, ticks: int) -> None:
    assert hours(text) == ticks


@given(st.decimals(min_value=0, max_value=10**13, places=4))
def test_every_number_of_four_decimals_is_read_as_it_is(value: Decimal) -> None:
    assert hours(f"{value:f}") == value * 10_000
    assert hours(f"{value:f}".replace(".", ","), comma=True) == value * 10_000


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("0.12345", "more than 4 decimals; nothing is rounded"),
        ("-1", "must be 0 or more"),
        ("-0.0001", "must be 0 or more"),
        ("nan", "must be a number"),
        ("NaN", "must be a number"),
        ("inf", "must be a number"),
        ("-Infinity", "must be a number"),
        ("#DIV/0!", "must be a number"),
        ("1e5", "scientific notation"),
        ("1.2E+05", "scientific notation"),
        ("1,5", "decimal point"),
        ("1,234.5", "thousands separator"),
        ("1.234,5", "thousands separator"),
        ("1 000", "is not a number"),
        ("1_000", "is not a number"),
        ("१२", "is not a number"),
        ("0x10", "is not a number"),
        (".", "is not a number"),
        ("1:30", "is not a number"),
        ("100000000000000.0001", "at most 100,000,000,000,000"),
        ("9223372036854775807", "at most 100,000,000,000,000"),
        ("9" * 5_000, "at most 100,000,000,000,000"),
    ],
)
def test_what_is_no_number_of_hours_is_told_why(text: str, message: str) -> None:
    with pytest.raises(BadValue, match=message):
        hours(text)


def test_decimal_comma_is_read_only_where_the_file_may_write_it() -> None:
    assert hours("1,5", comma=True) == 15_000
    assert hours("1.5", comma=True) == 15_000
    for text in ("1,2,3", "1.000,5", "1,000.5"):
        with pytest.raises(BadValue):
            hours(text, comma=True)


def test_whole_numbers_and_priorities() -> None:
    assert cells.whole("3.0") == 3
    assert [cells.priority(text) for text in "12345"] == [1, 2, 3, 4, 5]
    for text in ("0", "6", "2.5", "high", "-1"):
        with pytest.raises(BadValue, match=r"1 \(most urgent\) to 5 \(least\)"):
            cells.priority(text)
    with pytest.raises(BadValue, match="whole number"):
        cells.whole("2.5")


def test_yes_and_no() -> None:
    assert [cells.yes_no(text) for text in ("yes", "Y", "TRUE", "1")] == [1, 1, 1, 1]
    assert [cells.yes_no(text) for text in ("no", "N", "False", "0")] == [0, 0, 0, 0]
    with pytest.raises(BadValue, match="yes or no"):
        cells.yes_no("maybe")


@pytest.mark.parametrize("text", ["2026-11-24", "2026-11-24T00:00:00", "2026-11-24 08:15:00.5+01:00", "24.11.2026"])
def test_dates(text: str) -> None:
    assert cells.day(text) == dt.date(2026, 11, 24).toordinal()


@pytest.mark.parametrize("text", ["11/24/2026", "2026-02-30", "20261124", "24.11.26", "2026-11", "tomorrow", "45985"])
def test_no_dates(text: str) -> None:
    with pytest.raises(BadValue, match="write it as 2026-11-24"):
        cells.day(text)


def test_ids_stay_as_they_are_but_for_what_a_spreadsheet_adds() -> None:
    assert cells.identifier("1001.0") == "1001"
    assert cells.identifier("1001.5") == "1001.5"
    assert cells.identifier("v1.0") == "v1.0"
    assert cells.identifier("00017") == "00017"
    assert cells.identifier("Zoë-Ž-案件-🗂") == "Zoë-Ž-案件-🗂"
    assert cells.identifier("é") == "é"  # decomposed: an id is never rewritten
    assert len(cells.identifier("x" * 64)) == 64


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x" * 65, "has 65 characters; at most 64"),
        ("a\nb", "line break"),
        ("a\u2028b", "line break"),
        ("a\tb", r"U\+0009"),
        ("a\u200bb", r"U\+200B"),
        ("a\ud800b", r"U\+D800"),
    ],
)
def test_ids_that_cannot_be_told_apart_or_written_are_refused(text: str, message: str) -> None:
    with pytest.raises(BadValue, match=message):
        cells.identifier(text)


def test_lists_are_trimmed_and_hold_each_name_once() -> None:
    assert cells.names(" spanish ;Creole;; SPANISH;") == ("spanish", "Creole")
    assert cells.identifiers("a;A;a") == ("a", "A")
    assert cells.names(";") == ()
    assert cells.name("é") == "é"  # decomposed and composed look the same and are the same
    with pytest.raises(BadValue, match="201 entries; at most 200"):
        cells.names(";".join(map(str, range(201))))
    with pytest.raises(BadValue, match="not a list"):
        cells.reference("a;b")
    with pytest.raises(BadValue, match="501 characters"):
        cells.free_text("x" * 501)
