"""Rosters remember how the export was read of which they were made."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "roster_profiles",
        sa.Column("roster_number", BIG, sa.ForeignKey("rosters.number", ondelete="CASCADE"), primary_key=True),
        sa.Column("profile", sa.Text, nullable=False),
    )


def downgrade() -> None:
    """Forget them."""
    op.drop_table("roster_profiles")
