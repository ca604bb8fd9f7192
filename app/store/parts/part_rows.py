"""Parts of plans that are offered to whoever has time, and what travels with them, in pieces.

Nothing of this outlives the attempt at the plan that it belongs to. A part holds numbers, and no id of anything.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy import false as sql_false
from sqlalchemy.orm import Mapped, mapped_column

from app.store.tables import BIG, Base, one_of


class PartState(StrEnum):
    """What happens to a part that was offered."""

    WAITING = "waiting"
    """Nobody has begun it."""
    TAKEN = "taken"
    """A helper has begun it, and waits for its errand."""
    SENT = "sent"
    """Its errand is there; the helper works on it."""
    DONE = "done"
    """Its result is there; the plan's process has not fetched it yet."""
    FAILED = "failed"
    """There will be none; ``failure`` and ``message`` say why."""


class Piece(StrEnum):
    """What a piece is a piece of."""

    ERRAND = "errand"
    RESULT = "result"


class PartRow(Base):
    """A part of a plan that runs, offered by the process that makes the plan."""

    __tablename__ = "plan_parts"
    __table_args__ = (
        CheckConstraint(one_of("state", PartState), "state"),
        CheckConstraint("(state = 'failed') = (failure IS NOT NULL)", "failed_says_why"),
        UniqueConstraint("plan_number", "plan_attempt", "part", name="uq_plan_parts_part"),
        Index("ix_plan_parts_state", "state"),
    )

    number: Mapped[int] = mapped_column(BIG, primary_key=True)
    plan_number: Mapped[int] = mapped_column(ForeignKey("plans.number", ondelete="CASCADE"))
    plan_attempt: Mapped[int]
    """The attempt at the plan that offered it; with another one it is nobody's any more."""
    part: Mapped[int]
    size: Mapped[int] = mapped_column(BigInteger)
    """The largest are begun first."""
    state: Mapped[str] = mapped_column(String(16), default=PartState.WAITING)
    attempt: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    """Counts who has begun it. What a helper writes that was given up no longer fits."""
    beat: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    """Counts the heartbeats of this attempt."""
    deaths: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    """Attempts whose process died."""
    milliseconds: Mapped[int | None] = mapped_column(BigInteger)
    """That it may take; with its errand."""
    hurry: Mapped[bool] = mapped_column(default=False, server_default=sql_false())
    """The best found so far is wanted, soon."""
    told: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """How it goes."""
    failure: Mapped[str | None] = mapped_column(String(32))
    message: Mapped[str | None] = mapped_column(Text)


class PieceRow(Base):
    """A piece of an errand or of a result."""

    __tablename__ = "plan_part_pieces"
    __table_args__ = (CheckConstraint(one_of("kind", Piece), "kind"),)

    part_number: Mapped[int] = mapped_column(ForeignKey("plan_parts.number", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    """Of the whole, compressed."""
