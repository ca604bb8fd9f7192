"""What report.json says about a plan for weights that turn out otherwise than they stand in the sheet."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from app.report.entry import Entry


class AsGiven(Entry):
    """The verdict with the weights as they stand in the sheet."""

    state: Literal["sustainable", "strained", "unsustainable"]
    sentence: str
    utilization: float | None
    peak_utilization: float | None = Field(description="Of the tightest tier: the least that any plan can reach.")
    demand_hours: float
    gap_hours: float
    fte_gap: float


class PercentileEntry(Entry):
    """Every case weight is taken at a percentile of its own error: all hours of the document are those.

    Two sections are not: ``uncertainty`` and ``forecast`` start from the weights as they stand.
    """

    percentile: float = Field(description="Above 0 and below 100; 50: the weights as they stand.")
    sentence: str
    as_given: AsGiven
    types_without_error: list[str] = Field(
        description="Types in use without low_hours or high_hours: their weight stays as it stands."
    )
    own_cases: int = Field(description="Cases that bring hours of their own; these stay as they are.")
    own_hours: float
