"""Groups of cases and officers, from tightest to loosest."""

from __future__ import annotations

from app.report.sections.tiers.entry import NeedRow, TierEntry
from app.report.text.numbers import fte, number, ratio
from solver.analysis import Analysis
from solver.analysis.staffing.verdict import TierStaffing
from solver.problem import Problem

MOST_NEEDS = 100
"""Needs that a tier lists; there can be as many as cases."""


def build(analysis: Analysis) -> list[TierEntry]:
    """Every tier."""
    return [_tier(analysis.problem, tier) for tier in analysis.staffing.tiers]


def _tier(problem: Problem, found: TierStaffing) -> TierEntry:
    return TierEntry(
        utilization=ratio(found.tier.utilization),
        target=ratio(found.target.value),
        state=found.state.value,
        demand_hours=number(found.demand_hours),
        available_hours=number(found.available_hours),
        effective_hours=number(found.limit_hours),
        gap_hours=number(found.gap_hours),
        fte_gap=fte(found.fte_gap),
        budget_fte_gap=fte(found.budget_fte_gap),
        cases=len(found.tier.cases),
        officers=[problem.officers.ids[officer] for officer in found.tier.officers.tolist()],
        needs=[
            NeedRow(needs=str(row.need), cases=row.cases, demand_hours=number(row.demand_hours))
            for row in found.needs[:MOST_NEEDS]
        ],
        needs_total=len(found.needs),
        certificate=found.certificate,
    )
