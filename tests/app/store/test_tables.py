"""The database itself refuses states that make no sense."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import update

from app.store.db import Database, DatabaseFault
from app.store.tables import PlanRow
from tests.app.store.conftest import add_plan

NOW = datetime(2026, 11, 24, tzinfo=UTC)
DONE = {"state": "done", "status": "optimal", "started_at": NOW, "finished_at": NOW}

GOOD: list[dict[str, Any]] = [
    {"state": "queued"},
    {"state": "running", "started_at": NOW},
    {"state": "running", "started_at": NOW, "stop": "keep_best"},
    DONE,
    {"state": "failed", "failure": "crashed", "started_at": NOW, "finished_at": NOW},
    {"state": "cancelled", "finished_at": NOW},
    {"state": "interrupted", "started_at": NOW, "finished_at": NOW},
]
BAD: list[dict[str, Any]] = [
    {"state": "paused"},
    {"state": ""},
    {**DONE, "status": None},
    {**DONE, "status": "great"},
    {**DONE, "finished_at": None},
    {**DONE, "started_at": None},
    {"state": "queued", "status": "optimal"},
    {"state": "queued", "finished_at": NOW},
    {"state": "running"},
    {"state": "running", "started_at": NOW, "stop": "now"},
    {"state": "failed", "started_at": NOW, "finished_at": NOW},
    {**DONE, "failure": "crashed"},
    {"state": "cancelled"},
    {"state": "queued", "attempt": -1},
]


@pytest.mark.parametrize("values", GOOD, ids=str)
def test_a_state_that_makes_sense_is_kept(database: Database, values: dict[str, Any]) -> None:
    with database.write() as session:
        add_plan(session)
        session.execute(update(PlanRow).values(**values))


@pytest.mark.parametrize("values", BAD, ids=str)
def test_a_state_that_makes_none_is_refused(database: Database, values: dict[str, Any]) -> None:
    with database.write() as session:
        add_plan(session)
    with pytest.raises(DatabaseFault), database.write() as session:
        session.execute(update(PlanRow).values(**values))
