"""Signing in at the provider: the authorization code flow of OpenID Connect (Core 1.0, 3.1) with PKCE (RFC 7636)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from urllib.parse import quote, urlencode

from app.access.caller import BadCredentials, Caller
from app.access.oidc.fetch import fetch_json
from app.access.oidc.provider import Provider
from app.access.oidc.tokens import caller_of, claims_of
from app.access.signing import Signer
from solver.errors import CaseloadError

PURPOSE = "oidc"
CALLBACK = "/sign-in/callback"
PATIENCE_S = 600
"""How long somebody may take at the provider."""


class FlowBroken(CaseloadError):
    """The sign-in was begun in another browser, or too long ago, or the provider refused it. Begin again."""


@dataclass(frozen=True, slots=True)
class Departure:
    """What the browser that begins a sign-in keeps, sealed, until it comes back. No other browser can end it."""

    state: str
    nonce: str
    verifier: str
    to: str
    until: float


class CodeFlow:
    """Sends browsers to the provider, and takes them back.

    Parameters
    ----------
    provider : Provider
    signer : Signer
    clock : function
        Seconds since 1970.
    """

    def __init__(self, provider: Provider, signer: Signer, clock: Callable[[], float] = time.time) -> None:
        self._provider = provider
        self._signer = signer
        self._clock = clock
        self._redirect_uri = (provider.settings.public_url or "").rstrip("/") + CALLBACK

    def begin(self, to: str) -> tuple[str, str]:
        """Where to send a browser, and the cookie that it must come back with.

        Raises
        ------
        ProviderFault
        """
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        left = Departure(state, nonce, verifier, to, self._clock() + PATIENCE_S)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(left.verifier.encode()).digest()).rstrip(b"=")
        asked = {
            "response_type": "code",
            "client_id": self._provider.settings.oidc_client_id or "",
            "redirect_uri": self._redirect_uri,
            "scope": self._provider.settings.oidc_scope,
            "state": left.state,
            "nonce": left.nonce,
            "code_challenge": challenge.decode(),
            "code_challenge_method": "S256",
        }
        address = self._provider.endpoint("authorization_endpoint")
        cookie = base64.urlsafe_b64encode(json.dumps(asdict(left)).encode()).decode()
        return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}", self._signer.sealed(PURPOSE, cookie)

    def finish(self, cookie: str, answer: Mapping[str, str]) -> tuple[Caller, str]:
        """Who came back from the provider, and where they wanted to go.

        Raises
        ------
        FlowBroken
            It is not the browser that began, it took too long, or the provider refused.
        BadCredentials, NotAllowed, ProviderFault
        """
        left = self._departure(cookie)
        is_ours = hmac.compare_digest(left.state.encode(), answer.get("state", "").encode("utf-8", "replace"))
        if not is_ours or answer.get("iss", self._provider.issuer) != self._provider.issuer or "code" not in answer:
            raise FlowBroken
        address, hosts = self._provider.endpoint("token_endpoint"), self._provider.hosts
        found = fetch_json(address, hosts, self._form(left, answer["code"]), self._basic())
        token = found.get("id_token")
        if not isinstance(token, str):
            raise BadCredentials
        audience = self._provider.settings.oidc_client_id or ""
        return caller_of(self._provider, claims_of(self._provider, token, audience, left.nonce)), left.to

    def _departure(self, cookie: str) -> Departure:
        text = self._signer.opened(PURPOSE, cookie)
        if text is None:
            raise FlowBroken
        left = Departure(**json.loads(base64.urlsafe_b64decode(text)))
        if left.until < self._clock():
            raise FlowBroken
        return left

    def _form(self, left: Departure, code: str) -> dict[str, str]:
        return {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._redirect_uri,
            "client_id": self._provider.settings.oidc_client_id or "",
            "code_verifier": left.verifier,
        }

    def _basic(self) -> dict[str, str]:
        """The header of a client that has a secret (RFC 6749, section 2.3.1); without one PKCE alone speaks for it."""
        secret = self._provider.settings.oidc_client_secret
        if secret is None:
            return {}
        pair = (self._provider.settings.oidc_client_id or "", secret.get_secret_value())
        return {
            "Authorization": "Basic "
            + base64.b64encode(":".join(quote(each, safe="") for each in pair).encode()).decode()
        }
