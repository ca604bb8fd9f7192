"""Keys: ``caseload_`` with a name that is no secret, and 256 random bits. Only a hash of these is kept."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.access.caller import BadCredentials, Caller
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
    """

    name: str
    role: Role
    offices: Sequence[str] = ()
    days: int = 365

    def __post_init__(self) -> None:
        named = [each.strip() for each in self.offices]
        if not self.name.strip() or not self.name.isprintable() or len(self.name) > 200 or not 1 <= self.days <= 3_650:
            raise InvalidKey
        if not all(each.isprintable() and each for each in named) or len(named) > MOST_OFFICES:
            raise InvalidKey


def create(session: Session, wanted: Wanted) -> str:
    """Make a key, keep its hash, and record it. What is returned is nowhere else, and cannot be shown again."""
    secret = new_secret()
    now = datetime.now(UTC)
    row = KeyRow(
        id=secrets.token_hex(ID_BYTES),
        name=wanted.name.strip(),
        secret_sha256=hash_of(secret),
        role=wanted.role,
        offices=Scope.of(wanted.offices or None).listed,
        created_at=now,
        expires_at=now + timedelta(days=wanted.days),
    )
    credentials.add_key(session, row)
    details = {"role": str(wanted.role), "days": wanted.days}
    append(session, Entry(Action.KEY_CREATED, OPERATOR, None, row.offices, subject_of(row), details=details))
    return f"{PREFIX}{row.id}_{secret}"


def revoke(session: Session, key_id: str) -> bool:
    """End a key, and every session that was begun with it, and record it; False where there is none."""
    row = credentials.revoke_key(session, key_id, datetime.now(UTC))
    if row is None:
        return False
    append(session, Entry(Action.KEY_REVOKED, OPERATOR, None, row.offices, subject_of(row)))
    return True


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


def new_secret() -> str:
    """What nobody guesses: of a key, a session, or an address that signs somebody in."""
    return secrets.token_urlsafe(SECRET_BYTES)


def hash_of(secret: str) -> str:
    """What is kept of a secret. It is random and long, so that nobody can guess it from a fast hash."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
