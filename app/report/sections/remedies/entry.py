"""What report.json says about remedies: what would help, how much, and how sure that is."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from app.report.entry import Entry

RemedyKind = Literal["hire", "train", "lend", "drop", "unpin", "hours"]


class RemedyEntry(Entry):
    """Changes, and what they do. Before and after are worked out exactly, by judging the changed roster again."""

    kind: RemedyKind
    sentence: str
    changes: list[str] = Field(description="As caseload whatif --change takes them.")
    hours_gained: float
    fte_gained: float = Field(description="On the verdict's fte_basis_hours.")
    gap_hours_before: float
    gap_hours_after: float
    peak_before: float | None = Field(description="The least peak that any plan can reach, cases split at will.")
    peak_after: float | None
    least_gap_hours: float | None = Field(
        description="Cross-trainings and loans: no choice of as many of them leaves fewer hours missing."
    )
    proven: bool = Field(description="No other choice of this kind and number is better.")
    certainty: str = Field(description="How sure it is that nothing of the kind is better, in a sentence.")


class HiresEntry(Entry):
    """How many hires bring one group, looked at by itself, to 100%."""

    tier: int | None = Field(description="Position in tiers, from 1; null: cases that nobody with hours may hold.")
    officers: int
    change: str = Field(description="As caseload whatif --change takes it.")
    peak_before: float | None
    peak_after: float = Field(description="At most 1.")
    peak_one_fewer: float | None = Field(description="With one fewer of them; null: nobody would carry these cases.")
    sentence: str


class PriorityHours(Entry):
    """Hours of one priority."""

    priority: int
    hours: float


class DropEntry(Entry):
    """Whole cases, least urgent first, without which nobody has more work than hours."""

    cases: int
    hours: float
    case_ids: list[str] = Field(description="The first 100 in the order of the roster.")
    gap_hours_after: float
    peak_after: float | None
    least_hours: list[PriorityHours] = Field(
        description="Hours of each priority that no plan can carry when more urgent work goes first."
    )
    sentence: str


class LiftEntry(Entry):
    """A higher caseload standard, and what a plan made with it places."""

    change: str = Field(description="As caseload whatif --change takes it.")
    cases_placed: int
    hours_placed: float
    sentence: str


class RemediesEntry(Entry):
    """What would help."""

    sentence: str = Field(description="The best of it, or that nothing is missing and where the room is least.")
    in_brief: str = Field(description="The same in one line without names; empty where nothing helps or is needed.")
    meaning: str = Field(description="What peaks and missing hours mean here.")
    search: str = Field(description="What was looked for, how long, and what was not.")
    ranked: list[RemedyEntry] = Field(
        description="Most hours gained first; of those that gain the same missing hours, those that need nobody new; "
        "then the lowest peak."
    )
    hires: list[HiresEntry]
    enough: RemedyEntry | None = Field(
        description="The fewest hires for all groups together; with one fewer, more hours are missing. null also where "
        "more than 40 groups need hires."
    )
    drop: DropEntry | None
    lifts: list[LiftEntry] = Field(description="Caseload standards; only where they leave cases without an officer.")
    lifts_note: str = Field(description="Why lifts is empty; empty where it is not.")
