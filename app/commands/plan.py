"""``caseload plan``: the roster in, the plan and its report out. The work is done in a child process."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.options import (
    ACCEPT,
    AS_JSON,
    BASIS,
    BUDGET,
    CHANGE,
    FRONTIER,
    GOALS,
    POLICY,
    RELEASE,
    ROSTER,
    SECTIONS,
    json_options,
    takes,
)
from app.commands.targets.run_job import interrupts, run_job, time_limit_s
from app.commands.terminal.failures import IMPOSSIBLE_CASES, INTERRUPTED, OK, no_plan_in_time, nothing_yet

if TYPE_CHECKING:
    from app.intake.roster_file import RosterFile

JOB = "app.commands.targets.plan:plan_into"


@click.command("plan", short_help="Give every case an officer, as fairly as can be proven.")
@takes(ROSTER, POLICY, *GOALS, RELEASE, *BASIS, *BUDGET, *SECTIONS, FRONTIER, CHANGE, ACCEPT)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("plan"),
    metavar="DIR",
    help="Where to write.  [default: plan]",
)
@click.option("--force", is_flag=True, help="Write into a folder that has something in it.")
@AS_JSON
def command(roster: RosterFile, changes: tuple[str, ...], out: Path, force: bool, json_only: bool, **given: Any) -> int:
    """Give every case an officer, as fairly as can be proven.

    Writes assignments.csv, officers.csv, report.json, report.html and plan.xlsx. Ctrl-C writes the best plan so far.
    """
    from app.commands.terminal.capabilities import as_encoded, shows_colour, shows_unicode
    from app.output_folder import FolderTaken, draft_beside, publish, refuse_unless_free

    options = json_options(given)
    try:
        refuse_unless_free(out, force=force, forced_by="--force")
    except FolderTaken as error:
        raise click.UsageError(f"--out {error}") from None
    shows = (shows_colour(), shows_unicode())
    with draft_beside(out) as draft, interrupts() as asked:
        made = run_job(JOB, (roster, options, str(draft), str(out), shows, changes), options, asked)
        if made["plan"]:
            publish(draft, out)
    if not made["plan"]:
        if asked.is_set():
            return nothing_yet(as_json=json_only)
        return no_plan_in_time(time_limit_s(options), as_json=json_only)
    click.echo(made["json"] if json_only else as_encoded(made["summary"]), nl=not json_only)
    if made["interrupted"]:
        return INTERRUPTED
    return IMPOSSIBLE_CASES if made["impossible"] else OK
