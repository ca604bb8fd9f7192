from __future__ import annotations

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from app.store.db import Database
from app.store.migrate import NewerDatabase, is_current, migrations, revision_of, upgrade
from app.store.tables import Base


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
    config = migrations()
    with database.engine.execution_options(sqlite_begin="IMMEDIATE").begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    assert set(inspect(database.engine).get_table_names()) <= {"alembic_version"}
    upgrade(database)
    assert is_current(database)


def test_a_database_of_a_newer_version_is_left_alone(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerDatabase, match="newer Caseload"):
        upgrade(database)
    assert revision_of(database) == "9999"
