"""What report.json says about cases that nobody holds, or may hold: why, the sums behind it, the smallest change."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from app.report.entry import Entry


class FixEntry(Entry):
    """Cases without an officer for the same reason, asking for the same, and the smallest change found for them."""

    reason: str
    needs: str = Field(description="What the cases ask for.")
    cases: int
    hours: float
    case_ids: list[str] = Field(description="The first 10 in the order of the roster.")
    changes: list[str] = Field(description="As caseload whatif --change takes them; empty where none was found.")
    officer_id: str | None = Field(description="Who then takes the cases; null: whoever is hired, or nobody.")
    cases_placed: int = Field(description="Cases that then have an officer, confirmed by the checker; 0: not verified.")
    verified: bool
    label: str = Field(description="'verified: ...' or 'not verified (why)'.")
    sentence: str


class Unassigned(Entry):
    """A case that nobody holds."""

    case_id: str
    priority: int
    hours: float
    previous_officer: str | None
    reason: str
    fix: str
    fix_group: int | None = Field(description="Position in fixes, from 1: the change that was made and checked.")


class NobodyElse(Entry):
    """A case that nobody may hold and that stays with the officer who has it."""

    case_id: str
    priority: int
    hours: float = Field(description="They count in the load of officer_id.")
    officer_id: str
    reason: str = Field(description="no_eligible_officer, or no_hours: whoever may hold it has none.")
    fix: str
    fix_group: int | None = Field(description="Position in fixes, from 1: the change that was made and checked.")


class ShortageEntry(Entry):
    """Why cases stay unassigned, as a sum: these cases, only these officers, what they have left."""

    reason: Literal["standards", "hours"]
    unit: Literal["cases", "hours"]
    cases: int
    officers: list[str]
    need: float
    have: float
    sentence: str
