"""``caseload report``: is it sustainable, and what is missing where? No assignment, so it answers at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from app.commands.options import (
    ACCEPT,
    AS_JSON,
    BASIS,
    CHANGE,
    POLICY,
    RELEASE,
    ROSTER,
    SECTIONS,
    json_options,
    read_options,
    takes,
)
from app.commands.terminal.failures import OK

if TYPE_CHECKING:
    from app.intake.roster_file import RosterFile


@click.command("report", short_help="Is it sustainable, and what is missing where? No plan.")
@takes(ROSTER, POLICY, RELEASE, *BASIS, *SECTIONS, CHANGE, ACCEPT, AS_JSON)
def command(roster: RosterFile, changes: tuple[str, ...], json_only: bool, **given: Any) -> int:
    """Say whether the caseload is sustainable, and what is missing where.

    The tightest group of cases is named with the sum that shows it: these hours of work, only these officers, their
    hours. No plan is made.
    """
    from app.commands.admitted import read_admitted
    from app.commands.terminal.capabilities import as_encoded, screen
    from app.planning import as_json, report_roster
    from app.report.render import terminal

    options = read_options(json_options(given))
    read = read_admitted(roster, options, lambda text: click.echo(text, err=True))
    document = report_roster(read, options, changes)
    text = as_json(document) if json_only else as_encoded(terminal.summary(document, screen=screen()))
    click.echo(text, nl=not json_only)
    return OK
