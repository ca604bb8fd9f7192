"""Numbers as they leave the program."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.report.text.numbers import (
    about,
    as_fraction,
    exact,
    grouped,
    hours_text,
    number,
    percent,
    points,
    ratio,
    written,
)
from app.report.text.numbers import rounded as half_up


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(1, 8), "0.125"),
        (Fraction(312), "312"),
        (Fraction(12345, 10), "1234.5"),
        (Fraction(0), "0"),
        (Fraction(-1, 4), "-0.25"),
        (Fraction(1, 10_000), "0.0001"),
        (Fraction(10**14) + Fraction(1, 10_000), "100000000000000.0001"),
    ],
)
def test_hours_are_written_in_full(value: Fraction, text: str) -> None:
    assert exact(value) == text


@given(st.integers(-(10**18), 10**18), st.integers(0, 8))
def test_what_is_written_in_full_reads_back_the_same(whole: int, digits: int) -> None:
    value = Fraction(whole, 10**digits)
    assert Fraction(exact(value)) == value


def test_a_third_has_no_finite_decimals() -> None:
    with pytest.raises(ValueError, match="no finite decimals"):
        exact(Fraction(1, 3))


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [("0.125", 2, "0.13"), ("0.124", 2, "0.12"), ("-0.125", 2, "-0.12"), ("2.5", 0, "3"), ("0.9999996", 6, "1")],
)
def test_quotients_are_rounded_half_up(value: str, digits: int, expected: str) -> None:
    assert half_up(Fraction(value), digits) == Fraction(expected)


def test_a_utilization_has_six_decimals_at_most() -> None:
    assert ratio(Fraction(360, 366)) == 0.983607
    assert ratio(None) is None


@given(st.integers(0, 10**15))
def test_hours_up_to_fifteen_digits_survive_json(ticks: int) -> None:
    assert as_fraction(number(Fraction(ticks, 10_000))) == Fraction(ticks, 10_000)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(360, 366), "98.4%"),
        (Fraction(1), "100%"),
        (Fraction(5157, 1000), "515.7%"),
        (Fraction(52), "5,200%"),
        (Fraction(100_004, 100_000), "100.004%"),
        (Fraction(99_999, 100_000), "99.999%"),
        (Fraction(10**9 + 1, 10**9), "just over 100%"),
        (Fraction(10**9 - 1, 10**9), "just under 100%"),
        (Fraction(0), "0%"),
        (None, "no hours"),
    ],
)
def test_percentages_never_hide_on_which_side_of_100_they_are(value: Fraction | None, text: str) -> None:
    assert percent(value) == text


def test_one_figure_is_written_in_one_way() -> None:
    """157% stood in a sentence and 157.0% in the table below it."""
    assert [percent(Fraction(value)) for value in ("0.5", "0.983607", "1", "1.57")] == ["50%", "98.4%", "100%", "157%"]


def test_numbers_for_people() -> None:
    assert hours_text(Fraction(24691, 20)) == "1,234.55 h"
    assert hours_text(0.1) == "0.1 h"
    assert grouped(Fraction(-1234)) == "−1,234"
    assert about(Fraction(2, 3), 2) == "0.67"
    assert points(Fraction(1, 100)) == "1 point"
    assert points(0.0139) == "1.39 points"


def test_numbers_without_an_end_are_rounded_where_they_are_written() -> None:
    """Officers who join have one FTE: 1,776.5 h / 12. Files of such a plan could not be written."""
    month = Fraction(17765, 120)
    assert written(month) == "148.041667"
    assert written(Fraction(1, 3)) == "0.333333"
    assert written(Fraction(1, 8)) == "0.125"
    assert written(Fraction(1, 2**10)) == exact(Fraction(1, 2**10)), "many decimals, but they end"
    assert hours_text(month) == hours_text(number(month)) == "about 148.04 h"
    assert hours_text(Fraction(1, 10**6)) == "0.000001 h"


def test_a_number_for_programs_is_rounded_where_that_is_said_and_none_stays_none() -> None:
    assert (number(Fraction(1, 8)), number(3)) == (0.125, 3.0)
    assert number(Fraction(2, 3), 4) == 0.6667
    assert number(Fraction(1, 8), 2) == 0.13, "half up"
    assert ratio(Fraction(2, 3)) == 0.666667
    assert number(None) is number(None, 4) is ratio(None) is None


def test_a_share_that_is_just_past_all_hours_stays_in_words_in_a_table() -> None:
    assert percent(1 + Fraction(1, 10**9)) == "just over 100%"
    assert percent(Fraction(1234)) == "123,400%"
    assert percent(None) == "no hours"
