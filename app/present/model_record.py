"""The record that a plan was not arbitrary, as report.json has it: where it comes from, and what else there was."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from app.present.model_base import Part
from app.present.model_scenario import ChangeEntry


class BaselineEntry(Part):
    """What people do today, on the same roster."""

    peak_utilization: float | None
    spread: float | None
    moves: int
    unassigned_cases: int


class NotComputed(Part):
    """A section that is null, and why."""

    section: str
    reason: str


class Provenance(Part):
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
