from __future__ import annotations

import re
from typing import Any

import httpx
import pytest

from app.store import plans
from app.store.docket import adoptions
from tests.app.serving import Served
from tests.app.web.desk.test_holdings_pages import MISSING, text_of


def form_of(*fields: tuple[str, str]) -> Any:
    """Fields as a browser sends a form that may have files."""
    return [(name, (None, value)) for name, value in fields] or [("nothing", (None, ""))]


def sent(served: Served, address: str, *fields: tuple[str, str]) -> httpx.Response:
    """What is answered to a form with these fields."""
    return served.client.post(address, files=form_of(*fields))


def test_the_page_names_everybody_and_everything_of_the_roster(served: Served, plan: str) -> None:
    page = served.client.get(f"{plan}/whatif").text
    assert "<option>A</option><option>B</option>" in page
    assert "<option>spanish</option>" in page
    assert "HYPOTHETICAL" not in page
    assert f'href="{plan}/whatif"' in served.client.get(plan).text


def test_changes_are_collected_compared_and_taken_off_again(served: Served, plan: str) -> None:
    first = sent(served, f"{plan}/whatif", ("kind", "leaves"), ("officer", "B"))
    assert first.status_code == 200
    assert "<h1>HYPOTHETICAL: the office with these changes</h1>" in first.text
    assert "<title>HYPOTHETICAL" in first.text
    assert "B leaves." in first.text
    assert "strained today, not sustainable with the changes" in first.text
    carried = re.findall(r'name="change" value="([^"]*)"', first.text)
    assert set(carried) == {"remove officer B"}
    hired = sent(
        served, f"{plan}/whatif", ("change", carried[0]), ("kind", "hires"), ("count", "2"), ("skills", "spanish")
    )
    assert "2 officers of 10 h join with spanish." in hired.text
    off = sent(served, f"{plan}/whatif", ("change", carried[0]), ("change", "add 2 officers"), ("off", "1"))
    assert "B leaves" not in off.text
    assert "2 officers of 10 h join." in off.text
    last = sent(served, f"{plan}/whatif", ("change", carried[0]), ("off", "1"))
    assert "What if the office were different?" in last.text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "training", "officer": "B", "skill": "spanish"}, "B learns spanish."),
        (
            {"kind": "leave", "officer": "B", "from": "2026-06-01", "days": "15", "period_start": "2026-06-01"},
            "B away from 2026-06-01 until 2026-06-15: 50% of the hours.",
        ),
        (
            {
                "kind": "away",
                "officer": "A",
                "from": "2026-05-01",
                "until": "2026-06-03",
                "period_start": "2026-06-01",
            },
            "A away from 2026-05-01 until 2026-06-03: 10% of the hours.",
        ),
    ],
)
def test_each_kind_of_change_is_made(served: Served, plan: str, fields: dict[str, str], words: str) -> None:
    answer = sent(served, f"{plan}/whatif", *fields.items())
    assert answer.status_code == 200, answer.text
    assert words in answer.text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "leaves"}, "Choose who leaves."),
        ({"kind": "leaves", "officer": "Z"}, "There is no officer Z."),
        ({"kind": "hires", "count": "none"}, "Say how many join: a whole number from 1 to 1,000,000."),
        ({"kind": "hires", "count": "1", "hours": "1,500"}, "a number without a comma for thousands"),
        ({"kind": "leave", "officer": "A", "from": "2026-06-01", "days": "3"}, "Say on which day the month begins"),
        ({"kind": "away", "officer": "A", "from": "soon"}, "Say the first day away, as 2026-12-01."),
        ({"kind": "miracle"}, "Choose one of the changes below."),
        ({"change": "a miracle happens"}, "is not understood"),
    ],
)
def test_what_cannot_be_is_said_above_the_form_which_keeps_what_was_filled_in(
    served: Served, plan: str, fields: dict[str, str], words: str
) -> None:
    answer = sent(served, f"{plan}/whatif", *fields.items())
    assert answer.status_code == 422
    assert words in answer.text
    if "from" in fields:
        assert "<option selected>A</option>" in answer.text


def test_a_change_that_cannot_be_made_leaves_those_before_it(served: Served, plan: str) -> None:
    answer = sent(served, f"{plan}/whatif", ("change", "remove officer B"), ("kind", "leaves"), ("officer", "Z"))
    assert answer.status_code == 422
    assert "strained today, not sustainable with the changes" in answer.text
    assert set(re.findall(r'name="change" value="([^"]*)"', answer.text)) == {"remove officer B"}


@pytest.mark.parametrize("late", ["from", "period_start"])
def test_days_near_the_end_of_the_year_9999_were_an_internal_failure(served: Served, plan: str, late: str) -> None:
    days = {"from": "2026-06-01", "period_start": "2026-06-01", late: "9999-12-20"}
    answer = sent(served, f"{plan}/whatif", ("kind", "leave"), ("officer", "B"), ("days", "15"), *days.items())
    assert answer.status_code == 422
    assert "9799-12-31 is the last that can be" in answer.text


def test_a_plan_is_made_of_it_and_marked_hypothetical(served: Served, plan: str) -> None:
    answer = sent(served, f"{plan}/whatif/plan", ("change", "add 1 officers"), ("period_start", "2026-06-01"))
    assert answer.status_code == 303, answer.text
    made = served.wait(answer.headers["location"].rpartition("/")[2], "done")
    first = served.client.get(f"/v1{plan}").json()
    assert made["scenario"] == ["add 1 officers"]
    assert (made["roster_id"], made["name"]) == (first["roster_id"], "May & June")
    assert made["goals"] == {**first["goals"], "period_start": "2026-06-01"}
    page = served.client.get(answer.headers["location"]).text
    assert "<title>HYPOTHETICAL: May &amp; June" in page
    assert "<h1>HYPOTHETICAL: This caseload is" in page
    assert "3 officers" in text_of(served, f"{answer.headers['location']}")
    assert "1 officer of 10 h joins." in text_of(served, f"{answer.headers['location']}/whatif")


def test_a_field_that_no_page_of_ours_sends_is_refused(served: Served, plan: str) -> None:
    answer = sent(served, f"{plan}/whatif", ("change", "x" * 2_001))
    assert answer.status_code == 422
    assert "more than 2,000 letters" in answer.text


def test_no_plan_is_made_of_what_cannot_be(served: Served, plan: str) -> None:
    assert sent(served, f"{plan}/whatif/plan", ("change", "remove officer Z")).status_code == 422


def test_what_is_not_there_is_said_on_a_page(served: Served, plan: str) -> None:
    assert "This page is not here" in text_of(served, f"/plans/{MISSING}/whatif", 404)
    assert served.client.post(f"{plan}/whatif", data={"kind": "leaves"}).status_code == 415


def test_a_first_day_that_was_said_comes_along_and_can_be_said_otherwise(served: Served, plan: str) -> None:
    fields = (
        ("kind", "leave"),
        ("officer", "Z"),
        ("from", "2026-06-01"),
        ("days", "3"),
        ("period_start", "2026-06-01"),
    )
    answer = sent(served, f"{plan}/whatif", *fields)
    assert answer.status_code == 422
    assert '<input type="hidden" name="period_start" value="2026-06-01">' in answer.text
    assert 'type="date" id="away-start" name="period_start" value="2026-06-01"' in answer.text


def test_the_goals_of_a_plan_come_back_in_the_form_and_others_stay(served: Served) -> None:
    goals = {"policy": "within-capacity", "max_moves": 3, "target": 0.85, "seed": 7, "period": "week"}
    plan = f"/plans/{served.done(goals=goals)['id']}"
    page = served.client.get(f"{plan}/again").text
    assert 'value="within-capacity" id="policy-within-capacity" checked' in page
    assert 'name="max_moves" value="3"' in page
    assert 'name="target" value="85"' in page
    fields = {"policy": "assign-all", "change": "max_moves", "max_moves": "1", "target": "85", "period": "week"}
    answer = sent(served, f"{plan}/again", *fields.items())
    assert answer.status_code == 303, answer.text
    made = served.client.get(f"/v1{answer.headers['location']}").json()
    assert (made["goals"]["policy"], made["goals"]["max_moves"], made["goals"]["seed"]) == ("assign-all", 1, 7)
    assert made["goals"]["target"] == 0.85


def test_changes_that_were_collected_go_along_to_the_goals(served: Served, plan: str) -> None:
    answer = sent(
        served, f"{plan}/again", ("look", "yes"), ("change", "add 1 officers"), ("period_start", "2026-06-01")
    )
    assert answer.status_code == 200
    assert "add 1 officers</textarea>" in answer.text
    assert 'name="period_start" value="2026-06-01"' in answer.text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"scenario": "a miracle happens"}, "is not understood"),
        ({"time_limit_s": "soon"}, "The time for the search must be a number"),
        ({"target": "85", "beta": "2"}, "give target or beta, not both"),
    ],
)
def test_goals_that_cannot_be_are_said_above_the_form(
    served: Served, plan: str, fields: dict[str, str], words: str
) -> None:
    answer = sent(served, f"{plan}/again", *fields.items())
    assert answer.status_code == 422
    assert words in answer.text
    assert "The same roster, other goals" in answer.text


def test_a_search_that_is_too_long_for_the_server_is_said_on_a_page(served: Served, plan: str) -> None:
    answer = sent(served, f"{plan}/again", ("time_limit_s", "86400"))
    assert answer.status_code == 422
    assert "That could not be done" in answer.text


def test_a_plan_of_a_docket_keeps_its_docket_when_its_roster_is_planned_again(served: Served) -> None:
    """Who adopts the new plan would else lose what happened since the old one was adopted."""
    first = served.done()["id"]
    assert served.client.post(f"/v1/plans/{first}/adopt", json={"reason": "so"}).status_code == 201
    asked = served.client.post("/v1/plans", json={"adopted_plan_id": first})
    second = served.wait(asked.json()["id"], "done")["id"]
    third = sent(served, f"/plans/{second}/again", ("policy", "within-capacity")).headers["location"]
    with served.service.database.read() as session:
        rows = [plans.get(session, each) for each in (second, third.rpartition("/")[2])]
        origins = [adoptions.origin(session, row.number) for row in rows if row is not None]
    assert origins[0] is not None
    assert origins[0][0] == first
    assert origins[1] == origins[0]
