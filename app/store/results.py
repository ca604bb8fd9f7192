"""What a finished plan left: its assignments, page by page, and its files.

Assignments are kept in pieces: a million rows of a table take ten seconds to write and as many to delete, and whoever
else would write waits for some of that.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.store.scope import sees_plan
from app.store.tables import AssignmentPieceRow, FileRow, PlanRow, State

if TYPE_CHECKING:
    from app.store.db import Database

PIECE = 2_000
"""Cases that are kept, and read, together."""
PAGE = 3 * PIECE
AT_ONCE = 8
"""Pieces that are read at once, at most."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as it was written."""

    name: str
    sha256: str
    body: bytes


def file(session: Session, plan_id: str, name: str) -> StoredFile | None:
    """One file of a plan; None where there is none."""
    row = session.scalar(
        select(FileRow)
        .join(PlanRow, PlanRow.number == FileRow.plan_number)
        .where(PlanRow.id == plan_id, FileRow.name == name, sees_plan(session))
    )
    return None if row is None else StoredFile(row.name, row.sha256, zlib.decompress(row.body))


def packed_file(session: Session, plan_id: str, name: str) -> bytes | None:
    """One file of a plan as it is kept, compressed by zlib: for a process that unpacks it itself."""
    return session.scalar(
        select(FileRow.body)
        .join(PlanRow, PlanRow.number == FileRow.plan_number)
        .where(PlanRow.id == plan_id, FileRow.name == name, sees_plan(session))
    )


def packed_files(session: Session, plan_id: str, names: Iterable[str]) -> dict[str, bytes]:
    """Those of these files that a plan has, as they are kept."""
    query = (
        select(FileRow.name, FileRow.body)
        .join(PlanRow, PlanRow.number == FileRow.plan_number)
        .where(PlanRow.id == plan_id, FileRow.name.in_(list(names)), sees_plan(session))
    )
    return {row.name: row.body for row in session.execute(query)}


def sha256(session: Session, plan_id: str, name: str) -> str | None:
    """The checksum of one file of a plan; None where there is none."""
    return session.scalar(
        select(FileRow.sha256)
        .join(PlanRow, PlanRow.number == FileRow.plan_number)
        .where(PlanRow.id == plan_id, FileRow.name == name, sees_plan(session))
    )


def files_of(session: Session, numbers: Iterable[int], name: str) -> dict[int, bytes]:
    """The file of that name of each of these plans that has one, by the plan's number."""
    query = select(FileRow.plan_number, FileRow.body).where(
        FileRow.plan_number.in_(list(numbers)), FileRow.name == name
    )
    return {row.plan_number: zlib.decompress(row.body) for row in session.execute(query)}


class Assignment(NamedTuple):
    """Who holds one case; ids are empty where nobody does or did."""

    position: int
    case_id: str
    officer_id: str
    previous_officer: str
    moved: str
    reason: str


def packed_piece(rows: Sequence[Mapping[str, str]], position: int) -> dict[str, object]:
    """A piece as it is kept, of at most :data:`PIECE` rows of ``assignments.csv``, without its plan.

    Parameters
    ----------
    position : int
        Of the first of them, in the roster's order.
    """
    columns = [[row[name] for name in Assignment._fields[1:]] for row in rows]
    changes = sum(row["officer_id"] != row["previous_officer"] for row in rows)
    body = zlib.compress(json.dumps(columns, ensure_ascii=False, separators=(",", ":")).encode(), 1)
    return {"position": position, "count": len(rows), "changes": changes, "body": body}


def assignments(session: Session, plan_id: str, *, after: int, limit: int, changed: bool = False) -> list[Assignment]:
    """Rows of a plan whose position is above ``after`` (-1: from the first), in the roster's order."""
    found: list[Assignment] = []
    while len(found) < limit:
        most = AT_ONCE if changed else min(AT_ONCE, (limit - len(found)) // PIECE + 2)
        pieces = _pieces(session, plan_id, after, most, changed=changed)
        for first, count, body in pieces:
            if len(found) >= limit:
                break
            found += (row for row in _rows_in(body, first) if row.position > after and (not changed or _differs(row)))
            after = first + count - 1
        if len(pieces) < most:
            break
    return found[:limit]


def _pieces(
    session: Session, plan_id: str, after: int, most: int, *, changed: bool
) -> Sequence[tuple[int, int, bytes]]:
    """Some pieces with rows above a position: the first position, how many rows, and the rows."""
    piece = AssignmentPieceRow
    query = (
        select(piece.position, piece.count, piece.body)
        .join(PlanRow, PlanRow.number == piece.plan_number)
        .where(PlanRow.id == plan_id, PlanRow.state == State.DONE, sees_plan(session))
        .where(piece.position > after - PIECE, piece.position + piece.count - 1 > after)
        .order_by(piece.position)
        .limit(most)
    )
    if changed:
        query = query.where(piece.changes > 0)
    return [(position, count, body) for position, count, body in session.execute(query)]


def _rows_in(body: bytes, position: int) -> Iterator[Assignment]:
    return (Assignment(at, *row) for at, row in enumerate(json.loads(zlib.decompress(body)), position))


def _differs(row: Assignment) -> bool:
    return row.officer_id != row.previous_officer


def changes(session: Session, plan_id: str, *, after: int, limit: int) -> list[Assignment]:
    """The same, of cases that have another officer in the plan than today."""
    return assignments(session, plan_id, after=after, limit=limit, changed=True)


def every_change(database: Database, plan_id: str, *, after: int = -1) -> Iterator[Assignment]:
    """All rows of a plan that are changes, a page per transaction."""
    return every_assignment(database, plan_id, after=after, changed=True)


def every_assignment(
    database: Database, plan_id: str, *, after: int = -1, changed: bool = False
) -> Iterator[Assignment]:
    """All rows of a plan, a page per transaction, so that a slow reader holds nothing up."""
    while True:
        with database.read() as session:
            rows = assignments(session, plan_id, after=after, limit=PAGE, changed=changed)
        yield from rows
        if len(rows) < PAGE:
            return
        after = rows[-1].position
