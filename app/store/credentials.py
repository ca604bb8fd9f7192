"""Keys, sessions, and what cookies are signed with."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from app.store.tables import KeyRow, SecretRow, SessionRow

COOKIES = "cookies"


def add_key(session: Session, row: KeyRow) -> None:
    """Keep a key."""
    session.add(row)
    session.flush()


def key(session: Session, key_id: str) -> KeyRow | None:
    """The key of that id."""
    return session.scalar(select(KeyRow).where(KeyRow.id == key_id))


def keys(session: Session) -> list[KeyRow]:
    """Every key, the oldest first, those that were revoked as well."""
    return list(session.scalars(select(KeyRow).order_by(KeyRow.number)))


def revoke_key(session: Session, key_id: str, at: datetime) -> KeyRow | None:
    """End a key, and every session that was begun with it; None where there is none. Again: nothing changes."""
    row = session.scalar(select(KeyRow).where(KeyRow.id == key_id).with_for_update())
    if row is not None:
        row.revoked_at = row.revoked_at or at
    return row


def has_keys(session: Session, at: datetime) -> bool:
    """Whether any key opens anything at that moment."""
    alive = exists().where(KeyRow.revoked_at.is_(None), KeyRow.expires_at > at)
    return bool(session.scalar(select(alive)))


def add_session(session: Session, row: SessionRow, now: datetime) -> None:
    """Keep a session, and forget those that are over: what is kept is bounded by who signs in."""
    session.execute(delete(SessionRow).where(SessionRow.expires_at <= now))
    session.add(row)
    session.flush()


def living_session(session: Session, token_sha256: str, now: datetime) -> SessionRow | None:
    """The session whose token has that hash; None where it is over, or the key with which it was begun is."""
    is_dead = exists().where(
        KeyRow.number == SessionRow.key_number, KeyRow.revoked_at.is_not(None) | (KeyRow.expires_at <= now)
    )
    query = select(SessionRow).where(SessionRow.token_sha256 == token_sha256, SessionRow.expires_at > now, ~is_dead)
    return session.scalar(query)


def end_session(session: Session, token_sha256: str) -> None:
    """Forget a session."""
    session.execute(delete(SessionRow).where(SessionRow.token_sha256 == token_sha256))


def secret(session: Session) -> bytes:
    """What cookies are signed with; the migration that made the table put it there."""
    return session.scalars(select(SecretRow.secret).where(SecretRow.name == COOKIES)).one()
