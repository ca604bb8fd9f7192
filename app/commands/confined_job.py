"""Runs what a command computes in a child process, as ``caseload plan`` does: a crash ends with a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.commands.plan import READ_AND_WRITE_S, TIME_LIMIT_S, interrupts
from app.commands.progress import ProgressLine


def run_job(job: str, arguments: Sequence[Any], goals: Mapping[str, Any]) -> Any:
    """Run ``job`` ("module:function") with these arguments; the first Ctrl-C asks it for its best so far.

    Raises
    ------
    ConfinedFailure
        The child could not do it.
    """
    from app.confined import run_confined

    time_limit_s = goals.get("time_limit_s", TIME_LIMIT_S)
    line = ProgressLine(time_limit_s)
    with interrupts() as asked:

        def should_stop() -> bool:  # asked ten times a second
            line.tick()
            return asked.is_set()

        try:
            return run_confined(
                job,
                tuple(arguments),
                memory_bytes=None,
                deadline_s=READ_AND_WRITE_S + (2 * time_limit_s if time_limit_s > 0 else 0),
                on_message=line.show,
                should_stop=should_stop,
                grace_s=READ_AND_WRITE_S,
            )
        finally:
            line.clear()
