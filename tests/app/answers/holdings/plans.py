"""A small plan whose lines the tests of this folder know by heart."""

from __future__ import annotations

from app.answers.holdings.case_lines import CaseLine, lines_of
from app.intake.build.problem import build_problem
from app.intake.read import read_document

OFFICERS = [{"officer_id": "Ann", "available_hours": "10"}, {"officer_id": "Bo", "available_hours": "20"}]
CASES = [
    {"case_id": "C-1", "case_type": "court", "weight_hours": "4", "current_officer": "Ann", "office": "North"},
    {"case_id": "C-2", "case_type": "review", "weight_hours": "2.5", "current_officer": "Ann", "priority": "1"},
    {"case_id": "C-3", "case_type": "court", "weight_hours": "4"},
    {"case_id": "D-4", "weight_hours": "1", "current_officer": "Bo"},
    {"case_id": "D-5", "weight_hours": "1"},
]
PLAN = [
    ("C-1", "Ann", "kept"),
    ("C-2", "Bo", "balance"),
    ("C-3", "Ann", "new"),
    ("D-4", "", "hours"),
    ("D-5", "", "hours"),
]


def lines() -> list[CaseLine]:
    """Ann keeps one, hands one to Bo and gets a new one; Bo's goes to nobody."""
    roster = read_document({"officers": OFFICERS, "cases": CASES})
    before = {str(case["case_id"]): case.get("current_officer", "") for case in CASES}
    rows = [
        {"case_id": case, "officer_id": officer, "previous_officer": before[case], "moved": "", "reason": reason}
        for case, officer, reason in PLAN
    ]
    return lines_of(build_problem(roster).problem, roster, rows)
