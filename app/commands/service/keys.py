"""``caseload keys``: who may do what with the service."""

from __future__ import annotations

from pathlib import Path

import click

from app.commands.service.database import data_dir, server_database
from app.commands.terminal.failures import OK, REFUSED

ROLES = ("viewer", "planner", "approver", "admin")
"""Those of ``app.store.tables.Role``, which every command would wait for: it brings SQLAlchemy."""


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

    with server_database(data_dir) as (_, database), database.write() as session:
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

    with server_database(data_dir) as (_, database), database.read() as session:
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
    from app.access import api_keys

    with server_database(data_dir) as (_, database), database.write() as session:
        was_there = api_keys.revoke(session, key_id)
    if not was_there:
        click.echo("There is no key of that ID; `caseload keys list` names them.", err=True)
        return REFUSED
    return OK
