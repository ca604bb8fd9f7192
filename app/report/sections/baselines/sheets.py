"""The sheet of plan.xlsx that compares the plan with other ways to hand out the same cases."""

from __future__ import annotations

from collections.abc import Iterator

from app.report.document import ReportDocument
from app.report.sections.provenance.build import chance_sentence
from app.report.sheets import Cell, Column, Table
from app.report.text.words import BASELINE_TITLES


def comparison(document: ReportDocument) -> Table:
    """Every way, the plan last."""
    columns = (
        Column("Way", "text", 36),
        Column("Peak utilization", "percent", 12, over=True),
        Column("Fullest minus emptiest", "percent", 14),
        Column("Cases that move", "count", 12),
        Column("Cases without an officer", "count", 14),
    )
    return Table("Comparison", columns, _rows(document), chance_sentence(document))


def _rows(document: ReportDocument) -> Iterator[tuple[Cell, ...]]:
    for name, entry in document.baselines.items():
        title = BASELINE_TITLES.get(name, name)
        yield title, entry.peak_utilization, entry.spread, entry.moves, entry.unassigned_cases
    plan = document.plan
    if plan is not None:
        yield "This plan", plan.peak_utilization, plan.spread, plan.moves.cases, plan.unassigned_cases
