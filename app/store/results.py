"""What a finished plan left: its assignments, page by page, and its files."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.store.scope import sees_plan
from app.store.tables import AssignmentRow, FileRow, PlanRow, State

if TYPE_CHECKING:
    from app.store.db import Database

PAGE = 5_000


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


def assignments(session: Session, plan_id: str, *, after: int, limit: int, changed: bool = False) -> list[Assignment]:
    """Rows of a plan whose position is above ``after`` (-1: from the first), in the roster's order."""
    query = (
        select(*(getattr(AssignmentRow, name) for name in Assignment._fields))
        .join(PlanRow, PlanRow.number == AssignmentRow.plan_number)
        .where(PlanRow.id == plan_id, PlanRow.state == State.DONE, AssignmentRow.position > after, sees_plan(session))
        .order_by(AssignmentRow.position)
        .limit(limit)
    )
    if changed:
        query = query.where(AssignmentRow.officer_id != AssignmentRow.previous_officer)
    return [Assignment._make(row) for row in session.execute(query)]


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
