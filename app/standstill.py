"""A process that stands still ends itself, so that whoever minds it starts it again.

A container that is told to restart what ends does not restart what hangs. The timer is one of the interpreter's own,
in C: it also runs while something holds the interpreter, which stops every thread of Python. What it prints is where
each thread stood, and no value of any variable.
"""

from __future__ import annotations

import asyncio
import faulthandler
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

SIGNS = 5
"""Signs of life within the time after which there must have been one."""


def is_alive(frozen_s: float | None) -> None:
    """Go on for so many seconds without another call; then the process ends with exit code 1. None: for ever."""
    if frozen_s is not None:
        faulthandler.dump_traceback_later(frozen_s, exit=True)


def is_over() -> None:
    """Nothing watches any more."""
    faulthandler.cancel_dump_traceback_later()


@asynccontextmanager
async def watched_loop(frozen_s: float | None) -> AsyncIterator[None]:
    """End the process if the event loop that this runs in does nothing for so many seconds."""
    if frozen_s is None:
        yield
        return

    async def give_signs() -> None:
        while True:
            is_alive(frozen_s)
            await asyncio.sleep(frozen_s / SIGNS)

    signs = asyncio.create_task(give_signs())
    try:
        yield
    finally:
        signs.cancel()
        with suppress(asyncio.CancelledError):
            await signs
        is_over()
