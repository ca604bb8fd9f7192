"""``Prefer: wait=N`` (RFC 7240): a client that would rather wait than ask again."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from starlette.concurrency import run_in_threadpool

from app.api.models import PlanOut
from app.store.plans import UNFINISHED

MAX_WAIT_S = 60.0
LOOK_EVERY_S = 0.1
LONGEST_WAIT = 6
"""Digits of a number of seconds; more is longer than anybody waits."""


def wait_s(header: str | None) -> float | None:
    """How long a client would wait, at most ``MAX_WAIT_S``; None where it says nothing of it (or nothing readable)."""
    for preference in (header or "").split(","):
        name, _, value = (piece.strip() for piece in preference.partition("="))
        if name.lower() == "wait" and value.isascii() and value.isdecimal():  # ² is a digit, too, and no number
            return MAX_WAIT_S if len(value) > LONGEST_WAIT else min(float(value), MAX_WAIT_S)
    return None


async def wait_for(look: Callable[[], PlanOut], seconds: float, is_closing: Callable[[], bool]) -> PlanOut:
    """Look at a plan until it is finished, the time is over or the server about to end: the plan as it is then.

    Holds no thread and no transaction while it waits.
    """
    ends_at = time.monotonic() + seconds
    while True:
        plan = await run_in_threadpool(look)
        if plan.state not in UNFINISHED or time.monotonic() >= ends_at or is_closing():
            return plan
        await asyncio.sleep(LOOK_EVERY_S)
