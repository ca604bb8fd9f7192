"""The database: one engine, sessions that read and sessions that write.

SQLite runs in WAL mode with ``synchronous=FULL``: what was answered survives a power cut. A session that writes starts
with BEGIN IMMEDIATE, so that two writers wait for each other instead of failing in the middle; those of one process
have their turns in the order in which they came. A session that reads sees one snapshot and waits for nobody.
PostgreSQL needs none of this and gets the same code; there a client that stands still in the middle of a transaction is
cut off, so that what it has locked does not stay locked with it.
"""

from __future__ import annotations

import copy
import math
import shutil
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, CursorResult, Engine, create_engine, event, func, select
from sqlalchemy import exc as faults
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DataError, IntegrityError, ProgrammingError, SQLAlchemyError
from sqlalchemy.orm import Session

from app.store.scope import EVERYWHERE, KEY, Scope
from solver.errors import CaseloadError

__all__ = [
    "Database",
    "DatabaseFault",
    "InvalidDatabaseUrl",
    "Session",
    "is_away",
    "may_pass",
    "take_turns",
    "without_password",
]

BUSY_TIMEOUT_MS = 30_000
FORGET_MS = 500
"""How long emptying the log waits for who reads just then."""
STANDSTILL_S = 60
"""A client that says nothing for so long in the middle of a transaction is frozen, or its machine is gone."""
LIBPQ = {
    "connect_timeout": "10",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "25000",
}
"""When PostgreSQL's client notices that the other machine is gone, where the URL says nothing of it: while it waits, by
the first four (seconds), and while something of its own is under way, by the last (milliseconds)."""


DatabaseFault = SQLAlchemyError
"""Whatever goes wrong between here and the database."""


class InvalidDatabaseUrl(CaseloadError, ValueError):
    """CASELOAD_DATABASE_URL is not a database URL such as postgresql+psycopg://user@host/name."""


class TurnNeverCame(SQLAlchemyError):
    """Other writers of this process had the database of SQLite for too long."""


class _Turns:
    """Writers of one process, first come, first served.

    SQLite itself lets in whoever asks at the right moment, and who writes again and again keeps all others out.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[threading.Event] = deque()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for one's turn, and have it for as long as the block lasts.

        Raises
        ------
        TurnNeverCame
        """
        mine = threading.Event()
        with self._lock:
            self._waiting.append(mine)
            self._waiting[0].set()
        try:
            if not mine.wait(BUSY_TIMEOUT_MS / 1_000):
                raise TurnNeverCame("other writers of this process had the database for too long")
            yield
        finally:
            with self._lock:
                self._waiting.remove(mine)
                if self._waiting:
                    self._waiting[0].set()


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
        if parsed.get_backend_name() == "postgresql":
            parsed = parsed.update_query_dict({**LIBPQ, **parsed.query})
        self.engine: Engine = create_engine(parsed, pool_pre_ping=not self.is_sqlite, hide_parameters=True)
        if self.engine.dialect.name == "postgresql":
            event.listen(self.engine, "connect", _bound_standstill)
        if self.is_sqlite:
            event.listen(self.engine, "connect", _set_pragmas)
            event.listen(self.engine, "begin", _begin)
        self._writing = self.engine.execution_options(sqlite_begin="IMMEDIATE")
        self._turns = _Turns() if self.is_sqlite else None
        self.scope = EVERYWHERE

    def within(self, scope: Scope) -> Self:
        """The same database as somebody sees it: every session of it knows whose it is."""
        seen = copy.copy(self)
        seen.scope = scope
        return seen

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Look at one snapshot; nothing is kept of what the block changes."""
        with Session(self.engine, autoflush=False, info={KEY: self.scope}) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Change things in one transaction: kept when the block ends, undone when it raises."""
        with (
            nullcontext() if self._turns is None else self._turns.turn(),
            Session(self._writing, expire_on_commit=False, info={KEY: self.scope}) as session,
            session.begin(),
        ):
            yield session

    @property
    def room(self) -> float:
        """Bytes that are free on the disk of SQLite; infinite where the database has a machine of its own."""
        name = self.engine.url.database
        if not self.is_sqlite or not name or name == ":memory:":
            return math.inf
        return shutil.disk_usage(Path(name).parent).free

    def forget_removed(self) -> None:
        """Have SQLite's log hold nothing any more of what was removed, as far as nobody reads it just now."""
        if self.is_sqlite:
            with closing(self.engine.raw_connection()) as connection:
                cursor = connection.cursor()
                cursor.execute(f"PRAGMA busy_timeout={FORGET_MS}")  # writers wait while it waits for readers
                try:
                    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                finally:
                    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def may_pass(fault: DatabaseFault) -> bool:
    """Whether the same thing may work a little later: nothing is wrong with it, but with the database just now."""
    return not isinstance(fault, IntegrityError | DataError | ProgrammingError)


def is_away(fault: DatabaseFault) -> bool:
    """Whether the database itself cannot be used just now: it is away, locked for long, or its disk is full."""
    return isinstance(fault, faults.OperationalError | faults.InterfaceError | faults.TimeoutError | TurnNeverCame)


def take_turns(session: Session, number: int) -> None:
    """Let one transaction at a time go on from here, of all that name this number; SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(number)))


def _make_private_folder(url: URL) -> None:
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True, mode=0o700)


def _set_pragmas(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin transactions by itself: _begin does
    connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    _switch_to_wal(connection)
    for pragma in (
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",  # what people remove is overwritten, not left in free pages
    ):
        connection.execute(f"PRAGMA {pragma}")


def _switch_to_wal(connection: Any) -> None:
    """Have SQLite write ahead; it waits for nobody who does the same just then, and so it is asked again."""
    gives_up_at = time.monotonic() + BUSY_TIMEOUT_MS / 1_000
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > gives_up_at:
                raise
        else:
            return
        time.sleep(0.01)


def _bound_standstill(connection: Any, _record: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET idle_in_transaction_session_timeout = '{STANDSTILL_S}s'")
    connection.commit()


def _begin(connection: Connection) -> None:
    how = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {how}")


def without_password(url: str) -> str:
    """An address as it may be shown: what could be a password is left out, wherever it stands."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        return "(no address)"
    return parsed.set(query=dict.fromkeys(parsed.query, "hidden")).render_as_string(hide_password=True)


def has_changed(result: Any) -> bool:
    """Whether an UPDATE or a DELETE found anything."""
    assert isinstance(result, CursorResult)  # noqa: S101 - those statements give nothing else
    return result.rowcount > 0
