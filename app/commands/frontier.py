"""``caseload frontier``: the fewest moves for each fairness, with the peak beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from app.commands.options import ACCEPT, BUDGET, PERIOD, POLICY, RELEASE, ROSTER, json_options, takes
from app.commands.targets.run_job import interrupts, run_job
from app.commands.terminal.failures import INTERRUPTED, OK

if TYPE_CHECKING:
    from app.intake.roster_file import RosterFile

JOB = "app.commands.targets.frontier:trace"


@click.command("frontier", short_help="The fewest moves for each fairness, with the peak beside it.")
@takes(ROSTER)
@click.option(
    "--points",
    type=click.IntRange(min=2, max=1_000),
    default=13,
    metavar="N",
    help="How many, between the fairest plan and the one that moves nobody.  [default: 13]",
)
@takes(POLICY, RELEASE)
@click.option("--moves", type=click.Choice(["cases", "hours"]), help="How moves are counted.  [default: cases]")
@takes(*PERIOD, *BUDGET, ACCEPT)
@click.option("--json", "json_only", is_flag=True, help="Print the points as JSON and nothing else.")
def command(roster: RosterFile, points: int, json_only: bool, **given: Any) -> int:
    """Show what every further move buys: from the fairest plan to the one that moves nobody who can stay.

    `caseload plan --keep-within POINTS` or `--max-moves N` makes the plan of a line.
    """
    from app.commands.terminal.table import as_shown

    options = json_options(given)
    with interrupts() as asked:
        text = run_job(JOB, (roster, options, points, json_only), options, asked)
    click.echo(text if json_only else as_shown(text), nl=False)
    return INTERRUPTED if asked.is_set() else OK
