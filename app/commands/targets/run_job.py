"""Runs what a command computes in a child process.

A crash of native code, a machine without memory or a search that hangs then ends with a sentence and an exit code, and
Ctrl-C reaches only this process, which asks the child to stop with the best that it has so far.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Event
from types import FrameType
from typing import Any

from app.commands.terminal.progress import ProgressLine

TIME_LIMIT_S = 60.0
READ_AND_WRITE_S = 3_600.0
"""What reading and writing may take beside the time limit before the process is taken for one that hangs."""


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


def run_job(job: str, arguments: Sequence[Any], options: Mapping[str, Any], asked: Event) -> Any:
    """Run ``job`` ("module:function") with these arguments, and show how it goes on.

    Parameters
    ----------
    asked : Event
        Of :func:`interrupts`; once it is set the child is asked for the best that it has so far.

    Raises
    ------
    ConfinedFailure
        The child could not do it.
    """
    from app.confined import Limits, run_confined

    limit_s = time_limit_s(options)
    line = ProgressLine(limit_s)

    def should_stop() -> bool:  # asked ten times a second
        line.tick()
        if asked.is_set():
            line.say("Stopping with the best so far; Ctrl-C once more stops at once, without it.")
        return asked.is_set()

    def hear(message: dict[str, Any]) -> None:
        if "remarks" in message:
            line.say(message["remarks"])
        else:
            line.show(message)

    try:
        return run_confined(
            job,
            tuple(arguments),
            Limits(READ_AND_WRITE_S + (2 * limit_s if limit_s > 0 else 0), grace_s=READ_AND_WRITE_S),
            on_message=hear,
            should_stop=should_stop,
        )
    finally:
        line.clear()


def time_limit_s(options: Mapping[str, Any]) -> float:
    """The time limit that the options ask for."""
    return float(options.get("time_limit_s", TIME_LIMIT_S))
