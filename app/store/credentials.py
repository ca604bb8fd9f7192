"""Keys, sessions, and what cookies are signed with."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.store.tables import KeyRow


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


def revoke_key(session: Session, key_id: str, at: datetime) -> bool:
    """End a key, and every session that was begun with it; False where there is none. Again: nothing changes."""
    row = session.scalar(select(KeyRow).where(KeyRow.id == key_id).with_for_update())
    if row is None:
        return False
    row.revoked_at = row.revoked_at or at
    return True


def has_keys(session: Session, at: datetime) -> bool:
    """Whether any key opens anything at that moment."""
    alive = exists().where(KeyRow.revoked_at.is_(None), KeyRow.expires_at > at)
    return bool(session.scalar(select(alive)))
