"""Tiers as report.json has them: cases that only some officers are left to carry."""

from __future__ import annotations

from pydantic import Field

from app.report.entry import Entry, State


class NeedRow(Entry):
    """Cases of one tier that ask for the same."""

    needs: str
    cases: int
    demand_hours: float


class TierEntry(Entry):
    """Cases that only these officers are left to carry."""

    utilization: float
    target: float
    state: State
    demand_hours: float
    available_hours: float
    effective_hours: float
    gap_hours: float
    fte_gap: float
    budget_fte_gap: float
    cases: int
    officers: list[str]
    needs: list[NeedRow] = Field(description="Largest demand first; at most 100.")
    needs_total: int
    certificate: str = Field(description="Why no assignment can do better, with its arithmetic.")
