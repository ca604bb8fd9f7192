"""The database: one engine, sessions that read and sessions that write.

SQLite runs in WAL mode with ``synchronous=FULL``: what was answered survives a power cut. A session that writes starts
with BEGIN IMMEDIATE, so that two writers wait for each other instead of failing in the middle; a session that reads
sees one snapshot and waits for nobody. PostgreSQL needs none of this and gets the same code.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.orm import Session

from solver.errors import CaseloadError

__all__ = ["Database", "DatabaseFault", "InvalidDatabaseUrl", "Session"]

BUSY_TIMEOUT_MS = 30_000


DatabaseFault = SQLAlchemyError
"""Whatever goes wrong between here and the database."""


class InvalidDatabaseUrl(CaseloadError, ValueError):
    """CASELOAD_DATABASE_URL is not a database URL such as postgresql+psycopg://user@host/name."""


class Database:
    """Sessions of one database. Safe to share between threads.

    Raises
    ------
    InvalidDatabaseUrl
        The message does not repeat the URL: it may hold a password.
    """

    def __init__(self, url: str) -> None:
        try:
            parsed = make_url(url)
        except ArgumentError:
            raise InvalidDatabaseUrl from None
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        if self.is_sqlite:
            _make_private_folder(parsed)
        self.engine: Engine = create_engine(parsed, pool_pre_ping=not self.is_sqlite, hide_parameters=True)
        if self.is_sqlite:
            event.listen(self.engine, "connect", _set_pragmas)
            event.listen(self.engine, "begin", _begin)
        self._writing = self.engine.execution_options(sqlite_begin="IMMEDIATE")

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Look at one snapshot; nothing is kept of what the block changes."""
        with Session(self.engine, autoflush=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Change things in one transaction: kept when the block ends, undone when it raises."""
        with Session(self._writing, expire_on_commit=False) as session, session.begin():
            yield session

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def _make_private_folder(url: URL) -> None:
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True, mode=0o700)


def _set_pragmas(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin transactions by itself: _begin does
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "secure_delete=ON",  # what people remove is overwritten, not left in free pages
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    how = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {how}")
