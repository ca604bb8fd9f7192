"""One request to another machine, bounded in time and size, without redirects and proxies."""

from __future__ import annotations

import http.client
import socket
import threading
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long a request may take, and how much of its answer is read.

    Attributes
    ----------
    seconds : float
        Of the request once it is connected, to the last byte; connecting has as long.
    most_bytes : int
        One more is read, so that whoever asks sees that there is more.
    """

    seconds: float
    most_bytes: int


def request(
    url: str, bounds: Bounds, body: bytes | str | None = None, headers: Mapping[str, str] | None = None
) -> tuple[int, bytes]:
    """The status and the content of the answer.

    Parameters
    ----------
    url : str
        Whoever calls has looked whether it may be asked.
    bounds : Bounds
    body : bytes, str or None
        Sent with POST; None: GET.
    headers : mapping of str to str, or None

    Raises
    ------
    OSError, http.client.HTTPException
        There is no answer, or none in time.
    """
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    with closing(kind(parts.hostname or "", parts.port, timeout=bounds.seconds)) as connection:
        connection.connect()
        deadline = threading.Timer(bounds.seconds, _cut, (connection.sock,))
        deadline.daemon = True
        deadline.start()
        try:
            connection.request("GET" if body is None else "POST", target, body, dict(headers or {}))
            answer = connection.getresponse()
            return answer.status, answer.read(bounds.most_bytes + 1)
        finally:
            deadline.cancel()


def _cut(connected: socket.socket) -> None:
    """End a connection that trickles: each byte comes in time, and all of them never do."""
    with suppress(OSError):  # it has ended already
        connected.shutdown(socket.SHUT_RDWR)
