from __future__ import annotations

from pathlib import Path

import pytest

from app.access import api_keys
from app.cli import run
from app.store.db import Database
from app.store.scope import Scope
from app.store.tables import Role


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASELOAD_DATA_DIR", str(tmp_path / "data"))


def made(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(["keys", "create", *arguments]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    return printed.out.strip()


def test_a_key_is_printed_once_and_alone(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    key = made(capsys, "night job", "--role", "planner", "--office", "North", "--office", "south", "--days", "30")
    database = Database(f"sqlite:///{tmp_path / 'data' / 'caseload.sqlite'}")
    with database.read() as session:
        row = api_keys.key_of(session, key)
        caller = api_keys.caller_of(row)
    database.close()
    assert (caller.name, caller.role, caller.scope) == ("night job", Role.PLANNER, Scope.of(["north", "south"]))
    assert (row.expires_at - row.created_at).days == 30
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0
    assert run(["keys", "list"]) == 0
    listed = capsys.readouterr().out
    for shown in (row.id, "night job", "planner", "north, south", "valid"):
        assert shown in listed
    assert key not in listed
    assert key.split("_", 2)[2] not in listed


def test_a_key_is_revoked_by_its_id(capsys: pytest.CaptureFixture[str]) -> None:
    key = made(capsys, "x", "--role", "viewer")
    assert run(["keys", "revoke", key.split("_")[1]]) == 0
    assert run(["keys", "list"]) == 0
    assert "revoked" in capsys.readouterr().out
    assert run(["keys", "revoke", "nobody"]) == 2
    assert "caseload keys list" in capsys.readouterr().err


def test_there_are_no_keys_at_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["keys", "list"]) == 0
    assert capsys.readouterr().out == "There are no keys.\n"


def test_a_key_needs_a_role(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["keys", "create", "x"]) == 2
    assert "--role" in capsys.readouterr().err


def test_a_key_that_makes_no_sense_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["keys", "create", " ", "--role", "viewer"]) == 2
    assert "needs a name" in capsys.readouterr().err
