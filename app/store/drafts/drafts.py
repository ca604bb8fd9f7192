"""The draft of a plan: entries that are appended, one that undoes another among them; and plans made around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.store.drafts.draft_tables import DraftEntryRow, DraftOriginRow
from app.store.scope import sees_plan
from app.store.tables import PlanRow

UNDO = "undo"


@dataclass(frozen=True, slots=True)
class NewChange:
    """A change, or that one is undone; the fields are those of ``draft_tables.DraftEntryRow``."""

    actor: str
    name: str
    kind: str
    case_id: str
    officer_id: str
    reason: str
    answer: dict[str, Any]
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """What a plan was made around.

    Attributes
    ----------
    plan_id : str
        Whose draft it was.
    is_there : bool
        Whether that plan is still there, and seen.
    changes : list of dict
        Those that stood.
    """

    plan_id: str
    is_there: bool
    changes: list[dict[str, Any]]


def entries(session: Session, plan_number: int) -> list[DraftEntryRow]:
    """Everything that was ever entered, the oldest first."""
    query = select(DraftEntryRow).where(DraftEntryRow.plan_number == plan_number)
    return list(session.scalars(query.order_by(DraftEntryRow.number)))


def standing(rows: Sequence[DraftEntryRow]) -> list[DraftEntryRow]:
    """Changes that nobody undid, of all entries."""
    undone = {row.undoes for row in rows}
    return [row for row in rows if row.kind != UNDO and row.number not in undone]


def last_entry(session: Session, plan_number: int) -> int:
    """Number of the last entry; 0: none."""
    query = select(func.max(DraftEntryRow.number)).where(DraftEntryRow.plan_number == plan_number)
    return session.scalar(query) or 0


def append(session: Session, plan_number: int, change: NewChange, number: int) -> DraftEntryRow:
    """Keep an entry. The caller holds the plan, and has seen that the number is the next one."""
    columns = {name: getattr(change, name) for name in NewChange.__slots__ if name != "name"}
    row = DraftEntryRow(plan_number=plan_number, number=number, at=datetime.now(UTC), name=change.name[:200], **columns)
    session.add(row)
    session.flush()
    return row


def set_origin(session: Session, plan: PlanRow, draft_plan: str, entry: int, changes: list[dict[str, Any]]) -> None:
    """Keep around what a plan is made."""
    session.add(DraftOriginRow(plan_number=plan.number, draft_plan=draft_plan, entry=entry, changes=changes))


def origin(session: Session, plan_number: int) -> Origin | None:
    """Around what a plan was made; None: around no draft."""
    row = session.get(DraftOriginRow, plan_number)
    if row is None:
        return None
    there = select(PlanRow.number).where(PlanRow.id == row.draft_plan, sees_plan(session)).exists()
    return Origin(row.draft_plan, bool(session.scalar(select(there))), row.changes)


def made_around(session: Session, plan_id: str) -> list[PlanRow]:
    """Plans that were made around the draft of a plan, the newest first."""
    query = select(PlanRow).join(DraftOriginRow, DraftOriginRow.plan_number == PlanRow.number)
    query = query.where(DraftOriginRow.draft_plan == plan_id, sees_plan(session))
    return list(session.scalars(query.order_by(PlanRow.number.desc()).limit(10)))
