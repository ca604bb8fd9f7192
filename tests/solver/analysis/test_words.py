"""Numbers in sentences are exact, or say that they are not."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver.analysis.words import counted, decimal, hours, named, percent


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(0), "0"),
        (Fraction(312), "312"),
        (Fraction("0.125"), "0.125"),
        (Fraction("1234567.5"), "1,234,567.5"),
        (Fraction("-2.5"), "−2.5"),
        (Fraction("0.000001"), "0.000001"),
        (Fraction(1, 3), "about 0.33"),
        (Fraction(2, 3), "about 0.67"),
        (Fraction(-2, 3), "about −0.67"),
        (Fraction(10_000, 3), "about 3,333.33"),
    ],
)
def test_decimal(value: Fraction, text: str) -> None:
    assert decimal(value) == text
    assert hours(value) == f"{text} h"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(0), "0%"),
        (Fraction(13, 10), "130%"),
        (Fraction(1), "100%"),
        (Fraction(5, 6), "83.3%"),
        (Fraction(10_004, 10_000), "100.04%"),
        (Fraction(99_996, 100_000), "99.996%"),
        (1 + Fraction(1, 10**9), "just over 100%"),
        (1 - Fraction(1, 10**9), "just under 100%"),
        (Fraction(1234, 1), "123,400%"),
    ],
)
def test_percent_never_hides_on_which_side_of_all_hours_it_is(value: Fraction, text: str) -> None:
    assert percent(value) == text


@given(st.decimals(min_value=0, max_value=10**9, places=4))
def test_hours_of_four_decimals_come_out_as_they_went_in(value: object) -> None:
    exact = Fraction(str(value))
    assert Fraction(decimal(exact).replace(",", "")) == exact


def test_counted_and_named() -> None:
    assert counted(1, "case") == "1 case"
    assert counted(6000, "case") == "6,000 cases"
    assert counted(2, "family", "families") == "2 families"
    assert named(["A"]) == "A"
    assert named(["A", "B", "C"]) == "A, B and C"
    assert named(["Smith, John", "B", "Doe, Jane"]) == "Smith, John; B and Doe, Jane", "three, and not five"
    assert named([*"ABCDEF"]) == "A, B, C, D, E and F"
    assert named([*"ABCDEFG"]) == "A, B, C, D, E and 2 others"
    assert named(["A", "B", "C"], "or") == "A, B or C"
    assert named([*"ABCDEFG"], "or") == "A, B, C, D, E or 2 others"


def test_percent_below_nothing() -> None:
    """The minus is a sign for people, which no number can be read from: a factor of -2 raised ValueError."""
    assert percent(Fraction(-2)) == "−200%"
    assert percent(Fraction(-1, 3)) == "−33.3%"
