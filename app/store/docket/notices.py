"""Who is still to be told of an adoption, and what came of it: taken by one process at a time, kept until it ends."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.store.db import has_changed
from app.store.docket.docket_tables import AdoptionRow, NoticeRow
from app.store.tables import PlanRow

LONGEST_ANSWER = 64


class Notice(StrEnum):
    """What became of telling somebody."""

    WAITING = "waiting"
    """It is still to be sent, or to be sent again."""
    DELIVERED = "delivered"
    """Whoever was told has taken it."""
    GIVEN_UP = "given_up"
    """It was tried often enough."""


@dataclass(frozen=True, slots=True)
class Due:
    """An attempt to tell of an adoption, which this process has taken.

    Attributes
    ----------
    plan_number : int
    plan_id : str
    message_id : str
    attempt : int
        From 1.
    adopted_at : datetime
    adopted_by : str
        What people call them.
    """

    plan_number: int
    plan_id: str
    message_id: str
    attempt: int
    adopted_at: datetime
    adopted_by: str


def add(session: Session, plan_number: int) -> None:
    """Have somebody told, in the transaction in which the plan is adopted."""
    row = NoticeRow(
        plan_number=plan_number,
        id=f"msg_{uuid.uuid4().hex}",
        state=Notice.WAITING,
        attempts=0,
        due_at=datetime.now(UTC),
    )
    session.add(row)
    session.flush()


def is_due(session: Session, now: datetime) -> bool:
    """Whether there is an attempt to take; looking takes no lock."""
    query = select(NoticeRow.plan_number).where(NoticeRow.state == Notice.WAITING, NoticeRow.due_at <= now).limit(1)
    return session.scalar(query) is not None


def take(session: Session, now: datetime, again_after: timedelta) -> Due | None:
    """Take the attempt that has been due for longest; None: nothing is due.

    Parameters
    ----------
    again_after : timedelta
        When it is due again if this process dies before it says what came of it.
    """
    query = (
        select(NoticeRow, AdoptionRow, PlanRow.id)
        .join(AdoptionRow, AdoptionRow.plan_number == NoticeRow.plan_number)
        .join(PlanRow, PlanRow.number == NoticeRow.plan_number)
        .where(NoticeRow.state == Notice.WAITING, NoticeRow.due_at <= now)
        .order_by(NoticeRow.due_at, NoticeRow.plan_number)
        .limit(1)
        .with_for_update(of=NoticeRow, skip_locked=True)
    )
    found = session.execute(query).one_or_none()
    if found is None:
        return None
    notice, adoption, plan_id = found
    notice.attempts += 1
    notice.due_at = now + again_after
    return Due(notice.plan_number, plan_id, notice.id, notice.attempts, adoption.at, adoption.name)


def settle(session: Session, due: Due, state: Notice, answer: str, due_at: datetime) -> bool:
    """Say what came of an attempt; False where the plan is gone, or another process has taken a later attempt."""
    where = (NoticeRow.plan_number == due.plan_number, NoticeRow.attempts == due.attempt)
    values = {"state": state, "answer": answer[:LONGEST_ANSWER], "due_at": due_at}
    return has_changed(session.execute(update(NoticeRow).where(*where).values(**values)))
