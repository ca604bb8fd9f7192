"""The cases of an office, docket or skill, as report.json has them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from app.report.entry import Entry, State

GroupKind = Literal["office", "docket", "skill"]


class GroupEntry(Entry):
    """The cases of one office, docket or skill. Groups overlap: an officer's hours can stand in several."""

    kind: GroupKind
    name: str | None = Field(description="null: the cases that ask for none.")
    state: State = Field(description="Of the worst tier that any of the cases is in.")
    cases: int
    demand_hours: float
    officers: int = Field(description="With hours, who may hold any of the cases.")
    effective_hours: float
    utilization: float | None
    peak_utilization: float | None = Field(description="Of that worst tier.")
    target: float | None
    gap_hours: float = Field(description="Largest deficiency among the group's cases, other work aside.")
    gap_is_at_least: bool = Field(description="Some cases take different officers different times; the least counts.")
    fte_gap: float
    budget_fte_gap: float
    certificate: str
