from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from app.store.db import Database
from app.store.history.history_tables import NoteRow, RemovedRow

VALUES: dict[type[NoteRow | RemovedRow], dict[str, object]] = {
    NoteRow: {"note": "x"},
    RemovedRow: {"at": datetime.now(UTC)},
}


@pytest.mark.parametrize("kind", [NoteRow, RemovedRow])
def test_both_go_with_their_plan_and_need_one(database: Database, kind: type[NoteRow | RemovedRow]) -> None:
    (key,) = kind.__table__.foreign_keys
    assert key.ondelete == "CASCADE"
    with pytest.raises(IntegrityError), database.write() as session:
        session.execute(insert(kind).values(plan_number=7, **VALUES[kind]))
