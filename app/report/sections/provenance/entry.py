"""The record that a plan was not arbitrary, as report.json has it: where it comes from, and what else there was."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from app.report.entry import Entry
from app.report.sections.provenance.scenario import ChangeEntry


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


class RecordEntry(Entry):
    """What shows that the plan was not arbitrary, beside baselines and provenance."""

    command: str = Field(description="Makes the plan again.")
    repeats: Literal["plan", "values", "nothing"] = Field(
        description="What it gives again: the same plan, case by case; the same values of all levels; or what the time "
        "allows, where the search ended before all was proven."
    )
    random: RandomDrawsEntry = Field(description="The first draw is that of baselines.random.")


class NotComputed(Entry):
    """A section that is null, and why."""

    section: str
    reason: str


class Provenance(Entry):
    """Enough to make the plan again."""

    input_sha256: str
    version: str
    ortools_version: str
    goals: dict[str, Any]
    seed: int | None
    workers: int | None
    wall_s: float | None
    scenario: list[ChangeEntry] = Field(description="Changes to the roster that were made first.")
    created: str = Field(description="UTC, RFC 3339.")
