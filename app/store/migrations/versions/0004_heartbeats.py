"""Plans that run have a heartbeat, and count how often their process died."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Add the columns; a plan that an older version left running has no heartbeat, and is taken up as any other."""
    for name in ("beat", "deaths"):
        op.add_column("plans", sa.Column(name, sa.Integer, nullable=False, server_default=sa.text("0")))


def downgrade() -> None:
    """Forget them."""
    for name in ("deaths", "beat"):
        op.drop_column("plans", name)
