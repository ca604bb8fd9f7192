"""``caseload advise``, and names that are not there."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from app.cli import run

OFFICERS = [
    {"officer_id": "A", "available_hours": "10", "skills": "spanish"},
    {"officer_id": "B", "available_hours": "20", "skills": ""},
]


CASES = [
    {"case_id": "1", "weight_hours": "4", "current_officer": "A", "required_skills": "spanish"},
    {"case_id": "2", "weight_hours": "4", "current_officer": "B", "required_skills": ""},
    {"case_id": "new", "weight_hours": "2", "current_officer": "", "required_skills": ""},
]


@pytest.fixture
def roster(roster_folder: Callable[..., Path]) -> Path:
    return roster_folder(officers=OFFICERS, cases=CASES)


def test_who_should_take_it(roster: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["advise", str(roster), "new", "--fte-hours", "148"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Case new: B"
    assert lines[2].split() == ["B", "6", "h", "20%", "30%", "30%", "40%", "no", "2", "-"]


def test_a_plan_says_who_holds_what(roster: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = tmp_path / "plan.csv"
    plan.write_text("case_id,officer_id\n1,A\n2,A\nold,B\n", encoding="utf-8")
    assert run(["advise", str(roster), "new", "2", "--plan", str(plan), "--json"]) == 0
    told = capsys.readouterr()
    assert "case old is not in the roster" in told.err
    first, second = json.loads(told.out)
    assert first["candidates"][0]["officer_id"] == "B"
    assert first["candidates"][0]["utilization_after"] == 0.1
    assert second["candidates"][0]["load_hours_before"] == 2, "B has the first one by then"


def test_pace_and_ramp(roster: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["advise", str(roster), "new", "--pace", "1:6", "--ramp", "B=10%", "--json"]) == 0
    (advice,) = json.loads(capsys.readouterr().out)
    assert [each["officer_id"] for each in advice["candidates"]] == ["A", "B"]
    assert len(advice["candidates"][1]["against"]) == 2, "too fast, and more than 2 h"
    for wrong in (["--pace", "fast"], ["--pace", "1:0"], ["--ramp", "B"], ["--ramp", "B=0%"], ["--ramp", "C=50%"]):
        assert run(["advise", str(roster), "new", *wrong]) == 2


def test_nobody_may(roster_folder: Callable[..., Path], capsys: pytest.CaptureFixture[str]) -> None:
    roster = roster_folder(officers=OFFICERS, cases=[{**CASES[2], "required_skills": "french"}])
    assert run(["advise", str(roster), "new"]) == 0
    assert capsys.readouterr().out.splitlines()[:2] == [
        "Case new: nobody may take it.",
        "  A does not have french",
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["explain", "{}", "3", "A"], "There is no case 3"),
        (["explain", "{}", "1", "C"], "There is no officer C"),
        (["advise", "{}", "NEW"], "There is no case NEW in the roster (did you mean new?)"),
    ],
)
def test_unknown_names(roster: Path, arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([text.format(roster) for text in arguments]) == 2
    assert message in capsys.readouterr().err
