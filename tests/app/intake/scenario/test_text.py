"""A change that is written out is read as the same change."""

from __future__ import annotations

from fractions import Fraction

import pytest

from app.intake.scenario.parse import read_changes
from app.intake.scenario.text import text_of
from solver.analysis.scenarios.changes import (
    AddOfficers,
    Change,
    DropCases,
    Lend,
    MoreHours,
    RemoveOfficers,
    SetStandard,
    Train,
    Unpin,
)
from tests.app.intake.scenario.test_parse import PROBLEM

FULL_TIME = Fraction(17765, 120)


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (Train("D-07", ("a", "high risk")), "train officer D-07 skills=a;high risk"),
        (Lend("Smith, J", "North office"), "lend officer Smith, J office=North office"),
        (SetStandard("D-07", 40), "standard of officer D-07 =40"),
        (SetStandard("D-07", None), "standard of officer D-07 =none"),
        (MoreHours("D-07", Fraction(17, 2)), "hours of officer D-07 +8.5"),
        (DropCases(("C-1", "C-2")), "drop cases C-1, C-2"),
        (Unpin(("C-1", "C-2")), "unpin cases C-1, C-2"),
        (AddOfficers(1, FULL_TIME), "add 1 officer"),
        (
            AddOfficers(
                2, Fraction(120), frozenset({"x", "y"}), frozenset({"N"}), frozenset({"d"}), 30, Fraction(1, 2)
            ),
            "add 2 officers hours=120 skills=x;y offices=N dockets=d standard=30 efficiency=0.5",
        ),
    ],
)
def test_there_and_back(change: Change, text: str) -> None:
    assert text_of(change, full_time_hours=FULL_TIME) == text
    assert read_changes([text], PROBLEM, full_time_hours=FULL_TIME) == (change,)


def test_what_no_remedy_proposes_is_refused() -> None:
    with pytest.raises(TypeError, match="RemoveOfficers"):
        text_of(RemoveOfficers(("D-07",)), full_time_hours=FULL_TIME)


def test_hours_that_have_no_decimals_are_refused() -> None:
    with pytest.raises(ValueError, match="1/3"):
        text_of(MoreHours("D-07", Fraction(1, 3)), full_time_hours=FULL_TIME)
