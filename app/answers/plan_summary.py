"""A plan in a few figures, for a list of plans: kept beside its files, so that a list opens no report."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from app.report.build import ReportDocument


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """What a line of the history says.

    Attributes
    ----------
    verdict : str
        "sustainable", "strained" or "unsustainable".
    fte_gap : float
        Officers that are missing.
    peak : float or None
        Utilization of the busiest officer in the plan.
    moves : int or None
        Cases that change hands.
    without_officer : int
        Cases that nobody has in the plan.
    """

    verdict: str
    fte_gap: float
    peak: float | None
    moves: int | None
    without_officer: int


def summary_of(report: ReportDocument) -> PlanSummary:
    """The summary of a report."""
    plan = report.plan
    return PlanSummary(
        report.verdict.state,
        report.verdict.fte_gap,
        None if plan is None else plan.peak_utilization,
        None if plan is None else plan.moves.cases,
        0 if plan is None else plan.unassigned_cases,
    )


def packed_summary(summary: PlanSummary) -> bytes:
    """As it is kept."""
    return json.dumps(asdict(summary)).encode()


def summary_in(kept: bytes) -> PlanSummary:
    """As it was kept."""
    return PlanSummary(**json.loads(kept))
