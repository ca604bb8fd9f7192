from __future__ import annotations

import zlib
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from app.store import plans, results, runs
from app.store.db import Database
from app.store.migrate import NewerDatabase, NoDatabase, is_current, migrations, revision_of, upgrade
from app.store.plans import Limits
from app.store.tables import Base
from tests.app.store.conftest import add_plan
from tests.app.store.test_plans import together


def test_migrations_make_the_tables_that_the_program_expects(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []
    assert is_current(database)


def test_checks_are_the_same_as_those_of_the_tables(database: Database) -> None:
    """Alembic does not compare CHECK constraints."""
    found = {each["name"] for each in inspect(database.engine).get_check_constraints("plans")}
    expected = {
        str(each.name) for each in Base.metadata.tables["plans"].constraints if str(each.name).startswith("ck_")
    }
    assert found == expected
    assert len(found) == 8


def test_upgrading_twice_changes_nothing(database: Database) -> None:
    before = revision_of(database)
    upgrade(database)
    assert revision_of(database) == before


def test_an_empty_database_is_not_current(url: str) -> None:
    database = Database(url)
    assert revision_of(database) is None
    assert not is_current(database)
    database.close()


def test_changes_can_be_undone(database: Database) -> None:
    _to(database, "base")
    assert set(inspect(database.engine).get_table_names()) <= {"alembic_version"}
    upgrade(database)
    assert is_current(database)


def test_a_database_of_a_newer_version_is_left_alone(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerDatabase, match="newer Caseload"):
        upgrade(database)
    assert revision_of(database) == "9999"


def test_a_database_of_the_version_before_is_brought_up_with_what_is_in_it(url: str) -> None:
    """Plans that ran, were interrupted and were done under 0003, written as that version wrote them."""
    database = Database(url)
    config = migrations()
    with database.engine.execution_options(sqlite_begin="IMMEDIATE").begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
    now = datetime(2026, 11, 1, tzinfo=UTC)
    with database.write() as session:
        session.execute(
            text(
                "INSERT INTO rosters (number, id, created_at, sha256, counts, warnings, findings, inline, document) "
                "VALUES (1, 'r', :now, :sha, '{}', '[]', '[]', :inline, :document)"
            ),
            {"now": now, "sha": "0" * 64, "inline": True, "document": zlib.compress(b'{"officers": [], "cases": []}')},
        )
        for number, state in enumerate(("running", "interrupted", "done", "queued"), 1):
            session.execute(
                text(
                    "INSERT INTO plans (number, id, roster_number, name, goals, state, status, attempt, created_at, "
                    "started_at, finished_at, message) "
                    "VALUES (:number, :id, 1, '', '{}', :state, :status, :attempt, :now, :started, :finished, :message)"
                ),
                {
                    "number": number,
                    "id": state,
                    "state": state,
                    "status": "optimal" if state == "done" else None,
                    "attempt": 0 if state == "queued" else 1,
                    "now": now,
                    "started": None if state == "queued" else now,
                    "finished": now if state in ("interrupted", "done") else None,
                    "message": "The server ended." if state == "interrupted" else None,
                },
            )
            session.execute(
                text("INSERT INTO plan_events (plan_number, seq, data) VALUES (:number, 1, :data)"),
                {"number": number, "data": f'{{"state": "{state}"}}'},
            )
        session.execute(
            text("INSERT INTO plan_files (plan_number, name, sha256, size, body) VALUES (3, 'a', :sha, 1, :body)"),
            {"sha": "1" * 64, "body": zlib.compress(b"x")},
        )

    upgrade(database)

    assert is_current(database)
    with database.write() as session:
        states = {row.id: (row.state, row.beat, row.deaths) for row in plans.page(session, limit=9)}
        assert states == {state: (state, 0, 0) for state in ("running", "interrupted", "done", "queued")}
        kept = results.file(session, "done", "a")
        assert kept is not None
        assert kept.body == b"x"
        (left,) = runs.pulses(session)
        assert runs.take_away(session, left)
        assert plans.restart(session, "interrupted", Limits(9))
    taken = []
    for _ in range(3):
        with database.write() as session:
            run = runs.claim(session)
            assert run is not None
            taken.append((run.plan_id, run.attempt))
    assert taken == [("running", 2), ("interrupted", 2), ("queued", 1)]
    database.close()


def test_assignments_that_were_rows_become_pieces_and_rows_again(database: Database) -> None:
    """Two plans of 0012, one of them with more cases than a piece holds and with one that is missing."""
    ids = []
    with database.write() as session:
        for _ in range(2):
            ids.append(add_plan(session).id)
            run = runs.claim(session)
            assert run is not None
            runs.finish(session, run, status="optimal", assignments=[], files={})
    _to(database, "0012")
    rows = [
        {"plan": plan, "at": at, "case": f"C-{plan}-{at}", "who": "B" if at % 1_000 == 7 else "A"}
        for plan, count in ((1, 4_001), (2, 3))
        for at in range(count)
        if (plan, at) != (1, 2_500)
    ]
    with database.write() as session:
        session.execute(
            text(
                "INSERT INTO assignments (plan_number, position, case_id, officer_id, previous_officer, moved, reason) "
                "VALUES (:plan, :at, :case, :who, 'A', 'no', 'balance')"
            ),
            rows,
        )
    upgrade(database)
    for plan, plan_id in enumerate(ids, 1):
        expected = [(each["at"], each["case"], each["who"]) for each in rows if each["plan"] == plan]
        found = results.every_assignment(database, plan_id)
        assert [(row.position, row.case_id, row.officer_id) for row in found] == expected
        moved = [row.case_id for row in results.every_change(database, plan_id)]
        assert moved == [each["case"] for each in rows if each["plan"] == plan and each["who"] == "B"]
    _to(database, "0012")
    with database.read() as session:
        back = session.execute(text("SELECT plan_number, position, case_id, officer_id FROM assignments ORDER BY 1, 2"))
        assert [tuple(row) for row in back] == [tuple(each.values()) for each in rows]
    upgrade(database)


def _to(database: Database, revision: str) -> None:
    config = migrations()
    with database.engine.execution_options(sqlite_begin="IMMEDIATE").begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, revision)


def test_servers_that_start_together_make_the_tables_once(url: str) -> None:
    databases = [Database(url) for _ in range(4)]
    assert together(*[partial(upgrade, each) for each in databases]) == [None] * 4
    assert all(is_current(each) for each in databases)
    for each in databases:
        each.close()


def test_a_damaged_database_was_called_a_fault_of_the_program(tmp_path: Path) -> None:
    (tmp_path / "caseload.sqlite").write_bytes(b"no database of SQLite at all" * 1000)
    database = Database(f"sqlite:///{tmp_path / 'caseload.sqlite'}")
    with pytest.raises(NoDatabase, match="damaged"):
        upgrade(database)
    database.close()


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("postgresql+psycopg://u:hush@127.0.0.1:1/x", "does not answer"),
        ("sqlite:////proc/caseload.sqlite", "cannot be opened"),
    ],
)
def test_a_database_that_is_not_there_is_said_without_its_password(url: str, says: str) -> None:
    database = Database(url)
    with pytest.raises(NoDatabase, match=says) as raised:
        upgrade(database)
    assert "hush" not in str(raised.value)
    database.close()
