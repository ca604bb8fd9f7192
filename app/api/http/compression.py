"""Answers for programs, packed with gzip where the client takes it (RFC 9110, section 8.4)."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.http.content_negotiation import with_quality

PACKED = ("/v1/", "/openapi.json", "/static/", "/docs/files/")
"""Where answers are packed. Pages are not: how well the token of a form packs together with text that
somebody else chose gives the token away (BREACH)."""
SMALLEST = 1024
"""Bytes below which packing is not worth its header."""
LEVEL = 5
"""Of zlib: nearly as small as 9, in a third of the time."""


class Compressed:
    """Packs what is asked for below `PACKED`, and never an event stream, which must arrive as it is made."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.packing = GZipMiddleware(_WeakTags(app), SMALLEST, LEVEL)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or not scope["path"].startswith(PACKED):
            await self.app(scope, receive, send)
            return
        is_wanted = takes_gzip(Headers(scope=scope).get("Accept-Encoding"))
        await (self.packing if is_wanted else self.app)(scope, receive, _varied(send))


class _WeakTags:
    """Turns ``ETag`` into a weak one: packed bytes are another representation (RFC 9110, section 8.8.1)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_weak(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                tag = headers.get("ETag")
                if tag is not None and not tag.startswith("W/"):
                    headers["ETag"] = f"W/{tag}"
            await send(message)

        await self.app(scope, receive, send_weak)


def takes_gzip(accept_encoding: str | None) -> bool:
    """Whether ``Accept-Encoding`` names gzip and does not refuse it with a quality of 0.

    ``*`` alone is no wish for it: clients that mean to unpack say so.
    """
    for coding, quality in map(with_quality, (accept_encoding or "").split(",")):
        if coding in ("gzip", "x-gzip"):
            return quality > 0
    return False


def _varied(send: Send) -> Send:
    """Says in ``Vary`` that the answer depends on ``Accept-Encoding``, whether this one is packed or not."""

    async def send_varied(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if "accept-encoding" not in headers.get("Vary", "").lower():
                headers.add_vary_header("Accept-Encoding")
        await send(message)

    return send_varied
