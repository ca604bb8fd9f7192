"""``caseload plan``: the roster in, the plan and its report out.

Reading, solving and writing happen in a child process. A crash of native code, a machine without memory or a search
that hangs then ends with a sentence and an exit code, and Ctrl-C reaches only this process, which tells the child to
stop with the best plan so far.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from types import FrameType
from typing import Any

import click

from app.commands.failures import IMPOSSIBLE_CASES, INTERRUPTED, OK, no_plan_in_time, nothing_yet
from app.commands.folder import draft_beside, publish, refuse_unless_free
from app.commands.goals import AS_JSON, BASIS, EFFORT, POLICY, ROSTER, WISHES, goals_of, options
from app.commands.progress import ProgressLine

JOB = "app.commands.plan_job:plan_into"
TIME_LIMIT_S = 60.0
READ_AND_WRITE_S = 3_600.0
"""What reading and writing may take beside the time limit before the process is taken for one that hangs."""


@click.command("plan", short_help="Give every case an officer, as fairly as can be proven.")
@options(ROSTER, POLICY, *WISHES, *BASIS, *EFFORT)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("plan"),
    metavar="DIR",
    help="Where to write.  [default: plan]",
)
@click.option("--force", is_flag=True, help="Write into a folder that has something in it.")
@AS_JSON
def command(roster: str, out: Path, force: bool, json_only: bool, **given: Any) -> int:
    """Give every case an officer, as fairly as can be proven.

    Writes assignments.csv, officers.csv, report.json, report.html and plan.xlsx. Ctrl-C writes the best plan so far.
    """
    from app.confined import run_confined
    from app.present import screen

    goals = goals_of(given)
    refuse_unless_free(out, force=force)
    time_limit_s = goals.get("time_limit_s", TIME_LIMIT_S)
    line = ProgressLine(time_limit_s)
    with draft_beside(out) as draft, interrupts() as asked:

        def should_stop() -> bool:  # asked ten times a second
            line.tick()
            if asked.is_set():
                line.say("Stopping with the best plan so far; Ctrl-C once more stops at once, without one.")
            return asked.is_set()

        try:
            made = run_confined(
                JOB,
                (roster, goals, str(draft), str(out), (screen.shows_colour(), screen.shows_unicode())),
                memory_bytes=None,
                deadline_s=READ_AND_WRITE_S + (2 * time_limit_s if time_limit_s > 0 else 0),
                on_message=line.show,
                should_stop=should_stop,
                grace_s=READ_AND_WRITE_S,
            )
        finally:
            line.clear()
        if made["plan"]:
            publish(draft, out)
    if not made["plan"]:
        return nothing_yet(as_json=json_only) if asked.is_set() else no_plan_in_time(time_limit_s, as_json=json_only)
    click.echo(made["json"] if json_only else made["summary"], nl=not json_only)
    if made["interrupted"]:
        return INTERRUPTED
    return IMPOSSIBLE_CASES if made["impossible"] else OK


@contextmanager
def interrupts() -> Iterator[Event]:
    """Within the block the first Ctrl-C sets the event, and the second one interrupts as usual."""
    asked = Event()

    def on_interrupt(_number: int, _frame: FrameType | None) -> None:
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()

    before = signal.signal(signal.SIGINT, on_interrupt)
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, before)
