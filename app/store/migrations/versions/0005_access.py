"""Keys, sessions, and the offices that rosters belong to."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables; rosters that are there belong to no office in particular: callers for all see them."""
    op.add_column("rosters", sa.Column("is_bound", sa.Boolean, nullable=False, server_default=sa.false()))
    op.create_table(
        "roster_offices",
        sa.Column("roster_number", BIG, sa.ForeignKey("rosters.number", ondelete="CASCADE"), primary_key=True),
        sa.Column("office", sa.Text, primary_key=True),
    )
    op.create_table(
        "access_keys",
        sa.Column("number", BIG, primary_key=True),
        sa.Column("id", sa.String(16), nullable=False, unique=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("secret_sha256", sa.String(64), nullable=False),
        *_role_and_offices(),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("revoked_at", INSTANT),
    )
    op.create_table(
        "access_sessions",
        sa.Column("number", BIG, primary_key=True),
        sa.Column("token_sha256", sa.String(64), nullable=False, unique=True),
        sa.Column("caller_id", sa.Text, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        *_role_and_offices(),
        sa.Column("key_number", BIG, sa.ForeignKey("access_keys.number", ondelete="CASCADE"), index=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
    )
    table = op.create_table(
        "access_secrets",
        sa.Column("name", sa.String(32), primary_key=True),
        sa.Column("secret", sa.LargeBinary, nullable=False),
    )
    op.bulk_insert(table, [{"name": "cookies", "secret": secrets.token_bytes(32)}])


def downgrade() -> None:
    """Forget who may do what."""
    for table in ("access_secrets", "access_sessions", "access_keys", "roster_offices"):
        op.drop_table(table)
    op.drop_column("rosters", "is_bound")


def _role_and_offices() -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("offices", sa.JSON),
        sa.CheckConstraint("role IN ('viewer', 'planner', 'approver', 'admin')", name="role"),
    )
