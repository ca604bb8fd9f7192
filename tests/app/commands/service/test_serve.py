from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from app.cli import run
from tests.app.serving import new_key


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.7", "example.org"])
def test_another_address_is_refused_while_there_are_no_keys(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], host: str
) -> None:
    for role in ("", "revoked"):
        assert run(["serve", "--host", host, "--data-dir", str(tmp_path / "data")]) == 2, role
        told = capsys.readouterr().err
        assert "can be reached from other machines" in told
        assert "caseload keys create" in told
        key = new_key(tmp_path / "data")
        assert run(["keys", "revoke", key.split("_")[1], "--data-dir", str(tmp_path / "data")]) == 0


def test_a_setting_that_makes_no_sense_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASELOAD_SOLVES_AT_ONCE", "many")
    assert run(["serve", "--data-dir", str(tmp_path)]) == 2
    assert "solves_at_once" in capsys.readouterr().err


@contextmanager
def serving(folder: Path, before: str = "") -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server in a process of its own, ready, and where it listens; ``before`` is code that it runs first."""
    code = f"import sys; {before}from app.cli import main; main(sys.argv[1:])"
    arguments = ["serve", "--port", "0", "--data-dir", str(folder)]
    with (
        (folder.parent / "said").open("w") as said_to_people,
        subprocess.Popen(
            [sys.executable, "-c", code, *arguments],
            stdout=said_to_people,
            stderr=subprocess.PIPE,
            text=True,
            env={name: value for name, value in os.environ.items() if not name.startswith("CASELOAD_")},
        ) as process,
    ):
        try:
            assert process.stderr is not None
            said = next(line for line in process.stderr if "http://" in line)
            found = re.search(r"127\.0\.0\.1:\d+", said)
            assert found
            yield process, found[0]
        finally:
            process.kill()


def test_it_serves_until_it_is_interrupted(tmp_path: Path) -> None:
    catching = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    with serving(tmp_path / "data", catching) as (process, address):
        assert _first_answer(f"http://{address}/healthz").status_code == 200
        process.send_signal(signal.SIGINT)
        assert process.stderr is not None
        process.stderr.read()
        assert process.wait() == 0
    assert (tmp_path / "data").is_dir()


def test_who_waited_when_the_server_was_told_to_end_got_plain_text(tmp_path: Path) -> None:
    """SIGTERM: an upload that is under way is answered with a problem that says when to come back."""
    key = new_key(tmp_path / "data")
    with serving(tmp_path / "data") as (process, address):
        host, _, port = address.partition(":")
        with socket.create_connection((host, int(port)), timeout=60) as upload:
            head = f"POST /v1/rosters HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {key}\r\n"
            head += "Content-Type: application/json\r\n"
            upload.sendall(f"{head}Content-Length: 1000\r\n\r\n{{".encode())
            assert _first_answer(f"http://{address}/healthz").status_code == 200  # the upload came before it
            process.send_signal(signal.SIGTERM)
            answer = b""
            while piece := upload.recv(1 << 16):
                answer += piece
    head, _, body = answer.decode().partition("\r\n\r\n")
    assert head.startswith("HTTP/1.1 503 ")
    assert "content-type: application/problem+json" in head.lower()
    assert "retry-after: 30" in head.lower()
    assert json.loads(body)["detail"].startswith("The server is about to end.")
    assert "x-content-type-options: nosniff" in head.lower()


def test_the_start_prints_an_address_that_signs_in_once_and_is_not_in_the_log(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as (process, address):
        _first_answer(f"http://{address}/healthz")
        said = (tmp_path / "said").read_text()
        found = re.search(rf"http://{address}/sign-in/once\?token=\S+", said)
        assert found, said
        assert "caseload keys create" in said
        with httpx.Client(trust_env=False) as browser:
            assert browser.get(f"http://{address}/v1/plans").status_code == 401
            assert browser.get(found[0]).status_code == 303
            assert browser.get(f"http://{address}/v1/plans").status_code == 200
            assert browser.get(found[0]).status_code == 410
        process.terminate()
        assert process.stderr is not None
        assert found[0].partition("=")[2] not in process.stderr.read()


def test_a_server_with_keys_prints_no_address(tmp_path: Path) -> None:
    new_key(tmp_path / "data")
    with serving(tmp_path / "data") as (_, address):
        _first_answer(f"http://{address}/healthz")
        assert "sign-in" not in (tmp_path / "said").read_text()


def _first_answer(address: str) -> httpx.Response:
    for _ in range(100):
        try:
            return httpx.get(address)
        except httpx.ConnectError:
            time.sleep(0.1)
    raise AssertionError("the server never answered")
