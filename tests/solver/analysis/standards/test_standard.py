"""What a standard is made of, and what is refused."""

from __future__ import annotations

from fractions import Fraction

import pytest

from solver.analysis.fte import Period
from solver.analysis.standards.standard import Category, Standard, plain
from solver.errors import InvalidGoals


def test_a_standard_is_in_cases_or_in_hours() -> None:
    with pytest.raises(InvalidGoals, match="either a number of cases or hours"):
        Category("a")
    with pytest.raises(InvalidGoals, match="hours of a case need hours of an officer"):
        Standard("k", "t", "case", Period.MONTH, "", "", (Category("a", case_hours=Fraction(1)),))


def test_how_many_whole_cases_and_of_which_category() -> None:
    hours = Standard("k", "t", "case", Period.YEAR, "", "", (Category("a b", case_hours=Fraction(35)),), Fraction(2080))
    assert hours.most("A_b") == 59
    assert hours.category("a-B").name == "a b"
    with pytest.raises(InvalidGoals, match="the standard k has no category c; it has a b"):
        hours.most("c")
    assert plain(" A_b  c-D ") == "a-b-c-d"
