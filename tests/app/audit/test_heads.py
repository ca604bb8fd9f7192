from __future__ import annotations

from pathlib import Path

import pytest

from app.audit.heads import BadHead, Head, HeadNotWritten, head_of, read_heads, write_head
from app.audit.log import every_record
from app.audit.verify import verify
from app.store.db import Database
from tests.app.audit.conftest import filled

HEAD = Head(7, "a" * 64, "2026-11-29T09:20:10Z")


def test_the_head_is_number_and_hash_of_the_last_record(database: Database, tmp_path: Path) -> None:
    assert head_of(database) is None
    filled(database, 3)
    head = head_of(database)
    assert head is not None
    assert head.number == 3
    write_head(head, tmp_path / "heads")
    filled(database, 3)
    verdict = verify(every_record(database), read_heads(tmp_path / "heads"))
    assert (verdict.records, verdict.heads, verdict.broken) == (6, 1, None)


def test_a_head_is_a_file_of_its_own_that_is_never_changed(tmp_path: Path) -> None:
    path = write_head(HEAD, tmp_path / "heads")
    assert path.name == "2026-11-29-7.json"
    assert path.stat().st_mode & 0o777 == 0o400
    before = path.read_text()
    assert write_head(Head(7, "b" * 64, HEAD.at), tmp_path / "heads") == path
    assert path.read_text() == before
    write_head(Head(9, "c" * 64, HEAD.at), tmp_path / "heads")
    assert [head.number for head in read_heads(tmp_path / "heads")] == [7, 9]
    assert read_heads(path) == [HEAD]


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "heads").write_text("a file")
    with pytest.raises(HeadNotWritten, match="CASELOAD_AUDIT_HEADS"):
        write_head(HEAD, tmp_path / "heads")


@pytest.mark.parametrize(
    "line", ["x", "[]", "{}", '{"number": "1", "hash": "x"}', '{"number": 0, "hash": "x"}', '{"number": 1}', "7"]
)
def test_what_is_no_head_is_refused(tmp_path: Path, line: str) -> None:
    (tmp_path / "heads.ndjson").write_text(f"{HEAD.line}\n\n{line}\n")
    with pytest.raises(BadHead, match="caseload audit head"):
        read_heads(tmp_path / "heads.ndjson")
