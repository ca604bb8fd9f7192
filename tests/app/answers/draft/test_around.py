"""The roster that is planned around a draft says what the draft decided, and is read as the same problem."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

from app.answers.draft.around import around
from app.answers.draft.overrides import Change, Kind
from app.intake.build.problem import build_problem
from app.intake.errors import RosterRefused
from app.intake.read import read_document
from solver.analysis.casework.decisions import Decisions, bound_by, together_with

DOCUMENT: dict[str, Any] = {
    "officers": [{"officer_id": name, "available_hours": "100"} for name in "ABC"],
    "cases": [
        {"case_id": "1", "weight_hours": "2", "current_officer": "A", "keep_together": "f", "pinned": True},
        {"case_id": "2", "weight_hours": "3", "current_officer": "A", "keep_together": "f"},
        {"case_id": "3", "weight_hours": "1", "excluded_officers": ["C"]},
    ],
}


def test_who_has_a_case_today_stays_so_that_a_move_is_one() -> None:
    made = [Change(1, Kind.GIVE, "2", "B"), Change(2, Kind.EXCLUDE, "3", "A"), Change(3, Kind.EXCLUDE, "3", "C")]
    rows = around(DOCUMENT, made, {"2": ["1", "2"], "3": ["3"]})["cases"]
    assert [row.get("pinned_to") for row in rows] == ["B", "B", None]
    assert [row.get("current_officer") for row in rows] == ["A", "A", None]
    assert "pinned" not in rows[0], "to whom it was pinned: the order takes its place"
    assert rows[2]["excluded_officers"] == ["C", "A"]
    assert DOCUMENT["cases"][0]["pinned"], "the roster of the plan stays as it is"
    cases = build_problem(read_document({**DOCUMENT, "cases": rows})).problem.cases
    assert cases.current.tolist() == [0, 0, -1]
    assert (cases.pinned.tolist(), cases.pin.tolist()) == ([True, True, False], [1, 1, -1])


@pytest.mark.parametrize("seed", range(20))
def test_it_is_the_problem_in_which_the_decisions_are_rules(seed: int) -> None:
    chance = random.Random(seed)
    document = {
        "officers": [{"officer_id": f"D{at}", "available_hours": "50"} for at in range(4)],
        "cases": [
            {"case_id": f"c{at}", "weight_hours": "1", "current_officer": f"D{chance.randrange(4)}"}
            | ({"keep_together": f"f{at % 3}"} if chance.random() < 0.5 else {})
            for at in range(9)
        ],
    }
    problem = build_problem(read_document(document)).problem
    given, barred, changes, families = {}, set(), [], {}
    for case in range(9):
        family = together_with(problem, case)
        families[f"c{case}"] = [f"c{each}" for each in family]
        officer = chance.randrange(4)
        if chance.random() < 0.3 and not any(each in given for each in family):
            given[case] = officer
            changes.append(Change(case, Kind.GIVE, f"c{case}", f"D{officer}"))
        elif chance.random() < 0.3 and not any(given.get(each) == officer for each in family):
            barred.add((case, officer))
            changes.append(Change(case, Kind.EXCLUDE, f"c{case}", f"D{officer}"))
    expected = bound_by(problem, Decisions(given, frozenset(barred)))
    try:
        read = build_problem(read_document(around(document, changes, families))).problem
    except RosterRefused:
        pytest.fail("what stands on a draft is a roster")
    assert read.cases.pinned.tolist() == expected.cases.pinned.tolist()
    assert read.cases.pin[read.cases.pinned].tolist() == expected.cases.pin[expected.cases.pinned].tolist()
    for case in range(9):
        assert np.array_equal(read.may_hold(case), expected.may_hold(case))
