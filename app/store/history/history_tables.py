"""What people say about a plan afterwards: a note, and that it may go."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.store.tables import Base, Instant


class NoteRow(Base):
    """What somebody wrote beside a plan."""

    __tablename__ = "plan_notes"

    plan_number: Mapped[int] = mapped_column(ForeignKey("plans.number", ondelete="CASCADE"), primary_key=True)
    note: Mapped[str] = mapped_column(Text)


class ProfileRow(Base):
    """How the export was read of which a roster was made."""

    __tablename__ = "roster_profiles"

    roster_number: Mapped[int] = mapped_column(ForeignKey("rosters.number", ondelete="CASCADE"), primary_key=True)
    profile: Mapped[str] = mapped_column(Text)
    """As ``app.intake.recognition.profile`` writes it."""


class RemovedRow(Base):
    """That a plan was removed: nobody sees it, and for a day it can be brought back."""

    __tablename__ = "removed_plans"

    plan_number: Mapped[int] = mapped_column(ForeignKey("plans.number", ondelete="CASCADE"), primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant, index=True)
