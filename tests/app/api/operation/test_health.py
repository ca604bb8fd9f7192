from __future__ import annotations

import re

import pytest
from sqlalchemy import text

from app.store.db import Database, DatabaseFault
from tests.app.serving import Served, serve

SAMPLE = re.compile(r'^[a-z_]+(\{[a-z]+="[^"\\\n]*"(,[a-z]+="[^"\\\n]*")*\})? [0-9.eE+-]+$')


def test_a_server_that_is_fine_says_so(served: Served) -> None:
    for path in ("/healthz", "/readyz"):
        response = served.client.get(path)
        assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_it_lives_but_is_not_ready_without_its_database(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object) -> None:
        raise DatabaseFault("gone")

    monkeypatch.setattr("app.store.migrate.is_current", fail)
    assert served.client.get("/healthz").status_code == 200
    response = served.client.get("/readyz")
    assert response.status_code == 503
    assert "database" in response.json()["detail"]


def test_it_said_ok_while_its_disk_was_full(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    assert served.service.database.room > 0
    monkeypatch.setattr(Database, "room", 4096)
    response = served.client.get("/readyz")
    assert response.status_code == 503
    assert "full" in response.json()["detail"]


def test_it_is_not_ready_with_other_tables(tmp_path_factory: pytest.TempPathFactory) -> None:
    with serve(tmp_path_factory.mktemp("data")) as served:
        database: Database = served.service.database
        with database.engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
        assert served.client.get("/readyz").status_code == 503


def test_it_is_not_ready_without_workers(tmp_path_factory: pytest.TempPathFactory) -> None:
    with serve(tmp_path_factory.mktemp("data")) as served:
        served.service.engine.close()
        response = served.client.get("/readyz")
        assert response.status_code == 503
        assert "Restart" in response.json()["detail"]


def test_metrics_are_prometheus_text(served: Served) -> None:
    served.done()
    response = served.client.get("/metrics")
    assert response.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    lines = response.text.splitlines()
    assert response.text.endswith("\n")
    for line in lines:
        assert line.startswith(("# HELP ", "# TYPE ")) or SAMPLE.match(line), line
    assert any(line.startswith('caseload_solves_total{outcome="done"} ') for line in lines)
    assert any(line.startswith('caseload_plans{state="done"} ') for line in lines)
    assert any(line.startswith("caseload_part_seconds_total ") for line in lines)
    assert any('route="/v1/plans/{plan_id}"' in line for line in lines)
    names = [line.split()[2] for line in lines if line.startswith("# TYPE")]
    assert len(names) == len(set(names))
