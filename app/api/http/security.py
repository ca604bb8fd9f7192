"""Keeps other web sites out of a server on this machine, and tells browsers what its pages may do.

A page from elsewhere can make a browser talk to 127.0.0.1. Two things give it away: after DNS rebinding the browser
still sends the foreign name as Host, and a request across origins carries the foreign Origin (or, for a form, at least
``Sec-Fetch-Site``). Programs send neither, and are let through.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api import problems
from app.settings import Settings

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""No inline script, no inline style, nothing from elsewhere."""
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": PAGE_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # same-origin, not no-referrer: with the latter browsers send "Origin: null" with our own forms
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cache-Control": "no-store",
}
"""Set on every response that does not set them itself. Case data must not stay in a cache."""


class SecurityHeaders:
    """Adds ``HEADERS`` to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers)


class Guard:
    """Refuses a foreign Host or Origin before anything else looks at the request."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.names = {name.lower() for name in settings.names}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request through, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope = _in_origin_form(scope)
        headers = Headers(scope=scope)
        refusal = self._foreign_host(headers) or self._foreign_origin(scope["method"], headers)
        if refusal is not None:
            kind, detail = refusal
            await problems.response(403, detail, kind)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _foreign_host(self, headers: Headers) -> tuple[str, str] | None:
        hosts = headers.getlist("host")
        if len(hosts) == 1 and (hosts[0].lower() in self.names or without_port(hosts[0].lower()) in self.names):
            return None
        return "foreign-host", (
            "This server does not go by that name. Use http://127.0.0.1 with its port, or have the name added to "
            "CASELOAD_ALLOWED_HOSTS."
        )

    def _foreign_origin(self, method: str, headers: Headers) -> tuple[str, str] | None:
        origin, host = headers.get("origin"), headers["host"].lower()
        if origin is not None:
            foreign = origin.lower() not in (f"http://{host}", f"https://{host}")
        else:
            foreign = method not in SAFE_METHODS and headers.get("sec-fetch-site", "none") not in (
                "none",
                "same-origin",
            )
        if foreign:
            return "foreign-origin", "Requests made by pages of other sites are refused."
        return None


def _in_origin_form(scope: Scope) -> Scope:
    """A request whose target is a whole address (as to a proxy): what it names wins over ``Host`` (RFC 9112, 3.2.2)."""
    if not scope["path"].startswith(("http://", "https://")):
        return scope
    address = urlsplit(scope["path"])
    others = [(name, value) for name, value in scope["headers"] if name != b"host"]
    path = address.path or "/"
    changed = {"path": path, "raw_path": path.encode(), "headers": [(b"host", address.netloc.encode()), *others]}
    return {**scope, **changed}


def without_port(host: str) -> str:
    """``[::1]:8000`` → ``[::1]``. A name in brackets keeps them."""
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdigit() and (not name.startswith("[") or name.endswith("]")) else host
