"""The docket of an adopted plan: its sums, its cases by their ids, and what happened to them since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.store.docket.docket_tables import DocketEntryRow, DocketPageRow, DocketRow
from app.store.plans import KeyTaken
from app.store.scope import sees_plan
from app.store.tables import PlanRow


@dataclass(frozen=True, slots=True)
class Docket:
    """What is open of a plan, as it is kept (``app.answers.docket.summary``), after an entry."""

    basis: bytes
    sums: bytes
    entry: int


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What happened to one case; the fields are those of :class:`app.store.docket.docket_tables.DocketEntryRow`."""

    at: datetime
    actor: str
    event: str
    case_id: str
    family: str
    officer_given: str | None
    given: dict[str, Any]
    record: list[Any]
    answer: dict[str, Any]
    idempotency_key: str | None = None
    request_sha256: str | None = None
    carried_from: str | None = None


def begin(session: Session, plan_number: int, docket: Docket) -> None:
    """Keep a docket that has no entries yet; what an earlier attempt has left of one goes."""
    for table in (DocketRow, DocketPageRow):
        session.execute(delete(table).where(table.plan_number == plan_number))
    session.add(DocketRow(plan_number=plan_number, basis=docket.basis, sums=docket.sums, entry=docket.entry))
    session.flush()


def add_pages(session: Session, plan_number: int, pages: Sequence[tuple[str, bytes, bytes]]) -> None:
    """Keep pages of a docket: kind, first key and body of each. One that is there already is the same."""
    rows = [{"plan_number": plan_number, "kind": kind, "first": first, "body": body} for kind, first, body in pages]
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(insert(DocketPageRow).on_conflict_do_nothing(), rows)


def count_pages(session: Session, plan_number: int) -> int:
    """How many pages of a docket are there."""
    query = select(func.count()).select_from(DocketPageRow).where(DocketPageRow.plan_number == plan_number)
    return session.scalar(query) or 0


def of(session: Session, plan_number: int) -> Docket | None:
    """The docket of a plan; None where there is none."""
    row = session.get(DocketRow, plan_number)
    return None if row is None else Docket(row.basis, row.sums, row.entry)


def last_entry(session: Session, plan_number: int) -> int:
    """Number of the last entry; 0: none."""
    return session.scalar(select(DocketRow.entry).where(DocketRow.plan_number == plan_number)) or 0


def page_with(session: Session, plan_number: int, kind: str, key: bytes) -> bytes | None:
    """The page on which a case is, if it is on any; None where there is no such page."""
    query = (
        select(DocketPageRow.body)
        .where(DocketPageRow.plan_number == plan_number, DocketPageRow.kind == kind, DocketPageRow.first <= key)
        .order_by(DocketPageRow.first.desc())
        .limit(1)
    )
    return session.scalar(query)


def newest_of(session: Session, plan_number: int, keys: Iterable[bytes]) -> dict[bytes, list[Any]]:
    """The records of cases after their last entries, by key; of those that have one."""
    found = _newest(session, plan_number, DocketEntryRow.case_key.in_(list(keys)))
    return {each.case_key: each.record for each in found}


def put_together_by(session: Session, plan_number: int, key: bytes) -> list[bytes]:
    """The cases of which an entry says that they are kept together by this key; not whether they still are."""
    query = select(DocketEntryRow.case_key).where(
        DocketEntryRow.plan_number == plan_number, DocketEntryRow.family == key
    )
    return list(session.scalars(query.distinct()))


def newest(session: Session, plan_number: int, up_to: int) -> list[DocketEntryRow]:
    """The last entry of each case that has one, up to an entry."""
    return list(_newest(session, plan_number, DocketEntryRow.number <= up_to))


def _newest(session: Session, plan_number: int, which: Any) -> Sequence[DocketEntryRow]:
    last = (
        select(func.max(DocketEntryRow.number))
        .where(DocketEntryRow.plan_number == plan_number, which)
        .group_by(DocketEntryRow.case_key)
    )
    query = select(DocketEntryRow).where(DocketEntryRow.plan_number == plan_number, DocketEntryRow.number.in_(last))
    return session.scalars(query.order_by(DocketEntryRow.number)).all()


def append(session: Session, plan_number: int, entry: NewEntry, sums: bytes, number: int) -> DocketEntryRow:
    """Keep an entry and the sums after it. The caller holds the plan, and has seen that the number is the next one.

    Raises
    ------
    KeyTaken
        Another request with this Idempotency-Key was recorded at the same moment.
    """
    columns = {name: getattr(entry, name) for name in NewEntry.__slots__ if name not in ("case_id", "family")}
    row = DocketEntryRow(
        plan_number=plan_number,
        number=number,
        case_key=entry.case_id.encode(),
        family=entry.family.encode() or None,
        **columns,
    )
    session.add(row)
    try:
        session.flush()
    except IntegrityError as error:
        raise KeyTaken from error
    session.execute(update(DocketRow).where(DocketRow.plan_number == plan_number).values(sums=sums, entry=number))
    return row


def by_key(session: Session, idempotency_key: str) -> DocketEntryRow | None:
    """The entry that was recorded with that Idempotency-Key."""
    query = select(DocketEntryRow).join(PlanRow, PlanRow.number == DocketEntryRow.plan_number)
    return session.scalar(query.where(DocketEntryRow.idempotency_key == idempotency_key, sees_plan(session)))


def entries(session: Session, plan_number: int, *, after: int, limit: int) -> list[DocketEntryRow]:
    """Entries after a number, the oldest first."""
    query = select(DocketEntryRow).where(DocketEntryRow.plan_number == plan_number, DocketEntryRow.number > after)
    return list(session.scalars(query.order_by(DocketEntryRow.number).limit(limit)))


def every_entry(session: Session, plan_number: int, after: int) -> Iterator[DocketEntryRow]:
    """All entries after a number."""
    query = select(DocketEntryRow).where(DocketEntryRow.plan_number == plan_number, DocketEntryRow.number > after)
    yield from session.scalars(query.order_by(DocketEntryRow.number))
