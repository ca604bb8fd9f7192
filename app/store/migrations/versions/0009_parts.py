"""Parts of plans that run are offered to other processes, with what travels between them, in pieces."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "plan_parts",
        sa.Column("number", BIG, primary_key=True),
        sa.Column("plan_number", BIG, sa.ForeignKey("plans.number", ondelete="CASCADE"), nullable=False),
        sa.Column("plan_attempt", sa.Integer, nullable=False),
        sa.Column("part", sa.Integer, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("beat", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("deaths", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("milliseconds", sa.BigInteger),
        sa.Column("hurry", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("told", sa.JSON),
        sa.Column("failure", sa.String(32)),
        sa.Column("message", sa.Text),
        sa.CheckConstraint("state IN ('waiting', 'taken', 'sent', 'done', 'failed')", "ck_plan_parts_state"),
        sa.CheckConstraint("(state = 'failed') = (failure IS NOT NULL)", "ck_plan_parts_failed_says_why"),
        sa.UniqueConstraint("plan_number", "plan_attempt", "part", name="uq_plan_parts_part"),
    )
    op.create_index("ix_plan_parts_state", "plan_parts", ["state"])
    op.create_table(
        "plan_part_pieces",
        sa.Column("part_number", BIG, sa.ForeignKey("plan_parts.number", ondelete="CASCADE"), primary_key=True),
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.CheckConstraint("kind IN ('errand', 'result')", "ck_plan_part_pieces_kind"),
    )


def downgrade() -> None:
    """Forget them."""
    op.drop_table("plan_part_pieces")
    op.drop_table("plan_parts")
