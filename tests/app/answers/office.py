"""An office of two that the tests of this folder ask about."""

from __future__ import annotations

from app.answers.assigned_roster import AssignedRoster
from app.intake.build.problem import build_problem
from app.intake.read import read_document
from app.intake.roster import Roster

OFFICERS = [
    {"officer_id": "A", "available_hours": "10", "skills": "spanish"},
    {"officer_id": "B", "available_hours": "20"},
]
CASES = [
    {"case_id": "1", "weight_hours": "4", "current_officer": "A", "required_skills": "spanish"},
    {"case_id": "2", "weight_hours": "4", "current_officer": "B"},
    {"case_id": "new", "weight_hours": "2"},
]


def roster() -> Roster:
    return read_document({"officers": OFFICERS, "cases": CASES})


def office() -> AssignedRoster:
    """With everybody holding what they hold today."""
    problem = build_problem(roster()).problem
    return AssignedRoster(problem, problem.cases.current.clip(min=-1))
