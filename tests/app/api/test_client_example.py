"""The client in examples/ does what its first lines say, against a real server."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from examples.client import Caseload, Refused
from tests.app.serving import CASES_CSV, OFFICERS_CSV, Served

CLIENT = Path(__file__).resolve().parents[3] / "examples" / "client.py"


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    (tmp_path / "officers.csv").write_bytes(OFFICERS_CSV)
    (tmp_path / "cases.csv").write_bytes(CASES_CSV)
    return tmp_path


def test_it_plans_and_reads_the_report_and_the_assignments(served: Served, roster: Path) -> None:
    with Caseload(served.url, served.key) as caseload:
        plan = caseload.plan(roster, time_limit_s=5)
        rows = [*caseload.assignments(plan)]
        sentence = caseload.report(plan)["verdict"]["sentence"]
    assert [row["case_id"] for row in rows] == ["C-1", "C-2", "C-3", "C-4"]
    assert {row["officer_id"] for row in rows} == {"A"}, "that is what this server's planner does"
    assert sentence.endswith(".")


def test_a_refused_roster_is_told_with_its_cells(served: Served, roster: Path) -> None:
    (roster / "officers.csv").write_text("officer_id,available_hours\nA,ten\n", "utf-8")
    with Caseload(served.url, served.key) as caseload, pytest.raises(Refused, match=r"officers\.csv row 2.*'ten'"):
        caseload.plan(roster)


def test_a_lost_connection_makes_no_second_plan(served: Served, roster: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def known() -> int:
        return len(served.client.get("/v1/plans").json()["items"])

    send = httpx.Client.request
    lost: list[httpx.Response] = []

    def lose_the_first(self: httpx.Client, method: str, url: str, **request: object) -> httpx.Response:
        answer = send(self, method, url, **request)  # type: ignore[arg-type]  # as httpx takes it
        if not lost:
            lost.append(answer)
            raise httpx.ReadError("the connection was lost after the request had arrived")
        return answer

    with Caseload(served.url, served.key) as caseload:
        before = known()
        monkeypatch.setattr(httpx.Client, "request", lose_the_first)
        caseload.plan(roster, time_limit_s=5)
        monkeypatch.undo()
    assert lost
    assert known() == before + 1


def test_it_runs_as_a_program(served: Served, roster: Path) -> None:
    environment = os.environ | {"CASELOAD_URL": served.url, "CASELOAD_KEY": served.key}
    ran = subprocess.run([sys.executable, CLIENT, roster], env=environment, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "hours" in ran.stdout.casefold()
