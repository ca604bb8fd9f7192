"""Changes to the roster, as report.json names them."""

from __future__ import annotations

from pydantic import Field

from app.report.entry import Entry


class ChangeEntry(Entry):
    """One change that was made to the roster before anything was worked out."""

    text: str = Field(description="As it was asked for: `remove officer D-07`.")
    meaning: str = Field(description="In words.")
