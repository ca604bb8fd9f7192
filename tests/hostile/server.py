"""A server in a process of its own, watched from outside: how soon it answers, and how much memory it holds."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.app.serving import bearer, new_key
from tests.hostile.corpus import ROSTER, Attack

SERVE = (sys.executable, "-c", "import sys; from app.cli import main; main(sys.argv[1:])", "serve")
PATIENCE_S = 60.0
PLAN_PATIENCE_S = 300.0
"""Plans are made at the lowest priority; the machine may be busy."""
LOOK_EVERY_S = 0.05
GOODBYE_S = 8.0


@dataclass
class Watched:
    """A server.

    Attributes
    ----------
    url : str
    pid : int
    key : str
    slowest_s : float
        Slowest answer of ``/healthz`` since it was last set to 0; an attempt that goes on counts with its time so far.
    """

    url: str
    pid: int
    key: str
    slowest_s: float = 0.0
    plan: str = ""
    roster: str = ""
    asked_at: float | None = None
    is_lost: bool = False
    stop: threading.Event = field(default_factory=threading.Event)

    @property
    def address(self) -> tuple[str, int]:
        """Host and port."""
        host, _, port = self.url.removeprefix("http://").partition(":")
        return host, int(port)

    @property
    def held_mib(self) -> float:
        """Memory that the server itself holds (not its children)."""
        said = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{self.pid}/status").read_text())
        return int(said[1]) / 1024 if said else 0.0

    @property
    def peak_mib(self) -> float:
        """The most that it ever held."""
        said = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{self.pid}/status").read_text())
        return int(said[1]) / 1024 if said else 0.0

    @property
    def identity(self) -> str:
        """The headers of a request that say where it goes and who sends it."""
        return f"Host: 127.0.0.1\r\nAuthorization: Bearer {self.key}"

    def client(self, patience_s: float = PATIENCE_S) -> httpx.Client:
        """A client of it."""
        return httpx.Client(base_url=self.url, timeout=patience_s, headers=bearer(self.key), trust_env=False)

    def look(self) -> None:
        """Ask ``/healthz`` again and again until it is told to stop."""
        with self.client() as client:
            while not self.stop.wait(LOOK_EVERY_S):
                self.asked_at = time.monotonic()
                try:
                    client.get("/healthz")
                except httpx.TransportError:
                    self.slowest_s = float("inf")
                    continue
                self.slowest_s = max(self.slowest_s, time.monotonic() - self.asked_at)
                self.asked_at = None

    def slowest(self) -> float:
        """Slowest answer of ``/healthz`` since the last call, seconds."""
        asked_at = self.asked_at
        so_far = 0.0 if asked_at is None else time.monotonic() - asked_at
        found, self.slowest_s = max(self.slowest_s, so_far), 0.0
        return found


def answer(server: Watched, client: httpx.Client, attack: Attack) -> int | str:
    """Send one request; returns the status, with more words where it is not as the interface promises."""
    path = attack.path.replace("{plan}", server.plan)
    headers = [(name.encode(), value.encode()) for name, value in attack.headers.items()]
    try:
        response = client.request(attack.method, path, content=attack.body() or None, headers=headers)
    except httpx.TransportError as error:
        return type(error).__name__
    kind = response.headers.get("content-type", "").partition(";")[0]
    if response.status_code >= 400 and path.startswith("/v1") and kind != "application/problem+json":
        return f"{response.status_code} {kind}"
    return response.status_code


@contextmanager
def watched(folder: Path, command: Sequence[str] = SERVE) -> Iterator[Watched]:
    """Start a server on a free port, ``caseload serve`` by default, and make a roster and a plan there."""
    key = new_key(folder / "data")
    own = {name: value for name, value in os.environ.items() if not name.startswith("CASELOAD_")}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            command,
            stdout=log,
            stderr=subprocess.STDOUT,
            env=own | {"CASELOAD_DATA_DIR": str(folder / "data"), "CASELOAD_PORT": "0"},
        )
    try:
        server = Watched(_address(folder / "log", process), process.pid, key)
        looking = threading.Thread(target=server.look)
        _prepare(server)
        looking.start()
        try:
            yield server
        finally:
            server.stop.set()
            if server.is_lost:
                process.kill()
            looking.join()
    finally:
        process.terminate()
        try:
            process.wait(GOODBYE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _address(log: Path, process: subprocess.Popen[bytes]) -> str:
    ends_at = time.monotonic() + PATIENCE_S
    while time.monotonic() < ends_at:
        if said := re.search(r"http://127\.0\.0\.1:\d+", log.read_text()):
            return said[0]
        assert process.poll() is None, log.read_text()
        time.sleep(0.05)
    raise AssertionError("the server did not start")


def _prepare(server: Watched) -> None:
    with server.client() as client:
        kept = client.post("/v1/rosters", json=ROSTER)
        assert kept.status_code == 201, kept.text
        server.roster = kept.json()["id"]
        asked: dict[str, Any] = {"roster_id": server.roster, "goals": {"time_limit_s": 2, "simulations": 0}}
        made = client.post("/v1/plans", json=asked).json()
        ends_at = time.monotonic() + PLAN_PATIENCE_S
        while made["state"] != "done":
            assert time.monotonic() < ends_at
            assert made["state"] in ("queued", "running"), made
            time.sleep(0.2)
            made = client.get(made["links"]["self"]).json()
        server.plan = made["id"]
        client.post("/v1/reports", json={"roster": ROSTER})  # what is imported once is there now
