"""A roster with uncertain weights and a flow, which the tests of risk, forecast and percentile share."""

from __future__ import annotations

from typing import Any

from app.intake.build.problem import Built
from tests.app.report.planned import built_from

OFFICERS: list[dict[str, Any]] = [
    {"officer_id": "A", "available_hours": 10, "offices": "north"},
    {"officer_id": "B", "available_hours": 10, "offices": "south"},
]
CASES: list[dict[str, Any]] = [
    {"case_id": f"{n}", "case_type": "visit", "office": "north" if n < 5 else "south", "current_officer": "AB"[n % 2]}
    for n in range(9)
] + [
    {"case_id": "own", "weight_hours": 1, "office": "south", "current_officer": "B"},
    {"case_id": "sure", "case_type": "call", "office": "south", "current_officer": "B"},
]
WEIGHTS: list[dict[str, Any]] = [
    {"case_type": "visit", "weight_hours": 2, "low_hours": 1, "high_hours": 4, "case_cv": "0.5"},
    {"case_type": "call", "weight_hours": "0.5"},
]
FLOW: list[dict[str, Any]] = [
    {"case_type": "visit", "office": "north", "arrivals_per_period": 2, "closures_per_period": 1},
    {"case_type": "visit", "office": "south", "arrivals_per_period": 1, "closures_per_period": 1},
    {"case_type": "call", "arrivals_per_period": "0.25", "closures_per_period": 0},
]


def uncertain(**sheets: list[dict[str, Any]]) -> Built:
    """North: 5 cases of 2 h (1 to 4) for the 10 h of A. South: 4 such, 1 h and 0.5 h that are known, for B's 10 h."""
    given = {"officers": OFFICERS, "cases": CASES, "weights": WEIGHTS, "flow": FLOW, **sheets}
    return built_from(given.pop("officers"), given.pop("cases"), **given)
