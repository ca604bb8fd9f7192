"""Changes as data: each says in a sentence what is different."""

from __future__ import annotations

from fractions import Fraction

import pytest

from solver.analysis.scenarios.changes import (
    AddOfficers,
    Change,
    ChangeEffort,
    ChangeIntake,
    Detail,
    DropCases,
    Lend,
    MoreHours,
    RemoveOfficers,
    SetStandard,
    Train,
    Unpin,
)

HALF = Fraction(1, 2)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (RemoveOfficers(("A",)), "A leaves"),
        (RemoveOfficers(("A", "B")), "A and B leave"),
        (AddOfficers(1, Fraction(120)), "1 officer of 120 h joins"),
        (
            AddOfficers(2, Fraction(100), frozenset("yx"), frozenset({"N"}), frozenset({"d"}), 40, HALF),
            "2 officers of 100 h join with x and y in N for d cases at an efficiency of 50% with at most 40 cases",
        ),
        (Detail(("A",)), "A goes on detail for the whole period"),
        (Detail(("A", "B"), away_hours=Fraction(40)), "A and B go on detail for 40 h each"),
        (Detail(("A",), away_hours=Fraction(40)), "A goes on detail for 40 h"),
        (Detail(("A", "B"), share=HALF), "A and B go on detail for 50% of their hours"),
        (ChangeEffort("visit", factor=Fraction(6, 5)), "a case of type visit takes 120% of its hours"),
        (ChangeEffort("visit", case_hours=Fraction(7, 2)), "a case of type visit takes 3.5 h"),
        (ChangeEffort("visit", factor=Fraction(0)), "a case of type visit takes 0% of its hours"),
        (ChangeIntake("visit", share=Fraction(1, 5)), "20% more cases of type visit"),
        (ChangeIntake("visit", share=-HALF), "50% fewer cases of type visit"),
        (ChangeIntake("visit", cases=30), "30 more cases of type visit"),
        (ChangeIntake("visit", cases=-5), "5 fewer cases of type visit"),
        (Train("A", ("x", "y")), "A learns x and y"),
        (Lend("A", "North"), "A also serves North"),
        (SetStandard("A", 1), "A may hold up to 1 case"),
        (SetStandard("A", None), "A may hold any number of cases"),
        (MoreHours("A", Fraction(8)), "A has 8 h more for cases"),
        (DropCases(("1", "2")), "2 cases (1 and 2) dropped"),
        (Unpin(("1",)), "the pin is taken off 1"),
    ],
)
def test_it_says_what_is_different(change: Change, sentence: str) -> None:
    assert str(change) == sentence


def test_equal_changes_are_one() -> None:
    assert len({Train("A", ("x",)), Train("A", ("x",)), Train("B", ("x",)), Lend("A", "x")}) == 3
