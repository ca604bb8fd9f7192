from __future__ import annotations

import html
import re
from typing import Any

import httpx

from app.access import api_keys
from app.access.api_keys import Wanted
from app.store.tables import Role
from tests.app.serving import CASES_CSV, OFFICERS_CSV, Served, bearer

TOO_MANY = b"officer_id,available_hours,skills\nA,900,spanish\nB,10,\n"


def files(officers: bytes = OFFICERS_CSV, **fields: str) -> list[tuple[str, Any]]:
    """The form of the start page."""
    sent: list[tuple[str, Any]] = [("files", ("officers.csv", officers)), ("files", ("cases.csv", CASES_CSV))]
    return [*sent, *((name, (None, value)) for name, value in fields.items())]


def test_the_start_page_offers_it_beside_the_plan(served: Served) -> None:
    assert '<button formaction="/report"' in served.client.get("/").text


def test_the_verdict_is_there_at_once_and_nothing_is_kept(served: Served) -> None:
    """The same verdict that programs get, and no plan or roster more than before."""
    before = served.client.get("/v1/rosters").json(), served.client.get("/v1/plans").json()
    answer = served.client.post("/report", files=files(target="90"))
    assert answer.status_code == 200, answer.text
    assert "<h1>This caseload is sustainable</h1>" in answer.text
    assert "What the verdict is made of" in answer.text
    assert (served.client.get("/v1/rosters").json(), served.client.get("/v1/plans").json()) == before


def test_who_may_not_plan_may_ask_for_the_report_and_is_shown_no_other_button(served: Served) -> None:
    with served.service.database.write() as session:
        key = api_keys.create(session, Wanted("a viewer", Role.VIEWER))
    with httpx.Client(base_url=served.url, headers=bearer(key), trust_env=False, timeout=60) as viewer:
        pages = [viewer.get("/"), viewer.post("/report", files=files()), viewer.post("/report", files=files(TOO_MANY))]
        assert [each.status_code for each in pages] == [200, 200, 422]
        for page in pages:
            assert 'formaction="/report' in page.text
            assert "Make the plan" not in page.text


def test_changes_mark_it_hypothetical(served: Served) -> None:
    answer = served.client.post("/report", files=files(scenario="remove officer B"))
    assert "<title>HYPOTHETICAL: This caseload is not sustainable" in answer.text
    assert "<h1>HYPOTHETICAL: This caseload is not sustainable</h1>" in answer.text


def test_the_roster_goes_along_to_the_whole_report_and_to_a_plan(served: Served) -> None:
    page = served.client.post("/report", files=files(target="90")).text
    hidden = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page)
    again: list[tuple[str, Any]] = [(name, (None, html.unescape(value))) for name, value in hidden]
    whole = served.client.post("/report/whole", files=again)
    assert whole.status_code == 200
    assert "style-src" in whole.headers["content-security-policy"]
    assert "Caseload report" in whole.text
    plan = served.client.post("/plans", files=again)
    assert plan.status_code == 303
    assert served.client.get(f"/v1{plan.headers['location']}").json()["goals"]["target"] == 0.9


def test_what_is_to_be_put_right_is_said_as_for_a_plan(served: Served) -> None:
    wrong = served.client.post("/report", files=files(b"officer_id,available_hours\nA,ten\n"))
    assert wrong.status_code == 422
    assert "to put right first" in wrong.text
    assert '<button formaction="/report"' in wrong.text
    asked = served.client.post("/report", files=files(TOO_MANY))
    assert asked.status_code == 422
    assert "Is the roster meant so?" in asked.text
    goals = served.client.post("/report", files=files(target="much"))
    assert goals.status_code == 422
    assert "The target must be a number" in goals.text
    assert served.client.post("/report", data={"a": "b"}).status_code == 415
