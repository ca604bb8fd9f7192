"""``caseload audit``: what everybody did with the service, and whether it was changed since."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.commands.service.database import data_dir, server_database
from app.commands.terminal.failures import OK, REFUSED, VIOLATED

if TYPE_CHECKING:
    from app.audit.verify import Verdict


@click.group("audit", short_help="Who did what with the service: verify, export.")
def command() -> None:
    """Verify and export the record of who did what with the service.

    The database is the server's (CASELOAD_DATA_DIR or CASELOAD_DATABASE_URL); the server may run meanwhile.
    """


@command.command("verify", short_help="Whether the records are those that were written.")
@click.argument("export", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--heads",
    type=click.Path(path_type=Path, exists=True),
    metavar="PLACE",
    help="A folder of heads, or a file with one on each line.  [default: CASELOAD_AUDIT_HEADS; with EXPORT none]",
)
@data_dir
def verify_records(export: Path | None, heads: Path | None, data_dir: Path | None) -> int:
    """Follow the chain of records from first to last, and hold it against the heads that were written down.

    With EXPORT, a file that `caseload audit export` wrote, that file is looked at instead of the database.
    """
    from app.audit.heads import read_heads
    from app.audit.log import every_record, from_lines
    from app.audit.verify import verify

    if export is not None:
        with export.open(encoding="utf-8") as lines:
            return _told(verify(from_lines(lines), read_heads(heads) if heads is not None else []))
    with server_database(data_dir) as (settings, database):
        place = heads or settings.audit_heads
        if place is not None and not place.exists():
            raise click.UsageError(f"{place} is not there; caseload audit head --write writes the first head into it.")
        # the heads first: what is appended meanwhile makes the chain longer, and no head too new for it
        written = [] if place is None else read_heads(place)
        return _told(verify(every_record(database), written))


def _told(verdict: Verdict) -> int:
    if verdict.broken is not None:
        click.echo(f"BROKEN at record {verdict.broken.number}. {verdict.broken.what}", err=True)
        return VIOLATED
    against = f"Heads that were written down and fit: {verdict.heads:,}. " if verdict.heads else ""
    click.echo(f"Records that fit together: {verdict.records:,}, all of them. {against}The last hash: {verdict.hash}")
    return OK


@command.command("export", short_help="Every record, as NDJSON.")
@data_dir
def export_records(data_dir: Path | None) -> int:
    """Print every record as NDJSON, the oldest first. That they were exported is itself recorded."""
    from app.audit.actions import OPERATOR, Action
    from app.audit.chain import append
    from app.audit.log import as_lines, every_record
    from app.audit.record import Entry

    with server_database(data_dir) as (_, database):
        with database.write() as session:
            append(session, Entry(Action.AUDITED, OPERATOR, details={"what": "export"}))
        for line in as_lines(every_record(database)):
            click.echo(line, nl=False)
    return OK


@command.command("head", short_help="Number and hash of the last record.")
@click.option("--write", is_flag=True, help="Write it into the folder of CASELOAD_AUDIT_HEADS, too.")
@data_dir
def head(write: bool, data_dir: Path | None) -> int:
    """Print number and hash of the last record: kept elsewhere, they prove what the chain was until then."""
    from app.audit.heads import head_of, write_head

    with server_database(data_dir) as (settings, database):
        found = head_of(database)
        if found is None:
            click.echo("There are no records yet.", err=True)
            return REFUSED
        if write and settings.audit_heads is None:
            raise click.UsageError("CASELOAD_AUDIT_HEADS names no folder to write it into.")
        if write and settings.audit_heads is not None:
            write_head(found, settings.audit_heads)
    click.echo(found.line)
    return OK
