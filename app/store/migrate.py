"""Brings the tables of a database up to what this version of the program expects."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from app.store.db import Database, Session, take_turns
from solver.errors import CaseloadError

UPGRADING = 0x63617366
"""What servers that start at the same time take turns at."""


class NewerDatabase(CaseloadError):
    """The database was written by a newer Caseload: start that version, or give another CASELOAD_DATA_DIR."""


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
    """
    config = migrations()
    if (found := revision_of(database)) is not None:
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
