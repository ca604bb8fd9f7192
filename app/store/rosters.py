"""Rosters that were read and found good."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, exists, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.store.scope import scope_of, sees_roster
from app.store.tables import PlanRow, RosterOfficeRow, RosterRow
from solver.errors import CaseloadError


class RosterInUse(CaseloadError):
    """Plans were made from this roster: remove them first."""


@dataclass(frozen=True, slots=True)
class PackedRoster:
    """A roster as it is kept, made where it was read: the server keeps it without ever holding its rows.

    Attributes
    ----------
    document : bytes
        The sheets and what was noticed in them, as ``app.jobs.roster_source`` packs them.
    sha256 : str
        Of what was read.
    counts : dict of sheet to rows
    warnings : list of str
    findings : list of dict
        As ``app.intake.findings.Finding`` has them.
    offices : list of str
        That it names, casefolded.
    """

    document: bytes
    sha256: str
    counts: dict[str, int]
    warnings: list[str]
    findings: list[dict[str, Any]]
    offices: list[str] = field(default_factory=list)


def add(session: Session, roster: PackedRoster, *, inline: bool) -> RosterRow:
    """Keep a roster. ``inline``: it came with a plan and goes with it.

    Raises
    ------
    ForeignOffice
        It names an office that is none of the session's.
    """
    owners = scope_of(session).owners(roster.offices)
    row = RosterRow(
        id=str(uuid.uuid4()),
        created_at=datetime.now(UTC),
        sha256=roster.sha256,
        counts=roster.counts,
        warnings=roster.warnings,
        findings=roster.findings,
        inline=inline,
        is_bound=owners is not None,
        document=roster.document,
    )
    session.add(row)
    session.flush()
    if owners:
        session.execute(insert(RosterOfficeRow), [{"roster_number": row.number, "office": each} for each in owners])
    return row


def get(session: Session, roster_id: str) -> RosterRow | None:
    """The roster of that id."""
    return session.scalar(select(RosterRow).where(RosterRow.id == roster_id, sees_roster(session)))


def page(session: Session, *, limit: int, before: int | None = None) -> list[RosterRow]:
    """The newest rosters first; ``before``: only those with a smaller number."""
    query = select(RosterRow).where(sees_roster(session)).order_by(RosterRow.number.desc()).limit(limit)
    if before is not None:
        query = query.where(RosterRow.number < before)
    return list(session.scalars(query))


def hold(session: Session, roster_id: str) -> RosterRow | None:
    """The roster of that id, which nobody can remove until the transaction ends."""
    query = select(RosterRow).where(RosterRow.id == roster_id, sees_roster(session))
    return session.scalar(query.with_for_update(read=True, key_share=True))


def offices_of(session: Session, roster: RosterRow) -> list[str] | None:
    """The offices that a roster belongs to; None: no office in particular."""
    if not roster.is_bound:
        return None
    query = select(RosterOfficeRow.office).where(RosterOfficeRow.roster_number == roster.number)
    return list(session.scalars(query.order_by(RosterOfficeRow.office)))


def remove(session: Session, roster_id: str) -> bool:
    """Forget a roster; False where there is none.

    Raises
    ------
    RosterInUse
    """
    query = select(RosterRow).where(RosterRow.id == roster_id, sees_roster(session))
    row = session.scalar(query.with_for_update())
    if row is None:
        return False
    if session.scalar(select(exists().where(PlanRow.roster_number == row.number))):
        raise RosterInUse
    try:
        session.execute(delete(RosterRow).where(RosterRow.number == row.number))
    except IntegrityError as error:  # a plan was accepted at the same moment
        raise RosterInUse from error
    return True
