"""What report.json says about the caseload that is achievable."""

from __future__ import annotations

from pydantic import Field

from app.report.entry import Entry


class TypeShareEntry(Entry):
    """One case type in the mix of a tier."""

    case_type: str | None
    mean_hours: float
    cases_today: int
    cases: int = Field(description="When the whole tier holds the largest multiple of its mix.")
    cases_per_officer: float = Field(description="The same for each officer of the tier, on average.")


class OfficerCaseloadEntry(Entry):
    """What one officer can hold."""

    officer_id: str
    cases_today: int
    cases: int = Field(description="Of the tier's mean effort, within the target.")
    hours_per_case_today: float | None = Field(description="available_hours / cases_today, rounded to 4 decimals.")
    of_one_type: list[int | None] = Field(
        description="Whole cases of each type of the tier, in its order, if the officer held no others; at most 20."
    )


class TierCaseloadEntry(Entry):
    """The achievable caseload of one tier."""

    tier: int = Field(description="Position in tiers, from 1.")
    multiple: float = Field(description="Of today's mix of cases, within the target.")
    utilization: float = Field(description="The largest within the target at the load that it makes.")
    cases_today: int
    cases: int
    mean_hours: float
    types: list[TypeShareEntry]
    officers: list[OfficerCaseloadEntry]


class AchievableEntry(Entry):
    """What caseload is achievable."""

    multiple: float | None = Field(description="Of the whole roster's mix at which every tier is within its target.")
    tiers: list[TierCaseloadEntry]
