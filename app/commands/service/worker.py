"""``caseload worker``: makes the plans that servers of the same PostgreSQL have accepted."""

from __future__ import annotations

import signal
from collections.abc import Callable
from types import FrameType

import click

from app.commands.terminal.failures import OK, REFUSED


@click.command("worker", short_help="Make plans beside the servers of one PostgreSQL.")
@click.option(
    "--solves",
    "solves_at_once",
    type=click.IntRange(1),
    metavar="N",
    help="Plans at the same time.  [default: CASELOAD_SOLVES_AT_ONCE, or 1]",
)
def command(solves_at_once: int | None) -> int:
    """Make the plans that the servers of the same PostgreSQL (CASELOAD_DATABASE_URL) have accepted.

    Any number of workers may run, on any number of machines. One that is told to end (SIGTERM) hands its plans back;
    what one that dies leaves behind is taken up by another.
    """
    import logging.config

    from app.commands.service.environment import read_settings
    from app.commands.service.logs import logging_config
    from app.jobs.standalone import work

    settings = read_settings({"solves_at_once": solves_at_once})
    if settings is None:
        return REFUSED
    logging.config.dictConfig(logging_config(settings.log_format))
    work(settings, told_to_end())
    return OK


def told_to_end() -> Callable[[], bool]:
    """Whether there was a SIGTERM or a Ctrl-C; to be asked again and again."""
    signals: list[int] = []  # no Event: a handler that runs while its lock is held would wait for itself

    def note(number: int, _frame: FrameType | None) -> None:
        signals.append(number)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, note)
    return lambda: bool(signals)
