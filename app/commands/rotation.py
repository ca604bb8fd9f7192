"""``caseload rotation``: who covers while officers are away, what the others carry, and how everything comes back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.options import ACCEPT, BUDGET, PERIOD, PLAN, POLICY, RELEASE, ROSTER, json_options, takes
from app.commands.targets.run_job import interrupts, run_job, time_limit_s
from app.commands.terminal.failures import OK, no_plan_in_time, nothing_yet

if TYPE_CHECKING:
    from app.intake.roster_file import RosterFile

JOB = "app.commands.targets.rotation:cover"
AWAY = ("officers", "days", "first_day", "granted_moves")
"""Options that say who is away and for how long (``app.answers.rotation.Away``); the rest are those of a plan."""


@click.command("rotation", short_help="Who covers while officers are away on a detail?")
@takes(ROSTER, PLAN)
@click.option("--away", "officers", required=True, metavar="ID[,ID ...]", help="Who goes, separated by commas.")
@click.option("--days", type=click.IntRange(1, 3_660), required=True, metavar="N", help="For how long.")
@click.option(
    "--from",
    "first_day",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=lambda _context, _option, day: day and day.date(),
    metavar="DATE",
    help="First day.",
)
@click.option(
    "--granted-moves",
    type=click.IntRange(0),
    default=0,
    metavar="N",
    help="Cases of those who stay that may move, too, for fair shares.  [default: 0]",
)
@takes(*PERIOD, POLICY, RELEASE, *BUDGET, ACCEPT)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Handovers and returns as CSV."
)
@click.option("--json", "json_only", is_flag=True, help="Print the rotation as JSON and nothing else.")
def command(roster: RosterFile, plan: str | None, out: Path | None, json_only: bool, **given: Any) -> int:
    """Plan a detail: fewest cases handed over, and among such covers the fairest for those who stay.

    Officers who are away have no hours for cases. What is pinned to them stays with them; everything else comes back
    to them afterwards.
    """
    from app.commands.terminal.table import as_shown

    away = {name: given.pop(name) for name in AWAY}
    options = json_options(given)
    with interrupts() as asked:
        made = run_job(JOB, (roster, plan, options, away), options, asked)
    if made is None:
        return (
            nothing_yet(as_json=json_only)
            if asked.is_set()
            else no_plan_in_time(time_limit_s(options), as_json=json_only)
        )
    for stray in made["strays"]:
        click.echo(stray, err=True)
    if out is not None:
        out.write_text(made["csv"], "utf-8", newline="")
    click.echo(made["json"] if json_only else as_shown(made["text"]), nl=False)
    return OK
