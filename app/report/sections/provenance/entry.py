"""The record that a plan was not arbitrary, as report.json has it: where it comes from."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from app.report.entry import Entry
from app.report.sections.baselines.entry import RandomDrawsEntry


class RecordEntry(Entry):
    """What shows that the plan was not arbitrary, beside baselines and provenance."""

    command: str = Field(description="Makes the plan again.")
    repeats: Literal["plan", "values", "nothing"] = Field(
        description="What it gives again: the same plan, case by case; the same values of all levels; or what the time "
        "allows, where it ended the search before all was proven."
    )
    random: RandomDrawsEntry = Field(description="The first draw is that of baselines.random.")


class NotComputed(Entry):
    """A section that is null, and why."""

    section: str
    reason: str


class ChangeEntry(Entry):
    """One change that was made to the roster before anything was worked out."""

    text: str = Field(description="As it was asked for: `remove officer D-07`.")
    meaning: str = Field(description="In words.")


class SettingEntry(Entry):
    """One row of the sheet `settings`."""

    key: str
    value: str = Field(description="As it stands there.")
    holds: bool = Field(description="False: the options say something else, and they win.")


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
    settings: list[SettingEntry] = Field(
        description="The sheet `settings` of the roster: what holds where nothing else is asked for.",
    )
    created: str = Field(description="UTC, RFC 3339.")
