"""A server in a process of its own, on loopback, for what is measured over HTTP."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from bench.files import CASELOAD
from tests.app.serving import bearer, new_key

PORT = 8765
STARTS_S = 60
TIMEOUT_S = 600


@dataclass(frozen=True)
class Served:
    """A server that runs.

    Attributes
    ----------
    client : httpx.Client
        That may do everything.
    key : str
        With which it may.
    pid : int
        Of the server itself, not of its children.
    """

    client: httpx.Client
    key: str
    pid: int

    def resident_bytes(self) -> int:
        """Memory of the server itself."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
        return int(line.split()[1]) * 1024


@contextmanager
def serving(folder: Path, port: int = PORT) -> Iterator[Served]:
    """Within the block a server keeps its data in ``folder / "data"`` and its log in ``folder / "log"``."""
    data, log = folder / "data", folder / "log"
    key = new_key(data)
    environment = os.environ | {"CASELOAD_DATA_DIR": str(data), "CASELOAD_PORT": str(port)}
    command = [*CASELOAD, "serve"]
    with log.open("wb") as out, subprocess.Popen(command, env=environment, stdout=out, stderr=out) as server:
        try:
            url = f"http://127.0.0.1:{port}"
            with httpx.Client(base_url=url, headers=bearer(key), timeout=TIMEOUT_S, trust_env=False) as client:
                until = time.monotonic() + STARTS_S
                while not _is_up(client):
                    if server.poll() is not None or time.monotonic() > until:
                        raise RuntimeError(f"the server did not start:\n{log.read_text()}")
                    time.sleep(0.1)
                yield Served(client, key, server.pid)
        finally:
            server.terminate()


def _is_up(client: httpx.Client) -> bool:
    try:
        return client.get("/readyz").status_code == 200
    except httpx.TransportError:
        return False
