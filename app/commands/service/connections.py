"""Connections, bounded: who opens one and asks nothing makes room for who does.

Uvicorn holds a connection on which no request has come for as long as the other side likes, and as many as there are
descriptors; then it accepts nobody any more, and says so in the log without a break.
"""

from __future__ import annotations

import asyncio
import resource
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from app.api import problems
from app.api.http.security import HEADERS

HEADERS_S = 30.0
"""How long the first line and the headers of a request may take, from when the connection is there for them."""
BACKLOG = 128
"""Connections that are accepted in one go, before any is looked at."""
RESERVED = 3 * BACKLOG
"""Descriptors that are for the database, for bodies, for children, and for one such go."""
LEAST = 64
NO_REQUEST = "This is no request of HTTP/1.1."


def most_connections() -> int:
    """How many there may be at the same time: as many as the process may have descriptors, less those for the rest."""
    soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return max((1 << 16 if soft == resource.RLIM_INFINITY else soft) - RESERVED, LEAST)


class Bounded(H11Protocol):
    """One connection."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.silent_since = self.loop.time()
        self._patience: asyncio.TimerHandle | None = None

    @property
    def is_silent(self) -> bool:
        """Whether nobody is being answered on it."""
        cycle: RequestResponseCycle | None = vars(self)["cycle"]  # uvicorn does not say that at first there is none
        return cycle is None or cycle.response_complete

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """It is there; where that is one too many, the one that has been silent for longest goes, perhaps this one."""
        super().connection_made(transport)
        self._wait_for_a_request()
        if len(self.connections) > most_connections():
            silent = [each for each in self.connections if isinstance(each, Bounded) and each.is_silent]
            min(silent, key=lambda each: each.silent_since).give_up()

    def connection_lost(self, exc: Exception | None) -> None:
        """It is gone."""
        if self._patience is not None:
            self._patience.cancel()
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        """The next request may come."""
        super().on_response_complete()
        self._wait_for_a_request()

    def give_up(self) -> None:
        """Close it at once, without a word."""
        self.connections.discard(self)
        self.transport.abort()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - uvicorn's own words
        """Answer what is no request like everything else that is refused."""
        if not self.is_silent and self.cycle.response_started:  # half an answer is out
            self.give_up()
            return
        answer = problems.response(400, NO_REQUEST, headers={**HEADERS, "Connection": "close"})
        lines = [
            b"HTTP/1.1 400 Bad Request",
            *(b": ".join(each) for each in answer.raw_headers),
            b"",
            bytes(answer.body),
        ]
        self.transport.write(b"\r\n".join(lines))
        self.transport.close()

    def _wait_for_a_request(self) -> None:
        self.silent_since = self.loop.time()
        if self._patience is not None:
            self._patience.cancel()
        self._patience = self.loop.call_later(HEADERS_S, self._lose_patience)

    def _lose_patience(self) -> None:
        if self.is_silent and not self.transport.is_closing():
            self.give_up()
