"""SQLite: one process per database runs plans. PostgreSQL: any number of them, and nothing is held here."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import Self

from app.store.db import Database
from solver.errors import CaseloadError


class AlreadyServed(CaseloadError):
    """Another server uses this SQLite database: stop it, or give this one a CASELOAD_DATA_DIR of its own."""


class Lease:
    """Held while a server lives. The system lets go of it when the process dies, however that happens.

    It lies beside the database, whichever folder, setting or link a server came by.

    Raises
    ------
    AlreadyServed
        Another process holds it.
    """

    def __init__(self, database: Database) -> None:
        self._file: int | None = None
        name = database.engine.url.database
        if not database.is_sqlite or not name or name == ":memory:":
            return
        file = Path(name).resolve()
        self._file = os.open(f"{file}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.close()
            raise AlreadyServed from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the next server in."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
