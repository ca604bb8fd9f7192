"""What is asked and answered about drafts: what somebody decides otherwise than a plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.answers.draft.effect import DraftEffect
from app.answers.draft.overrides import Change, Kind
from app.api.docket.docket_models import LONGEST_REASON
from app.intake.limits import MAX_ID
from app.store.drafts.draft_tables import DraftEntryRow
from app.store.drafts.drafts import UNDO, standing


class DraftRequest(BaseModel):
    """A case for which somebody decides otherwise than the plan."""

    model_config = ConfigDict(extra="forbid")

    kind: Kind = Field(
        description="`give`: another officer is to have the case than in the plan; `pin`: it is to stay with whoever "
        "has it in the plan; `exclude`: the officer is not to have it."
    )
    case_id: str = Field(min_length=1, max_length=MAX_ID, description="A case of the plan; its family goes with it.")
    officer_id: str | None = Field(
        default=None, min_length=1, max_length=MAX_ID, description="May be left out where a case is pinned."
    )
    reason: str = Field(min_length=1, max_length=LONGEST_REASON, description="For people who ask later.")

    @model_validator(mode="after")
    def _names_an_officer(self) -> Self:
        if self.officer_id is None and self.kind is not Kind.PIN:
            raise ValueError("officer_id: say which officer")
        return self


class DraftEntryOut(BaseModel):
    """One change of a draft, or that one was undone. None is ever changed."""

    number: int = Field(description="1, 2, 3 …, without a gap.")
    at: datetime
    actor: str = Field(description="Who decided, as audit records have it.")
    name: str = Field(description="What people call them.")
    kind: Kind | None = Field(description="Null: an earlier entry was undone.")
    case_id: str
    officer_id: str
    reason: str
    undoes: int | None = Field(description="The entry that no longer stands.")
    stands: bool = Field(description="It is a change, and nobody undid it.")
    together_with: list[str] = Field(description="Cases that are kept together with it, and go with it.")
    effect: DraftEffect | None = Field(
        description="What the change did when it was made, beside those that stood then. Null: one was undone."
    )

    @classmethod
    def of(cls, row: DraftEntryRow, *, stands: bool) -> Self:
        """The answer for one entry."""
        return cls(
            number=row.number,
            at=row.at,
            actor=row.actor,
            name=row.name,
            kind=None if row.kind == UNDO else Kind(row.kind),
            case_id=row.case_id,
            officer_id=row.officer_id,
            reason=row.reason,
            undoes=row.undoes,
            stands=stands,
            together_with=row.answer.get("together_with", []),
            effect=row.answer.get("effect"),
        )

    @classmethod
    def all_of(cls, rows: Sequence[DraftEntryRow]) -> list[Self]:
        """The answers for every entry of a draft, the oldest first."""
        numbers = {row.number for row in standing(rows)}
        return [cls.of(row, stands=row.number in numbers) for row in rows]


class DraftOut(BaseModel):
    """The draft of a plan: every entry, and what all changes that stand do together."""

    plan_id: UUID
    entries: list[DraftEntryOut] = Field(description="The oldest first.")
    effect: DraftEffect = Field(description="Of all changes that stand, together: nothing else is moved.")
    plans: list[UUID] = Field(description="Plans that were made around it, the newest first.")


def change_of(row: DraftEntryRow) -> Change:
    """A change that stands, as it is worked with."""
    return Change(row.number, Kind(row.kind), row.case_id, row.officer_id)
