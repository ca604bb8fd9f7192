from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.app.serving import Served, serve
from tests.app.web.desk.test_holdings_pages import MISSING, text_of
from tests.app.web.made_plans import made
from tests.app.web.test_export_page import Forms

MOVED = ["C-2", "C-4"]
OFFICERS = "officer_id,available_hours\nA,10\nE,8\n"
CASES = "case_id,weight_hours,current_officer\n{}"
"""The plan gives two of A's four cases to B: C-1 takes Spanish and stays."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve(tmp_path_factory.mktemp("data")) as served:
        yield served


@pytest.fixture(scope="module")
def plan(served: Served) -> str:
    plan = made(served, dict.fromkeys(MOVED, "B"), name="November", period_start="2026-11-30")
    assert 'id="next"' not in served.client.get(plan).text
    refused = served.client.get(f"{plan}/next")
    assert (refused.status_code, "The plan was not adopted" in refused.text) == (409, True)
    answer = served.client.post(f"{plan}/next", files=files("C-1,3,A\n"))
    assert (answer.status_code, "The plan was not adopted" in answer.text) == (409, True)
    assert served.client.post(f"{plan}/adopt", data={"reason": "so"}).status_code == 303
    return plan


def files(rows: str, officers: str = OFFICERS) -> Any:
    sheets = {"people.csv": officers, "open.csv": CASES.format(rows)}
    return [("export", (name, content.encode())) for name, content in sheets.items()]


def said(answer: httpx.Response) -> str:
    assert answer.status_code == 200, answer.text
    return " ".join(answer.text.partition("<main")[2].split())


def test_the_plan_that_was_adopted_leads_to_the_next_month(served: Served, plan: str) -> None:
    assert f'href="{plan}/next" id="next"' in served.client.get(plan).text
    assert "Begin the next month" in text_of(served, f"{plan}/next")


def test_the_page_opens_with_what_changed_and_goes_on_to_the_plan_form(served: Served, plan: str) -> None:
    """C-1 and the first of B's are A's still, the second is with E, the fourth is closed; one is new; B has left."""
    first, second = MOVED
    rows = f"C-1,3,A\n{first},3,A\n{second},3,E\nX-9,3,E\n"
    answer = served.client.post(f"{plan}/next", files=files(rows))
    page = said(answer)
    assert "<h1>What changed since the plan</h1>" in page
    assert "4 cases are open. 2 cases are with somebody else than was adopted." in page
    for told in (
        "Closed: 1 case",
        "New: 1 case",
        "Not handed over yet: 1 case",
        "Moved otherwise than adopted: 1 case",
    ):
        assert told in page
    assert "Officers who left: <bdi>B</bdi>" in page
    assert "Officers who came: <bdi>E</bdi>" in page
    form = Forms(answer.text).forms["/plans"]
    assert form["period_start"] == "2026-12-30"
    queued = served.client.post("/plans", files=[(name, (None, value)) for name, value in form.items()])
    assert queued.status_code == 303, queued.text
    asked = served.client.get(f"/v1{queued.headers['location']}").json()
    kept = served.client.get(f"/v1/rosters/{asked['roster_id']}").json()
    assert (kept["counts"]["officers"], kept["counts"]["cases"]) == (2, 4)


def test_who_is_right_can_be_changed_without_choosing_the_files_again(served: Served, plan: str) -> None:
    rows = "".join(f"{case},3,A\n" for case in ("C-1", *MOVED))
    answer = served.client.post(f"{plan}/next", files=files(rows, "officer_id,available_hours\nA,10\nB,10\n"))
    form = Forms(answer.text).forms[f"{plan}/next"] | {"trust": "plan"}
    again = served.client.post(f"{plan}/next", files=[(name, (None, value)) for name, value in form.items()])
    assert "Not handed over yet: 2 cases" in said(again)
    roster = json.loads(_document(Forms(again.text).forms["/plans"]))
    held = {case["case_id"]: case["current_officer"] for case in roster["cases"]}
    assert held == {"C-1": "A", **dict.fromkeys(MOVED, "B")}


def _document(form: dict[str, str]) -> bytes:
    return base64.b64decode(form["carried:roster.json"])


def test_an_export_that_is_what_was_adopted_has_no_differences(served: Served, plan: str) -> None:
    others = [f"C-{number}" for number in range(1, 5) if f"C-{number}" not in MOVED]
    rows = "".join([f"{case},3,A\n" for case in others] + [f"{case},3,B\n" for case in MOVED])
    page = said(served.client.post(f"{plan}/next", files=files(rows, "officer_id,available_hours\nA,10\nB,10\n")))
    assert "Nobody has a case that was adopted for somebody else." in page
    assert "<small>2 handed over since</small>" in page
    assert 'id="kind-' not in page


def test_what_the_export_does_not_say_is_answered_where_exports_are_understood(served: Served, plan: str) -> None:
    export = [("export", ("open.csv", b"Case ID,Officer\nC-1,A\nC-2,B\n"))]
    answer = served.client.post(f"{plan}/next", files=export)
    assert "How many hours a month" in said(answer)
    form = Forms(answer.text).forms["/import"]
    there = served.client.post("/import", files=[(name, (None, value)) for name, value in form.items()])
    assert "What your export does not say" in said(there)


def test_what_cannot_be_read_is_said_above_the_form(served: Served, plan: str) -> None:
    nothing = served.client.post(f"{plan}/next", files=[("trust", (None, "plan"))])
    assert (nothing.status_code, "choose the export first" in nothing.text) == (422, True)
    strange = served.client.post(f"{plan}/next", files=[("export", ("a.csv", b"\x00\x01\n"))])
    assert strange.status_code == 422
    wrong = served.client.post(f"{plan}/next", data={"export": "x"})
    assert (wrong.status_code, "That did not work" in wrong.text) == (415, True)


def test_names_of_all_kinds_stay_text(served: Served, plan: str) -> None:
    answer = served.client.post(
        f"{plan}/next", files=files("<script>1</script>,3,<b>\n", "officer_id,available_hours\n<b>,1\n")
    )
    assert "<script>1" not in answer.text
    assert "<b>" not in answer.text


def test_a_plan_that_is_not_there_has_no_next_month(served: Served) -> None:
    assert "The next period cannot begin here" in text_of(served, f"/plans/{MISSING}/next", 404)
    assert served.client.post(f"/plans/{MISSING}/next", files=files("C-1,3,A\n")).status_code == 404


def test_a_profile_that_is_none_is_refused(served: Served, plan: str) -> None:
    form = Forms(served.client.post(f"{plan}/next", files=files("C-1,3,A\n")).text).forms["/plans"]
    for profile, words in (
        ("no = toml = 1", "profile"),
        ("#" * 200_001, "The profile holds more than 200,000 letters"),
    ):
        sent = form | {"profile": profile}
        answer = served.client.post("/plans", files=[(name, (None, value)) for name, value in sent.items()])
        assert answer.status_code == 422
        assert words in answer.text


def test_where_another_plan_was_adopted_since_the_page_leads_there(served: Served, plan: str) -> None:
    """Last, because what was adopted stays so."""
    newer = made(served, {})
    assert served.client.post(f"{newer}/adopt", data={"reason": "so"}).status_code == 303
    for page in (served.client.get(f"{plan}/next"), served.client.post(f"{plan}/next", files=files("C-1,3,A\n"))):
        assert f'Another plan was adopted since: <a href="{newer}/next">' in page.text
    assert "was adopted since" not in served.client.get(f"{newer}/next").text
