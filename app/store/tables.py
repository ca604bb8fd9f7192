"""What is kept, and which states it may be in. The database itself refuses any other."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
    TypeDecorator,
    false,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

BIG = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows by itself only where the column is called INTEGER."""


class State(StrEnum):
    """What happens to a plan's job. The plan's own quality is ``Plan.status``."""

    QUEUED = "queued"
    """Accepted; waits for its turn."""
    RUNNING = "running"
    """A process works on it."""
    DONE = "done"
    """The plan is there."""
    FAILED = "failed"
    """It ended without a plan; ``failure`` and ``message`` say why. It can be started again."""
    CANCELLED = "cancelled"
    """Somebody stopped it. It can be started again."""
    INTERRUPTED = "interrupted"
    """A server of an older version ended while it ran. It can be started again."""


class Stop(StrEnum):
    """How a running plan was asked to stop."""

    DISCARD = "discard"
    """Nothing of it is wanted."""
    KEEP_BEST = "keep_best"
    """The best plan found by then is wanted."""


class Role(StrEnum):
    """What a caller may do; each may do what those before it may."""

    VIEWER = "viewer"
    """Looks at plans and asks questions of which nothing is kept."""
    PLANNER = "planner"
    """Sends rosters, asks for plans, stops and restarts them, and removes what came to nothing."""
    APPROVER = "approver"
    """Decides what holds and what stays: adopts plans, and removes those that are done."""
    ADMIN = "admin"
    """Everything."""


def one_of(column: str, values: type[StrEnum] | tuple[str, ...]) -> str:
    """A condition: the column holds one of these."""
    return f"{column} IN ({', '.join(repr(str(value)) for value in values)})"


class Instant(TypeDecorator[datetime]):
    """A moment in UTC; SQLite would give it back without its time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ARG002
        """Say the time zone where the database does not."""
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


class Base(DeclarativeBase):
    """Names of constraints are spelled out, so that migrations can name them too."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class RosterRow(Base):
    """A roster as it was read and found good."""

    __tablename__ = "rosters"

    number: Mapped[int] = mapped_column(BIG, primary_key=True)
    id: Mapped[str] = mapped_column(String(36), unique=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    sha256: Mapped[str] = mapped_column(String(64))
    counts: Mapped[dict[str, int]] = mapped_column(JSON)
    warnings: Mapped[list[str]] = mapped_column(JSON)
    findings: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON)
    """What was noticed, as ``app.intake.findings.Finding`` has it; NULL: kept before there was such a thing."""
    inline: Mapped[bool]
    """It came with a plan and goes with it."""
    is_bound: Mapped[bool] = mapped_column(default=False, server_default=false())
    """It belongs to the offices of ``roster_offices``; otherwise to none in particular (``app.store.scope``)."""
    document: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    """The sheets as JSON, compressed."""


class RosterOfficeRow(Base):
    """One of the offices that a roster belongs to."""

    __tablename__ = "roster_offices"

    roster_number: Mapped[int] = mapped_column(ForeignKey("rosters.number", ondelete="CASCADE"), primary_key=True)
    office: Mapped[str] = mapped_column(Text, primary_key=True)
    """Casefolded."""


class PlanRow(Base):
    """A plan that was asked for, its job, and what came of it."""

    __tablename__ = "plans"
    __table_args__ = (
        CheckConstraint(one_of("state", State), "state"),
        CheckConstraint("status IS NULL OR " + one_of("status", ("optimal", "feasible")), "status"),
        CheckConstraint("stop IS NULL OR " + one_of("stop", Stop), "stop"),
        CheckConstraint("(state = 'done') = (status IS NOT NULL)", "done_has_status"),
        CheckConstraint("(state = 'failed') = (failure IS NOT NULL)", "failed_says_why"),
        CheckConstraint("state IN ('queued', 'cancelled') OR started_at IS NOT NULL", "started"),
        CheckConstraint("(state IN ('queued', 'running')) = (finished_at IS NULL)", "finished"),
        CheckConstraint("attempt >= 0", "attempt"),
        Index("ix_plans_state_priority_number", "state", "priority", "number"),
    )

    number: Mapped[int] = mapped_column(BIG, primary_key=True)
    id: Mapped[str] = mapped_column(String(36), unique=True)
    roster_number: Mapped[int] = mapped_column(ForeignKey("rosters.number"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    """What people call it: the name of the file, or empty."""
    goals: Mapped[dict[str, Any]] = mapped_column(JSON)
    scenario: Mapped[list[str] | None] = mapped_column(JSON)
    """Changes to the roster that are made first; None in plans of older versions."""
    state: Mapped[str] = mapped_column(String(16), default=State.QUEUED)
    status: Mapped[str | None] = mapped_column(String(16))
    stop: Mapped[str | None] = mapped_column(String(16))
    attempt: Mapped[int] = mapped_column(default=0)
    """Counts the runs. A run that was given up must not write: its attempt no longer fits."""
    beat: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    """Counts the heartbeats of this attempt: one that stands still belongs to a process that is gone."""
    deaths: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    """Attempts whose process died, since somebody last asked for the plan."""
    priority: Mapped[int] = mapped_column(default=3, server_default=text("3"))
    """Its place in the queue: 1 comes first, 5 last, and within one who came first."""
    asked_by: Mapped[str | None] = mapped_column(Text, index=True)
    """Id of the caller who asked for it last; NULL: of a version before there were quotas."""
    idempotency_key: Mapped[str | None] = mapped_column(String(255), unique=True)
    request_sha256: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(Instant)
    started_at: Mapped[datetime | None] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
    progress: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """The newest of its events."""
    failure: Mapped[str | None] = mapped_column(String(32))
    message: Mapped[str | None] = mapped_column(Text)

    roster: Mapped[RosterRow] = relationship(lazy="joined", innerjoin=True)
    """Comes along, without its document."""


class EventRow(Base):
    """What a plan told while it ran; kept so that a reader who lost the connection can go on."""

    __tablename__ = "plan_events"

    plan_number: Mapped[int] = mapped_column(ForeignKey("plans.number", ondelete="CASCADE"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    data: Mapped[dict[str, Any]] = mapped_column(JSON)


class AssignmentPieceRow(Base):
    """Who holds some hundreds of cases of a finished plan, in the roster's order."""

    __tablename__ = "assignment_pieces"

    plan_number: Mapped[int] = mapped_column(ForeignKey("plans.number", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(BIG, primary_key=True, autoincrement=False)
    """Of the first of them."""
    count: Mapped[int] = mapped_column(BIG)
    changes: Mapped[int] = mapped_column(BIG)
    """Of them, cases that have another officer than today."""
    body: Mapped[bytes] = mapped_column(LargeBinary)
    """As ``app.store.results`` packs them."""


class FileRow(Base):
    """A file of a finished plan, ready to be sent."""

    __tablename__ = "plan_files"

    plan_number: Mapped[int] = mapped_column(ForeignKey("plans.number", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(BigInteger)
    """Bytes before compression."""
    body: Mapped[bytes] = mapped_column(LargeBinary)
    """Compressed with zlib."""


class KeyRow(Base):
    """A key for programs, and for people at the sign-in page."""

    __tablename__ = "access_keys"
    __table_args__ = (CheckConstraint(one_of("role", Role), "role"),)

    number: Mapped[int] = mapped_column(BIG, primary_key=True)
    id: Mapped[str] = mapped_column(String(16), unique=True)
    """The part of the key by which people name it; no secret."""
    name: Mapped[str] = mapped_column(String(200))
    """Who or what it is for."""
    secret_sha256: Mapped[str] = mapped_column(String(64))
    """Of 256 random bits, so that no slow hash is needed; the secret itself is nowhere."""
    role: Mapped[str] = mapped_column(String(16))
    offices: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    """Casefolded; NULL: all."""
    created_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)


class SessionRow(Base):
    """A person who has signed in with a browser."""

    __tablename__ = "access_sessions"
    __table_args__ = (CheckConstraint(one_of("role", Role), "role"),)

    number: Mapped[int] = mapped_column(BIG, primary_key=True)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    """Of what stands in the cookie."""
    caller_id: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(16))
    offices: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    """Casefolded; NULL: all."""
    key_number: Mapped[int | None] = mapped_column(ForeignKey("access_keys.number", ondelete="CASCADE"), index=True)
    """The key with which they signed in: the session ends with it."""
    created_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)


class SecretRow(Base):
    """What cookies are signed with, the same for all servers of a database."""

    __tablename__ = "access_secrets"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    secret: Mapped[bytes] = mapped_column(LargeBinary)


class AuditRow(Base):
    """What somebody did, chained to what was done before. Triggers refuse every change (migration 0007)."""

    __tablename__ = "audit_records"

    number: Mapped[int] = mapped_column(BIG, primary_key=True, autoincrement=False)
    """1, 2, 3 …, without a gap."""
    at: Mapped[str] = mapped_column(String(27))
    """UTC, as 2026-11-29T09:20:10.123456Z: what is hashed is what is kept."""
    actor: Mapped[str] = mapped_column(Text)
    role: Mapped[str | None] = mapped_column(String(16))
    offices: Mapped[str | None] = mapped_column(Text)
    """Of what it concerns, as canonical JSON; NULL: no office in particular."""
    action: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str | None] = mapped_column(String(64), index=True)
    outcome: Mapped[str] = mapped_column(String(16))
    details: Mapped[str] = mapped_column(Text)
    """Canonical JSON."""
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
