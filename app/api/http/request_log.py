"""Counts and logs requests, and turns faults into problems. No id appears: routes are named by their pattern.

The log says ``POST /v1/plans/{plan_id}/restart 202 12 ms``; whose plan it was, what it was called and which cases it
holds is not for those who read logs. A traceback is logged without the exception's text, which may quote the input.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
import traceback
import uuid
from collections import Counter

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api import problems
from app.api.http.body import about_to_end
from app.telemetry.spans import NOWHERE, Span, Traces, current, within
from app.telemetry.trace_parent import parent_of

log = logging.getLogger("caseload.http")
Labels = tuple[str, str, int]
GONE = 499
"""What the log and the metrics say of a client that went away while it was sending."""


class Requests:
    """How many requests were answered, and how long they took, by method, route and status."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._count: Counter[Labels] = Counter()
        self._seconds: dict[tuple[str, str], float] = {}

    def add(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one request."""
        with self._lock:
            self._count[method, route, status] += 1
            self._seconds[method, route] = self._seconds.get((method, route), 0.0) + seconds

    def lines(self) -> list[str]:
        """Prometheus text."""
        with self._lock:
            count, seconds = dict(self._count), dict(self._seconds)
        out = ["# HELP caseload_http_requests_total Requests answered.", "# TYPE caseload_http_requests_total counter"]
        out += [
            f'caseload_http_requests_total{{method="{method}",route="{route}",status="{status}"}} {number}'
            for (method, route, status), number in sorted(count.items())
        ]
        out += [
            "# HELP caseload_http_request_seconds_total Time spent on answering.",
            "# TYPE caseload_http_request_seconds_total counter",
        ]
        out += [
            f'caseload_http_request_seconds_total{{method="{method}",route="{route}"}} {spent:.6f}'
            for (method, route), spent in sorted(seconds.items())
        ]
        return out


class Watch:
    """Outermost layer of the application."""

    def __init__(self, app: ASGIApp, requests: Requests, traces: Traces = NOWHERE) -> None:
        self.app = app
        self.requests = requests
        self.traces = traces

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        parent = parent_of(Headers(scope=scope).getlist("traceparent"))
        with within(self.traces.request(known_method(scope), parent)):
            await self._answer(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = time.perf_counter()
        status = 0

        async def note_status(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, note_status)
        except ClientDisconnect:
            status = status or GONE  # nobody is there to be answered, and nothing is wrong
        except asyncio.CancelledError:
            if not status:  # the server ends, and this request has used up the time that was left for it
                gone = about_to_end()
                await problems.response(gone.status, gone.detail, gone.kind, headers=gone.headers)(
                    scope, receive, note_status
                )
            raise
        except Exception as error:  # noqa: BLE001 - the last line before the server's own
            fault = uuid.uuid4()
            frames = "".join(traceback.format_tb(error.__traceback__))
            said = {"fault": str(fault)}
            log.error("fault %s: %s\n%s", fault, type(error).__name__, frames, extra=said)  # noqa: TRY400 - no text of it
            if status:  # half an answer is out: only cutting the connection tells the reader
                raise Interrupted from None
            answer = problems.response(
                500,
                "A fault of the program, not of the request. The log of the server names it by the number in instance.",
                instance=f"urn:uuid:{fault}",
            )
            await answer(scope, receive, note_status)
        finally:
            seconds = time.perf_counter() - began
            method, route = known_method(scope), route_of(scope)
            self.requests.add(method, route, status, seconds)
            _tell(current(), method, route, status)
            fields = {"method": method, "route": route, "status": status, "milliseconds": round(seconds * 1000, 1)}
            log.info("%s %s %d %.0f ms", method, route, status, seconds * 1000, extra=fields)


def _tell(span: Span, method: str, route: str, status: int) -> None:
    """What a trace says of a request: the pattern of its route, and never its address."""
    span.rename(f"{method} {route}")
    span.note("http.request.method", method)
    span.note("http.route", route)
    span.note("http.response.status_code", status)
    if status >= 500:
        span.fail()


class Interrupted(Exception):
    """An answer could not be finished; the fault itself is in the log already."""


def route_of(scope: Scope) -> str:
    """The pattern of the route that answered, or ``(none)``; never the path, which holds ids and whatever was typed."""
    route = scope.get("route")
    path = getattr(route, "path", None)
    if isinstance(path, str):
        return path
    return "(static)" if "endpoint" in scope and scope.get("root_path") else "(none)"


def known_method(scope: Scope) -> str:
    """The method, where it is one that exists: anybody may send anything."""
    method = str(scope["method"])
    return method if method in {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} else "(other)"
