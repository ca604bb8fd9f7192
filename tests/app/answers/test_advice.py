"""Who should take a case. What the command line and the service print of it: tests of commands and api."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from app.answers.advice import advice, advice_entry, read_pace
from app.answers.assigned_roster import UnknownName
from app.intake.options import PlanOptions
from solver.analysis.casework.advice import Pace
from solver.errors import InvalidGoals
from tests.app.answers.office import office


def test_the_least_loaded_comes_first() -> None:
    (found,) = advice(office(), ["new"], PlanOptions())
    entry = advice_entry(office().problem, found)
    assert [each.officer_id for each in entry.candidates] == ["B", "A"]
    assert [each.utilization_after for each in entry.candidates] == [0.3, 0.6]


def test_a_case_named_twice_is_given_out_once() -> None:
    assert [each.case for each in advice(office(), ["new", "2", "new"], PlanOptions())] == [2, 1]


def test_the_target_of_the_options_counts() -> None:
    (strict,) = advice(office(), ["new"], PlanOptions(target=Decimal("0.2")))
    (lax,) = advice(office(), ["new"], PlanOptions(target=Decimal("0.9")))
    assert [each.within_target for each in strict.candidates] == [False, False]
    assert [each.within_target for each in lax.candidates] == [True, True]


def test_pace_and_ramp_speak_against() -> None:
    (found,) = advice(office(), ["new"], PlanOptions(), Pace(1, 6), {"B": Fraction(1, 10)})
    assert [len(each.against) for each in found.candidates] == [1, 2], "too fast; B has 2 h, too"


def test_unknown_names_are_refused() -> None:
    with pytest.raises(UnknownName, match="no case 9"):
        advice(office(), ["9"], PlanOptions())
    with pytest.raises(UnknownName, match="no officer Z"):
        advice(office(), ["new"], PlanOptions(), None, {"Z": Fraction(1)})


def test_a_pace_as_people_write_it() -> None:
    assert read_pace("2:13") == Pace(2, 13)
    assert [read_pace(text) for text in ("fast", "1", "1:6:2", "-1:6", "1.5:6")] == [None] * 5
    with pytest.raises(InvalidGoals, match="1:0"):
        read_pace("1:0")
