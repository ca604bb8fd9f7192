"""One server per database: the second one would take the first one's running plans for those of a dead server."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import Self

from sqlalchemy import Connection, text

from app.store.db import Database
from solver.errors import CaseloadError

LOCK_NUMBER = 0x63617365
"""The advisory lock of PostgreSQL that stands for being the server."""


class AlreadyServed(CaseloadError):
    """Another server uses this CASELOAD_DATA_DIR or database: stop it, or give this one a folder of its own."""


class Lease:
    """Held while a server lives. The system lets go of it when the process dies, however that happens.

    Raises
    ------
    AlreadyServed
        Another process holds it.
    """

    def __init__(self, database: Database, data_dir: Path) -> None:
        self._connection: Connection | None = None
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._file = os.open(data_dir / "server.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._file)
            raise AlreadyServed from None
        if not database.is_sqlite:
            self._connection = database.engine.execution_options(isolation_level="AUTOCOMMIT").connect()
            taken = self._connection.scalar(text("SELECT pg_try_advisory_lock(:number)"), {"number": LOCK_NUMBER})
            if not taken:
                self.close()
                raise AlreadyServed

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the next server in."""
        if self._connection is not None:
            self._connection.invalidate()  # really closed: a pooled connection would keep the lock
            self._connection.close()
        os.close(self._file)
