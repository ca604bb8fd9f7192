"""``caseload next``: the last plan beside a new export."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from app.cli import run
from app.intake.read import read_path
from tests.app.answers.next_period.offices import ASSIGNMENTS, OFFICERS, TODAY

Printed = pytest.CaptureFixture[str]
PEOPLE = "officer_id,available_hours\nAnn,80\nBo,160\nDi,100\n"


def written(holders: Mapping[str, str]) -> str:
    return "case_id,weight_hours,current_officer\n" + "".join(f"{case},1,{name}\n" for case, name in holders.items())


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan").mkdir()
    (tmp_path / "plan" / "assignments.csv").write_bytes(ASSIGNMENTS)
    (tmp_path / "plan" / "officers.csv").write_bytes(OFFICERS)
    (tmp_path / "open.csv").write_text(written(TODAY))
    (tmp_path / "people.csv").write_text(PEOPLE)
    return tmp_path


def holders(path: Path) -> dict[str, str]:
    return {case["case_id"]: case.get("current_officer", "") for case in read_path(path).to_document()["cases"]}


def test_the_next_roster_has_the_officers_of_the_plan_where_the_export_names_nobody(
    here: Path, capsys: Printed
) -> None:
    assert run(["next", "plan", "open.csv", "people.csv", "--out", "next.xlsx", "--list", "since.csv"]) == 0
    told = capsys.readouterr().out
    assert holders(here / "next.xlsx") == {**TODAY, "N-4": "Bo"}
    for line in (
        "Closed                               1  in the plan, and no longer in the export",
        "M-3 (adopted for Bo, with Ann)",
        "O-7 (adopted for Ann, with Bo)",
        "N-5 (adopted for Cy)",
        "handed over since: 1",
        "Ann (80 h, was 160)",
        "Wrote next.xlsx and since.csv. Now: caseload plan next.xlsx",
    ):
        assert line in told
    rows = list(csv.reader((here / "since.csv").read_text().splitlines()))
    assert ["X-9", "new", "", "", "Bo", "Bo"] in rows


def test_programs_get_everything_and_nothing_else(here: Path, capsys: Printed) -> None:
    assert run(["next", "plan", "open.csv", "people.csv", "--out", "next.json", "--trust", "plan", "--json"]) == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert told["trust"] == "plan"
    assert told["counts"]["not_handed_over"] == 1
    assert told["officers_left"] == ["Cy"]
    assert holders(here / "next.json") == {**TODAY, "N-4": "Bo", "M-3": "Bo", "O-7": "Ann"}


def test_an_export_without_holders_gets_all_of_them_from_the_plan(here: Path, capsys: Printed) -> None:
    (here / "ids.csv").write_text("case_id,weight_hours\nK-1,1\nM-2,1\n")
    assert run(["next", "plan", "ids.csv", "plan/officers.csv", "--out", "next.json"]) == 0
    assert holders(here / "next.json") == {"K-1": "Ann", "M-2": "Bo"}
    assert "Officers who left                    0" in capsys.readouterr().out


def test_a_profile_answers_what_the_export_does_not_say(here: Path, capsys: Printed) -> None:
    (here / "bare.csv").write_text("Case ID,Officer\nK-1,Ann\nM-2,Bo\n")
    assert run(["next", "plan", "bare.csv", "--out", "next.json"]) == 2
    assert "How many hours a month" in capsys.readouterr().err
    assert not (here / "next.json").exists()
    (here / "office.toml").write_text(
        'hours = "120"\n[columns.cases]\nRef = "case_id"\nLead = "current_officer"\nH = "weight_hours"\n'
    )
    (here / "bare.csv").write_text("Ref,Lead,H\nK-1,Ann,1\nM-2,Bo,1\n")
    assert run(["next", "plan", "bare.csv", "--out", "next.json", "--profile", "office.toml"]) == 0
    assert holders(here / "next.json") == {"K-1": "Ann", "M-2": "Bo"}


def test_a_formula_in_an_id_is_text_in_the_list(here: Path) -> None:
    (here / "open.csv").write_text(written({"-1+2": "Bo"}))
    assert run(["next", "plan", "open.csv", "people.csv", "--out", "next.json", "--list", "since.csv"]) == 0
    assert "\n'-1+2,new," in (here / "since.csv").read_text()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["plan", "open.csv", "--out", "next.csv"], "must end in .xlsx or .json"),
        (["plan", "open.csv", "--out", "next.json", "--list", "since.txt"], "must end in .csv"),
        (["plan", "open.csv", "--out", "people.json"], "is there already"),
        (["empty", "open.csv", "--out", "next.json"], "has no assignments.csv"),
        (["whatif", "open.csv", "--out", "next.json"], "with changes made"),
        (["plan", "nowhere.csv", "--out", "next.json"], "is not there"),
        (["plan", "open.csv"], "--out"),
    ],
)
def test_what_cannot_be_done_is_refused_before_anything_is_written(
    here: Path, capsys: Printed, arguments: list[str], message: str
) -> None:
    (here / "people.json").write_text("{}")
    (here / "empty").mkdir()
    (here / "whatif").mkdir()
    (here / "whatif" / "report.json").write_text(
        json.dumps({"schema_version": "1.0", "provenance": {"scenario": [{"text": "add 1 officer"}]}})
    )
    assert run(["next", *arguments]) == 2
    assert message in capsys.readouterr().err
    assert not (here / "next.json").exists()


def test_assignments_alone_say_nothing_of_officers(here: Path, capsys: Printed) -> None:
    assert run(["next", "plan/assignments.csv", "open.csv", "people.csv", "--out", "next.json"]) == 0
    assert "The officers of the plan are not known" in capsys.readouterr().out


def test_the_command_that_plans_it_names_the_first_day_after_the_last_period(here: Path, capsys: Printed) -> None:
    report = {
        "schema_version": "1.0",
        "provenance": {"goals": {"period": "quarter", "period_start": "2026-10-01"}, "scenario": []},
    }
    (here / "plan" / "report.json").write_text(json.dumps(report))
    assert run(["next", "plan", "open.csv", "people.csv", "--out", "next.json"]) == 0
    assert "Now: caseload plan next.json --period-start 2027-01-01" in capsys.readouterr().out
