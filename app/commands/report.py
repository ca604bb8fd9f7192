"""``caseload report``: is it sustainable, and what is missing where? No assignment, so it answers at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from app.commands.options import (
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


@click.command("report", short_help="Is it sustainable, and what is missing where? No plan.")
@takes(ROSTER, POLICY, RELEASE, *BASIS, *SECTIONS, CHANGE, AS_JSON)
def command(roster: str, changes: tuple[str, ...], json_only: bool, **given: Any) -> int:
    """Say whether the caseload is sustainable, and what is missing where.

    The tightest group of cases is named with the sum that shows it: these hours of work, only these officers, their
    hours. No plan is made.
    """
    from app.commands.terminal.capabilities import screen
    from app.intake.read import read_path
    from app.planning import as_json, report_roster
    from app.report.render import terminal

    options = read_options(json_options(given))
    document = report_roster(read_path(Path(roster)), options, changes)
    click.echo(as_json(document) if json_only else terminal.summary(document, screen=screen()), nl=not json_only)
    return OK
