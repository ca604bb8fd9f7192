"""What cases should take beside what they take, and what the difference costs."""

from __future__ import annotations

from math import isfinite
from typing import Any

from solver.weights.cells import case_counts
from solver.weights.estimate import Estimate, Estimation
from solver.weights.panel import Panel, cost_hours, opinion_of
from solver.weights.study import TimeStudy, Unit


def should_of(
    study: TimeStudy, panel: Panel | None, found: Estimate, asked: Estimation, fte_hours: float | None
) -> dict[str, Any] | None:
    """The panel's opinion of every type, and hours and officers that it would take; None where there is no panel.

    Parameters
    ----------
    fte_hours : float or None
        Hours for cases of a full-time officer in the period.
    """
    if panel is None:
        return None
    opinion = opinion_of(panel, len(study.types))
    costs, hours = None, None
    if asked.unit is Unit.OPEN:
        open_cases = case_counts(study, Unit.OPEN).sum(axis=0).mean(axis=0)
        costs = cost_hours(found.weight, open_cases, opinion)
        hours = round(float(costs.sum()), 2)
    types = [
        {
            "case_type": study.types[at],
            "panellists": int(opinion.panellists[at]),
            "median": round(float(opinion.median[at]), 4),
            "low": round(float(opinion.low[at]), 4),
            "high": round(float(opinion.high[at]), 4),
            "disagree": bool(opinion.disagree[at]),
            "is_hours": round(float(found.weight[at]), 4),
            "should_hours": round(float(found.weight[at] * opinion.median[at]), 4),
            "more_hours": None if costs is None else round(float(costs[at]), 2),
        }
        for at in range(len(study.types))
        if isfinite(opinion.median[at]) and isfinite(found.weight[at])
    ]
    fte = None if hours is None or not fte_hours else round(hours / fte_hours, 4)
    return {"types": types, "more_hours": hours, "more_fte": fte}


def should_sentences(should: dict[str, Any] | None, period: str | None) -> list[str]:
    """What a panel says, in words; nothing where there is none."""
    if should is None:
        return []
    lines = []
    for each in should["types"]:
        doubt = "; no common opinion" if each["disagree"] else ""
        lines.append(
            f"{each['case_type']} should take {each['should_hours']:.2f} h, {each['median']:g} times as much, say "
            f"{each['panellists']} panellists (half of them between {each['low']:g} and {each['high']:g}{doubt})."
        )
    if should["more_hours"] is not None:
        officers = "" if should["more_fte"] is None else f", or {should['more_fte']:.1f} full-time officers"
        lines.append(f"For all open cases that is {should['more_hours']:+,.0f} hours a {period}{officers}.")
    return lines
