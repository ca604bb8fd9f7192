from __future__ import annotations

import json

import pytest

from app.commands.terminal.failures import exit_code_of
from app.confined import ChildCancelled, ChildCrashed, ChildOutOfMemory, ChildTimedOut
from app.intake.errors import BadCell, RosterRefused
from solver.errors import CheckFailed, InvalidGoals, TooLarge

CELLS = [BadCell("cases.csv", row, "weight_hours", "1,5", "has a comma; write a decimal point") for row in range(2, 32)]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (RosterRefused(CELLS), 2),
        (InvalidGoals("max_moves and move_freely contradict each other"), 2),
        (TooLarge(), 2),
        (FileNotFoundError(2, "No such file or directory", "roster"), 2),
        (ChildTimedOut(), 4),
        (CheckFailed(), 5),
        (ChildCrashed("the process ended by signal SIGABRT"), 5),
        (ChildOutOfMemory(), 5),
        (ZeroDivisionError("case 17"), 5),
        (ChildCancelled(), 130),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else str(value),
)
def test_every_failure_has_its_code_and_says_something(
    error: Exception, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_code_of(error) == code
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.split()) > 4
    assert exit_code_of(error, as_json=True) == code
    problem = json.loads(capsys.readouterr().out)
    assert problem["exit_code"] == code
    assert {"type", "title", "detail"} <= problem.keys()


def test_bad_cells_are_a_list_that_a_person_can_work_off(capsys: pytest.CaptureFixture[str]) -> None:
    exit_code_of(RosterRefused(CELLS, total=1_234))
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "The roster was refused: 1,234 things to mend."
    assert lines[2:4] == ['  cases.csv, row 2, weight_hours = "1,5"', "    has a comma; write a decimal point"]
    assert sum(line.startswith("  cases.csv") for line in lines) == 20
    assert lines[-1] == "... and 1,214 more; --json lists up to 1,000."


def test_a_cell_without_row_or_value_is_told_without(capsys: pytest.CaptureFixture[str]) -> None:
    exit_code_of(RosterRefused([BadCell("officers.csv", None, None, None, "is missing")]))
    told = capsys.readouterr().err
    assert told == "The roster was refused: 1 thing to mend.\n\n  officers.csv\n    is missing\n"


def test_programs_get_every_cell(capsys: pytest.CaptureFixture[str]) -> None:
    exit_code_of(RosterRefused(CELLS, total=1_234), as_json=True)
    problem = json.loads(capsys.readouterr().out)
    assert (len(problem["errors"]), problem["total"]) == (30, 1_234)
    assert problem["errors"][0] == {
        "file": "cases.csv",
        "row": 2,
        "column": "weight_hours",
        "value": "1,5",
        "message": "has a comma; write a decimal point",
    }


def test_an_internal_failure_shows_case_data_only_on_request(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CASELOAD_DEBUG", raising=False)
    exit_code_of(KeyError("case 17"))
    assert "case 17" not in capsys.readouterr().err
    exit_code_of(ChildCrashed("the process failed", "Traceback ... case 17"))
    assert "case 17" not in capsys.readouterr().err
    monkeypatch.setenv("CASELOAD_DEBUG", "1")
    exit_code_of(KeyError("case 17"))
    assert "case 17" in capsys.readouterr().err
    exit_code_of(ChildCrashed("the process failed", "Traceback ... case 17"))
    assert "case 17" in capsys.readouterr().err
