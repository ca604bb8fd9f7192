"""Asks the provider, and nobody else: bounded in time and size, without redirects and proxies."""

from __future__ import annotations

import http.client
import json
import socket
import threading
from collections.abc import Mapping
from contextlib import closing, suppress
from typing import Any
from urllib.parse import urlencode, urlsplit

from app.access.caller import ProviderFault
from app.settings import is_confidential

TIMEOUT_S = 5.0
"""Of one question once it is connected, to the last byte; connecting has as long."""
MOST_BYTES = 262_144


def fetch_json(
    url: str, hosts: frozenset[str], form: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The JSON object at an address.

    Parameters
    ----------
    url : str
    hosts : frozenset of str
        Names, with the port where it is not the usual one, that may be asked: those that the operator configured.
    form : mapping of str to str, or None
        Sent with POST; None: GET.
    headers : mapping of str to str, or None

    Raises
    ------
    ProviderFault
    """
    if not may_be_asked(url, hosts):
        raise ProviderFault(
            "The sign-in provider names an address that is not its own, or not https. If it is right, add its host to "
            "CASELOAD_OIDC_HOSTS."
        )
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    body = None if form is None else urlencode(form)
    sent = {"Accept": "application/json", **(headers or {})}
    if body is not None:
        sent["Content-Type"] = "application/x-www-form-urlencoded"
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    try:
        with closing(kind(parts.hostname or "", parts.port, timeout=TIMEOUT_S)) as connection:
            connection.connect()
            deadline = threading.Timer(TIMEOUT_S, _cut, (connection.sock,))
            deadline.daemon = True
            deadline.start()
            try:
                connection.request("GET" if body is None else "POST", target, body, sent)
                answer = connection.getresponse()
                content = answer.read(MOST_BYTES + 1)
            finally:
                deadline.cancel()
        if answer.status != 200 or len(content) > MOST_BYTES:
            raise ProviderFault
        found = json.loads(content)
    except (OSError, http.client.HTTPException, ValueError, RecursionError) as error:
        raise ProviderFault from error
    if not isinstance(found, dict):
        raise ProviderFault
    return found


def may_be_asked(url: str, hosts: frozenset[str]) -> bool:
    """Whether an address is one that the operator configured: over https, or http on this machine alone."""
    try:
        parts = urlsplit(url)
        is_safe = is_confidential(parts)
    except ValueError:  # it is no address at all
        return False
    return is_safe and parts.netloc in hosts


def _cut(connected: socket.socket) -> None:
    """End a connection that trickles: each byte comes in time, and all of them never do."""
    with suppress(OSError):  # it has ended already
        connected.shutdown(socket.SHUT_RDWR)
