"""Rosters, plans with their events, assignments and files."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "rosters",
        sa.Column("number", BIG, primary_key=True),
        sa.Column("id", sa.String(36), nullable=False, unique=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("counts", sa.JSON, nullable=False),
        sa.Column("warnings", sa.JSON, nullable=False),
        sa.Column("inline", sa.Boolean, nullable=False),
        sa.Column("document", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "plans",
        sa.Column("number", BIG, primary_key=True),
        sa.Column("id", sa.String(36), nullable=False, unique=True),
        sa.Column("roster_number", BIG, sa.ForeignKey("rosters.number"), nullable=False, index=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("goals", sa.JSON, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("status", sa.String(16)),
        sa.Column("stop", sa.String(16)),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("idempotency_key", sa.String(255), unique=True),
        sa.Column("request_sha256", sa.String(64)),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("started_at", INSTANT),
        sa.Column("finished_at", INSTANT),
        sa.Column("progress", sa.JSON),
        sa.Column("failure", sa.String(32)),
        sa.Column("message", sa.Text),
        sa.CheckConstraint(
            "state IN ('queued', 'running', 'done', 'failed', 'cancelled', 'interrupted')", name="state"
        ),
        sa.CheckConstraint("status IS NULL OR status IN ('optimal', 'feasible')", name="status"),
        sa.CheckConstraint("stop IS NULL OR stop IN ('discard', 'keep_best')", name="stop"),
        sa.CheckConstraint("(state = 'done') = (status IS NOT NULL)", name="done_has_status"),
        sa.CheckConstraint("(state = 'failed') = (failure IS NOT NULL)", name="failed_says_why"),
        sa.CheckConstraint("state IN ('queued', 'cancelled') OR started_at IS NOT NULL", name="started"),
        sa.CheckConstraint("(state IN ('queued', 'running')) = (finished_at IS NULL)", name="finished"),
        sa.CheckConstraint("attempt >= 0", name="attempt"),
    )
    op.create_index("ix_plans_state_number", "plans", ["state", "number"])
    op.create_table(
        "plan_events",
        _plan_number(),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("data", sa.JSON, nullable=False),
    )
    op.create_table(
        "assignments",
        _plan_number(),
        sa.Column("position", BIG, primary_key=True, autoincrement=False),
        sa.Column("case_id", sa.Text, nullable=False),
        sa.Column("officer_id", sa.Text, nullable=False),
        sa.Column("previous_officer", sa.Text, nullable=False),
        sa.Column("moved", sa.String(8), nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "plan_files",
        _plan_number(),
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )


def downgrade() -> None:
    """Remove the tables and what is in them."""
    for table in ("plan_files", "assignments", "plan_events", "plans", "rosters"):
        op.drop_table(table)


def _plan_number() -> sa.Column[int]:
    return sa.Column("plan_number", BIG, sa.ForeignKey("plans.number", ondelete="CASCADE"), primary_key=True)
