from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from app.access import api_keys
from app.access.api_keys import Wanted
from app.store.tables import Role
from tests.app.serving import Served, bearer, serve
from tests.app.web.desk.test_holdings_pages import text_of


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve(tmp_path_factory.mktemp("data"), "app.jobs.plan_target:solve") as served:
        yield served


def test_a_plan_is_adopted_on_its_page_once_and_the_page_says_by_whom_and_why(served: Served) -> None:
    plan = f"/plans/{served.done()['id']}"
    assert "Is this the plan?" in text_of(served, plan)
    answer = served.client.post(f"{plan}/adopt", data={"reason": " agreed on <Monday> "})
    assert (answer.status_code, answer.headers["location"]) == (303, plan)
    said = text_of(served, plan)
    assert "This plan was adopted By a test, 20" in said
    assert "agreed on <Monday>" in said
    assert 'id="adopt"' not in served.client.get(plan).text
    again = served.client.post(f"{plan}/adopt", data={"reason": "again"})
    assert again.status_code == 409
    assert "The plan was adopted before." in again.text
    assert served.client.get(f"/v1{plan}/adoption").json()["reason"] == "agreed on <Monday>"


@pytest.mark.parametrize("reason", ["", "   ", "a\nb", "x" * 2_001])
def test_nothing_is_adopted_without_a_reason(served: Served, reason: str) -> None:
    plan = f"/plans/{served.done()['id']}"
    answer = served.client.post(f"{plan}/adopt", data={"reason": reason})
    assert answer.status_code == 422
    assert "Say in a few words why" in answer.text
    assert served.client.get(f"/v1{plan}/adoption").status_code == 404


def test_what_would_be_with_changes_is_not_adopted(served: Served) -> None:
    plan = f"/plans/{served.done(scenario=['add 1 officers'])['id']}"
    assert "It answers what would be" in text_of(served, plan)
    assert served.client.post(f"{plan}/adopt", data={"reason": "so"}).status_code == 409


def test_a_planner_is_told_who_may(served: Served) -> None:
    plan = f"/plans/{served.done()['id']}"
    with served.service.database.write() as session:
        key = api_keys.create(session, Wanted("a planner", Role.PLANNER))
    headers = {**bearer(key), "Accept": "text/html"}
    with httpx.Client(base_url=served.url, headers=headers, trust_env=False, timeout=60) as planner:
        assert "Nobody has adopted it. An approver may." in planner.get(plan).text
        assert planner.post(f"{plan}/adopt", data={"reason": "so"}).status_code == 403
