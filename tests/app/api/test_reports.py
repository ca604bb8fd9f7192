from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.cli import run
from app.jobs import queries
from tests.app.serving import CASES_CSV, OFFICERS_CSV, PATIENCE_S, ROSTER, Served, bearer, serve


def test_the_verdict_comes_at_once_and_nothing_is_kept(served: Served) -> None:
    before = served.client.get("/v1/plans").json()
    response = served.client.post("/v1/reports", json={"roster": ROSTER, "goals": {"target": 0.5}})
    assert response.status_code == 200
    report = response.json()
    assert report["verdict"]["state"] == "strained", "12 h of 20 h, and half of them is the target"
    assert report["verdict"]["peak_utilization"] == 0.6
    assert report["verdict"]["target_utilization"] == 0.5
    assert report["plan"] is None
    assert report["levels"] == []
    assert served.client.get("/v1/plans").json() == before


def test_it_is_the_same_of_parts_and_of_a_roster_that_is_there(served: Served) -> None:
    roster = served.client.post("/v1/rosters", json=ROSTER).json()
    files = {"officers": OFFICERS_CSV, "cases": CASES_CSV}
    answers = [
        served.client.post("/v1/reports", json={"roster": ROSTER}),
        served.client.post("/v1/reports", json={"roster_id": roster["id"]}),
        served.client.post("/v1/reports", files=files),
        served.client.post("/v1/reports", files={"roster_id": (None, roster["id"].encode())}),
    ]
    verdicts = [(answer.json()["verdict"], answer.json()["tiers"]) for answer in answers]
    assert all(verdict == verdicts[0] for verdict in verdicts)


def test_a_roster_that_is_not_there(served: Served) -> None:
    assert served.client.post("/v1/reports", json={"roster_id": str(uuid.uuid4())}).status_code == 404


def test_bad_cells_are_listed(served: Served) -> None:
    response = served.client.post("/v1/reports", files={"officers": b"officer_id\nA\n", "cases": CASES_CSV})
    assert response.status_code == 422
    assert response.json()["type"] == "urn:caseload:problem:roster-refused"


def test_a_report_takes_json_or_parts(served: Served) -> None:
    response = served.client.post("/v1/reports", content=b"{}", headers={"Content-Type": "application/x-ndjson"})
    assert response.status_code == 415


def test_changes_are_made_first(served: Served) -> None:
    changes = ["remove officer B", "detail officer A hours=4"]
    report = served.client.post("/v1/reports", json={"roster": ROSTER, "scenario": changes}).json()
    assert report["verdict"]["available_hours"] == 6
    assert [each["meaning"] for each in report["provenance"]["scenario"]] == ["B leaves", "A goes on detail for 4 h"]
    parts: list[Any] = [
        ("officers", OFFICERS_CSV),
        ("cases", CASES_CSV),
        *(("scenario", (None, each.encode())) for each in changes),
    ]
    answer = served.client.post("/v1/reports", files=parts)
    assert answer.json()["verdict"] == report["verdict"]


def test_both_sides_are_those_of_the_command_line(
    served: Served, roster_folder: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    folder = roster_folder(officers=ROSTER["officers"], cases=ROSTER["cases"])
    assert run(["whatif", str(folder), "--change", "remove officer B", "--json"]) == 0
    answer = served.client.post("/v1/whatif", json={"roster": ROSTER, "scenario": ["remove officer B"]})
    assert answer.status_code == 200
    assert answer.json() == json.loads(capsys.readouterr().out)
    assert (answer.json()["base"]["gap_hours"], answer.json()["changed"]["gap_hours"]) == (0, 2)


MODULE = "tests.app.jobs.query_targets"


@pytest.fixture(scope="module")
def failing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server whose reports do what they should not, one at a time."""
    limits: dict[str, Any] = {"question_memory_bytes": 512 << 20, "questions_at_once": 1}
    with serve(tmp_path_factory.mktemp("data"), questions=MODULE, **limits) as served:
        yield served


def problem_of(served: Served, what: str) -> tuple[int, str, str]:
    answer = served.client.post("/v1/reports", json={"roster": ROSTER, "scenario": [what]})
    assert served.client.get("/readyz").status_code == 200, "the server itself is well"
    return answer.status_code, answer.json()["type"].removeprefix("urn:caseload:problem:"), answer.json()["detail"]


def test_a_crash_of_the_child_is_a_problem(failing: Served) -> None:
    status, kind, detail = problem_of(failing, "crash")
    assert (status, kind) == (500, "crashed")
    assert "SIGSEGV" in detail


def test_a_bomb_meets_the_limit_of_the_child(failing: Served) -> None:
    status, kind, detail = problem_of(failing, "eat")
    assert (status, kind) == (413, "out-of-memory")
    assert "512 MiB" in detail


def test_what_takes_too_long_is_ended(tmp_path: Path) -> None:
    with serve(tmp_path, questions=MODULE, question_limit_s=0.5) as impatient:
        status, kind, detail = problem_of(impatient, "hang")
    assert (status, kind) == (504, "timed-out")
    assert "more than 0.5 s" in detail


def test_the_server_answers_while_a_report_is_worked_out(failing: Served, tmp_path: Path) -> None:
    began = tmp_path / "began"

    def ask() -> httpx.Response:
        with httpx.Client(
            base_url=failing.url, headers=bearer(failing.key), timeout=PATIENCE_S, trust_env=False
        ) as client:
            return client.post("/v1/whatif", json={"roster": ROSTER, "scenario": [str(began)]})

    with ThreadPoolExecutor() as pool:
        asked = pool.submit(ask)
        while not began.exists():
            assert not asked.done()
        assert failing.client.get("/healthz").status_code == 200
        assert failing.client.get("/v1/plans").status_code == 200
        assert not asked.done(), "the question is still being worked out"
        began.unlink()
        assert asked.result().json()["detail"] == "there is no officer Z"


def test_too_many_at_once_are_sent_away(failing: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PATIENCE_S", 0.0)
    with failing.service.queries.place():
        answer = failing.client.post("/v1/reports", json={"roster": ROSTER})
    assert answer.status_code == 503
    assert answer.json()["type"] == "urn:caseload:problem:busy"
    assert answer.headers["Retry-After"] == "5"


@pytest.mark.parametrize("path", ["reports", "plans", "whatif"])
@pytest.mark.parametrize("period", ["week", "month", "quarter", "year"])
def test_a_period_that_ends_after_the_last_date_was_an_internal_failure(served: Served, path: str, period: str) -> None:
    goals = {"period": period, "period_start": "9999-12-31"}
    answer = served.client.post(f"/v1/{path}", json={"roster": ROSTER, "goals": goals, "scenario": ["add 1 officer"]})
    assert answer.status_code == 422
    assert "goals.period_start: must be 9799-12-31 or earlier" in answer.json()["detail"]


def test_weights_by_age_need_the_first_day_of_the_period_however_the_roster_comes(served: Served) -> None:
    """6 h in the first 30 days, then 1.5 h: opened on 1 November, the case takes 1.5 h in December."""
    phases = [
        {"case_type": "intake", "weight_hours": "6"},
        {"case_type": "intake", "weight_hours": "1.5", "from_age_days": 30},
    ]
    cases = [{"case_id": "K-1", "case_type": "intake", "opened": "2026-11-01"}]
    roster = {"officers": [{"officer_id": "A", "available_hours": "3"}], "cases": cases, "weights": phases}
    kept = served.client.post("/v1/rosters", json=roster).json()["id"]
    for path, asked in (
        ("reports", {"roster": roster}),
        ("reports", {"roster_id": kept}),
        ("plans", {"roster_id": kept}),
    ):
        answer = served.client.post(f"/v1/{path}", json=asked)
        assert (answer.status_code, answer.json()["type"]) == (422, "urn:caseload:problem:roster-refused")
        assert "--period-start" in str(answer.json())
    told = served.client.post("/v1/reports", json={"roster_id": kept, "goals": {"period_start": "2026-12-01"}}).json()
    assert told["verdict"]["peak_utilization"] == 0.5
    assert "depends on the age of the case" in told["notes"][0]
