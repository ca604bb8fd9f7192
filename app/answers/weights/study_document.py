"""Weights of a study for programs: everything that was estimated, with what it rests on."""

from __future__ import annotations

from math import isfinite
from typing import Any

from app.answers.weights.should import should_of
from app.intake.time_study.read_study import ReadStudy
from solver.weights.checks import StudyFinding
from solver.weights.design import halving
from solver.weights.estimate import Estimate, Estimation
from solver.weights.study import Unit

HOUR_DIGITS = 4
"""Decimals of hours in a roster."""
DIGITS = 4
LEAST = 10**-HOUR_DIGITS


def document_of(
    read: ReadStudy,
    asked: Estimation,
    found: Estimate,
    findings: tuple[StudyFinding, ...],
    full_time_week: float | None,
) -> dict[str, Any]:
    """What ``--json`` prints and ``study.json`` holds.

    Parameters
    ----------
    full_time_week : float or None
        Hours that a full-time officer is paid for in a week; None: not known, so the hours for cases are not, either.
    """
    study, share = read.study, found.case_share
    fte_hours = None
    if share is not None and full_time_week is not None:
        fte_hours = _rounded(share.hours(full_time_week, asked.period), 2)
    return {
        "unit": asked.unit.value,
        "period": asked.period if asked.unit is Unit.OPEN else None,
        "officers": int(found.cells.covered.any(axis=1).sum()),
        "weeks": study.weeks,
        "entries": len(study.entries),
        "weights": [_weight(read, found, at) for at in range(len(study.types))],
        "weight_correlation": _rounded(found.correlation),
        "shared_cv": asked.shared_cv,
        "case_share": None
        if share is None
        else {"value": _rounded(share.value), "low": _rounded(share.low), "high": _rounded(share.high)},
        "fte_hours": fte_hours,
        "should": should_of(study, read.panel, found, asked, fte_hours),
        "findings": [{"code": each.code, "weight": each.weight.value, "text": each.text} for each in findings],
        "read": list(read.notes),
    }


def _weight(read: ReadStudy, found: Estimate, at: int) -> dict[str, Any]:
    weight, low, high = (_hours(values[at]) for values in (found.weight, found.low, found.high))
    more = halving(found, at)
    return {
        "case_type": read.study.types[at],
        "weight_hours": weight,
        "low_hours": None if low is None or weight is None else min(max(low, LEAST), weight),
        "high_hours": None if high is None or weight is None else max(high, weight),
        "case_cv": _rounded(found.case_cv[at]),
        "measured_hours": _hours(found.measured[at]),
        "drawn_to_group": _rounded(found.drawn[at]),
        "hours": _rounded(found.hours[at], 2),
        "cases": _rounded(found.cases[at], 2),
        "officers": int(found.officers[at]),
        "weeks": int((found.cells.cases[:, :, at] > 0).any(axis=0).sum()),
        "to_halve": None if more is None else {"more_officers": more.more_officers, "more_weeks": more.more_weeks},
    }


def _hours(value: float) -> float | None:
    """Hours as a roster has them; a weight is never rounded to nothing."""
    found = _rounded(value, HOUR_DIGITS)
    return None if found is None else max(found, LEAST)


def _rounded(value: float | None, digits: int = DIGITS) -> float | None:
    """A number with so many decimals; None where it is not known or has no end."""
    if value is None or not isfinite(value):
        return None
    return round(float(value), digits)
