"""A docket: cases come, change, are taken and go; advice knows of all that; and the next plan begins from there."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.app.api.docket.conftest import OFFICE, ON_ONE, Office


def candidates(entry: dict[str, Any]) -> dict[str, Any]:
    return {each["officer_id"]: each for each in entry["advice"]["candidates"]}


def test_a_case_from_its_opening_to_its_end(office: Office) -> None:
    """A and B hold 6 of 20 h each. A new case of 4 h goes to A; then A holds 10 h."""
    plan = office.adopted()
    opened = office.recorded(plan, "opened", {"case_id": "N-1", "weight_hours": 4, "required_skills": "spanish"})
    assert (opened["number"], opened["event"], opened["officer_id"]) == (1, "opened", None)
    assert opened["case"] == {"case_id": "N-1", "weight_hours": "4", "required_skills": ["spanish"]}
    (only,) = opened["advice"]["candidates"]
    assert (only["officer_id"], only["load_hours_before"], only["load_hours_after"]) == ("A", 6, 10)
    taken = office.recorded(plan, "assigned", {"case_id": "N-1"}, officer_id="A")
    assert (taken["officer_id"], taken["against"], taken["advice"]) == ("A", [], None)
    again = office.recorded(plan, "opened", {"case_id": "N-2", "case_type": "a"})
    assert {name: each["load_hours_before"] for name, each in candidates(again).items()} == {"A": 10, "B": 6}
    assert again["advice"]["candidates"][0]["officer_id"] == "B"
    changed = office.recorded(plan, "changed", {"case_id": "N-1", "weight_hours": 1, "required_skills": None})
    assert changed["case"] == {"case_id": "N-1", "weight_hours": "1"}
    assert changed["officer_id"] == "A", "who has it keeps it"
    assert candidates(changed)["A"]["load_hours_before"] == 6, "without the case that is asked about"
    closed = office.recorded(plan, "closed", {"case_id": "C-0"})
    assert (closed["advice"], closed["officer_id"]) == (None, None)
    last = office.recorded(plan, "changed", {"case_id": "N-2", "priority": 1})
    assert {name: each["load_hours_before"] for name, each in candidates(last).items()} == {"A": 5, "B": 6}
    listed = office.client.get(f"/v1/plans/{plan}/cases?limit=4").json()
    assert [each["event"] for each in listed["items"]] == ["opened", "assigned", "opened", "changed"]
    assert listed["items"][0] == opened, "with the advice that was given"
    rest = office.client.get(listed["next"]).json()
    assert ([each["number"] for each in rest["items"]], rest["next"]) == ([5, 6], None)


@ON_ONE
def test_who_took_a_case_may_be_said_at_once_and_what_speaks_against_it_is_told(office: Office) -> None:
    plan = office.adopted()
    case = {"case_id": "N-1", "weight_hours": 4, "required_skills": "spanish"}
    entry = office.recorded(plan, "opened", case, officer_id="B")
    assert (entry["officer_id"], entry["against"]) == ("B", ["B does not have spanish"])
    assert [each["officer_id"] for each in entry["advice"]["candidates"]] == ["A"]
    nobody = office.recorded(plan, "assigned", {"case_id": "N-1"}, officer_id="")
    assert nobody["officer_id"] is None


@ON_ONE
def test_a_family_goes_to_one_officer(office: Office) -> None:
    plan = office.adopted()
    office.recorded(plan, "opened", {"case_id": "N-1", "weight_hours": 1, "keep_together": "F"}, officer_id="A")
    entry = office.recorded(plan, "opened", {"case_id": "N-2", "weight_hours": 3, "keep_together": "F"})
    assert entry["advice"]["together_with"] == ["N-1"]
    assert {name: each["load_hours_after"] for name, each in candidates(entry).items()} == {"A": 10, "B": 10}
    alone = office.recorded(plan, "changed", {"case_id": "N-2", "keep_together": None})
    assert alone["advice"]["together_with"] == []
    assert candidates(alone)["A"]["load_hours_after"] == 10, "A has N-1, too"


@ON_ONE
def test_what_is_not_in_order_is_refused(office: Office) -> None:
    plan = office.adopted()
    for event, case, more, status, says in (
        ("opened", {"case_id": "C-1", "case_type": "a"}, {}, 409, "already"),
        ("closed", {"case_id": "Z"}, {}, 409, "no case of this id"),
        ("closed", {"case_id": "C-1"}, {"officer_id": "A"}, 422, "body.officer_id"),
        ("assigned", {"case_id": "C-1"}, {}, 422, "say who took the case"),
        ("assigned", {"case_id": "C-1"}, {"officer_id": "Z"}, 422, "There is no officer Z in this plan"),
        ("assigned", {"case_id": "C-1", "priority": 1}, {"officer_id": "A"}, 422, "body.case.priority"),
        ("changed", {"case_id": "C-1", "current_officer": "A"}, {}, 422, "officer_id, beside case"),
        ("changed", {"case_id": "C-1", "colour": "red"}, {}, 422, "colour"),
        ("opened", {"case_id": "N", "case_type": "z"}, {}, 422, "weights"),
        ("opened", {"case_id": "N", "case_type": "a", "excluded_officers": "Z"}, {}, 422, "conflict of interest"),
        ("opened", {"case_id": "N", "case_type": "a", "pinned": "yes"}, {}, 422, "pinned"),
        ("opened", {"case_id": "N", "weight_hours": -1}, {}, 422, "weight_hours"),
        ("opened", {"case_type": "a"}, {}, 422, "column case_id"),
        ("opened", {}, {}, 422, "column case_id"),
        ("lost", {"case_id": "C-1"}, {}, 422, "body.event"),
    ):
        answer = office.record(plan, event, case, **more)
        assert (answer.status_code, says in answer.text) == (status, True), answer.text
    cells = office.record(plan, "opened", {"case_id": "N", "weight_hours": "ten"}).json()["cells"]
    assert [(each["file"], each["column"], each["value"]) for each in cells] == [("case", "weight_hours", "ten")]
    assert office.recorded(plan, "closed", {"case_id": "C-1"})["number"] == 1, "nothing of it was kept"
    closed = office.record(plan, "changed", {"case_id": "C-1", "priority": 1})
    assert (closed.status_code, "closed" in closed.text) == (409, True)
    assert office.recorded(plan, "opened", {"case_id": "C-1", "case_type": "a"})["number"] == 2


@ON_ONE
def test_a_pin_is_an_order(office: Office) -> None:
    plan = office.adopted()
    office.recorded(plan, "opened", {"case_id": "N", "case_type": "a", "pinned": "yes"}, officer_id="B")
    assert office.record(plan, "assigned", {"case_id": "N"}, officer_id="A").json()["type"].endswith(":pinned")
    entry = office.recorded(plan, "changed", {"case_id": "N", "pinned": "no"})
    assert len(entry["advice"]["candidates"]) == 2
    assert office.recorded(plan, "assigned", {"case_id": "N"}, officer_id="A")["officer_id"] == "A"


def test_a_plan_that_does_not_hold_has_no_docket(office: Office) -> None:
    plan = office.plan()
    assert office.record(plan, "closed", {"case_id": "C-1"}).json()["type"].endswith(":not-adopted")
    assert office.client.get(f"/v1/plans/{plan}/cases").json()["type"].endswith(":not-adopted")
    assert office.client.post("/v1/plans", json={"adopted_plan_id": plan}).status_code == 409
    first, second = office.adopted(), office.adopted()
    refused = office.record(first, "closed", {"case_id": "C-1"})
    assert (refused.status_code, second in refused.json()["detail"]) == (409, True)
    costs = [{"case_id": "C-1", "officer_id": "A", "cost": 1}]
    with_costs = office.adopted(roster={**OFFICE, "costs": costs})
    assert office.record(with_costs, "closed", {"case_id": "C-1"}).json()["type"].endswith(":no-docket")


def test_the_same_key_is_the_same_entry(office: Office) -> None:
    plan = office.adopted()
    case = {"case_id": "N", "case_type": "a"}
    first = office.record(plan, "opened", case, key=f"{plan}-1")
    again = office.record(plan, "opened", case, key=f"{plan}-1")
    assert (first.json(), first.headers["Location"]) == (again.json(), again.headers["Location"])
    other = office.record(plan, "closed", {"case_id": "N"}, key=f"{plan}-1")
    assert other.json()["type"].endswith(":idempotency-key-reused")
    assert office.client.get(first.headers["Location"]).json()["items"] == [first.json()]


def test_entries_at_the_same_time_follow_each_other(office: Office) -> None:
    plan = office.adopted()
    with ThreadPoolExecutor(6) as pool:
        asked = [{"case_id": f"N-{number}", "weight_hours": 1} for number in range(12)]
        entries = list(pool.map(lambda case: office.recorded(plan, "opened", case, officer_id="A"), asked))
        assert sorted(entry["number"] for entry in entries) == list(range(1, 13))
        same = list(pool.map(lambda _: office.record(plan, "closed", {"case_id": "N-1"}, key=plan).json(), range(4)))
        assert [each.get("number", each) for each in same] == [13] * 4
    last = office.recorded(plan, "opened", {"case_id": "N", "weight_hours": 1})
    assert {name: each["load_hours_before"] for name, each in candidates(last).items()} == {"A": 17, "B": 6}


def test_the_next_plan_is_made_of_the_docket_and_what_happened_meanwhile_comes_along(office: Office) -> None:
    plan = office.adopted(goals={"time_limit_s": 7})
    office.recorded(plan, "opened", {"case_id": "N-1", "weight_hours": 4}, officer_id="B")
    office.recorded(plan, "closed", {"case_id": "C-0"})
    office.recorded(plan, "changed", {"case_id": "C-1", "required_skills": "spanish"}, officer_id="A")
    following = office.plan(adopted_plan_id=plan)
    document = office.client.get(f"/v1/plans/{following}").json()
    assert document["goals"] == {"time_limit_s": 7}, "those of the plan that holds"
    held = {row["case_id"]: row["officer_id"] for row in assignments(office, following)}
    assert held == {"C-1": "A", "C-2": "A", "C-3": "B", "C-4": "A", "C-5": "B", "N-1": "B"}
    office.recorded(plan, "opened", {"case_id": "N-2", "weight_hours": 5}, officer_id="A")
    office.recorded(plan, "closed", {"case_id": "N-1"})
    assert office.adopt(following).status_code == 201
    carried = office.client.get(f"/v1/plans/{following}/cases").json()["items"]
    assert [(each["event"], each["carried_from"]) for each in carried] == [("opened", plan), ("closed", plan)]
    entry = office.recorded(following, "opened", {"case_id": "N-3", "weight_hours": 1})
    assert entry["number"] == 3
    assert {name: each["load_hours_before"] for name, each in candidates(entry).items()} == {"A": 11, "B": 4}
    roster = office.client.get(f"/v1/rosters/{document['roster_id']}").json()
    assert roster["counts"]["cases"] == 6


def assignments(office: Office, plan: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = office.client.get(f"/v1/plans/{plan}/assignments").json()["items"]
    return rows


@ON_ONE
def test_goals_and_changes_of_the_next_plan(office: Office) -> None:
    plan = office.adopted()
    asked = {"adopted_plan_id": plan, "goals": {"time_limit_s": 9}, "scenario": ["add 1 officer hours=20"]}
    following = office.client.post("/v1/plans", json=asked).json()
    assert (following["goals"], following["scenario"]) == ({"time_limit_s": 9}, ["add 1 officer hours=20"])
    refused = office.adopt(office.make(following["id"]))
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:caseload:problem:not-adoptable")
    both = office.client.post("/v1/plans", json={"adopted_plan_id": plan, "roster": OFFICE})
    assert "give one of" in both.json()["detail"]
    parts = office.client.post("/v1/plans", files={"adopted_plan_id": (None, plan)})
    assert parts.status_code == 202, parts.text
    office.client.delete(parts.json()["links"]["self"])
    asked["scenario"] = ["remove officer Z"]
    assert office.client.post("/v1/plans", json=asked).status_code == 422


@ON_ONE
@pytest.mark.parametrize("text", ['{"event": "opened", "case": {"case_id": 1e999999999}}', "[1]", "{", '{"event": 1}'])
def test_what_is_no_entry(office: Office, text: str) -> None:
    answer = office.client.post(
        f"/v1/plans/{office.plan()}/cases", content=text, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code in (400, 422)
