"""``caseload whatif``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from app.cli import run
from app.commands.whatif import command
from app.intake.scenario.parse import FORMS

OFFICERS = [{"officer_id": "A", "available_hours": "10"}, {"officer_id": "B", "available_hours": "10"}]


CASES = [{"case_id": str(n), "weight_hours": "5", "current_officer": "A" if n < 4 else "B"} for n in range(1, 7)]


@pytest.fixture
def roster(roster_folder: Callable[..., Path]) -> Path:
    return roster_folder(officers=OFFICERS, cases=CASES)


def test_side_by_side(roster: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["whatif", str(roster), "--change", "add 1 officer hours=10", "--fte-hours", "148"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "What if 1 officer of 10 h joins?"
    assert any(line.split() == ["Least", "peak", "150%", "100%"] for line in lines)
    assert any(line.split() == ["State", "unsustainable", "strained"] for line in lines)
    assert lines[-1].startswith("10 h are gained: 0.07 FTE (one FTE is 148 h a month)")


def test_work_that_waits_is_not_called_missing_hours(
    roster_folder: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """A case pinned to somebody without hours was “missing hours 10 h”, beside a report that said none."""
    officers = [{"officer_id": "A", "available_hours": "0"}, {"officer_id": "B", "available_hours": "100"}]
    cases = [{"case_id": "1", "weight_hours": "10", "current_officer": "A", "pinned": "yes"}]
    folder = str(roster_folder(officers=officers, cases=cases))
    assert run(["whatif", folder, "--change", "unpin cases 1"]) == 0
    said = capsys.readouterr().out
    words = [line.split() for line in said.splitlines()]
    assert ["Missing", "hours", "0", "h", "0", "h"] in words
    assert ["Work", "that", "waits", "10", "h", "0", "h"] in words
    assert ["Wait", "for", "somebody", "1", "case", "0", "cases"] in words
    assert said.endswith("10 h of work less wait for somebody who may do it.\n")
    assert run(["report", folder, "--simulations", "0"]) == 0
    brief = " ".join(capsys.readouterr().out.split())
    assert "buys 10 h (" in brief
    assert "of work that waits." in brief
    assert "all of it waits" in brief
    assert "missing." not in brief


def test_json_and_plans(roster: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changes = ("--change", "remove officer B", "--change", "add 2 officers")
    assert run(["whatif", str(roster), *changes, "--json", "--solve", "--workers", "1", "--time-limit", "10"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["changes"] == ["B leaves", "2 officers of 10 h join"]
    assert (found["base"]["officers"], found["changed"]["officers"]) == (2, 3)
    assert found["base"]["plan"]["moves"] == {"cases": 0, "hours": 0.0, "forced": 0}
    assert found["changed"]["plan"]["moves"]["forced"] == 3
    assert found["gap_hours_change"] == -10
    assert found["changed"]["gap_hours"] == 0


def test_without_plans_there_is_none(roster: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["whatif", str(roster), "--change", "detail officer A", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["changed"]["plan"] is None
    assert found["gap_hours_change"] == 10


def test_a_change_that_cannot_be(roster: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["whatif", str(roster), "--change", "remove officer C"]) == 2
    assert "there is no officer C" in capsys.readouterr().err
    assert run(["whatif", str(roster)]) == 2
    assert "--change" in capsys.readouterr().err


def test_help_says_every_form() -> None:
    text = " ".join((command.help or "").split())
    assert all(form in text for form in FORMS)
