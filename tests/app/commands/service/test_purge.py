from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from app.cli import run
from app.store import plans
from app.store.db import Database
from app.store.migrate import upgrade
from app.store.tables import PlanRow, Stop
from tests.app.store.conftest import add_plan


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    monkeypatch.setenv("CASELOAD_DATA_DIR", str(tmp_path / "data"))
    database = Database(f"sqlite:///{tmp_path / 'data' / 'caseload.sqlite'}")
    upgrade(database)
    with database.write() as session:
        plan_id = add_plan(session).id
        plans.ask_to_stop(session, plan_id, Stop.DISCARD)
        ended = update(PlanRow).where(PlanRow.id == plan_id)
        session.execute(ended.values(finished_at=datetime.now(UTC) - timedelta(days=40)))
    yield database
    database.close()


def test_what_would_be_removed_is_said_and_then_removed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, database: Database
) -> None:
    monkeypatch.setenv("CASELOAD_RETENTION", "30")
    said = []
    for arguments in (["--dry-run"], [], []):
        assert run(["purge", *arguments]) == 0
        said.append(capsys.readouterr().out)
    assert re.fullmatch(r"plan:[0-9a-f-]{36}  \S+  30 days  no office in particular\n1 would be removed\.\n", said[0])
    assert said[1] == said[0].replace("would be", "were")
    assert said[2] == "0 were removed.\n"
    with database.read() as session:
        assert plans.page(session, limit=9) == []
    assert run(["audit", "export"]) == 0
    assert '"action": "purged", "subject": "plan:' in capsys.readouterr().out


def test_nothing_is_removed_where_no_term_is_named(capsys: pytest.CaptureFixture[str], database: Database) -> None:
    assert run(["purge"]) == 2
    assert "CASELOAD_RETENTION" in capsys.readouterr().err
    with database.read() as session:
        assert len(plans.page(session, limit=9)) == 1


def test_a_term_that_is_none_is_refused(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASELOAD_RETENTION", "soon")
    assert run(["purge"]) == 2
    assert "retention" in capsys.readouterr().err
