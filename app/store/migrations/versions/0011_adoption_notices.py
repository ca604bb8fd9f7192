"""An address is told that a plan was adopted: what is still to be sent, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "adoption_notices",
        sa.Column(
            "plan_number",
            BIG,
            sa.ForeignKey("plans.number", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("id", sa.String(40), nullable=False, unique=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(64)),
        sa.CheckConstraint("state IN ('waiting', 'delivered', 'given_up')", name="state"),
    )
    op.create_index("ix_adoption_notices_due_at", "adoption_notices", ["due_at"])


def downgrade() -> None:
    """Forget it."""
    op.drop_table("adoption_notices")
