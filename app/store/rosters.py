"""Rosters that were read and found good."""

from __future__ import annotations

import json
import uuid
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, exists, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.store.scope import scope_of, sees_roster
from app.store.tables import PlanRow, RosterOfficeRow, RosterRow
from solver.errors import CaseloadError

FINDINGS = "findings"
"""Beside the sheets in a kept document: what was noticed in the roster."""
OFFICERS, CASES_BEGIN = b'{"officers":', b',"cases":['
"""How a kept document begins, and what stands after the officers: in a text the quotes would be escaped."""
CHUNK = 1 << 20


class RosterInUse(CaseloadError):
    """Plans were made from this roster: remove them first."""


@dataclass(frozen=True, slots=True)
class PackedRoster:
    """A roster as it is kept, made where it was read: the server keeps it without ever holding its rows.

    Attributes
    ----------
    document : bytes
        The sheets and what was noticed in them, as :func:`pack` makes it.
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


def pack(document: Mapping[str, Any], findings: Sequence[Mapping[str, Any]] = ()) -> bytes:
    """The sheets of a roster and what was noticed in them, as :func:`unpack` reads it."""
    whole = {**document, FINDINGS: list(findings)}
    return zlib.compress(json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode(), 1)


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


def unpack(packed: bytes) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The sheets of a kept document as they were read, and what was noticed then."""
    document: dict[str, Any] = json.loads(zlib.decompress(packed))
    return document, document.pop(FINDINGS, [])


def unpack_officers(packed: bytes) -> list[dict[str, Any]]:
    """The officers of a kept document, without unpacking the cases, of which there may be a million."""
    stream = zlib.decompressobj()
    text = stream.decompress(packed, CHUNK)
    while (at := text.find(CASES_BEGIN)) < 0 and not stream.eof:
        text += stream.decompress(stream.unconsumed_tail, max(CHUNK, len(text)))
    if at < 0 or not text.startswith(OFFICERS):
        found: list[dict[str, Any]] = unpack(packed)[0]["officers"]
        return found
    officers: list[dict[str, Any]] = json.loads(text[len(OFFICERS) : at])
    return officers


def mentions(packed: bytes, column: str) -> bool:
    """Whether anything stands in a column of a kept document, without making its rows of it."""
    wanted = f'"{column}":'.encode()
    stream = zlib.decompressobj()
    text = stream.decompress(packed, CHUNK)
    while wanted not in text and not stream.eof:
        text = text[-len(wanted) :] + stream.decompress(stream.unconsumed_tail, CHUNK)
    return wanted in text


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
