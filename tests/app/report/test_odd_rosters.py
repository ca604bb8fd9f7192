"""Whatever the roster and the goals, every way of showing the plan has something to show."""

from __future__ import annotations

import io
from typing import Any

import pytest

from app.report.build import build_document
from app.report.document import ReportDocument
from app.report.render import csv as assignment_tables
from app.report.render import terminal, xlsx
from app.report.render.html import render
from app.report.source import CaseList
from tests.app.report.planned import built_from, planned

TWO = [{"officer_id": "A", "available_hours": 10}, {"officer_id": "B", "available_hours": 10}]
AWAY = [{"officer_id": "A", "available_hours": 0}]
SIX = [{"case_id": str(n), "weight_hours": 5, "current_officer": "AB"[n % 2]} for n in range(6)]
COSTS = [{"case_id": str(n), "officer_id": name, "cost": n} for n in range(6) for name in "AB"]
OWN_TIMES = [{"case_id": str(n), "officer_id": name, "weight_hours": 2 + n} for n in range(6) for name in "AB"]

ODD: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "one case": ({"officers": TWO, "cases": [{"case_id": "1", "weight_hours": 1}]}, {}),
    "a case that takes no time": ({"officers": TWO, "cases": [{"case_id": "1", "weight_hours": 0}]}, {}),
    "nobody has hours": ({"officers": AWAY, "cases": [{"case_id": "1", "weight_hours": 1}]}, {}),
    "all pinned": ({"officers": TWO, "cases": [{**case, "pinned": "yes"} for case in SIX]}, {}),
    "pinned to somebody without hours": (
        {
            "officers": AWAY,
            "cases": [{"case_id": "1", "weight_hours": 1, "current_officer": "A", "pinned": "yes"}],
        },
        {},
    ),
    "too much for the hours, which are hard": ({"officers": TWO, "cases": SIX}, {"policy": "within-capacity"}),
    "too much for the hours, which are soft": ({"officers": TWO, "cases": SIX}, {}),
    "at least cost": ({"officers": TWO, "cases": SIX, "costs": COSTS}, {"objective": "cost"}),
    "own times, at least cost within the hours": (
        {"officers": TWO, "cases": SIX, "costs": OWN_TIMES},
        {"objective": "cost", "policy": "within-capacity"},
    ),
    "own times, in balance": ({"officers": TWO, "cases": SIX, "costs": OWN_TIMES}, {}),
    "few moves": ({"officers": TWO, "cases": [{**case, "current_officer": "A"} for case in SIX]}, {"max_moves": 1}),
    "many moves": ({"officers": TWO, "cases": SIX}, {"move_freely": True}),
    "hours counted": (
        {"officers": TWO, "cases": SIX},
        {"moves": "hours", "coverage": "hours", "policy": "within-capacity"},
    ),
    "a year": ({"officers": TWO, "cases": SIX}, {"period": "year", "period_start": "2027-01-01", "target": "0.5"}),
}


@pytest.mark.parametrize("name", ODD)
def test_it_can_be_shown(name: str) -> None:
    sheets, goals = ODD[name]
    made = planned(built_from(**sheets), **goals)
    alone = build_document(made.built, made.goals, None)
    for document in (made.document, alone):
        assert ReportDocument.model_validate_json(document.model_dump_json()) == document
        assert document.verdict.sentence in render(document).replace("&#39;", "'")
        assert document.verdict.state.upper() in terminal.summary(
            document, screen=terminal.Screen(colour=False, unicode=True)
        )
    book = io.BytesIO()
    xlsx.write(book, made.document, CaseList(made.built, made.plan))
    assert book.getvalue().startswith(b"PK")
    assert len(list(assignment_tables.assignments(made.built, made.plan))) == len(sheets["cases"])
    assert len(list(assignment_tables.officers(made.built, made.plan))) == len(sheets["officers"])


def test_a_year_has_its_own_basis_and_its_first_day() -> None:
    sheets, goals = ODD["a year"]
    document = planned(built_from(**sheets), **goals).document
    assert document.verdict.fte_basis_hours == 10, "the only officer's"
    assert document.verdict.fte_other_basis_hours == 1776.5
    assert document.verdict.budget_fte_basis_hours == 2080
    assert "Year from 1 January 2027" in render(document)
    assert "The target was given." in render(document)


def test_own_times_count_as_what_they_take() -> None:
    """Case n takes 2 + n hours of whoever holds it: 27 in all, of 20."""
    sheets, goals = ODD["own times, in balance"]
    document = planned(built_from(**sheets), **goals).document
    assert sum(officer.workload_hours or 0 for officer in document.officers) == 27
    assert document.verdict.gap_hours == 7
