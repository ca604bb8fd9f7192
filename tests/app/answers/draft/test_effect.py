"""What a draft does, as programs get it: an office by hand."""

from __future__ import annotations

import numpy as np

from app.answers.assigned_roster import AssignedRoster
from app.answers.draft.effect import draft_effect
from app.answers.draft.overrides import Change, Kind
from app.intake.options import PlanOptions
from app.intake.prepare import prepare
from app.intake.read import read_document

OFFICE = {
    "officers": [{"officer_id": name, "available_hours": "10"} for name in "ABC"],
    "cases": [
        {"case_id": str(at), "weight_hours": hours, "current_officer": holder}
        for at, (hours, holder) in enumerate(zip("423351", "AABBCC", strict=True), 1)
    ],
}
OPTIONS = PlanOptions.model_validate({"target": 0.8})


def plan() -> AssignedRoster:
    """Everybody has 6 of 10 h."""
    problem = prepare(read_document(OFFICE), OPTIONS).problem
    return AssignedRoster(problem, problem.cases.current)


def test_4_hours_that_go_to_b_make_60_percent_100() -> None:
    found = draft_effect(plan(), OPTIONS, (), [Change(1, Kind.GIVE, "1", "B")])
    assert (found.now.peak_utilization, found.then.peak_utilization) == (0.6, 1.0)
    assert (found.now.moves, found.then.moves, found.then.moves_hours) == (0, 1, 4.0)
    assert {level.name: (level.now, level.then) for level in found.levels if level.now != level.then} == {
        "fairness": (0, 40),
        "continuity": (0, 1),
        "fairness_again": (0, 40),
        "shortfall": (0, 40),
        "evenness": (0, 4),
    }
    assert [(load.officer_id, load.hours_now, load.hours_then) for load in found.loads] == [("A", 6, 2), ("B", 6, 10)]
    assert found.then.least_peak_utilization == 0.6, "planned around it, B's other cases can go"


def test_where_they_cannot_go_the_least_peak_says_it_and_the_verdict_is_another_one() -> None:
    pins = [Change(at, Kind.PIN, case, "B") for at, case in enumerate(("3", "4"), 1)]
    found = draft_effect(plan(), OPTIONS, pins, [*pins, Change(3, Kind.GIVE, "1", "B")])
    assert (found.now.least_peak_utilization, found.then.least_peak_utilization) == (0.6, 1.0)
    assert (found.now.verdict, found.then.verdict) == ("sustainable", "strained")


def test_nothing_changed_is_nothing_told() -> None:
    found = draft_effect(plan(), OPTIONS, (), ())
    assert found.now == found.then
    assert all(level.now == level.then for level in found.levels)
    assert (found.loads, found.broken_rules) == ([], [])


def test_who_is_excluded_has_it_no_more() -> None:
    """C's 5 h go to A or B: 11 of 10 h. Roster order decides."""
    found = draft_effect(plan(), OPTIONS, (), [Change(1, Kind.EXCLUDE, "5", "C")])
    assert [(load.officer_id, load.hours_then) for load in found.loads] == [("A", 11), ("C", 1)]
    assert [(each.case_id, each.officer_now, each.officer_then) for each in found.cases] == [("5", "C", "A")]
    assert np.isclose(found.then.peak_utilization or 0, 1.1)
