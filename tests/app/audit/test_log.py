from __future__ import annotations

import pytest

from app.audit import log
from app.audit.log import NotAnExport, as_lines, every_record, from_lines
from app.audit.verify import verify
from app.store.db import Database
from tests.app.audit.conftest import filled


def test_records_are_read_in_batches_in_their_order(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "BATCH", 10)
    filled(database, 30)
    assert [record.number for record in every_record(database)] == list(range(1, 31))
    assert [record.number for record in every_record(database, 28)] == [29, 30]


def test_what_is_exported_can_be_verified_elsewhere(database: Database) -> None:
    filled(database, 50)
    lines = list(as_lines(every_record(database)))
    assert len(lines) == 50
    assert verify(from_lines(lines)) == verify(every_record(database))
    broken = verify(from_lines([*lines[:20], lines[20].replace("T", "t", 1), *lines[21:]])).broken
    assert broken is not None
    assert broken.number == 21


@pytest.mark.parametrize("line", ["x", "[]", "{}", '{"number": 1}', "7"])
def test_what_is_no_export_is_refused_with_its_line(line: str) -> None:
    with pytest.raises(NotAnExport, match="Line 2"):
        list(from_lines(["\n", line]))
