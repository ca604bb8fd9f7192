"""The page of a finished plan: the answer in a few lines, the downloads, and the way to the whole report."""

from __future__ import annotations

import json
from typing import Any

from fastapi.responses import HTMLResponse

from app.api.models import PlanOut
from app.web.rendering import page

STATES = {"sustainable": "good", "strained": "warn", "unsustainable": "bad"}
SHOWN = 20
FULL_BAR = 100.0
"""Width of a bar, in the units of its drawing."""


def report_page(plan: PlanOut, report_json: bytes) -> HTMLResponse:
    """The page of a plan that is done."""
    report: dict[str, Any] = json.loads(report_json)
    officers = report["officers"]
    widest = max([1.0, *(each[key] or 0.0 for each in officers for key in ("utilization", "utilization_before"))])
    busiest = sorted(officers, key=lambda each: -(each["utilization"] or 0.0))
    return page(
        "report.html",
        plan=plan,
        report=report,
        tone=STATES.get(report["verdict"]["state"], "warn"),
        busiest=busiest[:SHOWN],
        bars=[_bar(each, widest) for each in busiest[:SHOWN]],
        full=FULL_BAR / widest,
        shown=SHOWN,
    )


def _bar(officer: dict[str, Any], widest: float) -> dict[str, float | None]:
    """Lengths of one officer's bars."""

    def length(value: float | None) -> float | None:
        return None if value is None else round(value / widest * FULL_BAR, 2)

    return {
        "before": length(officer["utilization_before"]),
        "after": length(officer["utilization"]),
        "share": length(officer["fair_share"]),
    }
