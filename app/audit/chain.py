"""The end of the chain, where one record after the other is appended: in the transaction of what it tells of."""

from __future__ import annotations

from datetime import UTC, datetime

from app.audit.record import NOTHING, Entry, Record
from app.store import audit
from app.store.db import Session


def append(session: Session, *entries: Entry) -> None:
    """Record what was done; kept if the rest of the transaction is. The last thing that a transaction does.

    From here to its end no other transaction appends, in whichever process: a record holds the hash of the one before.
    """
    end = audit.end_to_append(session)
    number, previous = (0, NOTHING) if end is None else end
    for entry in entries:
        number += 1
        record = Record.of(entry, number=number, at=_now(), previous=previous)
        audit.add(session, record.columns)
        previous = record.hash


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
