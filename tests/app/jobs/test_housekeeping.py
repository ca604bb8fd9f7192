from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.audit.actions import Action
from app.audit.chain import append
from app.audit.heads import read_heads
from app.audit.log import every_record
from app.audit.record import Entry
from app.audit.verify import verify
from app.jobs import housekeeping as room
from app.jobs.housekeeping import Housekeeping
from app.settings import Settings
from app.store import plans
from app.store.db import Database, DatabaseFault
from app.store.migrate import upgrade
from app.store.plans import Limits, NewPlan
from app.store.tables import Stop
from tests.app.store.conftest import add_plan

NOW = datetime.now(UTC) + timedelta(days=40)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'test.sqlite'}")
    upgrade(database)
    with database.write() as session:
        plan = add_plan(session)
        plans.ask_to_stop(session, plan.id, Stop.DISCARD)
    yield database
    database.close()


def settings_of(tmp_path: Path) -> Settings:
    return Settings.model_validate({"retention": {"": 30}, "audit_heads": tmp_path / "heads"})


def test_it_removes_what_is_old_and_writes_the_head_down(database: Database, tmp_path: Path) -> None:
    house = Housekeeping(database, settings_of(tmp_path))
    assert house.keep_house(datetime.now(UTC))
    assert not (tmp_path / "heads").exists(), "there is no record yet"
    assert house.keep_house(NOW)
    (record,) = every_record(database)
    assert (record.action, record.actor) == ("purged", "server")
    assert verify([record], read_heads(tmp_path / "heads")).heads == 1


def test_it_does_so_at_the_start_and_ends_when_it_is_told_to(database: Database, tmp_path: Path) -> None:
    with database.write() as session:
        append(session, Entry(Action.AUDITED, "operator"))
    house = Housekeeping(database, settings_of(tmp_path))
    house.start()
    for _ in range(2_000):
        if list((tmp_path / "heads").glob("*.json")):
            break
        threading.Event().wait(0.01)
    house.close()
    assert len(read_heads(tmp_path / "heads")) == 1
    nothing_to_do = Housekeeping(database, Settings())
    nothing_to_do.start()
    nothing_to_do.close()


def test_what_fails_is_said_and_tried_again(
    database: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.write() as session:
        append(session, Entry(Action.AUDITED, "operator"))
    (tmp_path / "heads").write_text("a file is in the way")
    house = Housekeeping(database, settings_of(tmp_path))
    caplog.set_level(logging.INFO, "caseload")
    assert not house.keep_house(NOW)
    assert "CASELOAD_AUDIT_HEADS" in caplog.text

    def fail(*_args: object) -> None:
        raise DatabaseFault("secret")

    monkeypatch.setattr(room, "purge", fail)
    assert not house.keep_house(NOW)
    assert "DatabaseFault" in caplog.text or "SQLAlchemyError" in caplog.text
    assert "secret" not in caplog.text


def test_plans_that_wait_are_not_old(database: Database, tmp_path: Path) -> None:
    with database.write() as session:
        waiting = plans.add(session, add_plan(session).roster, NewPlan({}), Limits(9)).id
    assert Housekeeping(database, settings_of(tmp_path)).keep_house(NOW)
    with database.read() as session:
        assert plans.get(session, waiting) is not None
