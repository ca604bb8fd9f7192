"""``caseload check`` on plans that somebody else made; plans of our own are checked in ``test_plan.py``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from app.cli import run
from app.intake.roster_file import RosterFile

OFFICERS = [
    {"officer_id": "A", "available_hours": "10", "skills": "spanish", "caseload_standard": "2"},
    {"officer_id": "B", "available_hours": "10", "skills": "", "caseload_standard": ""},
]
CASES = [
    {"case_id": "1", "weight_hours": "4", "required_skills": "spanish", "current_officer": "A", "pinned": ""},
    {"case_id": "2", "weight_hours": "4", "required_skills": "", "current_officer": "", "pinned": ""},
    {"case_id": "3", "weight_hours": "4", "required_skills": "", "current_officer": "B", "pinned": "yes"},
]


@pytest.fixture
def checked(
    roster_folder: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, list[str]]]:
    """Check an assignment (the text of a CSV file) and return the exit code and what was printed."""
    roster = roster_folder(officers=OFFICERS, cases=CASES)

    def check(text: str, *options: str) -> tuple[int, list[str]]:
        plan = tmp_path / "mine.csv"
        plan.write_text(text, "utf-8")
        code = run(["check", str(roster), str(plan), *options])
        told = capsys.readouterr()
        return code, (told.out + told.err).splitlines()

    return check


def violations(lines: list[str]) -> list[str]:
    return [line.removeprefix("VIOLATION  ") for line in lines if line.startswith("VIOLATION")]


GOOD = "case_id,officer_id\n1,A\n2,A\n3,B\n"


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        "\ufeffCASE_ID;Officer_ID;why\n1;A;x\n2;A;\n3.0;B;\n",
        "officer_id,case_id\nB,3\n A , 1 \nA,2\n",
        GOOD.replace("\n", "\r\n"),
    ],
    ids=["plain", "excel", "any order", "windows"],
)
def test_a_good_plan_passes_however_it_is_written(checked: Callable[..., tuple[int, list[str]]], text: str) -> None:
    code, lines = checked(text)
    assert (code, lines) == (0, ["The plan obeys every rule: 3 cases with 2 officers, assign-all."])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("case_id,officer_id\n1,B\n2,A\n3,B\n", ["case 1", "B"]),
        ("case_id,officer_id\n1,A\n2,A\n3,A\n", ["case 3", "pinned"]),
        ("case_id,officer_id\n1,A\n2,\n3,B\n", ["nobody holds case 2", "room"]),
        ("case_id,officer_id\n1,A\n3,B\n", ["case 2 is not in mine.csv"]),
        ("case_id,officer_id\n1,A\n2,A\n2,B\n3,B\n", ["row 4: case 2 is there twice"]),
        ("case_id,officer_id\n1,A\n2,A\n3,B\n4,B\n", ["row 5: case 4 is not in the roster"]),
        ("case_id,officer_id\n1,A\n2,C\n3,B\n", ["row 3: case 2 is with C, who is not in the roster"]),
    ],
    ids=["not eligible", "pin", "left lying", "missing", "twice", "unknown case", "unknown officer"],
)
def test_each_violation_is_named(checked: Callable[..., tuple[int, list[str]]], text: str, found: list[str]) -> None:
    code, lines = checked(text)
    assert code == 1
    assert any(all(word in line for word in found) for line in violations(lines)), lines
    assert lines[-1].startswith(f"{len(violations(lines))} violation")


def test_a_case_is_told_of_once(checked: Callable[..., tuple[int, list[str]]]) -> None:
    """A case that is missing is no second violation for lying around although somebody has room."""
    _, lines = checked("case_id,officer_id\n1,A\n3,B\n")
    assert len(violations(lines)) == 1


def test_the_policy_says_whether_hours_are_hard(
    roster_folder: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = [{**case, "weight_hours": "6"} for case in CASES]
    roster = roster_folder(officers=OFFICERS, cases=cases)
    (tmp_path / "mine.csv").write_text(GOOD)
    assert run(["check", str(roster), str(tmp_path / "mine.csv")]) == 0
    capsys.readouterr()
    assert run(["check", str(roster), str(tmp_path / "mine.csv"), "--policy", "within-capacity"]) == 1
    assert "12 h" in capsys.readouterr().out


def test_what_a_pin_breaks_is_listed_and_is_no_violation(
    roster_folder: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = [*CASES[:2], {**CASES[2], "required_skills": "spanish"}]
    roster = roster_folder(officers=OFFICERS, cases=cases)
    (tmp_path / "mine.csv").write_text(GOOD)
    assert run(["check", str(roster), str(tmp_path / "mine.csv")]) == 0
    assert "A pin breaks a rule: 3 is pinned to B, who may not hold it." in capsys.readouterr().out


def test_a_case_that_nobody_else_may_hold_is_not_called_pinned(
    roster_folder: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    officers = [
        {"officer_id": "A", "available_hours": 10, "caseload_standard": 0},
        {"officer_id": "B", "available_hours": 10},
    ]
    cases = [{"case_id": "1", "weight_hours": 1, "current_officer": "A", "required_skills": "spanish"}]
    roster = roster_folder(officers=officers, cases=cases)
    (tmp_path / "mine.csv").write_text("case_id,officer_id\n1,A\n")
    assert run(["check", str(roster), str(tmp_path / "mine.csv")]) == 0
    said = capsys.readouterr().out
    assert "A rule that no plan can keep: 1 case stays with A because nobody else may hold it;" in said
    assert "pin" not in said


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("case,officer\n1,A\n", "needs one column case_id"),
        ("case_id,officer_id,officer_id\n1,A,A\n", "needs one column officer_id"),
        ("", "needs one column case_id"),
        ("case_id,officer_id\n1\n", "has 1 values where the header has 2 columns"),
    ],
)
def test_a_file_that_is_no_plan_is_refused(
    checked: Callable[..., tuple[int, list[str]]], text: str, message: str
) -> None:
    code, lines = checked(text)
    assert code == 2
    assert any(message in line for line in lines), lines


def test_a_folder_without_a_plan_is_refused(
    roster_folder: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    roster = roster_folder(officers=OFFICERS, cases=CASES)
    (tmp_path / "empty").mkdir()
    assert run(["check", str(roster), str(tmp_path / "empty")]) == 2
    assert "assignments.csv" in capsys.readouterr().err
    assert run(["check", str(roster), str(tmp_path / "nowhere")]) == 2


def test_numbers_of_another_period_are_not_compared(
    roster_folder: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Hard hours: the case takes 6 of 4 hours in its first 30 days, and one and a half after."""
    roster = roster_folder(
        officers=[{"officer_id": "A", "available_hours": "4"}],
        cases=[{"case_id": "1", "case_type": "intake", "opened": "2026-11-12"}],
        weights=[
            {"case_type": "intake", "weight_hours": hours, "from_age_days": day}
            for hours, day in (("6", ""), ("1.5", "30"))
        ],
    )
    plan = tmp_path / "plan"
    plan.mkdir()
    (plan / "assignments.csv").write_text("case_id,officer_id\n1,A\n", "utf-8")
    goals = {"policy": "within-capacity", "period_start": "2026-12-12"}
    made_of = {"goals": goals, "scenario": [], "input_sha256": RosterFile(str(roster), None).read().sha256}
    (plan / "report.json").write_text(json.dumps({"schema_version": "1.0", "provenance": made_of}), "utf-8")
    assert run(["check", str(roster), str(plan), "--period-start", "2026-11-12"]) == 1
    told = capsys.readouterr().out
    assert "report.json was made for another period, so its numbers were not compared." in told
    assert "6 h" in told
    assert run(["check", str(roster), str(plan), "--period-start", "2026-12-13"]) == 0
