"""A ranked goal as report.json has it, in the units of people."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from app.report.entry import Entry, PlanStatus
from app.report.text.goals import WORDS

LevelUnit = Literal["cases", "hours", "utilization", "cost"]


class LevelEntry(Entry):
    """One ranked goal. Smaller is better."""

    name: str = Field(description=f"One of {', '.join(WORDS)}.")
    meaning: str = Field(description="What is counted, in a sentence.")
    unit: LevelUnit
    best: float = Field(description="Best value found for this goal while the goals before it were held.")
    value: float = Field(description="Value in the delivered plan.")
    bound: float = Field(description="No plan that holds the goals before it can be below this.")
    of_hours: float | None = Field(
        description="Evenness: hours for cases of everybody who has a fair share, all together. Null for other goals."
    )
    slack: float = Field(description="How far value may lie above best, in each part, for the sake of later goals.")
    gap: float = Field(description="best - bound: in points for fairness, else as a fraction of best (at least 1).")
    gap_unit: Literal["points", "fraction"]
    status: PlanStatus
    certificate: str = Field(description="What the bound rests on.")
