from __future__ import annotations

import threading
import time
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from app.store import db as room
from app.store import plans
from app.store.db import Database, DatabaseFault, InvalidDatabaseUrl, without_password
from app.store.migrate import upgrade
from app.store.tables import PlanRow, RosterRow
from tests.app.store.conftest import add_plan
from tests.app.store.test_plans import together


class Change(Exception):
    """Of mind."""


def test_a_transaction_that_raises_leaves_nothing(database: Database) -> None:
    def change_ones_mind() -> None:
        with database.write() as session:
            add_plan(session)
            raise Change

    with pytest.raises(Change):
        change_ones_mind()
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(PlanRow)) == 0
        assert session.scalar(select(func.count()).select_from(RosterRow)) == 0


def test_what_is_changed_while_reading_is_not_kept(database: Database) -> None:
    with database.write() as session:
        plan_id = add_plan(session).id
    with database.read() as session:
        found = plans.get(session, plan_id)
        assert found is not None
        found.name = "changed"
        session.flush()
    with database.read() as session:
        found = plans.get(session, plan_id)
        assert found is not None
        assert found.name == ""


def test_what_was_committed_is_there_for_another_process(database: Database, url: str) -> None:
    with database.write() as session:
        plan_id = add_plan(session).id
    other = Database(url)
    with other.read() as session:
        assert plans.get(session, plan_id) is not None
    other.close()


def test_writers_wait_for_each_other(database: Database) -> None:
    """Without BEGIN IMMEDIATE, reading and then writing fails at once when another writer was faster."""
    with database.write() as session:
        plan_id = add_plan(session).id
    failed: list[Exception] = []

    def count() -> None:
        try:
            for _ in range(20):
                with database.write() as session:
                    row = session.scalars(select(PlanRow).where(PlanRow.id == plan_id).with_for_update()).one()
                    row.attempt += 1
        except DatabaseFault as error:
            failed.append(error)

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    with database.read() as session:
        found = plans.get(session, plan_id)
        assert found is not None
        assert found.attempt == 80


def test_a_reader_waits_for_no_writer(database: Database) -> None:
    with database.write() as session:
        add_plan(session)
    with database.write() as writing:
        add_plan(writing)
        with database.read() as session:
            assert session.scalar(select(func.count()).select_from(PlanRow)) == 1


def test_sqlite_is_set_up_to_survive_a_power_cut(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'deep' / 'private' / 'x.sqlite'}")
    upgrade(database)
    with database.engine.connect() as connection:
        settings = {
            name: connection.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    database.close()
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
    assert (tmp_path / "deep" / "private").stat().st_mode & 0o077 == 0, "for its owner only"


def test_a_bad_url_is_refused_without_repeating_it() -> None:
    with pytest.raises(InvalidDatabaseUrl) as caught:
        Database("s3cret no url")
    assert "s3cret" not in str(caught.value)
    assert "postgresql+psycopg://" in str(caught.value)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql+psycopg://me:hunter2@database/caseload", "postgresql+psycopg://me:***@database/caseload"),
        ("postgresql://me@h:5432/x?password=hunter2", "postgresql://me@h:5432/x?password=hidden"),
        ("sqlite:////data/caseload.sqlite", "sqlite:////data/caseload.sqlite"),
        ("https://caseload.example", "https://caseload.example"),
        ("://hunter2", "(no address)"),
    ],
)
def test_an_address_is_shown_without_its_password(url: str, shown: str) -> None:
    assert without_password(url) == shown


def test_faults_do_not_quote_what_was_stored(database: Database) -> None:
    with pytest.raises(DatabaseFault) as caught, database.write() as session:
        session.execute(text("INSERT INTO plans (id) VALUES (:secret)"), {"secret": "case A-123"})
    assert "case A-123" not in str(caught.value).split("DETAIL")[0]


def test_the_first_connections_at_once_found_the_database_locked(tmp_path: Path) -> None:
    """SQLite refuses at once to switch to its log while another connection does: keys beside a server that starts."""
    for round_ in range(60):
        databases = [Database(f"sqlite:///{tmp_path / f'{round_}.sqlite'}") for _ in range(8)]
        assert together(*[partial(_connect, database) for database in databases]) == ["wal"] * 8
        for database in databases:
            database.close()


def _connect(database: Database) -> object:
    with database.engine.connect() as connection:
        return connection.scalar(text("PRAGMA journal_mode"))


def test_who_writes_again_and_again_kept_all_others_out(tmp_path: Path) -> None:
    """SQLite has no queue of its own: now they are let in in the order in which they came."""
    database = Database(f"sqlite:///{tmp_path / 'test.sqlite'}")
    assert database._turns is not None
    order: list[str] = []

    def write(name: str) -> None:
        with database.write():
            order.append(name)

    threads = [threading.Thread(target=write, args=(name,)) for name in "abc"]
    with database.write():
        for queued, thread in enumerate(threads, 2):
            thread.start()
            while len(database._turns._waiting) < queued:
                time.sleep(0.001)
    write("again")
    for thread in threads:
        thread.join()
    assert order == ["a", "b", "c", "again"]
    database.close()


def test_a_turn_that_never_comes_is_given_up_and_holds_nobody_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(f"sqlite:///{tmp_path / 'test.sqlite'}")
    monkeypatch.setattr(room, "BUSY_TIMEOUT_MS", 20)
    with database.write(), pytest.raises(DatabaseFault), database.write():
        pass
    with database.write():
        pass
    database.close()
