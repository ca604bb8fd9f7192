"""What would change if somebody else held a case."""

from __future__ import annotations

import pytest

from app.answers.assigned_roster import UnknownName
from app.answers.explanation import explanation, explanation_entry
from app.intake.options import PlanOptions
from tests.app.answers.office import office


def test_the_goals_of_the_options_judge() -> None:
    found = explanation(office(), "2", "A", PlanOptions(moves="hours"))
    entry = explanation_entry(office().problem, found)
    assert (entry.holder, entry.officer_id, entry.may_hold) == ("B", "A", True)
    (moves,) = (level for level in entry.levels if level.name == "continuity")
    assert (moves.unit, moves.now, moves.then) == ("hours", 0, 4)


def test_who_may_not_is_told_why() -> None:
    found = explanation(office(), "1", "B", PlanOptions())
    entry = explanation_entry(office().problem, found)
    assert (entry.may_hold, entry.obstacles) == (False, ["B does not have spanish"])


def test_unknown_names_are_refused_the_case_first() -> None:
    with pytest.raises(UnknownName, match="no case 9"):
        explanation(office(), "9", "Z", PlanOptions())
    with pytest.raises(UnknownName, match="no officer Z"):
        explanation(office(), "1", "Z", PlanOptions())
