"""The words of the checker: who, what and how many hours, also where a number is nobody's or no short decimal."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from solver.check.findings import Findings, Violation
from tests.solver.instances import make_problem


def findings(tick_hours: Fraction = Fraction(1, 10_000)) -> Findings:
    return Findings(replace(make_problem([5, 6], [1, 2]), tick_hours=tick_hours))


def test_what_is_found_is_kept_in_order() -> None:
    found = findings()
    assert found.violations == []
    found.add("pin", "the first", 1, 0)
    found.add("hours", "the second", officer=1)
    assert found.violations == [Violation("pin", "the first", 1, 0), Violation("hours", "the second", None, 1)]


def test_people_and_cases_are_called_by_their_ids() -> None:
    found = findings()
    assert (found.case(1), found.officer(0)) == ("case C-2", "officer D-1")


@pytest.mark.parametrize(
    ("number", "words"),
    [(-1, "nobody"), (-7, "nobody"), (1, "officer D-2"), (2, "officer number 2, who is not in the roster")],
)
def test_a_number_that_is_nobodys_has_words_too(number: int, words: str) -> None:
    assert findings().officer(number) == words


@pytest.mark.parametrize(
    ("ticks", "words"),
    [(0, "0 h"), (10_000, "1 h"), (25_000, "2.5 h"), (-5_000, "-0.5 h"), (1, "0.0001 h"), (1_000_000, "100 h")],
)
def test_hours_are_written_exactly(ticks: int, words: str) -> None:
    assert findings().hours(ticks) == words


@pytest.mark.parametrize(
    ("tick_hours", "words"),
    [
        (Fraction(1, 10**9), "0.000000001 h"),
        (Fraction(1, 3), "about 0.333333 h"),
        (Fraction(1, 10**10), "about 0.000000 h"),
        (Fraction(2**60), "1152921504606846976 h"),
    ],
)
def test_hours_that_nine_places_cannot_say_are_called_about(tick_hours: Fraction, words: str) -> None:
    assert findings(tick_hours).hours(1) == words


def test_where_there_are_no_officers_no_number_is_anybodys() -> None:
    nobody = Findings(make_problem([], [1], [[]]))
    assert [nobody.officer(number) for number in (-1, 0)] == ["nobody", "officer number 0, who is not in the roster"]
