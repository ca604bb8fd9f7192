"""``caseload rotation``: the cover, the way back, and what stays."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from app.cli import run

OFFICERS = [{"officer_id": name, "available_hours": "10"} for name in "ABC"]
CASES = [
    {"case_id": "1", "weight_hours": "4", "current_officer": "A"},
    {"case_id": "2", "weight_hours": "2", "current_officer": "A"},
    {"case_id": "3", "weight_hours": "1", "current_officer": "A", "pinned": "yes"},
    {"case_id": "4", "weight_hours": "3", "current_officer": "B"},
    {"case_id": "5", "weight_hours": "5", "current_officer": "C"},
]
GO = ("--away", "A", "--days", "45", "--workers", "1", "--time-limit", "10")


@pytest.fixture
def roster(roster_folder: Callable[..., Path]) -> Path:
    return roster_folder(officers=OFFICERS, cases=CASES)


def test_the_screen_by_hand(roster: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """6 h are handed over: 4 to B, who has 3, and 2 to C, who has 5. 45 days are 1.48 months: 5.92 h more for B."""
    assert run(["rotation", str(roster), *GO, "--from", "2026-12-01"]) == 0
    text = capsys.readouterr().out
    assert "Away          A for 45 days, back on 2027-01-15" in text
    assert "Handed over   2 cases of 6 h a month, to 2 officers" in text
    assert "Stay          1 pinned case" in text
    assert "Peak          50% -> 70% among those who stay" in text
    assert "proven" in text
    assert ["B", "1", "0", "3", "7", "30%", "70%", "5.92"] in [line.split() for line in text.splitlines()]
    assert ["C", "1", "0", "5", "7", "50%", "70%", "2.96"] in [line.split() for line in text.splitlines()]


def test_json_and_csv_have_both_ways(roster: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "handovers.csv"
    assert run(["rotation", str(roster), *GO, "--from", "2026-12-01", "--json", "--out", str(out)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["status"] == "optimal"
    assert found["handovers"] == [
        {"case_id": "1", "hours": 4.0, "home": "A", "cover": "B"},
        {"case_id": "2", "hours": 2.0, "home": "A", "cover": "C"},
    ]
    assert found["staying"] == [{"case_id": "3", "hours": 1.0, "officer_id": "A", "reason": "pinned"}]
    assert (found["peak_before"], found["peak_during"], found["others_moved"]) == (0.5, 0.7, [])
    with out.open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [(row["step"], row["date"], row["case_id"], row["from_officer"], row["to_officer"]) for row in rows] == [
        ("handover", "2026-12-01", "1", "A", "B"),
        ("handover", "2026-12-01", "2", "A", "C"),
        ("stays", "", "3", "A", "A"),
        ("return", "2027-01-15", "1", "B", "A"),
        ("return", "2027-01-15", "2", "C", "A"),
    ]


def test_the_plan_says_who_holds_what(roster: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In the plan B holds what A holds today, so B's going hands over all but A's pin."""
    plan = tmp_path / "assignments.csv"
    plan.write_text("case_id,officer_id\n1,B\n2,B\n3,A\n4,B\n5,C\n")
    away = ("--away", "B", "--days", "10", "--workers", "1", "--time-limit", "10", "--json")
    assert run(["rotation", str(roster), "--plan", str(plan), *away]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {each["case_id"] for each in found["handovers"]} == {"1", "2", "4"}
    assert {each["home"] for each in found["handovers"]} == {"B"}
    assert (found["first_day"], found["return_day"]) == (None, None)


def test_a_plan_of_weeks_is_covered_in_weeks(roster: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The hours of such a plan were called a month's, and the 45 days 1.48 of these."""
    (tmp_path / "assignments.csv").write_text("case_id,officer_id\n1,A\n2,A\n3,A\n4,B\n5,C\n")
    made_of = {"goals": {"period": "week"}, "scenario": []}
    (tmp_path / "report.json").write_text(json.dumps({"schema_version": "1.0", "provenance": made_of}))
    assert run(["rotation", str(roster), "--plan", str(tmp_path), *GO]) == 0
    assert "2 cases of 6 h a week" in capsys.readouterr().out


def test_what_nobody_can_cover_is_named(roster_folder: Callable[..., Path], capsys: pytest.CaptureFixture[str]) -> None:
    officers = [{**OFFICERS[0], "skills": "x"}, OFFICERS[1]]
    cases = [{"case_id": "1", "weight_hours": "1", "current_officer": "A", "required_skills": "x"}]
    folder = roster_folder(officers=officers, cases=cases)
    assert run(["rotation", str(folder), *GO]) == 0
    text = capsys.readouterr().out
    assert "Handed over   nothing" in text
    assert "Not covered   1 case: nobody else may hold it" in text


def test_nothing_goes_back_where_nothing_was_handed_over(
    roster_folder: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """“1 pinned case: nobody works on them”, “4 cases: nobody else may hold it”, and every case goes back of none."""
    officers = [{**OFFICERS[0], "skills": "x"}, OFFICERS[1]]
    case = {"weight_hours": "1", "current_officer": "A", "required_skills": "x"}
    cases = [{**case, "case_id": "1", "pinned": "yes"}, *({**case, "case_id": n} for n in "23")]
    assert run(["rotation", str(roster_folder(officers=officers, cases=cases)), *GO]) == 0
    text = capsys.readouterr().out
    assert "1 pinned case: a pin is an order, so nobody works on it meanwhile" in text
    assert "2 cases: nobody else may hold them" in text
    assert "Afterwards" not in text


def test_several_go_and_names_are_checked(roster: Path, capsys: pytest.CaptureFixture[str]) -> None:
    several = ("--days", "5", "--workers", "1", "--time-limit", "10")
    assert run(["rotation", str(roster), "--away", "A, C", *several]) == 0
    assert "Away          A and C for 5 days" in capsys.readouterr().out
    assert run(["rotation", str(roster), "--away", "D", *several]) == 2
    assert "there is no officer D in the roster" in capsys.readouterr().err
    assert run(["rotation", str(roster), "--away", " , ", *several]) == 2
    assert run(["rotation", str(roster), "--away", "A", "--days", "0"]) == 2
