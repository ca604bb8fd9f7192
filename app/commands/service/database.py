"""The server's database, for commands that look into it while the server may run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.terminal.failures import REFUSED

if TYPE_CHECKING:
    from app.settings import Settings
    from app.store.db import Database

data_dir: Callable[[Any], Any] = click.option(
    "--data-dir",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="The server's.  [default: CASELOAD_DATA_DIR, or caseload-data]",
)


@contextmanager
def server_database(folder: Path | None) -> Iterator[tuple[Settings, Database]]:
    """The server's settings, and its database with its tables.

    Raises
    ------
    click.exceptions.Exit
        The settings were refused, and it was said why.
    """
    from app.commands.service.environment import read_settings
    from app.store.db import Database
    from app.store.migrate import upgrade
    from app.store.private import keep_private

    settings = read_settings({"data_dir": folder})
    if settings is None:
        raise click.exceptions.Exit(REFUSED)
    keep_private(settings.data_dir)
    database = Database(settings.database)
    try:
        upgrade(database)
        yield settings, database
    finally:
        database.close()
