"""A database that an older version left (tests/data/README.md), opened by this one: everything is still there."""

from __future__ import annotations

import gzip
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app.store.db import Database
from app.store.migrate import is_current, revision_of
from app.web.pages import FILES
from tests.app.serving import Served, serve

KEPT = Path(__file__).resolve().parents[2] / "data" / "database-0003.sqlite.gz"
ADDED = ("peak_before_of_placed", "unsure_weights", "staying", "settings", "lost")
"""Fields of report.json that came later."""


def unpacked(folder: Path) -> Path:
    """The database where a server with that folder looks for it."""
    folder.mkdir(mode=0o700)
    (folder / "caseload.sqlite").write_bytes(gzip.decompress(KEPT.read_bytes()))
    return folder


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve(unpacked(tmp_path_factory.mktemp("kept") / "data")) as served:
        yield served


@pytest.fixture(scope="module")
def plans(served: Served) -> dict[str, dict[str, Any]]:
    """The plans by their names, once the one that was left running is made."""
    items = served.client.get("/v1/plans").json()["items"]
    return {each["name"]: served.wait(each["id"], "done", "cancelled", "failed") for each in items}


def test_it_is_of_the_version_before(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{unpacked(tmp_path / 'data') / 'caseload.sqlite'}")
    assert revision_of(database) == "0003"
    assert not is_current(database)
    database.close()
    with closing(sqlite3.connect(tmp_path / "data" / "caseload.sqlite")) as raw:
        (file,) = raw.execute("SELECT body FROM plan_files WHERE name = 'report.json' AND plan_number = 1").fetchone()
    assert not any(f'"{name}"'.encode() in zlib.decompress(file) for name in ADDED)


def test_every_plan_is_there_and_the_one_that_ran_is_made(served: Served, plans: dict[str, dict[str, Any]]) -> None:
    assert served.client.get("/readyz").status_code == 200
    states = {name: (plan["state"], plan["attempt"]) for name, plan in plans.items()}
    assert states == {
        "whole": ("done", 1),
        "changed": ("done", 1),
        "cancelled": ("cancelled", 0),
        "taken away": ("done", 2),
    }
    roster = served.client.get(f"/v1/rosters/{plans['whole']['roster_id']}").json()
    assert roster["counts"]["cases"] == 75


@pytest.mark.parametrize("name", ["whole", "changed"])
def test_the_result_of_an_old_plan_opens_in_every_form(
    served: Served, plans: dict[str, dict[str, Any]], name: str
) -> None:
    """``report.json`` lacked fields that the page of a plan took for granted: it was a fault of the program (500)."""
    plan, client = plans[name], served.client
    links = plan["links"]
    report = client.get(links["report"]).json()
    assert report["verdict"]["state"] == "strained"
    assert client.get(links["report"], headers={"Accept": "text/html"}).status_code == 200
    rows = client.get(links["assignments"]).json()["items"]
    lines = client.get(links["assignments"], headers={"Accept": "text/csv"}).text.splitlines()
    assert len(rows) == len(lines) - 1 == 75
    page = client.get(f"/plans/{plan['id']}", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert "This caseload is strained" in page.text
    for file in FILES:
        answer = client.get(f"/plans/{plan['id']}/{file}")
        assert answer.status_code == 200, file
        assert answer.content
    stream = client.get(links["events"])
    assert '"done"' in stream.text


@pytest.mark.parametrize("name", ["whole", "changed"])
def test_old_plans_are_asked(served: Served, plans: dict[str, dict[str, Any]], name: str) -> None:
    here, client = f"/v1/plans/{plans[name]['id']}", served.client
    row = next(each for each in client.get(f"{here}/assignments").json()["items"] if each["officer_id"])
    advice = client.post(f"{here}/advice", json={"cases": [row["case_id"]]})
    assert advice.status_code == 200, advice.text
    told = client.get(f"{here}/explain", params={"case": row["case_id"], "officer": row["officer_id"]})
    assert told.status_code == 200, told.text


def test_an_old_plan_is_started_again_and_removed(served: Served, plans: dict[str, dict[str, Any]]) -> None:
    here = f"/v1/plans/{plans['cancelled']['id']}"
    assert served.client.post(f"{here}/restart").status_code == 202
    assert served.wait(plans["cancelled"]["id"], "done")["attempt"] == 1
    assert served.client.delete(here).status_code == 204


def test_a_back_up_made_while_it_runs_is_restored(
    served: Served, plans: dict[str, dict[str, Any]], tmp_path: Path
) -> None:
    """As docs/operations.md says: copied with SQLite's own backup, put into an empty folder, and served from there."""
    here = plans["whole"]["links"]
    before = served.client.get(here["report"])
    folder = tmp_path / "restored"
    folder.mkdir(mode=0o700)
    source = served.service.database.engine.url.database
    assert source is not None
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(folder / "caseload.sqlite")) as copy:
        live.backup(copy)
    with serve(folder) as restored:
        restored.client.headers["Authorization"] = served.client.headers["Authorization"]  # keys came along
        after = restored.client.get(here["report"])
        assert (after.content, after.headers["ETag"]) == (before.content, before.headers["ETag"])
        assert restored.client.get(here["self"]).json() == plans["whole"]
