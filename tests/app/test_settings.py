from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from app.settings import Settings, is_loopback


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in list(os.environ):
        if name.startswith("CASELOAD_"):
            monkeypatch.delenv(name)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "localhost", "::1"])
def test_this_machine_alone_reaches_loopback(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.7", "example.org", "", "127.0.0.1.example.org"])
def test_other_machines_may_reach_any_other_address(host: str) -> None:
    assert not is_loopback(host)


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASELOAD_HOST", "0.0.0.0")
    monkeypatch.setenv("CASELOAD_DATA_DIR", "/srv/caseload")
    monkeypatch.setenv("CASELOAD_ALLOWED_HOSTS", "caseload.example, other.example:8443,")
    settings = Settings()
    assert settings.host == "0.0.0.0"
    assert settings.data_dir == Path("/srv/caseload")
    assert settings.allowed_hosts == ("caseload.example", "other.example:8443")
    assert settings.database == "sqlite:////srv/caseload/caseload.sqlite"


def test_another_database_can_be_given() -> None:
    assert Settings(database_url="postgresql+psycopg://u@h/d").database == "postgresql+psycopg://u@h/d"


@pytest.mark.parametrize("name", ["solves_at_once", "max_queued", "max_upload_bytes", "solve_margin_s"])
def test_limits_must_leave_something(name: str) -> None:
    with pytest.raises(ValidationError):
        Settings.model_validate({name: 0})


def test_names_are_not_looked_up() -> None:
    assert not is_loopback("localhost.localdomain")
