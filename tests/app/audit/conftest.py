"""Databases with a chain of records, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

from app.audit.actions import Action, Outcome
from app.audit.chain import append
from app.audit.record import Entry
from app.store.db import Database
from tests.app.store.conftest import database, url

__all__ = ["database", "entry", "filled", "url"]


def entry(number: int) -> Entry:
    """One of many that differ."""
    actions = list(Action)
    return Entry(
        actions[number % len(actions)],
        f"key:{number % 5:012x}",
        ("viewer", "admin", None)[number % 3],
        (None, ["north"], ["north", "süd"])[number % 3],
        None if number % 4 == 0 else f"plan:{number}",
        Outcome.REFUSED if number % 7 == 0 else Outcome.DONE,
        {"rows": number, "what": "report.json"} if number % 2 else {},
    )


def filled(database: Database, count: int) -> None:
    """Append records: some alone, some several in a transaction."""
    number = 0
    while number < count:
        size = min(1 + number % 3 * 40, count - number)
        with database.write() as session:
            append(session, *(entry(number + each) for each in range(size)))
        number += size
