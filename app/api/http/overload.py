"""More requests than can be answered: some are told so at once, so that the others are still answered in time.

Without it all of them wait, each for all before it, until nobody waits for the answers any more. Saying so must be
cheap, or it takes the time that it is to save: the answer is made once, and neither logged nor looked at by anything
further in.
"""

from __future__ import annotations

import anyio.to_thread
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api import problems
from app.api.http.request_log import Requests, known_method

MOST_WAITING = 100
"""Pieces of work that wait for one of the threads; beyond, a new request is not begun. They take milliseconds each."""
ALWAYS = frozenset({"/healthz", "/readyz", "/metrics"})
"""Asked by who watches the server."""
ROUTE = "(overload)"
"""What the metrics call a request that was not begun."""
DETAIL = "More requests come than this server can answer. Try again in a few seconds."


class Overload:
    """Answers 503 where too much waits already; outermost but for the headers that every answer has.

    Bodies that come slowly and streams of events do not count: they wait for nobody's thread, and have limits of their
    own.
    """

    def __init__(self, app: ASGIApp, requests: Requests, most_waiting: int = MOST_WAITING) -> None:
        self.app = app
        self.requests = requests
        self.most_waiting = most_waiting
        answer = problems.response(503, DETAIL, "busy", headers={"Retry-After": "2"})
        self._answer: tuple[Message, ...] = (
            {"type": "http.response.start", "status": 503, "headers": answer.raw_headers},
            {"type": "http.response.body", "body": bytes(answer.body)},
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request through, or say when to try again."""
        if scope["type"] != "http" or waiting() <= self.most_waiting or scope["path"] in ALWAYS:
            await self.app(scope, receive, send)
            return
        self.requests.add(known_method(scope), ROUTE, 503, 0.0)
        for message in self._answer:
            await send(dict(message))


def waiting() -> int:
    """Pieces of work that wait for a thread."""
    return anyio.to_thread.current_default_thread_limiter().statistics().tasks_waiting
