"""Keys: ``caseload_`` with a name that is no secret, and 256 random bits. Only a hash of these is kept."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from app.access.caller import BadCredentials, Caller, NotAllowed
from app.audit.actions import OPERATOR, Action
from app.audit.chain import append
from app.audit.record import Entry
from app.store import credentials
from app.store.audit import subject_of
from app.store.db import Session
from app.store.scope import MOST_OFFICES, Scope
from app.store.tables import KeyRow, Role
from solver.errors import CaseloadError

PREFIX = "caseload_"
SECRET_BYTES = 32
ID_BYTES = 6
LONGEST = 200
"""Signs of a text that may be a key; what is longer is none, and is not looked at."""
NOBODY = hashlib.sha256(b"").hexdigest()
"""Compared with where there is no such key, so that the time of an answer does not tell."""


class InvalidKey(CaseloadError, ValueError):
    """A key needs a name that can be printed, a term of 1 to 3,650 days, and at most 200 offices."""


class AlreadyMade(CaseloadError):
    """That form was sent before, and its key is made. If nobody has kept it, revoke it and make another one."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A key that is to be made.

    Attributes
    ----------
    name : str
        Who or what it is for.
    role : Role
    offices : sequence of str
        Empty: all.
    days : int
        Until it expires: 1 to 3,650.
    id : str or None
        What people will call it, 12 hexadecimal digits; None: one that is drawn. A form that is sent twice names it, so
        that it makes one key.
    """

    name: str
    role: Role
    offices: Sequence[str] = ()
    days: int = 365
    id: str | None = None

    def __post_init__(self) -> None:
        named = [each.strip() for each in self.offices]
        if not self.name.strip() or not self.name.isprintable() or len(self.name) > 200 or not 1 <= self.days <= 3_650:
            raise InvalidKey
        if not all(each.isprintable() and each for each in named) or len(named) > MOST_OFFICES:
            raise InvalidKey


def create(session: Session, wanted: Wanted, by: Caller | None = None) -> str:
    """Make a key, keep its hash, and record it. What is returned is nowhere else, and cannot be shown again.

    Parameters
    ----------
    session : Session that writes
    wanted : Wanted
    by : Caller or None
        Who makes it, of all offices or for some of their own; None: whoever has the database.

    Raises
    ------
    AlreadyMade, ForeignOffice
    NotAllowed
        It is for all offices, and who makes it is not.
    """
    if by is not None and by.scope.offices is not None and not wanted.offices:
        raise NotAllowed("A key for all offices is made by somebody for all offices: name some of your own.")
    key_id = wanted.id or new_id()
    if credentials.key(session, key_id) is not None:
        raise AlreadyMade
    secret = new_secret()
    now = datetime.now(UTC)
    row = KeyRow(
        id=key_id,
        name=wanted.name.strip(),
        secret_sha256=hash_of(secret),
        role=wanted.role,
        offices=Scope.of(wanted.offices or None).listed,
        created_at=now,
        expires_at=now + timedelta(days=wanted.days),
    )
    if by is not None:
        by.scope.refuse_foreign(row.offices or ())
    credentials.add_key(session, row)
    append(session, _done(Action.KEY_CREATED, row, by, role=str(wanted.role), days=wanted.days))
    return f"{PREFIX}{row.id}_{secret}"


def seen_by(session: Session, caller: Caller) -> list[KeyRow]:
    """The keys that a caller may know of, the oldest first: all of whose offices are their own."""
    return [row for row in credentials.keys(session) if _is_seen(row, caller)]


def revoke(session: Session, key_id: str, by: Caller | None = None) -> bool:
    """End a key, with every session that was begun with it, and record it; False where ``by`` sees none of that id."""
    row = credentials.key(session, key_id)
    if row is None or (by is not None and not _is_seen(row, by)):
        return False
    row = credentials.revoke_key(session, key_id, datetime.now(UTC))
    if row is None:
        return False
    append(session, _done(Action.KEY_REVOKED, row, by))
    return True


def _is_seen(row: KeyRow, caller: Caller) -> bool:
    own = caller.scope.offices
    return own is None or (row.offices is not None and own.issuperset(row.offices))


def _done(action: Action, row: KeyRow, by: Caller | None, **details: Any) -> Entry:
    if by is None:
        return Entry(action, OPERATOR, None, row.offices, subject_of(row), details=details)
    return by.did(action, row.offices, subject_of(row), **details)


def is_key(text: str) -> bool:
    """Whether a text looks like a key, rather than like a token of another kind."""
    return text.startswith(PREFIX)


def key_of(session: Session, text: str) -> KeyRow:
    """The key that a text is.

    Raises
    ------
    BadCredentials
        It is unknown, revoked or over. The message is the same for all three.
    """
    if not is_key(text) or len(text) > LONGEST:
        raise BadCredentials
    key_id, _, secret = text.removeprefix(PREFIX).partition("_")
    row = credentials.key(session, key_id)
    fits = hmac.compare_digest(hash_of(secret), row.secret_sha256 if row is not None else NOBODY)
    if row is None or not fits or not is_alive(row):
        raise BadCredentials
    return row


def caller_of(row: KeyRow) -> Caller:
    """Who sends that key."""
    return Caller(f"key:{row.id}", row.name, Role(row.role), Scope.of(row.offices))


def is_alive(row: KeyRow) -> bool:
    """Whether a key is neither revoked nor over."""
    return row.revoked_at is None and row.expires_at > datetime.now(UTC)


def new_id() -> str:
    """What people may call a key."""
    return secrets.token_hex(ID_BYTES)


def new_secret() -> str:
    """What nobody guesses: of a key, a session, or an address that signs somebody in."""
    return secrets.token_urlsafe(SECRET_BYTES)


def hash_of(secret: str) -> str:
    """What is kept of a secret. It is random and long, so that nobody can guess it from a fast hash."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
