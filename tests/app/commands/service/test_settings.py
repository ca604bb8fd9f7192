"""``caseload settings``: what counts, where it comes from, and no secret."""

from __future__ import annotations

import json

import pytest

from app.cli import run
from app.commands.service.environment import misspelt, variable
from app.settings import Settings


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = run(["settings", *arguments])
    return code, *capsys.readouterr()


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for field in Settings.model_fields:
        monkeypatch.delenv(variable(field), raising=False)


def test_each_setting_has_a_line_with_where_it_comes_from(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASELOAD_PORT", "9000")
    monkeypatch.setenv("CASELOAD_ALLOWED_HOSTS", "a.example, b.example")
    monkeypatch.setenv("CASELOAD_RETENTION", "90, North=30, archive=keep")
    code, out, err = said(capsys)
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert [line.split()[0] for line in lines] == [variable(field) for field in Settings.model_fields]
    assert "9000   (environment)" in out
    assert "a.example,b.example   (environment)" in out
    assert "90,north=30,archive=keep   (environment)" in out
    assert out.count("(environment)") == 3


def test_passwords_and_secrets_are_not_shown(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASELOAD_DATABASE_URL", "postgresql+psycopg://me:hunter2@database/caseload")
    monkeypatch.setenv("CASELOAD_OIDC_CLIENT_SECRET", "hunter2")
    code, out, _ = said(capsys, "--json")
    rows = {row["name"]: row for row in json.loads(out)}
    assert code == 0
    assert "hunter2" not in out
    assert rows["CASELOAD_DATABASE_URL"]["value"] == "postgresql+psycopg://me:***@database/caseload"
    assert rows["CASELOAD_OIDC_CLIENT_SECRET"] == {
        "name": "CASELOAD_OIDC_CLIENT_SECRET",
        "value": "(set, not shown)",
        "from": "environment",
    }


def test_unsafe_settings_are_refused_as_at_a_start(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASELOAD_SOLVES_AT_ONCE", "0")
    code, out, err = said(capsys)
    assert (code, out) == (2, "")
    assert "no other process could make the plans" in err


def test_a_misspelt_variable_counted_for_nothing_without_a_word(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASELOAD_PORTS", "9000")
    code, out, err = said(capsys)
    assert code == 0
    assert "CASELOAD_PORTS is no setting and counts for nothing; did you mean CASELOAD_PORT?" in err
    assert "9000" not in out


def test_variables_of_clients_are_no_mistake() -> None:
    assert misspelt({"CASELOAD_KEY": "x", "CASELOAD_URL": "y", "CASELOAD_DEBUG": "1", "PATH": "z"}) == []
    assert misspelt({"CASELOAD_QZX": "1"}) == ["CASELOAD_QZX is no setting and counts for nothing."]
