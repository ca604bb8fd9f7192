"""``caseload check``: verify a plan, whoever made it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.options import ACCEPT, PERIOD, ROSTER, json_options, read_options, takes
from app.commands.terminal.failures import OK, VIOLATED

if TYPE_CHECKING:
    from app.intake.roster_file import RosterFile


@click.command("check", short_help="Verify a plan, whoever made it.")
@takes(ROSTER)
@click.argument("plan", metavar="DIR", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--policy",
    type=click.Choice(["assign-all", "within-capacity"]),
    help="Whether hours are hard.  [default: that of report.json, else assign-all]",
)
@click.option(
    "--release-ineligible",
    is_flag=True,
    help="Cases that nobody may hold are to be taken from who has them.  [default: that of report.json]",
)
@takes(*PERIOD, ACCEPT)
def command(roster: RosterFile, plan: Path, **given: Any) -> int:
    """Verify the plan in DIR against a roster, and name every violation.

    DIR is the folder of a plan, or a CSV file with the columns case_id and officer_id.
    """
    from app.commands.targets.check import check_plan

    options = json_options(given)
    read_options(options)  # what cannot be is refused before anything is read
    found = check_plan(roster, plan, options)
    if found.remarks:
        click.echo(found.remarks, err=True)
    for note in found.notes:
        click.echo(note)
    for line in found.violations:
        click.echo(f"VIOLATION  {line}")
    click.echo(found.verdict)
    return VIOLATED if found.violations else OK
