"""The office's own sign-in (OpenID Connect): where it is, and the keys with which it signs."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from app.access.caller import ProviderFault
from app.access.oidc.fetch import fetch_json, may_be_asked
from app.settings import Settings

if TYPE_CHECKING:
    from joserfc.jwk import KeySet

FRESH_S = 3_600.0
"""How long what the provider published is taken for true."""
AGAIN_S = 30.0
"""Keys are asked for again at most so often: a token with an unknown key costs its sender nothing, and us little."""
PAUSE_S = 5.0
"""After a failure nobody is asked for so long: a provider that is away must not hold every thread of the server."""
DISCOVERY = "/.well-known/openid-configuration"
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True, slots=True)
class Published:
    """What a provider published, and when it was asked."""

    endpoints: Mapping[str, str]
    keys: KeySet
    at: float


class Provider:
    """What a provider has published, asked for when it is needed. Safe to share between threads.

    Parameters
    ----------
    settings : Settings
        With ``oidc_issuer``.
    clock : function
        Seconds that only go forward.
    """

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self.settings = settings
        self.issuer = settings.oidc_issuer or ""
        self.hosts = frozenset({urlsplit(self.issuer).netloc, *settings.oidc_hosts})
        self._clock = clock
        self._asking = threading.Lock()
        self._published: Published | None = None
        self._failed_at = float("-inf")

    def endpoint(self, name: str) -> str:
        """One of the addresses that the provider published.

        Raises
        ------
        ProviderFault
        """
        return self._known(FRESH_S).endpoints[name]

    def keys(self, *, again: bool = False) -> KeySet:
        """The keys of the provider; ``again``: a token named one that is not among them.

        Raises
        ------
        ProviderFault
        """
        return self._known(AGAIN_S if again else FRESH_S).keys

    def forget(self) -> None:
        """Ask the provider at the next occasion, whatever is known."""
        self._published, self._failed_at = None, float("-inf")

    def _known(self, fresh_s: float) -> Published:
        """What is not older than that. One thread at a time asks; who needs nothing new does not wait for it."""
        found = self._published
        if found is not None and self._clock() - found.at < fresh_s:
            return found
        with self._asking:
            now, found = self._clock(), self._published
            if found is not None and now - found.at < fresh_s:
                return found  # somebody else has just asked
            if now - self._failed_at < PAUSE_S:
                raise ProviderFault
            try:
                self._published = self._ask(now)
            except ProviderFault:
                self._failed_at = self._clock()
                raise
            return self._published

    def _ask(self, now: float) -> Published:
        endpoints = self._checked(fetch_json(self.issuer.rstrip("/") + DISCOVERY, self.hosts))
        return Published(endpoints, _key_set(fetch_json(endpoints["jwks_uri"], self.hosts)), now)

    def _checked(self, found: dict[str, Any]) -> dict[str, str]:
        if found.get("issuer") != self.issuer:
            raise ProviderFault("The sign-in provider calls itself otherwise than CASELOAD_OIDC_ISSUER does.")
        endpoints = {name: found.get(name) for name in ENDPOINTS}
        for name, url in endpoints.items():
            if not isinstance(url, str) or not may_be_asked(url, self.hosts):
                raise ProviderFault(
                    f"The {name} of the sign-in provider is not at its own address, or not https. If it is right, add "
                    "its host to CASELOAD_OIDC_HOSTS."
                )
        return {name: str(url) for name, url in endpoints.items()}


def _key_set(found: dict[str, Any]) -> KeySet:
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet  # it brings cryptography: only where there is a provider

    try:
        return KeySet.import_key_set({"keys": list(found["keys"])})
    except (JoseError, KeyError, TypeError, ValueError) as error:
        raise ProviderFault from error
