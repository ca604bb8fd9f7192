"""Drafts of plans: what somebody decided otherwise, and the plans that were made around it."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NEVER = "entries of a draft, and what a plan was made around, are never changed"
TABLES = ("draft_entries", "draft_origins")


def upgrade() -> None:
    """Make the tables; there was no draft before."""
    op.create_table(
        "draft_entries",
        _plan(),
        sa.Column("number", BIG, primary_key=True, autoincrement=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("case_id", sa.Text, nullable=False),
        sa.Column("officer_id", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("undoes", sa.Integer),
        sa.Column("answer", sa.JSON, nullable=False),
        sa.CheckConstraint("kind IN ('give', 'pin', 'exclude', 'undo')", name="kind"),
        sa.CheckConstraint("(kind = 'undo') = (undoes IS NOT NULL)", name="undo_says_what"),
    )
    op.create_table(
        "draft_origins",
        _plan(),
        sa.Column("draft_plan", sa.String(36), nullable=False),
        sa.Column("entry", sa.Integer, nullable=False),
        sa.Column("changes", sa.JSON, nullable=False),
    )
    op.create_index("ix_draft_origins_draft_plan", "draft_origins", ["draft_plan"])
    for table in TABLES:
        _freeze(table)


def _plan() -> sa.Column[int]:
    """The plan that a row belongs to, and goes with."""
    belongs_to = sa.ForeignKey("plans.number", ondelete="CASCADE")
    return sa.Column("plan_number", BIG, belongs_to, primary_key=True, autoincrement=False)


def _freeze(table: str) -> None:
    """Have the database refuse changes; rows go with their plan."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"CREATE TRIGGER {table}_update BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{NEVER}'); END")
        return
    op.execute(
        f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{NEVER}'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_change BEFORE UPDATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()"
    )


def downgrade() -> None:
    """Forget what was decided, and around what plans were made."""
    for table in TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        for table in TABLES:
            op.execute(f"DROP FUNCTION {table}_refuse()")
