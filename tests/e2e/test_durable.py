"""Plans outlive their processes: real servers, workers and databases are killed, frozen and restarted."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from app.store import events, results
from app.store.db import Database
from app.store.tables import FileRow, PlanRow
from tests.app.jobs.quick_targets import assigned
from tests.app.serving import ROSTER
from tests.e2e.conftest import PATIENCE_S, Process, Start
from tests.e2e.fleet import Fleet
from tests.e2e.test_processes import ask, is_there
from tests.postgres import Postgres


@pytest.fixture
def shared(postgres: Postgres) -> Iterator[str]:
    """URL of an empty PostgreSQL schema."""
    with postgres.schema() as url:
        yield url


@pytest.fixture
def fleet(start: Start, shared: str) -> Iterator[Fleet]:
    fleet = Fleet(start, shared)
    yield fleet
    fleet.database.close()


def running(server: Process, plan_id: str, attempt: int) -> int:
    """Wait until that attempt is under way; returns the number of its child process."""
    plan = server.wait_for(plan_id, lambda plan: plan["attempt"] == attempt and plan["value"] is not None)
    return int(plan["value"])


def done(server: Process, plan_id: str) -> dict[str, Any]:
    return server.wait_for(plan_id, lambda plan: plan["state"] == "done")


def states(database: Database, plan_id: str) -> list[str]:
    with database.read() as session:
        told = [data["state"] for _, data in events.after(session, plan_id, 0)]
    return [state for at, state in enumerate(told) if at == 0 or told[at - 1] != state]


def test_a_killed_server_takes_its_plan_up_again_when_it_is_back(start: Start) -> None:
    """It stayed interrupted until a person pressed restart."""
    first = start("quick_targets:linger")
    plan_id = ask(first)
    child = running(first, plan_id, 1)
    first.kill()
    second = start("quick_targets:keep")
    plan = done(second, plan_id)
    assert (plan["attempt"], plan["message"]) == (2, None)
    gives_up_at = time.monotonic() + PATIENCE_S
    while is_there(child):
        assert time.monotonic() < gives_up_at, "the child outlived its server"
        time.sleep(0.05)


def test_a_plan_whose_server_is_killed_three_times_fails_with_the_reason(start: Start) -> None:
    plan_id = ""
    for attempt in (1, 2, 3):
        server = start("quick_targets:linger")
        plan_id = plan_id or ask(server)
        running(server, plan_id, attempt)
        server.kill()
    server = start("quick_targets:keep")
    plan = server.client.get(f"/v1/plans/{plan_id}").json()
    assert (plan["state"], plan["failure"]["type"], plan["attempt"]) == ("failed", "crashed", 3)
    assert "ended without a word" in plan["message"]
    assert "third" in plan["message"]
    assert server.client.post(f"/v1/plans/{plan_id}/restart").status_code == 202
    assert done(server, plan_id)["attempt"] == 4


def test_two_servers_on_one_sqlite_file_in_two_folders(start: Start, tmp_path: Path) -> None:
    """Both started, and the second called the first one's running plan interrupted."""
    url = f"sqlite:///{tmp_path / 'shared' / 'caseload.sqlite'}"
    first = start("quick_targets:linger", "one", CASELOAD_DATABASE_URL=url)
    plan_id = ask(first)
    running(first, plan_id, 1)
    second = start("quick_targets:keep", "two", wait=False, CASELOAD_DATABASE_URL=url)
    assert second.process.wait(PATIENCE_S) != 0
    assert "Another server uses this SQLite database" in second.log.read_text()
    plan = first.client.get(f"/v1/plans/{plan_id}").json()
    assert (plan["state"], plan["attempt"]) == ("running", 1)


def test_a_killed_worker_is_replaced_by_another(fleet: Fleet) -> None:
    server = fleet.server()
    doomed = fleet.worker("linger", "doomed")
    plan_id = ask(server)
    running(server, plan_id, 1)
    fleet.worker("keep", "other")
    doomed.kill()
    assert done(server, plan_id)["attempt"] == 2
    assert states(fleet.database, plan_id) == ["queued", "running", "queued", "running", "done"]


def test_a_frozen_worker_that_wakes_publishes_nothing(fleet: Fleet) -> None:
    """Its child goes on and has a result; only the process that would store it stands still."""
    server = fleet.server()
    frozen = fleet.worker("last_a_while", "frozen")
    plan_id = ask(server, goals={"seed": 20})
    running(server, plan_id, 1)
    frozen.process.send_signal(signal.SIGSTOP)
    try:
        server.wait_for(plan_id, lambda plan: plan["state"] == "queued")
        fleet.worker("linger", "other")
        running(server, plan_id, 2)
    finally:
        frozen.process.send_signal(signal.SIGCONT)
    frozen.wait_for_log("superseded")
    with fleet.database.read() as session:
        row = session.scalars(select(PlanRow)).one()
        assert (row.state, row.attempt, row.deaths) == ("running", 2, 1)
        assert session.scalars(select(FileRow.name)).all() == []
        assert results.assignments(session, plan_id, after=-1, limit=9) == []


def test_a_worker_that_is_told_to_end_hands_its_plan_back(fleet: Fleet) -> None:
    server = fleet.server()
    leaving = fleet.worker("linger", "leaving")
    plan_id = ask(server)
    child = running(server, plan_id, 1)
    leaving.process.terminate()
    assert leaving.process.wait(PATIENCE_S) == 0
    assert not is_there(child)
    plan = server.client.get(f"/v1/plans/{plan_id}").json()
    assert (plan["state"], plan["message"]) == ("queued", None)
    fleet.worker("keep", "other")
    assert done(server, plan_id)["attempt"] == 2
    with fleet.database.read() as session:
        assert session.scalars(select(PlanRow.deaths)).one() == 0, "nothing died"


def test_a_plan_goes_on_while_postgresql_is_restarted(fleet: Fleet, postgres: Postgres) -> None:
    """The first server lost its lock without noticing, and a second one called its plan interrupted."""
    server = fleet.server()
    fleet.worker("last", "one")
    first = ask(server)
    running(server, first, 1)
    bystander = fleet.worker("keep", "two")
    bystander.wait_for_log("ready")
    postgres.restart()
    second = server.again(lambda: ask(server))
    done(server, second)
    with fleet.database.read() as session:
        row = session.scalars(select(PlanRow).where(PlanRow.id == first)).one()
        beat = row.beat
    gives_up_at = time.monotonic() + PATIENCE_S
    while True:
        with fleet.database.read() as session:
            row = session.scalars(select(PlanRow).where(PlanRow.id == first)).one()
        assert (row.state, row.attempt, row.deaths) == ("running", 1, 0), "a live plan was taken"
        if row.beat >= beat + 15:
            break
        assert time.monotonic() < gives_up_at, "its heart does not beat"
        time.sleep(0.1)
    assert server.client.delete(f"/v1/plans/{first}?keep=best").status_code == 202
    assert done(server, first)["attempt"] == 1
    assert "taken up again" not in bystander.log.read_text()


@pytest.mark.campaign
def test_two_servers_and_their_workers_share_one_queue(fleet: Fleet) -> None:
    one, two = fleet.server(folder="one"), fleet.server("keep", folder="two", solves=1)
    fleet.worker("keep", "three")
    rosters = [{**ROSTER, "cases": ROSTER["cases"][: 1 + at % 4]} for at in range(12)]
    with ThreadPoolExecutor(6) as pool:
        ids = list(pool.map(lambda at: ask((one, two)[at % 2], roster=rosters[at]), range(12)))
    for plan_id, roster in zip(ids, rosters, strict=True):
        assert done(one, plan_id)["attempt"] == 1
        csv = two.client.get(f"/v1/plans/{plan_id}/assignments", headers={"Accept": "text/csv"})
        assert len(csv.text.splitlines()) == len(assigned(roster).decode().splitlines())


@pytest.mark.campaign
def test_the_queue_holds_its_limit_over_two_servers(start: Start, shared: str) -> None:
    """Of 100 posts at a limit of 50, 55 got in."""
    settings = {"CASELOAD_DATABASE_URL": shared, "CASELOAD_SOLVES_AT_ONCE": "0", "CASELOAD_MAX_QUEUED": "10"}
    settings["CASELOAD_MAX_PLANS_OF_ONE"] = "100"
    servers = [start("quick_targets:keep", folder, **settings) for folder in ("one", "two")]

    def post(at: int) -> httpx.Response:
        return servers[at % 2].client.post("/v1/plans", json={"roster": ROSTER})

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(post, range(20)))
    refused = [answer for answer in answers if answer.status_code != 202]
    assert [answer.status_code for answer in refused] == [503] * 10
    for answer in refused:
        assert answer.headers["Retry-After"].isdigit()
        assert answer.json()["type"] == "urn:caseload:problem:queue-full"


def test_whoever_waits_is_answered_when_the_server_is_told_to_end(start: Start) -> None:
    """They got plain text: Internal Server Error."""
    server = start("quick_targets:linger quick_targets", CASELOAD_QUESTIONS_AT_ONCE="1")
    plan_id = ask(server)
    running(server, plan_id, 1)
    answers: dict[str, httpx.Response] = {}

    def report(name: str) -> None:
        answers[name] = server.client.post("/v1/reports", json={"roster": ROSTER})

    def prefer(name: str) -> None:
        answers[name] = server.client.post("/v1/plans", json={"roster": ROSTER}, headers={"Prefer": "wait=60"})

    # the plan first: reading what was sent needs the one place, too, which the report then holds
    asking = (("plan", prefer), ("report", report), ("waiting report", report))
    threads = [threading.Thread(target=ask_for, args=(name,)) for name, ask_for in asking]
    threads[0].start()
    server.wait_until(lambda: len(server.client.get("/v1/plans").json()["items"]) == 2)
    for thread in threads[1:]:
        thread.start()
    server.wait_until(lambda: "caseload_questions_waiting 1" in server.client.get("/metrics").text)
    server.process.terminate()
    for thread in threads:
        thread.join(PATIENCE_S)
    server.process.wait(PATIENCE_S)
    for name in ("report", "waiting report"):
        assert answers[name].status_code == 503, answers[name].text
        assert answers[name].headers["Content-Type"] == "application/problem+json"
        assert answers[name].headers["Retry-After"].isdigit()
    assert answers["plan"].status_code == 202, "it was accepted, and saying so keeps the client from asking again"
    assert answers["plan"].headers["Location"]
    assert answers["plan"].headers["Retry-After"].isdigit()


def test_a_worker_on_sqlite_is_refused_in_words(start: Start) -> None:
    command = (sys.executable, "-c", "import sys; from app.cli import main; sys.exit(main())", "worker")
    worker = start(command=command, wait=False)
    assert worker.process.wait(PATIENCE_S) == 2
    assert "needs PostgreSQL" in worker.log.read_text()
    assert "Traceback" not in worker.log.read_text()


def test_a_killed_child_is_taken_up_again(start: Start) -> None:
    server = start("quick_targets:linger")
    plan_id = ask(server)
    os.kill(running(server, plan_id, 1), signal.SIGKILL)
    running(server, plan_id, 2)
