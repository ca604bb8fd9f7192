"""Offices, dockets and skills."""

from __future__ import annotations

from app.report.sections.groups.entry import GroupEntry, GroupKind
from app.report.text.numbers import fte, number, ratio
from solver.analysis import Analysis
from solver.analysis.staffing.breakdowns import GroupRow

KINDS: dict[str, GroupKind] = {"office": "office", "docket": "docket", "skill": "skill"}


def build(analysis: Analysis) -> list[GroupEntry]:
    """Every office, docket and skill."""
    return [_group(row) for row in analysis.staffing.groups]


def _group(row: GroupRow) -> GroupEntry:
    return GroupEntry(
        kind=KINDS[row.kind],
        name=row.name,
        state=row.state.value,
        cases=row.cases,
        demand_hours=number(row.demand_hours),
        officers=row.officers,
        effective_hours=number(row.limit_hours),
        utilization=ratio(row.utilization),
        peak_utilization=ratio(row.peak_utilization),
        target=ratio(None if row.target is None else row.target.value),
        gap_hours=number(row.gap_hours),
        gap_is_at_least=row.at_least,
        fte_gap=fte(row.fte_gap),
        budget_fte_gap=fte(row.budget_fte_gap),
        certificate=row.certificate,
    )
