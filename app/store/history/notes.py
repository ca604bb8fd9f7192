"""What people call a plan, and what they write beside it."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.store import plans
from app.store.history.history_tables import NoteRow
from app.store.tables import PlanRow

LONGEST_NAME = 200
LONGEST_NOTE = 2_000


def call(session: Session, plan_id: str, name: str, note: str) -> PlanRow | None:
    """Give a plan a name and a note, either of which may be empty; None where there is no such plan.

    Parameters
    ----------
    name : str
        At most :data:`LONGEST_NAME` letters.
    note : str
        At most :data:`LONGEST_NOTE` letters.
    """
    row = plans.locked(session, plan_id)
    if row is None:
        return None
    row.name = name
    session.execute(delete(NoteRow).where(NoteRow.plan_number == row.number))
    if note:
        session.add(NoteRow(plan_number=row.number, note=note))
    session.flush()
    return row


def notes_of(session: Session, numbers: Iterable[int]) -> dict[int, str]:
    """The notes of these plans, by their numbers; those without one are left out."""
    query = select(NoteRow.plan_number, NoteRow.note).where(NoteRow.plan_number.in_(list(numbers)))
    return {row.plan_number: row.note for row in session.execute(query)}
