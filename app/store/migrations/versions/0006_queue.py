"""Plans have a place in the queue, and belong to who asked for them."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Add the columns; plans that wait keep their order."""
    op.add_column("plans", sa.Column("priority", sa.Integer, nullable=False, server_default=sa.text("3")))
    op.add_column("plans", sa.Column("asked_by", sa.Text))
    op.create_index("ix_plans_asked_by", "plans", ["asked_by"])
    op.create_index("ix_plans_state_priority_number", "plans", ["state", "priority", "number"])
    op.drop_index("ix_plans_state_number", "plans")


def downgrade() -> None:
    """Forget them."""
    op.create_index("ix_plans_state_number", "plans", ["state", "number"])
    op.drop_index("ix_plans_state_priority_number", "plans")
    op.drop_index("ix_plans_asked_by", "plans")
    for name in ("asked_by", "priority"):
        op.drop_column("plans", name)
