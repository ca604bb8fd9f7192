"""What report.json says about the smallest change that gives cases an officer."""

from __future__ import annotations

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
