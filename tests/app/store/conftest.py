"""The same tests on SQLite and on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.store import plans, rosters
from app.store.db import Database, Session
from app.store.migrate import upgrade
from app.store.plans import Limits, NewPlan
from app.store.tables import PlanRow
from tests.postgres import Postgres

PACKED = rosters.PackedRoster(b"PK\x00\xff, as it was packed", "0" * 64, {"officers": 1, "cases": 2}, [], [])


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """URL of an empty database (of PostgreSQL: of an empty schema)."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'private' / 'test.sqlite'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.schema() as url:
        yield url


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """A database with every table."""
    database = Database(url)
    upgrade(database)
    yield database
    database.close()


def add_plan(session: Session, max_queued: int = 10, limits: Limits | None = None, **given: Any) -> PlanRow:
    """A plan that waits, with a roster of its own."""
    roster = rosters.add(session, PACKED, inline=True)
    return plans.add(session, roster, NewPlan(**{"goals": {"seed": 1}, **given}), limits or Limits(max_queued))
