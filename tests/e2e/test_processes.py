"""What happens to plans when a real server runs, dies and comes back."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import httpx
import pytest

from tests.app.serving import ROSTER
from tests.e2e.conftest import PATIENCE_S, Process, Start


def ask(server: Process, **body: object) -> str:
    response = server.client.post("/v1/plans", json={"roster": ROSTER, **body})
    assert response.status_code == 202, response.text
    plan_id: str = response.json()["id"]
    return plan_id


def is_there(pid: int) -> bool:
    """Whether a process lives (one that waits to be reaped does not)."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"


def test_a_killed_server_takes_its_plan_up_again_and_loses_none_that_finished(start: Start) -> None:
    first = start()
    done = ask(first, goals={"workers": 1})
    before = first.wait_for(done, lambda plan: plan["state"] == "done")
    files = {name: first.client.get(f"/plans/{done}/{name}").content for name in ("assignments.csv", "plan.xlsx")}
    assert first.process.poll() is None
    first.kill()

    lasting = start("linger")
    running, waiting = ask(lasting), ask(lasting)
    told = lasting.wait_for(running, lambda plan: plan["value"] is not None)
    child = int(told["value"])
    assert is_there(child)
    lasting.kill()

    third = start()
    gives_up_at = time.monotonic() + PATIENCE_S
    while is_there(child):
        assert time.monotonic() < gives_up_at, "the child outlived its server"
        time.sleep(0.05)
    assert third.client.get(f"/v1/plans/{done}").json() == before
    for name, content in files.items():
        assert third.client.get(f"/plans/{done}/{name}").content == content
    third.wait_for(waiting, lambda plan: plan["state"] == "done")
    again = third.wait_for(running, lambda plan: plan["state"] == "done")
    assert (again["attempt"], again["status"]) == (2, "optimal")


def test_a_server_that_is_told_to_end_does_so_in_order(start: Start) -> None:
    server = start("linger")
    plan_id = ask(server)
    child = int(server.wait_for(plan_id, lambda plan: plan["value"] is not None)["value"])
    with server.client.stream("GET", f"/v1/plans/{plan_id}/events") as events:
        next(events.iter_lines())
        server.process.terminate()
        server.process.wait(PATIENCE_S)
    assert not is_there(child)
    again = start("linger")
    again.wait_for(plan_id, lambda plan: plan["state"] == "running" and plan["attempt"] == 2)


def test_health_answers_while_a_solve_of_ten_seconds_runs(start: Start) -> None:
    server = start("burn")
    plan_id = ask(server)
    server.wait_for(plan_id, lambda plan: plan["state"] == "running")
    answered = 0
    while True:
        assert server.client.get("/healthz").json() == {"status": "ok"}
        if server.client.get(f"/v1/plans/{plan_id}").json()["state"] != "running":
            break
        answered += 1
        time.sleep(0.05)
    assert server.client.get(f"/v1/plans/{plan_id}").json()["state"] == "done"
    assert answered >= 20, "in ten seconds"


def test_open_streams_do_not_keep_a_server_alive(start: Start) -> None:
    server = start()
    plan_id = ask(server)
    with server.client.stream("GET", f"/v1/plans/{plan_id}/events") as events:
        next(events.iter_lines())
        server.process.send_signal(signal.SIGINT)
        assert server.process.wait(PATIENCE_S) in (0, -signal.SIGINT, 130)


def test_two_servers_do_not_share_a_folder(start: Start) -> None:
    start()
    second = start(wait=False)
    assert second.process.wait(PATIENCE_S) != 0
    assert "Another server uses this SQLite database" in second.log.read_text()
    assert "Traceback" not in second.log.read_text()


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_another_address_is_refused_at_start(start: Start, host: str) -> None:
    server = start(wait=False, with_key=False, CASELOAD_HOST=host)
    assert server.process.wait(PATIENCE_S) == 2
    assert "caseload keys create" in server.log.read_text()
    assert "Traceback" not in server.log.read_text()
    with pytest.raises(httpx.ConnectError):
        server.client.get("/healthz")


def test_any_address_will_do_once_there_is_a_key_but_only_known_names(start: Start) -> None:
    """As in a container that publishes its port to 127.0.0.1."""
    server = start(CASELOAD_HOST="0.0.0.0")
    assert server.client.get("/v1/plans").status_code == 200
    assert httpx.get(f"{server.url}/v1/plans", trust_env=False).status_code == 401
    assert "sign-in" not in server.log.read_text()
    foreign = server.client.get("/healthz", headers={"Host": "evil.example"})
    assert foreign.status_code == 403


def test_what_is_kept_is_for_its_owner_only_and_no_id_is_logged(start: Start) -> None:
    server = start()
    plan_id = ask(server, goals={"workers": 1})
    server.wait_for(plan_id, lambda plan: plan["state"] == "done")
    server.client.get("/plans/secret-path")
    explained = server.client.get(f"/v1/plans/{plan_id}/explain", params={"case": "C-1", "officer": "A"})
    assert explained.status_code == 200, "the one address with ids in it"
    server.close()
    data = server.log.parent / "data"
    assert data.stat().st_mode & 0o077 == 0
    log = server.log.read_text()
    assert "Uvicorn running" in log
    assert "POST /v1/plans 202" in log
    assert "GET /v1/plans/{plan_id}/explain 200" in log
    assert "GET (none) 404" in log or "GET /plans/{plan_id} 4" in log
    for secret in (plan_id, "C-1", "spanish", "secret-path"):
        assert secret not in log
    left = subprocess.run(["ls", str(data)], capture_output=True, text=True, check=True).stdout.split()
    assert set(left) <= {"caseload.sqlite", "caseload.sqlite-wal", "caseload.sqlite-shm", "caseload.sqlite.lock"}
