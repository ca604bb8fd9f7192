"""An officer before and after, as report.json has them."""

from __future__ import annotations

from pydantic import Field

from app.report.entry import Entry, State


class OfficerEntry(Entry):
    """One officer before and after. 'After' is null where no plan was asked for."""

    officer_id: str
    caseload_before: int
    caseload: int | None
    workload_before_hours: float
    workload_hours: float | None
    available_hours: float
    effective_hours: float
    utilization_before: float | None
    utilization: float | None
    fair_share: float | None
    target: float | None = Field(description="Of the officer's tier.")
    state_before: State | None = Field(description="Of today's workload beside that target; null without hours.")
    state: State | None = Field(description="Of the workload in the plan.")
    tier_state: State | None = Field(description="Of the tier: what no plan can change.")
    tier: int | None = Field(description="Position in tiers, from 1.")
    moves_in: int | None
    moves_out: int | None
