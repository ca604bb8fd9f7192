"""Plans have notes, and those that were removed can be brought back for a day."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "plan_notes",
        sa.Column("plan_number", BIG, sa.ForeignKey("plans.number", ondelete="CASCADE"), primary_key=True),
        sa.Column("note", sa.Text, nullable=False),
    )
    op.create_table(
        "removed_plans",
        sa.Column("plan_number", BIG, sa.ForeignKey("plans.number", ondelete="CASCADE"), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_removed_plans_at", "removed_plans", ["at"])


def downgrade() -> None:
    """Forget them: what was removed is there again."""
    op.drop_table("removed_plans")
    op.drop_table("plan_notes")
