"""Ids of cases and officers stay where they belong: in no log, metric, trace, address, page of an error or record."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from app.api import results
from app.audit.log import as_lines, every_record
from app.store import results as kept
from tests.app.serving import Served, serve
from tests.app.telemetry.receiver import collecting
from tests.app.web.made_plans import made

CASE, OFFICER = "CANARY-C-4711", "Canary Öfficer 0815"
ROSTER: dict[str, Any] = {
    "officers": [
        {"officer_id": OFFICER, "available_hours": 10},
        {"officer_id": f"{OFFICER}-2", "available_hours": 10},
    ],
    "cases": [
        {"case_id": f"{CASE}-{number}", "weight_hours": 3, "current_officer": OFFICER, "office": "north"}
        for number in range(1, 5)
    ],
}
DIARIES = f"officer,date,minutes,case type,case id\n{OFFICER},2026-09-07,60,{CASE},{CASE}\n".encode()
CHANGE = f"remove officer {OFFICER}-2"
PAGE = {"Accept": "text/html"}
ADDRESS = re.compile(r'(?:href|src|action|data-events)="([^"]*)"|"(?:self|events|next|report)":\s*"([^"]*)"')
CANARY = re.compile(r"canary", re.IGNORECASE)
"""Also as part of a pattern, a percent sign or an entity."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with collecting() as collector:
        folder = tmp_path_factory.mktemp("data")
        with serve(folder, "tests.app.jobs.targets:keep_or_name", otlp_endpoint=collector.url) as served:
            yield served
            kept = [
                each[name] for each in served.client.get("/v1/plans").json()["items"] for name in ("id", "roster_id")
            ]
        ids = re.compile("|".join(["canary", *kept]).encode(), re.IGNORECASE)
        assert {"plan", "GET /v1/plans/{plan_id}/explain", "GET (none)"} <= {span.name for span in collector.spans}
        assert not [body for body in collector.bodies if ids.search(body)], "neither of cases nor of plans"


@pytest.fixture
def _looked_at(served: Served, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> Iterator[None]:
    """Look at what logs, children, metrics and audit records say once the test is over."""
    # of the test's own client; and what the server turns off (tests/e2e/test_processes.py looks at its log)
    for name in ("httpx", "httpcore", "uvicorn.access"):
        caplog.set_level(logging.ERROR, name)
    caplog.set_level(logging.DEBUG)
    yield
    metrics, records = served.client.get("/metrics").text, list(as_lines(every_record(served.service.database)))
    assert "/v1/plans/{plan_id}" in metrics, "there is something to look at"
    logged = "\n".join(each.getMessage() for each in caplog.get_records("call"))
    assert "/v1/plans/{plan_id}" in logged
    assert len(records) > 3
    assert not [text for text in (logged, *capfd.readouterr(), metrics, *records) if CANARY.search(text)]


@pytest.fixture(scope="module")
def plan(served: Served) -> str:
    plan = served.client.post("/v1/plans", json={"roster": ROSTER, "scenario": [CHANGE], "name": f"plan of {CASE}"})
    assert plan.status_code == 202, plan.text
    return str(served.wait(plan.json()["id"], "done")["id"])


def addresses(answer: httpx.Response) -> list[str]:
    """Every address that an answer leads to."""
    there = [answer.headers.get(name, "") for name in ("location", "link")]  # a file is called as its plan is
    return [*there, *("".join(found) for found in ADDRESS.findall(answer.text))]


@pytest.mark.usefixtures("_looked_at")
def test_everything_that_works_says_no_id_elsewhere(served: Served, plan: str) -> None:
    client = served.client
    roster = client.post("/v1/rosters", json=ROSTER)
    here = f"/v1/plans/{plan}"
    answers = [
        roster,
        client.get(f"/v1/rosters/{roster.json()['id']}"),
        client.get("/v1/plans?limit=1"),
        client.get(here),
        client.get(f"{here}/report"),
        *(client.get(f"{here}/assignments?limit=2", headers={"Accept": kind}) for kind in (results.JSON, results.CSV)),
        client.post(f"{here}/advice", json={"cases": [f"{CASE}-1", {"case_id": f"{CASE}-9", "weight_hours": 1}]}),
        client.get(f"{here}/explain", params={"case": f"{CASE}-1", "officer": OFFICER}),
        client.post("/v1/reports", json={"roster": ROSTER, "scenario": [CHANGE]}),
        client.post("/v1/whatif", json={"roster": ROSTER, "scenario": [CHANGE]}),
        client.get(f"/plans/{plan}", headers=PAGE),
        client.get(f"/plans/{plan}/assignments.csv"),
        client.get("/", headers=PAGE),
        client.post("/v1/weights", files={"diaries": (f"{CASE}.csv", DIARIES)}),
        client.post("/weights", files={"files": (f"{CASE}.csv", DIARIES)}, headers=PAGE),
    ]
    assert [answer.status_code for answer in answers] == [201] + [200] * 15
    answers += [*handed_over(served), *docket(served)]
    assert CASE in answers[5].text, "it is a canary because it is in there"
    assert not [each for answer in answers for each in addresses(answer) if CANARY.search(each)]
    assert any(each.startswith("/v1/plans/") for answer in answers for each in addresses(answer))


def handed_over(served: Served) -> list[httpx.Response]:
    """What pages and files say of a hand-over, and of a new export after it."""
    plan = made(served, {f"{CASE}-1": f"{OFFICER}-2"}, ROSTER, name=f"plan of {CASE}")
    adopted = served.client.post(f"{plan}/adopt", data={"reason": "so"})
    export = f"case_id,weight_hours,current_officer\n{CASE}-1,3,{OFFICER}\n"
    people = f"officer_id,available_hours\n{OFFICER},10\n"
    files = [("export", (name, text.encode())) for name, text in (("open.csv", export), ("people.csv", people))]
    paths = ("handover", "handover/1", "handover/sheets", "handover.csv", "handover.ics?day=2026-12-01&ids=yes", "next")
    answers = [served.client.get(f"{plan}/{path}", headers=PAGE) for path in paths]
    answers.append(served.client.post(f"{plan}/next", files=files, headers=PAGE))
    assert adopted.status_code == 303
    assert [answer.status_code for answer in answers] == [200] * 7
    assert all(CASE in answers[at].text for at in (1, 2, 3, 4, 6))
    return answers


def docket(served: Served) -> list[httpx.Response]:
    """What is answered on the way from a plan to the next one."""
    client = served.client
    here = f"/v1/plans/{served.wait(client.post('/v1/plans', json={'roster': ROSTER}).json()['id'], 'done')['id']}"
    case = {"case_id": f"{CASE}-9", "weight_hours": 1, "office": "north", "keep_together": CASE}
    answers = [
        client.post(f"{here}/adopt", json={"reason": f"{CASE} goes to trial"}),
        client.post(f"{here}/cases", json={"event": "opened", "case": case}),
        client.post(
            f"{here}/cases", json={"event": "assigned", "case": {"case_id": f"{CASE}-9"}, "officer_id": OFFICER}
        ),
        client.post(f"{here}/cases", json={"event": "closed", "case": {"case_id": f"{CASE}-1"}}),
        client.get(f"{here}/adoption"),
        client.get(f"{here}/cases?limit=1"),
        client.get(f"{here}/changes?limit=1"),
        client.post("/v1/plans", json={"adopted_plan_id": here.rpartition("/")[2]}),
    ]
    assert [answer.status_code for answer in answers] == [201] * 4 + [200] * 3 + [202]
    assert CASE in answers[5].text
    return answers


@pytest.mark.usefixtures("_looked_at")
def test_what_fails_says_no_id_but_to_who_sent_it(served: Served, plan: str, monkeypatch: pytest.MonkeyPatch) -> None:
    client = served.client
    other = "00000000-0000-0000-0000-000000000000"
    refused = client.post(f"/v1/plans/{plan}/cases", json={"event": "closed", "case": {"case_id": CASE}})
    assert refused.status_code == 409
    pages = [
        refused,
        client.get(f"/v1/plans/{plan}/frontier"),
        client.post(f"/v1/plans/{plan}/restart"),
        client.post(f"/plans/{plan}/restart", headers=PAGE),
        client.get(f"/plans/{plan}/{CASE}", headers=PAGE),
        client.get(f"/plans/{CASE}", headers=PAGE),
        client.get(f"/v1/plans/{CASE}"),
        client.get(f"/{OFFICER}/{CASE}", headers=PAGE),
        client.put(f"/v1/plans/{plan}"),
        client.get(f"/v1/plans/{other}/explain", params={"case": CASE, "officer": OFFICER}),
        client.post("/v1/plans", content=f'{{"roster": {{"cases": "{CASE}"', headers={"Content-Type": results.JSON}),
    ]

    def fail(*_args: object, **_kwargs: object) -> None:
        raise LookupError("-".join([CASE, OFFICER]))

    monkeypatch.setattr(kept, "file", fail)
    pages += [client.get(f"/v1/plans/{plan}/report"), client.get(f"/plans/{plan}/report.json", headers=PAGE)]
    monkeypatch.undo()
    assert [page.status_code for page in pages] == [409, 404, 409, 409, 404, 404, 422, 404, 405, 404, 400, 500, 500]
    assert not [page.url.path for page in pages if CANARY.search(page.text)]
    refused = client.post(
        "/v1/rosters", json={**ROSTER, "officers": [{"officer_id": OFFICER, "available_hours": CASE}]}
    )
    assert refused.status_code == 422
    assert CASE in refused.text, "a cell is shown to who sent it, so that it can be mended"
    assert client.get(f"/v1/plans/{plan}/explain", params={"case": "?", "officer": OFFICER}).status_code == 404
    failed = client.post("/v1/plans", json={"roster": ROSTER, "goals": {"seed": 1}}).json()["id"]
    served.wait(failed, "failed")
    assert CASE in client.get(f"/v1/plans/{failed}").text, "why a plan failed is told to who may see it"
