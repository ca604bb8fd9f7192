"""Is and should, by hand."""

from __future__ import annotations

import numpy as np

from app.answers.weights.should import should_of, should_sentences
from solver.weights.estimate import Estimation, estimate
from solver.weights.panel import Panel
from solver.weights.study import Unit
from tests.solver.weights.made import made

STUDY = made([[[20.0]], [[20.0]]], [[[10.0]], [[10.0]]])
PANEL = Panel(np.arange(3), np.zeros(3, np.int64), np.ones(3, np.int64), np.array([1.2, 1.5, 2.0]))
WEEK = Estimation(period="week")


def test_twenty_cases_of_two_hours_at_half_as_much_again() -> None:
    """20 cases × 2 h × 0.5 are 20 hours more a week, half an officer of 40 hours."""
    found = should_of(STUDY, PANEL, estimate(STUDY, WEEK), WEEK, 40.0)
    assert found is not None
    assert found["types"] == [
        {"case_type": "T0", "panellists": 3, "median": 1.5, "low": 1.35, "high": 1.75, "disagree": True}
        | {"is_hours": 2.0, "should_hours": 3.0, "more_hours": 20.0}
    ]
    assert (found["more_hours"], found["more_fte"]) == (20, 0.5)
    first, last = should_sentences(found, "week")
    assert first.startswith("T0 should take 3.00 h, 1.5 times as much, say 3 panellists")
    assert "no common opinion" in first
    assert last == "For all open cases that is +20 hours a week, or 0.5 full-time officers."


def test_new_cases_have_no_cost_in_a_period_and_no_panel_says_nothing() -> None:
    asked = Estimation(Unit.NEW)
    found = should_of(STUDY, PANEL, estimate(STUDY, asked), asked, None)
    assert found is not None
    assert found["more_hours"] is None
    assert should_of(STUDY, None, estimate(STUDY), asked, None) is None
    assert should_sentences(None, None) == []
