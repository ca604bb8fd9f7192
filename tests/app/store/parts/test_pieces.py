from __future__ import annotations

import random
import zlib

import pytest

from app.store.db import Database
from app.store.parts import pieces
from app.store.parts.part_rows import Piece
from tests.app.store.parts.test_offered import offering, running


def test_pieces_are_put_together_again_and_an_older_attempt_leaves_none(database: Database) -> None:
    offering(database, running(database), 300)
    for size in (2 * pieces.PIECE_BYTES + 1, 10, 0):
        content = random.Random(size).randbytes(size)
        found = list(pieces.cut(content))
        assert len(found) == size // pieces.PIECE_BYTES + 1
        with database.write() as session:
            for position, body in enumerate(found):
                pieces.keep(session, 1, Piece.RESULT, position, body)
        with database.read() as session:
            assert pieces.whole(session, 1, Piece.RESULT) == content
            with pytest.raises(zlib.error):
                pieces.whole(session, 1, Piece.ERRAND)
