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


def wait_s(header: str | None) -> float | None:
    """How long a client would wait, at most ``MAX_WAIT_S``; None where it says nothing of it (or nothing readable)."""
    for preference in (header or "").split(","):
        name, _, value = preference.partition("=")
        if name.strip().lower() == "wait" and value.strip().isdigit():
            return min(float(value), MAX_WAIT_S)
    return None


async def wait_for(look: Callable[[], PlanOut], seconds: float, is_ending: Callable[[], bool]) -> PlanOut:
    """Look at a plan until it is finished, the time is over or the server ends. Meanwhile it holds no thread."""
    ends_at = time.monotonic() + seconds
    while True:
        plan = await run_in_threadpool(look)
        if plan.state not in UNFINISHED or time.monotonic() >= ends_at or is_ending():
            return plan
        await asyncio.sleep(LOOK_EVERY_S)
