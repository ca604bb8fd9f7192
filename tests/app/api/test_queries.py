"""Advice and explanations of finished plans: the same numbers as on the command line."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from app.answers.from_sums.kept import SUMS
from app.cli import run
from app.store.results import packed_files
from tests.app.serving import CASES_CSV, OFFICERS_CSV, ROSTER, Served, serve

NEW = {"case_id": "N-1", "weight_hours": 2}


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve(tmp_path_factory.mktemp("data"), "app.jobs.plan_target:solve") as served:
        yield served


@pytest.fixture(scope="module")
def plan(real: Served) -> dict[str, Any]:
    return real.done(goals={"workers": 1})


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert run(list(arguments)) == 0
    return json.loads(capsys.readouterr().out)


@pytest.fixture(scope="module")
def folder(real: Served, plan: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same roster and plan as files."""
    folder = tmp_path_factory.mktemp("roster")
    (folder / "officers.csv").write_bytes(OFFICERS_CSV)
    (folder / "cases.csv").write_bytes(CASES_CSV + b"N-1,2,,\n")
    answer = real.client.get(plan["links"]["assignments"], headers={"Accept": "text/csv"})
    (folder / "plan").mkdir()
    (folder / "plan" / "assignments.csv").write_bytes(answer.content)
    return folder


def test_an_empty_row_of_new_cases_was_a_fault(real: Served, plan: dict[str, Any]) -> None:
    asked: tuple[list[dict[str, Any]], ...] = ([{}], [NEW, {"case_id": " ", "weight_hours": None}])
    for rows in asked:
        answer = real.client.post(plan["links"]["advice"], json={"cases": rows})
        assert answer.status_code == 422
        assert answer.json()["cells"] == [
            {
                "file": "new cases",
                "row": len(rows),
                "column": "case_id",
                "value": None,
                "message": "is missing: the row is empty",
            }
        ]


def test_advice_is_that_of_the_command_line(
    real: Served, plan: dict[str, Any], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = {"cases": [NEW, "C-1"], "pace": "1:6", "ramp": {"B": 0.5}}
    answer = real.client.post(plan["links"]["advice"], json=asked)
    assert answer.status_code == 200, answer.text
    words = ["advise", str(folder), "N-1", "C-1", "--plan", str(folder / "plan"), "--pace", "1:6", "--ramp", "B=50%"]
    assert answer.json() == printed(capsys, *words, "--json")
    first = answer.json()[0]
    assert first["case_id"] == "N-1"
    assert {each["officer_id"] for each in first["candidates"]} == {"A", "B"}
    assert all("faster than 1:6" in each["against"][0] for each in first["candidates"])


def test_why_this_officer_is_what_the_command_line_says(
    real: Served, plan: dict[str, Any], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "cases.csv").write_bytes(CASES_CSV)
    for case, officer in (("C-1", "B"), ("C-2", "A"), ("C-2", "B")):
        answer = real.client.get(plan["links"]["explain"], params={"case": case, "officer": officer})
        assert answer.status_code == 200, answer.text
        words = ["explain", str(folder), case, officer, "--plan", str(folder / "plan"), "--json"]
        assert answer.json() == printed(capsys, *words)
    refused = real.client.get(plan["links"]["explain"], params={"case": "C-1", "officer": "B"}).json()
    assert refused["obstacles"] == ["B does not have spanish"]


def test_what_a_plan_keeps_is_enough_and_a_plan_of_before_answers_the_same(real: Served) -> None:
    """The roster is out of reach for the first answers; what a plan keeps is, for the others."""
    plan, database = real.done(goals={"workers": 1}), real.service.database
    row = "select roster_number from plans where id = :id"

    def answers() -> list[Any]:
        asked = {"cases": [NEW, "C-1", "C-1"], "pace": "1:6", "ramp": {"B": 0.3}}
        found = [real.client.post(plan["links"]["advice"], json=asked)]
        for case, officer in (("C-1", "B"), ("C-2", "A"), ("C-2", "B")):
            found.append(real.client.get(plan["links"]["explain"], params={"case": case, "officer": officer}))
        pages = [real.client.get(f"/plans/{plan['id']}/cases/{number}") for number in (1, 3)]
        assert {each.status_code for each in (*found, *pages)} == {200}
        return [*(each.json() for each in found), *(each.text.partition("<main")[2] for each in pages)]

    def change(statement: str, **values: Any) -> None:
        with database.write() as session:
            session.execute(text(statement), {"id": plan["id"], **values})

    with database.read() as session:
        document = session.scalar(text(f"select document from rosters where number = ({row})"), {"id": plan["id"]})
    change(f"update rosters set document = :document where number = ({row})", document=b"out of reach")
    quick = answers()
    change(f"update rosters set document = :document where number = ({row})", document=document)
    change(f"delete from plan_files where name = '{SUMS}' and plan_number = (select number from plans where id = :id)")
    assert answers() == quick


def test_a_plan_with_costs_of_pairs_is_answered_for_from_its_roster(real: Served) -> None:
    costs = [{"case_id": "C-2", "officer_id": "B", "cost": 3, "weight_hours": 1}]
    plan = real.done(roster={**ROSTER, "costs": costs}, goals={"workers": 1})
    (found,) = real.client.post(plan["links"]["advice"], json={"cases": ["C-2"]}).json()
    candidates = [
        (each["officer_id"], each["load_hours_after"] - each["load_hours_before"]) for each in found["candidates"]
    ]
    assert candidates == [("B", 1)]
    with real.service.database.read() as session:
        assert packed_files(session, plan["id"], [SUMS, "report.json"]).keys() == {"report.json"}


def test_nothing_is_kept(real: Served, plan: dict[str, Any]) -> None:
    real.client.post(plan["links"]["advice"], json={"cases": [NEW]})
    assert real.client.get(plan["links"]["self"]).json() == plan
    assert real.client.get(f"/v1/rosters/{plan['roster_id']}").json()["counts"]["cases"] == 4


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"cases": ["C-9"]}, "There is no case C-9 in this plan"),
        ({"cases": ["c1"]}, "did you mean C-1?"),
        ({"cases": ["C-1"], "ramp": {"Z": 0.5}}, "There is no officer Z"),
        ({"cases": ["C-1"], "ramp": {"A": 0}}, "greater than 0"),
        ({"cases": ["C-1"], "pace": "fast"}, "body.pace"),
        ({"cases": ["C-1"], "pace": "1:0"}, "a pace is"),
        ({"cases": []}, "body.cases"),
        ({"cases": [7]}, "body.cases.0"),
        ({"cases": [{"case_id": "N", "weight_hours": "ten"}]}, "new cases, row 1, column weight_hours"),
        ({"cases": [{"case_id": "C-1", "weight_hours": 1}]}, "new cases, row 1, column case_id"),
        ({"cases": [{"case_id": "N", "colour": "red"}]}, "or a weight_hours of its own"),
        ({"case": ["C-1"]}, "body.case"),
        (["C-1"], "body"),
    ],
)
def test_what_cannot_be_asked(real: Served, plan: dict[str, Any], asked: Any, says: str) -> None:
    answer = real.client.post(plan["links"]["advice"], json=asked)
    assert answer.status_code == 422
    assert says in answer.json()["detail"]


def test_who_is_not_there(real: Served, plan: dict[str, Any]) -> None:
    for case, officer, says in (("C-9", "A", "no case C-9"), ("C-1", "Z", "no officer Z")):
        answer = real.client.get(plan["links"]["explain"], params={"case": case, "officer": officer})
        assert answer.status_code == 404
        assert says in answer.json()["detail"]
    assert real.client.get(plan["links"]["explain"]).status_code == 422
    for method, path, body in (("GET", "explain?case=C-1&officer=A", None), ("POST", "advice", {"cases": [NEW]})):
        assert real.client.request(method, f"/v1/plans/{uuid.uuid4()}/{path}", json=body).status_code == 404


def test_a_plan_that_is_not_done_has_no_answers(lasting: Served) -> None:
    plan = lasting.ask()
    assert lasting.client.post(plan["links"]["advice"], json={"cases": [NEW]}).status_code == 409
    assert lasting.client.get(plan["links"]["explain"], params={"case": "C-1", "officer": "A"}).status_code == 409
    lasting.client.delete(plan["links"]["self"])
    lasting.wait(plan["id"], "cancelled")


def test_changes_are_planned_and_answered_for(real: Served) -> None:
    """New cases do not count where the plan was made of more cases of their type."""
    roster = {
        "officers": ROSTER["officers"],
        "cases": [{"case_id": name, "case_type": "a"} for name in ("1", "2", "3")],
        "weights": [{"case_type": "a", "weight_hours": 2}],
    }
    scenario = ["intake of a +34%", "add 1 officer hours=10", "effort of a *2"]
    plan = real.done(roster=roster, scenario=scenario, goals={"workers": 1})
    assert plan["scenario"] == scenario
    held = real.client.get(plan["links"]["assignments"]).json()["items"]
    assert [row["case_id"] for row in held] == ["1", "2", "3", "1 (new 1)"]
    report = real.client.get(plan["links"]["report"]).json()
    assert [change["text"] for change in report["provenance"]["scenario"]] == scenario
    assert "1 officer of 10 h joins" in report["warnings"][0]
    assert "Changed first" in real.client.get(plan["links"]["report"], headers={"Accept": "text/html"}).text
    (advice,) = real.client.post(plan["links"]["advice"], json={"cases": [{"case_id": "4", "case_type": "a"}]}).json()
    loads = {each["officer_id"]: each["load_hours_before"] for each in advice["candidates"]}
    assert loads.keys() == {"A", "B", "new-1"}
    assert sum(loads.values()) == 16, "four cases of 4 h; the fifth is the one to be given out"
    assert advice["candidates"][0]["load_hours_after"] - advice["candidates"][0]["load_hours_before"] == 4


@pytest.mark.parametrize("call", ["plans", "reports", "whatif"])
def test_changes_that_cannot_be_made_are_named(real: Served, call: str) -> None:
    def refusal(*scenario: str) -> str:
        answer = real.client.post(f"/v1/{call}", json={"roster": ROSTER, "scenario": scenario})
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["where"].startswith("body.scenario")
        return str(answer.json()["detail"])

    assert "change 'remove officer Z': there is no officer Z" in refusal("add 1 officer", "remove officer Z")
    said = refusal("make it better")
    assert "'make it better' is not understood. What can be said:" in said
    assert "remove officer ID[, ID ...]" in said
    assert "A goes on detail for 11 h" in refusal("detail officer A hours=11")
    assert refusal("")


def test_a_whatif_without_a_change_is_none(real: Served) -> None:
    assert real.client.post("/v1/whatif", json={"roster": ROSTER}).status_code == 422


def test_the_frontier_is_that_of_the_report(real: Served, plan: dict[str, Any]) -> None:
    missing = real.client.get(plan["links"]["frontier"])
    assert missing.status_code == 404
    assert missing.json()["type"] == "urn:caseload:problem:no-frontier"
    assert "goals.frontier = true" in missing.json()["detail"]
    with_one = real.done(goals={"workers": 1, "frontier": True})
    answer = real.client.get(with_one["links"]["frontier"])
    assert answer.status_code == 200
    assert answer.json() == real.client.get(with_one["links"]["report"]).json()["frontier"]
    again = real.client.get(with_one["links"]["frontier"], headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
