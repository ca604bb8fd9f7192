"""Brings the tables of a database up to what this version of the program expects."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import OperationalError

from app.store.db import Database, DatabaseFault, Session, take_turns
from solver.errors import CaseloadError

UPGRADING = 0x63617366
"""What servers that start at the same time take turns at."""


class NewerDatabase(CaseloadError):
    """The database was written by a newer Caseload: start that version, or give another CASELOAD_DATA_DIR."""


class NoDatabase(CaseloadError):
    """The database cannot be opened."""


DAMAGED = (
    "caseload.sqlite in CASELOAD_DATA_DIR (or the file of CASELOAD_DATABASE_URL) is damaged, or no database of SQLite: "
    "put it aside and a back-up in its place, as docs/operations.md says."
)
LOCKED = (
    "The file of the database cannot be opened: another program holds it, its disk is full, or it may not be written."
)
AWAY = (
    "The database of CASELOAD_DATABASE_URL does not answer, or does not let that user in: see that it runs, and that "
    "address, user and password are right."
)


def migrations() -> Config:
    """Where Alembic finds the changes."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    return config


def upgrade(database: Database) -> None:
    """Apply every change that is due, all or none.

    Raises
    ------
    NewerDatabase
        The database is ahead of this program.
    NoDatabase
        It is damaged, or not there.
    """
    config = migrations()
    try:
        found = revision_of(database)
    except DatabaseFault as error:  # its own words may hold the address, and a password in it
        raise NoDatabase(_what_is_wrong(database, error)) from None
    if found is not None:
        known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
        if found not in known:
            raise NewerDatabase
    with database.engine.execution_options(sqlite_begin="IMMEDIATE").begin() as connection:
        take_turns(Session(connection), UPGRADING)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def revision_of(database: Database) -> str | None:
    """The newest change that was applied; None for an empty database."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def is_current(database: Database) -> bool:
    """Whether every change was applied."""
    return revision_of(database) == ScriptDirectory.from_config(migrations()).get_current_head()


def _what_is_wrong(database: Database, error: DatabaseFault) -> str:
    if not database.is_sqlite:
        return AWAY
    return LOCKED if isinstance(error, OperationalError) else DAMAGED
