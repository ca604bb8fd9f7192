"""Plans that were adopted, and dockets: what happened to their cases since."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NEVER = "adoptions and entries of a docket are never changed"
FROZEN = ("adoptions", "docket_entries")
TABLES = ("docket_entries", "docket_pages", "dockets", "plan_origins", "adoptions")


def upgrade() -> None:
    """Make the tables; no plan was adopted before."""
    op.create_table(
        "adoptions",
        sa.Column("number", BIG, primary_key=True),
        _plan(unique=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("offices", sa.Text, nullable=False, index=True),
        sa.Column("reason", sa.Text, nullable=False),
    )
    op.create_table(
        "plan_origins",
        _plan(primary_key=True),
        sa.Column("docket_plan", sa.String(36), nullable=False),
        sa.Column("entry", sa.Integer, nullable=False),
    )
    op.create_table(
        "dockets",
        _plan(primary_key=True),
        sa.Column("basis", sa.LargeBinary, nullable=False),
        sa.Column("sums", sa.LargeBinary, nullable=False),
        sa.Column("entry", sa.Integer, nullable=False, server_default=sa.text("0")),
    )
    op.create_table(
        "docket_pages",
        _plan(primary_key=True),
        sa.Column("kind", sa.String(8), primary_key=True),
        sa.Column("first", sa.LargeBinary, primary_key=True),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    _make_entries()
    for table in FROZEN:
        _freeze(table)


def _make_entries() -> None:
    op.create_table(
        "docket_entries",
        _plan(primary_key=True),
        sa.Column("number", BIG, primary_key=True, autoincrement=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("event", sa.String(16), nullable=False),
        sa.Column("case_key", sa.LargeBinary, nullable=False),
        sa.Column("family", sa.LargeBinary),
        sa.Column("officer_given", sa.Text),
        sa.Column("given", sa.JSON, nullable=False),
        sa.Column("record", sa.JSON, nullable=False),
        sa.Column("answer", sa.JSON, nullable=False),
        sa.Column("idempotency_key", sa.String(64), unique=True),
        sa.Column("request_sha256", sa.String(64)),
        sa.Column("carried_from", sa.String(36)),
        sa.CheckConstraint("event IN ('opened', 'closed', 'changed', 'assigned')", name="event"),
    )
    op.create_index("ix_docket_entries_plan_case", "docket_entries", ["plan_number", "case_key", "number"])
    op.create_index("ix_docket_entries_plan_family", "docket_entries", ["plan_number", "family"])


def _plan(*, primary_key: bool = False, unique: bool = False) -> sa.Column[int]:
    """The plan that a row belongs to, and goes with."""
    belongs_to = sa.ForeignKey("plans.number", ondelete="CASCADE")
    if primary_key:
        return sa.Column("plan_number", BIG, belongs_to, primary_key=True, autoincrement=False)
    return sa.Column("plan_number", BIG, belongs_to, nullable=False, unique=unique)


def _freeze(table: str) -> None:
    """Have the database refuse changes; rows go with their plan."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"CREATE TRIGGER {table}_update BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{NEVER}'); END")
        return
    op.execute(
        f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{NEVER}'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_change BEFORE UPDATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()"
    )


def downgrade() -> None:
    """Forget what was adopted, and what happened since."""
    for table in TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        for table in FROZEN:
            op.execute(f"DROP FUNCTION {table}_refuse()")
