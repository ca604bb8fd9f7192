from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from app.cli import run


def test_another_address_is_refused_before_anything_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CASELOAD_TRUST_NETWORK", raising=False)
    assert run(["serve", "--host", "0.0.0.0", "--data-dir", str(tmp_path / "data")]) == 2
    told = capsys.readouterr().err
    assert "can be reached from other machines" in told
    assert "CASELOAD_TRUST_NETWORK=1" in told
    assert list(tmp_path.iterdir()) == []


def test_a_setting_that_makes_no_sense_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASELOAD_SOLVES_AT_ONCE", "many")
    assert run(["serve", "--data-dir", str(tmp_path)]) == 2
    assert "solves_at_once" in capsys.readouterr().err


def test_it_serves_until_it_is_interrupted(tmp_path: Path) -> None:
    code = "import sys, signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    code += "from app.cli import main; main(sys.argv[1:])"
    arguments = ["serve", "--port", "0", "--data-dir", str(tmp_path / "data")]
    with subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env={name: value for name, value in os.environ.items() if not name.startswith("CASELOAD_")},
    ) as process:
        try:
            assert process.stderr is not None
            said = next(line for line in process.stderr if "http://" in line)
            found = re.search(r"http://127\.0\.0\.1:\d+", said)
            assert found
            assert _first_answer(found[0] + "/healthz").status_code == 200
            process.send_signal(signal.SIGINT)
            process.stderr.read()
            assert process.wait() == 0
        finally:
            process.kill()
    assert (tmp_path / "data").is_dir()


def _first_answer(address: str) -> httpx.Response:
    for _ in range(100):
        try:
            return httpx.get(address)
        except httpx.ConnectError:
            time.sleep(0.1)
    raise AssertionError("the server never answered")
