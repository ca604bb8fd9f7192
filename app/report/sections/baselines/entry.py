"""What people do today and what chance does, as report.json has it, beside the plan."""

from __future__ import annotations

from pydantic import Field

from app.report.entry import Entry


class BaselineEntry(Entry):
    """What people do today, on the same roster."""

    peak_utilization: float | None
    spread: float | None
    moves: int
    unassigned_cases: int


class RandomDrawsEntry(Entry):
    """The same cases dealt out by chance, again and again, by the same rules of who may hold what."""

    draws: int
    peak_least: float | None = Field(description="Peak utilization: the lowest of all draws.")
    peak_median: float | None
    peak_most: float | None
    spread_least: float | None
    spread_median: float | None
    spread_most: float | None
    as_good: int = Field(description="Draws whose peak and spread are both no higher than the plan's.")
