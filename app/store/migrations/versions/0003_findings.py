"""Rosters keep what was noticed in them: it cannot be seen from their rows any more."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Add the column; in rosters that are there nothing was noticed."""
    op.add_column("rosters", sa.Column("findings", sa.JSON))


def downgrade() -> None:
    """Forget what was noticed."""
    op.drop_column("rosters", "findings")
