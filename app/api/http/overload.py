"""More requests than can be answered: some are told so at once, so that the others are still answered in time.

Without it all of them wait, each for all before it, until nobody waits for the answers any more.
"""

from __future__ import annotations

import anyio.to_thread
from starlette.types import ASGIApp, Receive, Scope, Send

from app.api import problems

MOST_WAITING = 100
"""Pieces of work that wait for one of the threads; beyond, a new request is not begun. They take milliseconds each."""
ALWAYS = frozenset({"/healthz", "/readyz", "/metrics"})
"""Asked by who watches the server."""


class Overload:
    """Answers 503 where too much waits already.

    Bodies that come slowly and streams of events do not count: they wait for nobody's thread, and have limits of their
    own.
    """

    def __init__(self, app: ASGIApp, most_waiting: int = MOST_WAITING) -> None:
        self.app = app
        self.most_waiting = most_waiting

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request through, or say when to try again."""
        if scope["type"] == "http" and scope["path"] not in ALWAYS and waiting() > self.most_waiting:
            detail = "More requests come than this server can answer. Try again in a few seconds."
            answer = problems.response(503, detail, "busy", headers={"Retry-After": "2", "Connection": "close"})
            await answer(scope, receive, send)
            return
        await self.app(scope, receive, send)


def waiting() -> int:
    """Pieces of work that wait for a thread."""
    return anyio.to_thread.current_default_thread_limiter().statistics().tasks_waiting
