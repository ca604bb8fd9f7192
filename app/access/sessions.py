"""People who have signed in with a browser: a random token in a signed cookie, and its hash in the database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.access.api_keys import hash_of, new_secret
from app.access.caller import Caller
from app.store import credentials
from app.store.db import Session
from app.store.scope import Scope
from app.store.tables import KeyRow, Role, SessionRow

HOURS = 12
"""After which somebody signs in again who came with a key or from a provider: about one day of work."""
DESK_DAYS = 30
"""For who opened the address that the server printed on its own machine."""


def begin(session: Session, caller: Caller, term: timedelta, key: KeyRow | None = None) -> str:
    """Begin a session; returns the token for the cookie, which is kept nowhere else. Those that are over are removed.

    Parameters
    ----------
    session : Session that writes
    caller : Caller
    term : timedelta
        After which it ends, whatever happens.
    key : KeyRow or None
        With which they signed in: the session ends with it.
    """
    token = new_secret()
    now = datetime.now(UTC)
    ends_at = now + term if key is None else min(now + term, key.expires_at)
    row = SessionRow(
        token_sha256=hash_of(token),
        caller_id=caller.id,
        name=caller.name[:200],
        role=caller.role,
        offices=caller.scope.listed,
        key_number=None if key is None else key.number,
        created_at=now,
        expires_at=ends_at,
    )
    credentials.add_session(session, row, now)
    return token


def caller_of(session: Session, token: str, csrf: str) -> Caller | None:
    """Whose session it is; None where it is over, was ended, or never was."""
    row = credentials.living_session(session, hash_of(token), datetime.now(UTC))
    if row is None:
        return None
    return Caller(row.caller_id, row.name, Role(row.role), Scope.of(row.offices), csrf)


def end(session: Session, token: str) -> None:
    """Sign out: the cookie opens nothing any more, wherever a copy of it lies."""
    credentials.end_session(session, hash_of(token))
