"""A rule that a pin breaks, as report.json has it."""

from __future__ import annotations

from typing import Literal

from app.report.entry import Entry


class BreachEntry(Entry):
    """A rule that a pin breaks."""

    rule: Literal["eligibility", "standard", "hours"]
    officer_id: str
    case_id: str | None
    need: float | None
    have: float | None
    unit: Literal["cases", "hours"] | None
    sentence: str
