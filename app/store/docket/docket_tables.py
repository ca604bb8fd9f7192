"""What is kept of plans that were adopted, and of the cases that came and went since."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.store.tables import BIG, Base, Instant


class AdoptionRow(Base):
    """That a plan holds from now on. Triggers refuse every change (migration 0008); it goes with its plan."""

    __tablename__ = "adoptions"

    number: Mapped[int] = mapped_column(BIG, primary_key=True)
    """A later one has a larger number."""
    plan_number: Mapped[int] = mapped_column(ForeignKey("plans.number", ondelete="CASCADE"), unique=True)
    at: Mapped[datetime] = mapped_column(Instant)
    actor: Mapped[str] = mapped_column(Text)
    """Id of who adopted it, as audit records have it."""
    name: Mapped[str] = mapped_column(String(200))
    """What people call them."""
    offices: Mapped[str] = mapped_column(Text, index=True)
    """Of the plan, as canonical JSON; empty: none in particular. A later adoption for the same takes its place."""
    reason: Mapped[str] = mapped_column(Text)


class NoticeRow(Base):
    """That an address is to be told of an adoption, and what came of it; it goes with the plan."""

    __tablename__ = "adoption_notices"
    __table_args__ = (CheckConstraint("state IN ('waiting', 'delivered', 'given_up')", "state"),)

    plan_number: Mapped[int] = mapped_column(ForeignKey("plans.number", ondelete="CASCADE"), primary_key=True)
    id: Mapped[str] = mapped_column(String(40), unique=True)
    """The same in every attempt, so that whoever is told twice knows it."""
    state: Mapped[str] = mapped_column(String(16))
    attempts: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    due_at: Mapped[datetime] = mapped_column(Instant, index=True)
    """Of the next attempt, or when the last one ended."""
    answer: Mapped[str | None] = mapped_column(String(64))
    """What came of the last attempt: a status, or why there was none."""


class OriginRow(Base):
    """Of which docket a plan was made, and how far that was then."""

    __tablename__ = "plan_origins"

    plan_number: Mapped[int] = mapped_column(ForeignKey("plans.number", ondelete="CASCADE"), primary_key=True)
    docket_plan: Mapped[str] = mapped_column(String(36))
    """Public id of the plan that was adopted: it may be gone by now."""
    entry: Mapped[int]
    """Number of the last entry that the roster has."""


class DocketRow(Base):
    """What is open of an adopted plan, added up (``app.answers.docket``)."""

    __tablename__ = "dockets"

    plan_number: Mapped[int] = mapped_column(ForeignKey("plans.number", ondelete="CASCADE"), primary_key=True)
    basis: Mapped[bytes] = mapped_column(LargeBinary)
    sums: Mapped[bytes] = mapped_column(LargeBinary)
    """After the entry of this number; from the first entries on they can be worked out again."""
    entry: Mapped[int] = mapped_column(default=0, server_default=text("0"))


class DocketPageRow(Base):
    """Some cases of an adopted plan, in the order of a key, so that one is found without reading all."""

    __tablename__ = "docket_pages"
    __table_args__ = ({"sqlite_with_rowid": False},)

    plan_number: Mapped[int] = mapped_column(ForeignKey("plans.number", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(8), primary_key=True)
    first: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    body: Mapped[bytes] = mapped_column(LargeBinary)


class DocketEntryRow(Base):
    """What happened to one case. Triggers refuse every change (migration 0008); it goes with its plan."""

    __tablename__ = "docket_entries"
    __table_args__ = (
        CheckConstraint("event IN ('opened', 'closed', 'changed', 'assigned')", "event"),
        Index("ix_docket_entries_plan_case", "plan_number", "case_key", "number"),
        Index("ix_docket_entries_plan_family", "plan_number", "family"),
    )

    plan_number: Mapped[int] = mapped_column(ForeignKey("plans.number", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(BIG, primary_key=True, autoincrement=False)
    """1, 2, 3 …, without a gap."""
    at: Mapped[datetime] = mapped_column(Instant)
    actor: Mapped[str] = mapped_column(Text)
    event: Mapped[str] = mapped_column(String(16))
    case_key: Mapped[bytes] = mapped_column(LargeBinary)
    """Its id in UTF-8."""
    family: Mapped[bytes | None] = mapped_column(LargeBinary)
    """What it is kept together by from now on."""
    officer_given: Mapped[str | None] = mapped_column(Text)
    """Who is said to have it from now on; empty: nobody; NULL: nothing was said of it."""
    given: Mapped[dict[str, Any]] = mapped_column(JSON)
    """What was said of the case."""
    record: Mapped[list[Any]] = mapped_column(JSON)
    """The case afterwards (``app.answers.docket.records.Record``)."""
    answer: Mapped[dict[str, Any]] = mapped_column(JSON)
    """What was answered: the advice that was given, and what spoke against who took the case."""
    idempotency_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    request_sha256: Mapped[str | None] = mapped_column(String(64))
    carried_from: Mapped[str | None] = mapped_column(String(36))
    """Public id of the plan on whose docket it was made, where it came along to this one."""
