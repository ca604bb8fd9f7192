"""Assignments are kept in pieces of two thousand, packed, instead of a row each."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PIECE = 2_000
COLUMNS = ("case_id", "officer_id", "previous_officer", "moved", "reason")


def upgrade() -> None:
    """Make the table, and pack what is there."""
    pieces = op.create_table(
        "assignment_pieces",
        _plan_number(),
        sa.Column("position", BIG, primary_key=True, autoincrement=False),
        sa.Column("count", BIG, nullable=False),
        sa.Column("changes", BIG, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    rows = sa.table("assignments", *map(sa.column, ("plan_number", "position", *COLUMNS)))
    connection = op.get_bind()
    plans = connection.scalars(sa.select(rows.c.plan_number).distinct().order_by(rows.c.plan_number)).all()
    for plan in plans:
        for position, piece in _pieces_of(connection, rows, plan):
            columns = [[getattr(row, name) for name in COLUMNS] for row in piece]
            body = zlib.compress(json.dumps(columns, ensure_ascii=False, separators=(",", ":")).encode(), 1)
            changes = sum(row.officer_id != row.previous_officer for row in piece)
            values = {"position": position, "count": len(piece), "changes": changes, "body": body}
            connection.execute(sa.insert(pieces).values(plan_number=plan, **values))
    op.drop_table("assignments")


def downgrade() -> None:
    """A row for each case again."""
    rows = op.create_table(
        "assignments",
        _plan_number(),
        sa.Column("position", BIG, primary_key=True, autoincrement=False),
        sa.Column("case_id", sa.Text, nullable=False),
        sa.Column("officer_id", sa.Text, nullable=False),
        sa.Column("previous_officer", sa.Text, nullable=False),
        sa.Column("moved", sa.String(8), nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sqlite_with_rowid=False,
    )
    pieces = sa.table("assignment_pieces", *map(sa.column, ("plan_number", "position", "body")))
    connection = op.get_bind()
    keys = connection.execute(sa.select(pieces.c.plan_number, pieces.c.position)).all()
    for plan, position in keys:
        here = (pieces.c.plan_number == plan, pieces.c.position == position)
        body = connection.execute(sa.select(pieces.c.body).where(*here)).one()[0]
        found = [
            {"plan_number": plan, "position": at, **dict(zip(COLUMNS, row, strict=True))}
            for at, row in enumerate(json.loads(zlib.decompress(body)), position)
        ]
        if found:
            connection.execute(sa.insert(rows), found)
    op.drop_table("assignment_pieces")


def _pieces_of(connection: sa.Connection, rows: Any, plan: int) -> Iterator[tuple[int, list[Any]]]:
    """Rows of a plan, in their order: pieces, each with the position of its first one."""
    after = -1
    while True:
        query = sa.select(rows).where(rows.c.plan_number == plan, rows.c.position > after)
        found = connection.execute(query.order_by(rows.c.position).limit(PIECE)).all()
        # positions without a gap, so that the first one and the place in the piece say which it is
        for _, run in groupby(enumerate(found), key=lambda each: each[1].position - each[0]):
            piece = [row for _, row in run]
            yield piece[0].position, piece
        if len(found) < PIECE:
            return
        after = found[-1].position


def _plan_number() -> sa.Column[int]:
    return sa.Column("plan_number", BIG, sa.ForeignKey("plans.number", ondelete="CASCADE"), primary_key=True)
