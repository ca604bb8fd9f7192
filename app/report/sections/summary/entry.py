"""What report.json says of the whole: how much there is, the verdict, and what the plan does."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from app.report.entry import Entry, State


class Counts(Entry):
    """How much there is."""

    officers: int
    officers_with_hours: int
    cases: int
    pinned_cases: int
    new_cases: int = Field(description="Cases that nobody held before.")
    orphaned_cases: int = Field(
        description="Cases that lose their officer in any plan, who has left, has no hours or may not hold them."
    )
    nobody_else_cases: int = Field(
        description="Cases that nobody may hold and that stay with the officer who has them (nobody_else)."
    )
    parts: int | None = Field(description="Groups of officers and cases that have nothing to do with each other.")


class VerdictPart(Entry):
    """One part of the verdict: the hours, who may hold what, or caseload standards."""

    state: State = Field(
        description="Of the hours: as of the tightest tier. Of the others: strained where a case waits or stays."
    )
    cases: int = Field(description="Cases that wait for it, or stay; without a plan, at least so many.")
    staying: int = Field(
        description="Of these, cases that somebody with hours works on meanwhile: an officer who may not hold them, or "
        "who has more pinned, or staying so, than the caseload standard allows."
    )
    hours: float | None = Field(
        description="hours: what is missing. Others: the work of these cases; null where it is not known which wait."
    )
    fte: float | None = Field(description="The same on fte_basis_hours.")
    sentence: str


class VerdictParts(Entry):
    """What the verdict is made of."""

    hours: VerdictPart
    skills_and_offices: VerdictPart
    standards: VerdictPart


class Verdict(Entry):
    """Whether the caseload is sustainable, and what is missing."""

    state: State = Field(
        description="unsustainable: hours are missing, or more than half of the cases wait. strained: the hours only "
        "just suffice, or any case waits for a skill, an office or a place, or stays where a rule does not want it. "
        "Else sustainable."
    )
    sentence: str
    parts: VerdictParts = Field(description="Each with what waits for it.")
    utilization: float | None = Field(description="demand_hours / effective_hours, over everybody.")
    peak_utilization: float | None = Field(description="Of the tightest tier: the least that any plan can reach.")
    target_utilization: float | None = Field(description="Target of the tightest tier.")
    demand_hours: float
    available_hours: float
    effective_hours: float = Field(description="available_hours x efficiency: what the hours carry.")
    gap_hours: float = Field(description="The missing hours of all tiers, and those of the cases set aside.")
    fte_gap: float
    fte_basis_hours: float = Field(description="Productive hours of one FTE in the period.")
    fte_basis: Literal["year", "roster", "given"] = Field(
        description="year: 1,776.5 a year. roster: a quarter of the officers with hours have that much or more, which "
        "is more than a tenth from the year's. given: fte_hours."
    )
    fte_other_basis_hours: float | None = Field(
        description="1,776.5 a year in the period, where another basis is used; null where that is the basis."
    )
    budget_fte_gap: float = Field(description="The same on budget_fte_basis_hours.")
    budget_fte_basis_hours: float = Field(description="Paid hours of one FTE in the period, leave included.")
    outside_cases: int = Field(
        description="Cases that nobody with hours may hold, or that are pinned to somebody without."
    )
    outside_hours: float


class Moves(Entry):
    """Cases that change hands."""

    cases: int
    hours: float
    forced: int = Field(
        description="Of these cases: their officer has left, has no hours or may not hold them (reason forced)."
    )
    held_back: int = Field(description="Cases without an officer now, though somebody held them and may keep them.")
    lost: int = Field(description="Cases that an officer of the roster holds today and nobody in the plan.")


class PlanFigures(Entry):
    """What the plan does."""

    peak_utilization: float | None
    peak_before: float | None = Field(description="Today, with every case that somebody holds.")
    peak_before_of_placed: float | None = Field(
        description="Today, without the cases that nobody holds in the plan: of the same cases as peak_utilization."
    )
    spread: float | None = Field(description="Largest minus smallest utilization of those whom a case can reach.")
    spread_before: float | None
    spread_floor: float | None = Field(description="The least spread that any assignment can have.")
    moves: Moves
    unassigned_cases: int
    wall_s: float
    interrupted: bool
