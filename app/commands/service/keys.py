"""``caseload keys``: who may do what with the service."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.terminal.failures import OK, REFUSED

if TYPE_CHECKING:
    from app.store.db import Database

ROLES = ("viewer", "planner", "approver", "admin")
"""Those of ``app.store.tables.Role``, which every command would wait for: it brings SQLAlchemy."""
data_dir: Callable[[Any], Any] = click.option(
    "--data-dir",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="The server's.  [default: CASELOAD_DATA_DIR, or caseload-data]",
)


@click.group("keys", short_help="Who may do what with the service.")
def command() -> None:
    """Make, list and revoke the keys by which the service knows who asks.

    The database is the server's (CASELOAD_DATA_DIR or CASELOAD_DATABASE_URL); the server may run meanwhile.
    """


@command.command("create", short_help="Make a key and print it, once.")
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), required=True, help="What it may do, from least to most.")
@click.option(
    "--office",
    "offices",
    multiple=True,
    metavar="OFFICE",
    help="Only rosters of this office; may be repeated.  [default: all]",
)
@click.option(
    "--days", type=click.IntRange(1, 3_650), default=365, metavar="N", show_default=True, help="Until it expires."
)
@data_dir
def create(name: str, role: str, offices: tuple[str, ...], days: int, data_dir: Path | None) -> int:
    """Make a key for NAME (a person or a program) and print it. It cannot be shown again: only a hash is kept."""
    from app.access import api_keys
    from app.store.tables import Role

    with _database(data_dir) as database:
        if database is None:
            return REFUSED
        with database.write() as session:
            key = api_keys.create(session, api_keys.Wanted(name, Role(role), offices, days))
    click.echo(key)
    return OK


@command.command("list", short_help="Every key, without its secret.")
@data_dir
def list_keys(data_dir: Path | None) -> int:
    """List every key with its id, role, offices and term; the keys themselves are not kept."""
    from app.access import api_keys
    from app.commands.terminal.table import as_shown, table
    from app.store import credentials

    with _database(data_dir) as database:
        if database is None:
            return REFUSED
        with database.read() as session:
            rows = credentials.keys(session)
    found = [
        (
            row.id,
            row.name,
            row.role,
            "all" if row.offices is None else ", ".join(row.offices),
            f"{row.expires_at:%Y-%m-%d}",
            "revoked" if row.revoked_at else "valid" if api_keys.is_alive(row) else "expired",
        )
        for row in rows
    ]
    lines = table(("id", "name", "role", "offices", "expires", "state"), found) if found else ["There are no keys."]
    click.echo(as_shown("\n".join(lines)))
    return OK


@command.command("revoke", short_help="End a key at once.")
@click.argument("key_id", metavar="ID")
@data_dir
def revoke(key_id: str, data_dir: Path | None) -> int:
    """End the key with this ID (as `caseload keys list` names it), and every session that was begun with it."""
    from app.store import credentials

    with _database(data_dir) as database:
        if database is None:
            return REFUSED
        with database.write() as session:
            was_there = credentials.revoke_key(session, key_id, datetime.now(UTC))
    if not was_there:
        click.echo("There is no key of that ID; `caseload keys list` names them.", err=True)
        return REFUSED
    return OK


@contextmanager
def _database(folder: Path | None) -> Iterator[Database | None]:
    """The server's database with its tables; None where the settings were refused, and it was said why."""
    from app.commands.service.environment import read_settings
    from app.store.db import Database
    from app.store.migrate import upgrade
    from app.store.private import keep_private

    settings = read_settings({"data_dir": folder})
    if settings is None:
        yield None
        return
    keep_private(settings.data_dir)
    database = Database(settings.database)
    try:
        upgrade(database)
        yield database
    finally:
        database.close()
