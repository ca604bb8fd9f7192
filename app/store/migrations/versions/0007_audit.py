"""A record of who did what, to which the database itself lets nobody do anything but append."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SQLITE = """
CREATE TRIGGER audit_records_update BEFORE UPDATE ON audit_records
BEGIN SELECT RAISE(ABORT, 'audit records are never changed or removed'); END;

CREATE TRIGGER audit_records_delete BEFORE DELETE ON audit_records
BEGIN SELECT RAISE(ABORT, 'audit records are never changed or removed'); END;

-- INSERT OR REPLACE removes a row without asking the trigger of DELETE
CREATE TRIGGER audit_records_insert BEFORE INSERT ON audit_records
WHEN NEW.number <> (SELECT COALESCE(MAX(number), 0) + 1 FROM audit_records)
BEGIN SELECT RAISE(ABORT, 'audit records are never changed or removed'); END;
"""
POSTGRESQL = """
CREATE FUNCTION audit_records_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'audit records are never changed or removed'; END $$;

CREATE TRIGGER audit_records_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_records
FOR EACH STATEMENT EXECUTE FUNCTION audit_records_refuse();
"""


def upgrade() -> None:
    """Make the table; what was done before is not known."""
    op.create_table(
        "audit_records",
        sa.Column("number", BIG, primary_key=True, autoincrement=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("role", sa.String(16)),
        sa.Column("offices", sa.Text),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("subject", sa.String(64), index=True),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("details", sa.Text, nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    statements = SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL
    for statement in statements.strip().split("\n\n"):
        op.execute(statement)


def downgrade() -> None:
    """Forget what was done."""
    op.drop_table("audit_records")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION audit_records_refuse()")
