"""Asks the provider, and nobody else: bounded in time and size, without redirects and proxies."""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from app.access.caller import ProviderFault
from app.one_request import Bounds, request
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
    body = None if form is None else urlencode(form)
    sent = {"Accept": "application/json", **(headers or {})}
    if body is not None:
        sent["Content-Type"] = "application/x-www-form-urlencoded"
    try:
        status, content = request(url, Bounds(TIMEOUT_S, MOST_BYTES), body, sent)
        if status != 200 or len(content) > MOST_BYTES:
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
