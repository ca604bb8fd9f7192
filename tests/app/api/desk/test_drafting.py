"""The draft of a plan: weighed, kept, undone, and never changed."""

from __future__ import annotations

import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from app.api.desk import drafting
from app.audit.log import every_record
from tests.app.api.desk.conftest import ON_ONE, THREE, Desk


def changed(effect: dict[str, Any]) -> dict[str, tuple[float, float]]:
    return {each["name"]: (each["now"], each["then"]) for each in effect["levels"] if each["now"] != each["then"]}


def test_a_change_says_what_it_does_and_the_draft_what_all_do_together(desk: Desk) -> None:
    """4 h to B: 60 becomes 100 %. 3 h back to A: 70 %."""
    plan = desk.three()
    first = desk.decided(plan, "give", "C-1", "B")
    assert (first["number"], first["kind"], first["stands"], first["name"]) == (1, "give", True, "a test")
    assert (first["effect"]["now"]["peak_utilization"], first["effect"]["then"]["peak_utilization"]) == (0.6, 1.0)
    assert changed(first["effect"])["fairness"] == (0, 40)
    second = desk.decided(plan, "give", "C-3", "A")
    assert changed(second["effect"])["fairness"] == (40, 10), "beside the change that stands"
    draft = desk.draft(plan)
    assert changed(draft["effect"]) == {
        "fairness": (0, 10),
        "continuity": (0, 2),
        "fairness_again": (0, 10),
        "shortfall": (0, 10),
        "evenness": (0, 1),
    }
    assert draft["effect"]["then"]["moves"] == 2
    assert [each["stands"] for each in draft["entries"]] == [True, True]
    rows = desk.client.get(f"/v1/plans/{plan}/assignments").json()["items"]
    assert not any(row["moved"] for row in rows), "the plan stays as it is"


def test_undoing_everything_is_no_change_and_all_of_it_stays_on_the_draft(desk: Desk) -> None:
    plan = desk.three()
    desk.decided(plan, "give", "C-1", "B")
    desk.decided(plan, "pin", "C-5")
    for number in (1, 2):
        undo = desk.client.delete(f"/v1/plans/{plan}/draft/{number}")
        assert (undo.status_code, undo.json()["undoes"], undo.json()["kind"]) == (200, number, None)
    draft = desk.draft(plan)
    assert changed(draft["effect"]) == {}
    assert draft["effect"]["now"] == draft["effect"]["then"]
    assert [(each["number"], each["undoes"], each["stands"]) for each in draft["entries"]] == [
        (1, None, False),
        (2, None, False),
        (3, 1, False),
        (4, 2, False),
    ]
    for number, status in ((1, 409), (3, 409), (5, 404), (0, 404)):
        assert desk.client.delete(f"/v1/plans/{plan}/draft/{number}").status_code == status
    assert desk.client.post("/v1/plans", json={"draft_of": plan}).json()["type"].endswith(":empty-draft")


@ON_ONE
def test_what_it_breaks_is_named_and_it_is_kept_all_the_same(desk: Desk) -> None:
    entry = desk.decided(desk.three(), "give", "C-2", "B")
    assert entry["effect"]["broken_rules"] == [
        "case C-2 is with officer B, who may not hold it: it needs spanish",
    ]


@ON_ONE
@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ({"kind": "give", "case_id": "C-9", "officer_id": "B"}, 422, "There is no case C-9 in this plan"),
        ({"kind": "give", "case_id": "C-1", "officer_id": "Z"}, 422, "There is no officer Z in this plan"),
        ({"kind": "give", "case_id": "C-1"}, 422, "say which officer"),
        ({"kind": "give", "case_id": "C-1", "officer_id": "A"}, 409, "To keep it there, pin it."),
        ({"kind": "pin", "case_id": "C-1", "officer_id": "B"}, 409, "B does not have C-1 in this plan."),
        ({"kind": "move", "case_id": "C-1", "officer_id": "B"}, 422, "body.kind"),
        ({"kind": "pin", "case_id": "C-1", "reason": ""}, 422, "body.reason"),
        ({"kind": "pin", "case_id": "C-1", "reason": "x" * 2_001}, 422, "body.reason"),
    ],
)
def test_what_is_no_change(desk: Desk, body: dict[str, Any], status: int, words: str) -> None:
    plan = desk.three()
    answer = desk.client.post(f"/v1/plans/{plan}/draft", json={"reason": "so", **body})
    assert (answer.status_code, words in answer.text) == (status, True), answer.text
    assert desk.draft(plan)["entries"] == []


def test_a_plan_around_it_has_orders_that_are_moves_and_says_what_it_was_made_around(desk: Desk) -> None:
    plan = desk.three(goals={"time_limit_s": 7})
    desk.decided(plan, "give", "C-1", "B")
    desk.decided(plan, "exclude", "C-5", "C")
    asked = desk.client.post("/v1/plans", json={"draft_of": plan, "name": "around"})
    assert asked.status_code == 202, asked.text
    assert (asked.json()["goals"]["time_limit_s"], asked.json()["name"]) == (7, "around")
    assert desk.draft(plan)["plans"] == [asked.json()["id"]]
    roster = desk.client.get(f"/v1/rosters/{asked.json()['roster_id']}")
    assert roster.json()["counts"]["cases"] == 6
    verdict = desk.client.post("/v1/reports", json={"roster_id": asked.json()["roster_id"]}).json()
    assert verdict["counts"]["pinned_cases"] == 1
    record = [each for each in every_record(desk.served.service.database) if each.action == "planned"][-1]
    assert json.loads(record.details)["draft_of"] == plan
    assert "C-1" not in record.details
    given = desk.client.post("/v1/plans", json={"draft_of": plan, "goals": {"time_limit_s": 9}}).json()
    assert given["goals"] == {"time_limit_s": 9}
    for each in (asked.json(), given):
        assert desk.client.delete(f"/v1/plans/{each['id']}").status_code == 200
    both = desk.client.post("/v1/plans", json={"draft_of": plan, "roster": THREE})
    assert both.status_code == 422


@ON_ONE
def test_a_plan_that_is_not_there_not_done_or_of_changes_has_no_draft(desk: Desk) -> None:
    missing = str(uuid.uuid4())
    waiting = desk.client.post("/v1/plans", json={"roster": THREE, "priority": 5}).json()["id"]
    for plan, status, kind in ((missing, 404, "not-found"), (waiting, 409, "not-finished")):
        assert desk.client.get(f"/v1/plans/{plan}/draft").status_code == status
        assert desk.decide(plan, "pin", "C-1").json()["type"].endswith(kind)
        assert desk.client.delete(f"/v1/plans/{plan}/draft/1").status_code == status
        assert desk.client.post("/v1/plans", json={"draft_of": plan}).status_code == status
    desk.client.delete(f"/v1/plans/{waiting}")
    changed = desk.plan(roster=THREE, scenario=["add 1 officer"])
    assert desk.decide(changed, "pin", "C-1").json()["type"].endswith("not-draftable")


def test_two_at_once_are_both_kept_or_one_is_told_why_not(desk: Desk) -> None:
    plan = desk.three()
    wanted = [("C-1", "B"), ("C-1", "C"), ("C-3", "A"), ("C-3", "C")]
    with ThreadPoolExecutor(4) as several:
        statuses = list(several.map(lambda each: desk.decide(plan, "give", *each).status_code, wanted))
    assert sorted(statuses) == [201, 201, 409, 409]
    entries = desk.draft(plan)["entries"]
    assert [each["number"] for each in entries] == [1, 2]
    assert {each["case_id"] for each in entries} == {"C-1", "C-3"}


@ON_ONE
def test_a_draft_that_is_full_takes_no_more(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafting, "MOST_ENTRIES", 1)
    plan = desk.three()
    desk.decided(plan, "pin", "C-1")
    full = desk.decide(plan, "pin", "C-3")
    assert (full.status_code, "at most 1 entries" in full.text) == (409, True)
    assert desk.client.delete(f"/v1/plans/{plan}/draft/1").status_code == 200


@ON_ONE
def test_the_docket_of_a_plan_around_a_draft_holds_given_cases_as_pinned(desk: Desk) -> None:
    """Once it has the case, an order is a pin; it could not be assigned to anybody else without saying so."""
    roster = {**THREE, "cases": [{**each, "pinned_to": each["current_officer"]} for each in THREE["cases"]]}
    plan = desk.adopted(roster=roster)
    moved = desk.record(plan, "assigned", {"case_id": "C-1"}, officer_id="B")
    assert moved.json()["type"].endswith(":pinned")
    free = desk.recorded(plan, "changed", {"case_id": "C-1", "pinned": False})
    assert "pinned_to" not in free["case"]
    assert desk.recorded(plan, "assigned", {"case_id": "C-1"}, officer_id="B")["officer_id"] == "B"
    said = desk.record(plan, "opened", {"case_id": "N", "weight_hours": 1, "pinned_to": "A"})
    assert (said.status_code, "body.case.pinned_to" in said.text) == (422, True)
