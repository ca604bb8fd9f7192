"""The gate: credentials as they come with a request, and who sends them."""

from __future__ import annotations

from app.access import api_keys
from app.access.caller import BadCredentials, Caller
from app.store.db import Database
from app.store.scope import EVERYWHERE
from app.store.tables import Role

DESK = Caller("desk", "this machine", Role.ADMIN, EVERYWHERE)


class Gate:
    """Knows callers. Safe to share between threads.

    Parameters
    ----------
    database : Database
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def who(self, authorization: list[str]) -> Caller:
        """Who sends these headers ``Authorization``.

        Raises
        ------
        BadCredentials
        """
        if not authorization:
            return DESK
        text = bearer_of(authorization)
        with self._database.read() as session:
            return api_keys.caller_of(api_keys.key_of(session, text))


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
