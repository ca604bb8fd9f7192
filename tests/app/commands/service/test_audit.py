from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import text

from app.cli import run
from app.store.db import Database


@pytest.fixture(autouse=True)
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> list[str]:
    monkeypatch.setenv("CASELOAD_DATA_DIR", str(tmp_path / "data"))
    assert run(["keys", "create", "night job", "--role", "viewer", "--office", "North"]) == 0
    assert run(["keys", "create", "ada", "--role", "admin"]) == 0
    return capsys.readouterr().out.split()


def tamper(tmp_path: Path, *statements: str) -> None:
    database = Database(f"sqlite:///{tmp_path / 'data' / 'caseload.sqlite'}")
    with database.write() as session:
        for name in ("update", "delete"):
            session.execute(text(f"DROP TRIGGER audit_records_{name}"))
        for statement in statements:
            session.execute(text(statement))
    database.close()


def test_keys_leave_records_that_name_no_secret(keys: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["keys", "revoke", keys[0].split("_")[1]]) == 0
    assert run(["audit", "export"]) == 0
    exported = capsys.readouterr().out
    records = [json.loads(line) for line in exported.splitlines()]
    assert [record["action"] for record in records] == ["key_created", "key_created", "key_revoked", "audited"]
    assert {record["actor"] for record in records} == {"operator"}
    assert records[0]["subject"] == records[2]["subject"] == f"key:{keys[0].split('_')[1]}"
    assert records[0]["details"] == {"role": "viewer", "days": 365}
    assert (records[0]["offices"], records[1]["offices"]) == (["north"], None)
    for secret in ("night job", *(key.split("_", 2)[2] for key in keys)):
        assert secret not in exported


def test_records_that_fit_are_said_to(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["audit", "head"]) == 0
    (tmp_path / "head.json").write_text(capsys.readouterr().out)
    assert run(["audit", "verify", "--heads", str(tmp_path / "head.json")]) == 0
    said = capsys.readouterr().out
    assert said.startswith(
        "Records that fit together: 2, all of them. Heads that were written down and fit: 1. The last hash: "
    )


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE audit_records SET actor = 'x' WHERE number = 2", "BROKEN at record 2. Record 2 was changed"),
        ("DELETE FROM audit_records WHERE number = 1", "BROKEN at record 1. Record 1 is missing"),
    ],
)
def test_the_first_record_that_is_broken_is_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, statement: str, said: str
) -> None:
    tamper(tmp_path, statement)
    assert run(["audit", "verify"]) == 1
    assert said in capsys.readouterr().err


def test_heads_that_were_written_down_show_that_the_end_is_gone(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASELOAD_AUDIT_HEADS", str(tmp_path / "heads"))
    assert run(["audit", "verify"]) == 2
    assert "caseload audit head --write" in capsys.readouterr().err
    assert run(["audit", "head", "--write"]) == 0
    assert run(["audit", "verify"]) == 0
    tamper(tmp_path, "DELETE FROM audit_records WHERE number = 2")
    assert run(["audit", "verify"]) == 1
    assert "Records 2 to 2 are missing at the end" in capsys.readouterr().err


def test_an_export_can_be_verified_without_the_database(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["audit", "export"]) == 0
    exported = capsys.readouterr().out
    (tmp_path / "export.ndjson").write_text(exported)
    assert run(["audit", "verify", str(tmp_path / "export.ndjson")]) == 0
    assert capsys.readouterr().out.startswith("Records that fit together: 3, all of them. The last hash: ")
    (tmp_path / "export.ndjson").write_text(exported.replace("viewer", "admin"))
    assert run(["audit", "verify", str(tmp_path / "export.ndjson")]) == 1


def test_a_head_needs_a_record_and_a_place(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(["audit", "head", "--write"]) == 2
    assert "CASELOAD_AUDIT_HEADS" in capsys.readouterr().err
    monkeypatch.setenv("CASELOAD_DATA_DIR", str(tmp_path / "empty"))
    assert run(["audit", "head"]) == 2
    assert "no records yet" in capsys.readouterr().err
