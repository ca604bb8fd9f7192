"""The gate: credentials as they come with a request, and who sends them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.access import api_keys, sessions
from app.access.caller import BadCredentials, Caller, Unauthenticated
from app.access.oidc import tokens
from app.access.oidc.code_flow import CodeFlow
from app.access.oidc.provider import Provider
from app.access.refusals import Refusals
from app.access.sign_in_address import SignInAddress
from app.access.signing import Signer
from app.access.throttle import Throttle
from app.audit.actions import Action
from app.audit.chain import append
from app.settings import Settings, is_loopback
from app.store import credentials
from app.store.db import Database
from app.store.scope import EVERYWHERE
from app.store.tables import Role
from solver.errors import CaseloadError

DESK = Caller("desk", "this machine", Role.ADMIN, EVERYWHERE)
"""Who opened the address that the server printed: somebody at the machine, who could as well make a key there."""
SESSION, FORM = "session", "form"
"""Purposes of signatures: of the cookie of who has signed in, and of the form of who has not yet."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A session that was begun.

    Attributes
    ----------
    cookie : str
        Its value.
    term : timedelta
        How long a browser keeps it.
    """

    cookie: str
    term: timedelta


class Unguarded(CaseloadError):
    """Other machines could reach the server, and there is no key with which anybody could sign in."""


class Gate:
    """Knows callers. Safe to share between threads.

    Parameters
    ----------
    settings : Settings
    database : Database
        With its tables.
    """

    def __init__(self, settings: Settings, database: Database) -> None:
        self._settings = settings
        self._database = database
        with database.read() as session:
            self.signer = Signer(credentials.secret(session))
        # a browser takes __Host- only over https, from this very host: no neighbour can set a cookie of that name
        prefix = "__Host-" if settings.is_https else ""
        self.session_cookie = f"{prefix}caseload-session-{self.signer.public_id}"
        self.form_cookie = f"{prefix}caseload-form-{self.signer.public_id}"
        self.flow_cookie = f"{prefix}caseload-flow-{self.signer.public_id}"
        self.address = SignInAddress()
        self.provider = None if settings.oidc_issuer is None else Provider(settings)
        self.flow = None if self.provider is None else CodeFlow(self.provider, self.signer)
        self.throttle = Throttle()
        self.refusals = Refusals(database)

    @property
    def is_guarded(self) -> bool:
        """Whether there is anybody who could sign in: a key that opens something now, or a provider."""
        if self.provider is not None:
            return True
        with self._database.read() as session:
            return credentials.has_keys(session, datetime.now(UTC))

    def refuse_unguarded(self, host: str) -> None:
        """Refuse to serve other machines before there is anybody who may come in.

        Raises
        ------
        Unguarded
        """
        if not is_loopback(host) and not self.is_guarded:
            raise Unguarded(
                f"The address {host!r} can be reached from other machines, and there is no key with which anybody "
                "could sign in: make one first (caseload keys create NAME --role admin), set CASELOAD_OIDC_ISSUER, "
                "or listen on 127.0.0.1."
            )

    def who(self, authorization: list[str], cookies: Mapping[str, str]) -> Caller:
        """Who sends these headers ``Authorization`` and these cookies; a header counts more.

        Raises
        ------
        Unauthenticated, NotAllowed, ProviderFault
        """
        if authorization:
            text = bearer_of(authorization)
            if self.provider is not None and not api_keys.is_key(text):
                audience = self._settings.oidc_audience or self._settings.oidc_client_id or ""
                return tokens.caller_of(self.provider, tokens.claims_of(self.provider, text, audience))
            with self._database.read() as session:
                return api_keys.caller_of(api_keys.key_of(session, text))
        token = self._token_in(cookies)
        if token is None:
            raise Unauthenticated
        with self._database.read() as session:
            caller = sessions.caller_of(session, token, self.signer.mac("csrf", token))
        if caller is None:
            raise Unauthenticated
        return caller

    def sign_in_with_key(self, text: str) -> Begun:
        """Begin a session of whoever has this key.

        Raises
        ------
        BadCredentials
        """
        with self._database.write() as session:
            row = api_keys.key_of(session, text.strip())
            caller = api_keys.caller_of(row)
            term = timedelta(hours=sessions.HOURS)
            token = sessions.begin(session, caller, term, row)
            append(session, caller.did(Action.SIGNED_IN, caller.scope.listed, by="key"))
        return self._begun(token, term)

    def sign_in_at_desk(self, token: str) -> Begun | None:
        """Begin a session of whoever opened the printed address; None where it is none, or was opened before."""
        if not self.address.take(token):
            return None
        return self.sign_in(DESK, timedelta(days=sessions.DESK_DAYS), "address")

    def sign_in(self, caller: Caller, term: timedelta, by: str) -> Begun:
        """Begin a session of somebody whose identity was proven, and record by what."""
        with self._database.write() as session:
            token = sessions.begin(session, caller, term)
            append(session, caller.did(Action.SIGNED_IN, caller.scope.listed, by=by))
        return self._begun(token, term)

    def sign_out(self, cookies: Mapping[str, str], caller: Caller) -> None:
        """End the session of these cookies, which is that of a caller."""
        token = self._token_in(cookies)
        if token is not None:
            with self._database.write() as session:
                sessions.end(session, token)
                append(session, caller.did(Action.SIGNED_OUT, caller.scope.listed))

    def _begun(self, token: str, term: timedelta) -> Begun:
        return Begun(self.signer.sealed(SESSION, token), term)

    def _token_in(self, cookies: Mapping[str, str]) -> str | None:
        """The token of the session; a cookie that we did not sign is not even looked up."""
        return self.signer.opened(SESSION, cookies.get(self.session_cookie, ""))


def bearer_of(authorization: list[str]) -> str:
    """The token of one header ``Authorization: Bearer …``.

    Raises
    ------
    BadCredentials
        There are several headers, or it is another scheme.
    """
    scheme, _, token = authorization[0].strip().partition(" ")
    if len(authorization) > 1 or scheme.lower() != "bearer" or not token.strip():
        raise BadCredentials("Send one header `Authorization: Bearer KEY`, with a key of `caseload keys create`.")
    return token.strip()
