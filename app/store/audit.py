"""The audit records as a table: appended at the end, read from either."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, cast, insert, select, text, true
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from app.store.db import take_turns
from app.store.scope import scope_of
from app.store.tables import AuditRow, KeyRow, PlanRow, RosterRow

APPENDING = 0x63617367
"""What those who append take turns at, until their transaction ends."""
COLUMNS = tuple(AuditRow.__table__.columns)
WITHIN_SQLITE = (
    "NOT EXISTS (SELECT 1 FROM json_each(audit_records.offices) AS named "
    "WHERE named.value NOT IN (SELECT own.value FROM json_each(:own) AS own))"
)


KINDS: dict[type, str] = {PlanRow: "plan", RosterRow: "roster", KeyRow: "key"}


class End(NamedTuple):
    """Where a chain ends: number and hash of its last record."""

    number: int
    hash: str


def end(session: Session) -> End | None:
    """Where the chain ends now; None where there is no record."""
    query = select(AuditRow.number, AuditRow.hash).order_by(AuditRow.number.desc()).limit(1)
    found = session.execute(query).one_or_none()
    return None if found is None else End(found.number, found.hash)


def end_to_append(session: Session) -> End | None:
    """Where the chain ends, and will until this transaction does: whoever appends waits for it.

    It is asked for last in a transaction, so that two of them never wait for each other.
    """
    take_turns(session, APPENDING)
    return end(session)


def subject_of(row: PlanRow | RosterRow | KeyRow) -> str:
    """What records call a row: its kind and its public id."""
    return f"{KINDS[type(row)]}:{row.id}"


def subject_of_plan(plan_id: str) -> str:
    """The same for a plan of which only the public id is at hand."""
    return f"{KINDS[PlanRow]}:{plan_id}"


def add(session: Session, columns: dict[str, Any]) -> None:
    """Keep a record."""
    session.execute(insert(AuditRow).values(**columns))


def after(session: Session, number: int, limit: int) -> list[dict[str, Any]]:
    """The records after one, the oldest first, whosever they are."""
    query = select(*COLUMNS).where(AuditRow.number > number).order_by(AuditRow.number).limit(limit)
    return [dict(row) for row in session.execute(query).mappings()]


def page(
    session: Session, *, limit: int, before: int | None = None, action: str | None = None, subject: str | None = None
) -> list[dict[str, Any]]:
    """The newest records that the session sees, the newest first; ``before``: only those with a smaller number."""
    query = select(*COLUMNS).where(_sees(session)).order_by(AuditRow.number.desc()).limit(limit)
    if before is not None:
        query = query.where(AuditRow.number < before)
    if action is not None:
        query = query.where(AuditRow.action == action)
    if subject is not None:
        query = query.where(AuditRow.subject == subject)
    return [dict(row) for row in session.execute(query).mappings()]


def _sees(session: Session) -> ColumnElement[bool]:
    """That a record concerns offices of the session alone: the rule of :mod:`app.store.scope`."""
    own = scope_of(session).listed
    if own is None:
        return true()
    if session.get_bind().dialect.name == "postgresql":
        inside: ColumnElement[bool] = cast(AuditRow.offices, JSONB).contained_by(cast(own, JSONB))
    else:
        inside = text(WITHIN_SQLITE).bindparams(own=json.dumps(own))  # type: ignore[assignment]
    return and_(AuditRow.offices.is_not(None), inside)
