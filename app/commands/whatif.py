"""``caseload whatif``: the verdict with changes beside that of the roster as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from app.commands.options import ACCEPT, BASIS, BUDGET, POLICY, RELEASE, ROSTER, json_options, takes
from app.commands.targets.run_job import interrupts, run_job
from app.commands.terminal.failures import OK

if TYPE_CHECKING:
    from app.intake.roster_file import RosterFile

JOB = "app.commands.targets.whatif:compare"


@click.command("whatif", short_help="The verdict with changes: officers come or go, work grows.")
@takes(ROSTER)
@click.option(
    "--change",
    "changes",
    multiple=True,
    required=True,
    metavar="TEXT",
    help='What is different, as "remove officer D-07" or "add 2 officers skills=spanish"; may be given again.',
)
@click.option("--solve", is_flag=True, help="Plan both sides, too, and compare peaks and moves.")
@takes(POLICY, RELEASE, *BASIS, *BUDGET, ACCEPT)
@click.option("--json", "json_only", is_flag=True, help="Print both sides as JSON and nothing else.")
def command(roster: RosterFile, changes: tuple[str, ...], solve: bool, json_only: bool, **given: Any) -> int:
    """Say what changes would do: verdict, least peak and missing staff, side by side.

    \b
    What can be said:
      remove officer ID[, ID ...]
      add N officers [hours=H] [skills=A;B] [offices=X] [dockets=Y]
                     [standard=N] [efficiency=E]
      detail officer ID[, ID ...] [hours=H | share=50% | from=DATE until=DATE]
      effort of TYPE +20% | -10% | *1.5 | =3.5
      intake of TYPE +20% | -10% | +30 | -5
      train officer ID skills=A;B
      lend officer ID office=X
      standard of officer ID =N | =none
      hours of officer ID +8
      drop cases ID[, ID ...]
      unpin cases ID[, ID ...]
    """  # noqa: D301 - click reads the control character as "leave these lines as they are"
    from app.commands.terminal.table import as_shown

    options = json_options(given)
    with interrupts() as asked:
        text = run_job(JOB, (roster, options, list(changes), solve, json_only), options, asked)
    click.echo(text if json_only else as_shown(text), nl=False)
    return OK
