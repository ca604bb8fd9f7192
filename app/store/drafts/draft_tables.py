"""What is kept of drafts: what somebody decided otherwise than a plan, and the plans that were made around that."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.store.tables import BIG, Base, Instant


class DraftEntryRow(Base):
    """One change of a plan's draft, or that one was undone. Triggers refuse every change (migration 0010)."""

    __tablename__ = "draft_entries"
    __table_args__ = (
        CheckConstraint("kind IN ('give', 'pin', 'exclude', 'undo')", "kind"),
        CheckConstraint("(kind = 'undo') = (undoes IS NOT NULL)", "undo_says_what"),
    )

    plan_number: Mapped[int] = mapped_column(ForeignKey("plans.number", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(BIG, primary_key=True, autoincrement=False)
    """1, 2, 3 …, without a gap."""
    at: Mapped[datetime] = mapped_column(Instant)
    actor: Mapped[str] = mapped_column(Text)
    """Id of who decided, as audit records have it."""
    name: Mapped[str] = mapped_column(String(200))
    """What people call them."""
    kind: Mapped[str] = mapped_column(String(8))
    case_id: Mapped[str] = mapped_column(Text)
    officer_id: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    """Empty where a change was undone."""
    undoes: Mapped[int | None]
    """The entry that no longer stands."""
    answer: Mapped[dict[str, Any]] = mapped_column(JSON)
    """What was answered: what the change did, beside those that stood then."""


class DraftOriginRow(Base):
    """That a plan was made around a draft, and around what. Triggers refuse every change (migration 0010)."""

    __tablename__ = "draft_origins"

    plan_number: Mapped[int] = mapped_column(ForeignKey("plans.number", ondelete="CASCADE"), primary_key=True)
    draft_plan: Mapped[str] = mapped_column(String(36), index=True)
    """Public id of the plan that has the draft: it may be gone by now."""
    entry: Mapped[int]
    """Number of its last entry then."""
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """Those that stood."""
