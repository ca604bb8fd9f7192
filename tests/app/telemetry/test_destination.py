from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

import pytest

from app.settings import Settings
from app.telemetry.destination import STANDARD, NoTelemetry, traces_to
from app.telemetry.spans import NOWHERE

ENDPOINT = "http://127.0.0.1:1"
BARE = """
import sys
from app.main import create_app
from app.settings import Settings
from app.telemetry.destination import traces_to
from pathlib import Path
create_app(Settings(data_dir=Path(sys.argv[1])))
print([name for name in sys.modules if name.startswith(("opentelemetry.sdk", "opentelemetry.exporter"))])
"""


class _NotInstalled(MetaPathFinder):
    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        if name.startswith(("opentelemetry.sdk", "opentelemetry.exporter")):
            raise ModuleNotFoundError(name)
        return None


@pytest.fixture
def _without_packages(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in list(sys.modules):
        if name.startswith(("opentelemetry.sdk", "opentelemetry.exporter", "app.telemetry.otlp")):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [_NotInstalled(), *sys.meta_path])
    yield
    monkeypatch.undo()


def test_without_an_address_nothing_is_imported(tmp_path: object) -> None:
    command = [sys.executable, "-c", BARE, str(tmp_path)]
    assert traces_to(Settings(), {}) is NOWHERE
    assert subprocess.run(command, check=True, capture_output=True, text=True, env={}).stdout.strip() == "[]"


@pytest.mark.parametrize("name", STANDARD)
def test_a_standard_variable_names_the_address_as_well(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, ENDPOINT)
    traces = traces_to(Settings())
    assert traces is not NOWHERE
    traces.close()


@pytest.mark.usefixtures("_without_packages")
def test_a_server_that_was_told_to_send_does_not_start_where_it_cannot() -> None:
    with pytest.raises(NoTelemetry, match="caseload\\[telemetry\\]"):
        traces_to(Settings(otlp_endpoint=ENDPOINT), {})


@pytest.mark.usefixtures("_without_packages")
def test_a_variable_that_may_be_meant_for_others_is_said_and_no_more(caplog: pytest.LogCaptureFixture) -> None:
    assert traces_to(Settings(), {STANDARD[1]: ENDPOINT}) is NOWHERE
    assert "not installed" in caplog.text
