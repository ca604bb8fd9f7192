from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from app.api.models import PlanOut
from app.store.docket.adoptions import Adoption
from app.web.handover.handover_pages import standing_of
from tests.app.serving import Served, serve
from tests.app.web.desk.test_holdings_pages import MISSING, text_of
from tests.app.web.made_plans import made

HOSTILE = ["Ann, of Court", "<script>alert(1)</script>", "@cmd()|x", "אבי", "D 😀"]
OFFICE: dict[str, Any] = {
    "officers": [{"officer_id": name, "available_hours": 20} for name in HOSTILE],
    "cases": [
        {"case_id": f"-C,{number}", "case_type": "<b>", "weight_hours": 4, "current_officer": HOSTILE[0]}
        for number in range(1, 11)
    ]
    + [{"case_id": "N-1", "weight_hours": 1}],
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve(tmp_path_factory.mktemp("data")) as served:
        yield served


@pytest.fixture(scope="module")
def plan(served: Served) -> str:
    """A has four cases of 3 h today, two of them go to B."""
    return made(served, {"C-2": "B", "C-4": "B"}, name="May", period_start="2026-05-01")


@pytest.fixture(scope="module")
def hostile(served: Served) -> str:
    """Eight of Ann's ten go to the others, two to each, and one is new."""
    holders = {f"-C,{number}": HOSTILE[(number + 1) // 2 % 5] for number in range(1, 11)}
    return made(served, holders | {"N-1": HOSTILE[3]}, OFFICE)


def moves_of(served: Served, plan: str) -> list[tuple[str, str, str]]:
    items = served.client.get(f"/v1{plan}/changes").json()["items"]
    return sorted((each["from"] or "", each["to"] or "", each["case_id"]) for each in items)


def rows_of(served: Served, plan: str) -> list[list[str]]:
    answer = served.client.get(f"{plan}/handover.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="handover.csv"'
    return list(csv.reader(io.StringIO(answer.text, newline="")))[1:]


def test_the_plan_leads_to_its_hand_over_and_from_there_to_each_sheet(served: Served, plan: str) -> None:
    assert f'href="{plan}/handover"' in served.client.get(plan).text
    overview = served.client.get(f"{plan}/handover").text
    for number in (1, 2):
        assert f'href="{plan}/handover/{number}"' in overview
    assert f'href="{plan}/handover"' in served.client.get(f"{plan}/handover/1").text


def test_the_page_says_from_whom_to_whom_and_that_it_is_a_proposal(served: Served, plan: str) -> None:
    said = text_of(served, f"{plan}/handover")
    assert "The plan “May” was not adopted: this is a proposal, and nothing is decided yet." in said
    assert "2 cases change hands, 6 hours of work." in said
    assert "From B A 2" in said
    assert 'value="2026-05-01"' in served.client.get(f"{plan}/handover").text


def test_a_sheet_has_the_cases_the_hours_and_a_line_to_sign_and_the_mail_says_the_same(
    served: Served, plan: str
) -> None:
    gives, gets = text_of(served, f"{plan}/handover/1"), text_of(served, f"{plan}/handover/2")
    assert "Today 4 cases, 12 of 10 hours (120%); afterwards 2 cases, 6 hours (60%)." in gives
    assert "Gives To B : 2 cases, 6 h Done Case" in gives
    assert "Date A Supervisor" in gives
    assert "Gets From A : 2 cases, 6 h" in gets
    assert "You get 2 cases, 6 h." in gets
    whole = text_of(served, f"{plan}/handover/sheets")
    assert whole.count("Supervisor") == 2


def test_a_plan_that_was_adopted_says_by_whom_and_one_that_was_replaced_that_it_does_not_hold(
    served: Served, hostile: str
) -> None:
    assert served.client.post(f"{hostile}/adopt", data={"reason": "so"}).status_code == 303
    assert "This plan was adopted by a test, 20" in text_of(served, f"{hostile}/handover")
    adopted = Adoption("x", datetime(2026, 5, 1, 9, tzinfo=UTC), "key:1", "Kim", "so", None)
    plan = PlanOut.model_validate(served.client.get(f"/v1{hostile}").json())
    assert standing_of(plan, adopted) == "This plan was adopted by Kim, 2026-05-01 09:00 UTC."
    assert standing_of(plan, replace(adopted, superseded_by="y")) == (
        "This plan does not hold any more: another one was adopted since, and this list is out of date."
    )


def test_names_of_all_kinds_stay_text_on_every_page_and_in_every_file(served: Served, hostile: str) -> None:
    moves = moves_of(served, hostile)
    assert len(moves) == 9, "eight of Ann's ten, and the new one"
    for path in ("handover", "handover/1", "handover/2", "handover/sheets"):
        page = served.client.get(f"{hostile}/{path}").text
        assert "<script>alert" not in page
        assert "<b>" not in page
    rows = rows_of(served, hostile)
    assert not [cell for row in rows for cell in row if re.match(r"[=+\-@\t\r]", cell)]
    assert sorted((row[0], row[1].removeprefix("'"), row[2].removeprefix("'")) for row in rows) == moves
    calendar = served.client.get(f"{hostile}/handover.ics?day=2026-12-01&time=09:00")
    assert calendar.headers["content-type"] == "text/calendar; charset=utf-8"
    assert "-C" not in calendar.text
    assert "Ann\\, of Court to <script>" in re.sub("\r\n ", "", calendar.text)


def test_everybody_is_in_the_matrix_and_sums_are_those_of_the_plan(served: Served, hostile: str) -> None:
    page = html.unescape(re.sub("<[^>]*>", " ", served.client.get(f"{hostile}/handover").text))
    assert "8" in page.split("From one officer to another")[1].split("New ones")[0]
    assert "1" in page.split("New ones to take up")[1].split("Without")[0]


def test_where_the_table_would_be_wide_pairs_are_listed(served: Served) -> None:
    names = [f"O-{number}" for number in range(1, 15)]
    office = {
        "officers": [{"officer_id": name, "available_hours": 20} for name in names],
        "cases": [{"case_id": f"C-{name}", "weight_hours": 2, "current_officer": names[0]} for name in names],
    }
    shown = text_of(served, made(served, {f"C-{name}": name for name in names}, office) + "/handover")
    assert "From whom to whom From To Cases Hours O-1 O-2 1 2 O-1 O-3 1 2" in shown
    assert "O-1 O-14 1 2" in shown


def test_a_plan_that_moves_nothing_says_so(served: Served) -> None:
    plan = made(served, {})
    assert "Nothing changes hands" in text_of(served, f"{plan}/handover")
    assert "Nothing changes: every case stays." in text_of(served, f"{plan}/handover/1")
    assert "nothing to print" in text_of(served, f"{plan}/handover/sheets")
    assert rows_of(served, plan) == []


def test_the_calendar_of_one_officer_has_their_entries_alone(served: Served, hostile: str) -> None:
    every = served.client.get(f"{hostile}/handover.ics?day=2026-12-01").text
    one = served.client.get(f"{hostile}/handover.ics?day=2026-12-01&officer=3").text
    assert every.count("BEGIN:VEVENT") == len({move[:2] for move in moves_of(served, hostile)})
    assert one.count("BEGIN:VEVENT") == len({move[:2] for move in moves_of(served, hostile) if "@cmd()|x" in move[:2]})


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/handover/3", 404),
        ("/handover/0", 404),
        ("/handover/x", 404),
        ("/handover.ics", 422),
        ("/handover.ics?day=2026-02-30", 422),
        ("/handover.ics?day=tomorrow", 422),
        ("/handover.ics?day=2026-12-01&time=25:00", 422),
        ("/handover.ics?day=2026-12-01&time=nine", 422),
        ("/handover.ics?day=2026-12-01&minutes=0", 422),
        ("/handover.ics?day=9999-12-31", 422),
        ("/handover.ics?day=2026-12-01&officer=3", 404),
    ],
)
def test_what_is_not_there_is_said_on_a_page(served: Served, plan: str, address: str, status: int) -> None:
    assert text_of(served, plan + address, status)


@pytest.mark.parametrize("path", ["handover", "handover/1", "handover/sheets", "handover.csv", "handover.ics"])
def test_a_plan_that_is_not_there_has_no_hand_over(served: Served, path: str) -> None:
    assert "This page is not here" in text_of(served, f"/plans/{MISSING}/{path}", 404)
