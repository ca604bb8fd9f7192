"""Plans keep the changes to the roster that they were asked for with."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Add the column; plans that are there were made of rosters as they are."""
    op.add_column("plans", sa.Column("scenario", sa.JSON))


def downgrade() -> None:
    """Forget the changes."""
    op.drop_column("plans", "scenario")
