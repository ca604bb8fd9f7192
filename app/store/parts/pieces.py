"""Errands and results on their way through the database: compressed, and in pieces, so that others write in between."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from sqlalchemy import delete, insert, select

from app.store.db import Session
from app.store.parts.part_rows import Piece, PieceRow

PIECE_BYTES = 1024 * 1024


def cut(content: bytes) -> Iterator[bytes]:
    """The pieces of something, compressed; one at least."""
    whole = zlib.compress(content, 1)
    for start in range(0, len(whole), PIECE_BYTES):
        yield whole[start : start + PIECE_BYTES]


def keep(session: Session, part_number: int, kind: Piece, position: int, body: bytes) -> None:
    """Keep a piece; with the first one goes what is left of another attempt."""
    if position == 0:
        session.execute(delete(PieceRow).where(PieceRow.part_number == part_number, PieceRow.kind == kind))
    session.execute(insert(PieceRow).values(part_number=part_number, kind=kind, position=position, body=body))


def whole(session: Session, part_number: int, kind: Piece) -> bytes:
    """What was cut into pieces.

    Raises
    ------
    zlib.error
        Some of it is missing.
    """
    query = select(PieceRow.body).where(PieceRow.part_number == part_number, PieceRow.kind == kind)
    return zlib.decompress(b"".join(session.scalars(query.order_by(PieceRow.position))))
