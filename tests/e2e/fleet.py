"""Servers and workers of one PostgreSQL, each a process of its own."""

from __future__ import annotations

import sys

from app.store.db import Database
from tests.e2e.conftest import Process, Start

LEASE = {"CASELOAD_LEASE_S": "2"}


class Fleet:
    """Servers and workers on one PostgreSQL."""

    def __init__(self, start: Start, url: str) -> None:
        self._start = start
        self.url = url
        self._settings = {"CASELOAD_DATABASE_URL": url, **LEASE}
        self.database = Database(url)

    def server(self, target: str = "linger", folder: str = "server", solves: int = 0) -> Process:
        """One that makes no plans itself, unless it is told to."""
        settings = {**self._settings, "CASELOAD_SOLVES_AT_ONCE": str(solves)}
        return self._start(f"quick_targets:{target}", folder, **settings)

    def worker(self, target: str, name: str) -> Process:
        command = (sys.executable, "-m", "tests.e2e.worker", f"quick_targets:{target}")
        return self._start(folder=name, command=command, wait=False, **self._settings)
