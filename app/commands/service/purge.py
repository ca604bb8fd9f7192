"""``caseload purge``: remove what is past its term."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from app.commands.service.database import data_dir, server_database
from app.commands.terminal.failures import OK


@click.command("purge", short_help="Remove plans and rosters that are past their term.")
@click.option("--dry-run", is_flag=True, help="Only say what would be removed.")
@data_dir
def command(dry_run: bool, data_dir: Path | None) -> int:
    """Remove plans that ended, with their results, and rosters, once their term (CASELOAD_RETENTION) is over.

    A running server does the same once a day. Audit records stay, and say what was removed.
    """
    from app.audit.actions import OPERATOR
    from app.commands.terminal.table import as_shown
    from app.jobs.purge import past_term, purge

    with server_database(data_dir) as (settings, database):
        if not settings.retention:
            raise click.UsageError("CASELOAD_RETENTION names no term: nothing is ever removed.")
        now = datetime.now(UTC)
        terms = settings.retention
        found = past_term(database, terms, now) if dry_run else purge(database, terms, now, OPERATOR)
        count = 0
        for each in found:
            count += 1
            offices = "no office in particular" if each.offices is None else ", ".join(each.offices)
            click.echo(as_shown(f"{each.subject}  {each.since:%Y-%m-%d}  {each.days} days  {offices}"))
    click.echo(f"{count:,} {'would be' if dry_run else 'were'} removed.")
    return OK
