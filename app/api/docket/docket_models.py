"""What is asked and answered about plans that hold, and about what happens to their cases."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.answers.advice import AdviceEntry
from app.answers.docket.entries import Event
from app.answers.docket.records import Record
from app.intake.limits import MAX_ID
from app.store.docket.adoptions import Adoption
from app.store.docket.docket_tables import DocketEntryRow
from app.store.results import Assignment

MOST_CANDIDATES = 1_000


LONGEST_REASON = 2_000
"""Letters."""


class AdoptionRequest(BaseModel):
    """Why a plan is to hold."""

    model_config = ConfigDict(extra="forbid")

    reason: str = Field(
        min_length=1, max_length=LONGEST_REASON, description="For people who ask later. It is kept with the plan."
    )


class AdoptionOut(BaseModel):
    """That a plan was adopted: who, when and why never changes."""

    plan_id: UUID
    adopted_at: datetime
    actor: str = Field(description="As audit records have it.")
    name: str = Field(description="What people call them.")
    reason: str
    superseded_by: UUID | None = Field(
        description="The plan that was adopted next for the same offices; null: this one holds."
    )

    @classmethod
    def of(cls, found: Adoption) -> Self:
        """The answer for one plan."""
        return cls(
            plan_id=UUID(found.plan_id),
            adopted_at=found.at,
            actor=found.actor,
            name=found.name,
            reason=found.reason,
            superseded_by=None if found.superseded_by is None else UUID(found.superseded_by),
        )


class EntryRequest(BaseModel):
    """What happened to one case."""

    model_config = ConfigDict(extra="forbid")

    event: Event = Field(
        description="`opened`: it is new; `closed`: nobody works on it any more; `changed`: it asks for something else "
        "or takes another time; `assigned`: an officer took it."
    )
    case: dict[str, Any] = Field(
        description="Columns of the sheet `cases` but `current_officer`. Of a case that was changed, those that are "
        "different now: null empties one. Of a case that is closed or assigned, `case_id` alone.",
    )
    officer_id: str | None = Field(
        default=None,
        max_length=MAX_ID,
        description="Who took the case; empty: nobody has it any more. `assigned` needs it.",
    )
    pace: str | None = Field(
        default=None,
        pattern=r"^[0-9]{1,6}:[0-9]{1,6}$",
        description="`N:M`: at most N new cases for M that an officer holds besides.",
        examples=["1:6"],
    )
    candidates: int = Field(
        default=10,
        ge=1,
        le=MOST_CANDIDATES,
        description="How many officers the advice tells of: the best ones; where nobody may, why not.",
    )


class EntryOut(BaseModel):
    """What happened to one case, and what was answered."""

    number: int = Field(description="1, 2, 3 …, without a gap.")
    at: datetime
    actor: str = Field(description="Who recorded it, as audit records have it.")
    event: Event
    case: dict[str, Any] = Field(description="The case from then on, as a row of the sheet `cases`.")
    officer_id: str | None = Field(description="Who has it from then on; null: nobody.")
    against: list[str] = Field(description="Why the officer who took it may not hold it; empty: nothing.")
    advice: AdviceEntry | None = Field(description="Of a case that was opened or changed: who should have it.")
    carried_from: UUID | None = Field(
        description="The plan on whose docket it was recorded, where it came along when this one was adopted."
    )

    @classmethod
    def of(cls, row: DocketEntryRow) -> Self:
        """The answer for one entry."""
        record = Record.from_list(row.record)
        return cls(
            number=row.number,
            at=row.at,
            actor=row.actor,
            event=Event(row.event),
            case=record.row,
            officer_id=record.officer or None if record.is_open else None,
            against=row.answer.get("against", []),
            advice=row.answer.get("advice"),
            carried_from=None if row.carried_from is None else UUID(row.carried_from),
        )


class EntriesPage(BaseModel):
    """Entries of a docket, the oldest first."""

    items: list[EntryOut]
    next: str | None = Field(description="Where the next page is; null on the last.")


class ChangeOut(BaseModel):
    """One case that has another officer in the plan than today."""

    model_config = ConfigDict(serialize_by_alias=True)

    case_id: str
    from_: str | None = Field(alias="from", description="Who has it today; null: nobody.")
    to: str | None = Field(description="Who has it in the plan; null: nobody.")

    @classmethod
    def of(cls, row: Assignment) -> Self:
        """The answer for one case."""
        found = {"case_id": row.case_id, "from": row.previous_officer or None, "to": row.officer_id or None}
        return cls.model_validate(found)


class ChangesPage(BaseModel):
    """What a plan changes, in the roster's order."""

    items: list[ChangeOut]
    next: str | None = Field(description="Where the next page is; null on the last.")
