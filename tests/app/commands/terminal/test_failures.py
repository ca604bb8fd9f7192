from __future__ import annotations

import json
from dataclasses import replace

import pytest

from app.commands.terminal.failures import exit_code_of
from app.confined import ChildCancelled, ChildCrashed, ChildOutOfMemory, ChildTimedOut
from app.intake.admission import NotAccepted
from app.intake.errors import BadCell, RosterRefused
from app.intake.findings import Finding, Severity
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
    assert lines[0] == "The roster was refused: 1 thing to mend, in 1,234 places."
    assert lines[2] == "  bad-value: cases.csv, row 2, column weight_hours = “1,5”"
    assert lines[3].startswith("    has a comma; write a decimal point; also “1,5” in row 3, ")
    assert lines[3].endswith(" (30 alike).")
    assert lines[-1] == "--json lists up to 1,000 places."


def test_many_kinds_of_errors_are_cut_and_counted(capsys: pytest.CaptureFixture[str]) -> None:
    kinds = [BadCell("cases.csv", 2, f"column-{at}", None, "is wrong") for at in range(25)]
    exit_code_of(RosterRefused(kinds))
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "The roster was refused: 25 things to mend."
    assert sum(line.startswith("  bad-value: cases.csv") for line in lines) == 20
    assert lines[-1] == "... and 5 more; --json lists up to 1,000 places."


def test_what_has_to_be_accepted_is_told_with_the_code_that_does(capsys: pytest.CaptureFixture[str]) -> None:
    total = Finding("total-row", Severity.CONFIRM, "cases", 9, "case_id", "Total", "is a sum", "read", "delete it")
    note = Finding("unread-sheet", Severity.NOTE, "notes.csv", None, None, None, "is no sheet", "", "")
    error = NotAccepted((total, note), (total,))
    assert exit_code_of(error) == 2
    assert capsys.readouterr().err.splitlines() == [
        "The roster may not mean what it says, so nothing was planned: 1 thing to look at.",
        "",
        "  total-row: cases, row 9, column case_id = “Total”",
        "    is a sum. Read. Delete it.",
        "  unread-sheet: notes.csv",
        "    is no sheet.",
        "",
        "Mend them; or, if all is meant as it stands, go on with: --accept total-row",
    ]
    notes = [replace(note, file=f"notes{at}.csv") for at in range(8)]
    assert exit_code_of(NotAccepted((total, *notes), (total,))) == 2
    assert "  ... and 3 more; --json lists them." in capsys.readouterr().err.splitlines()
    assert exit_code_of(error, as_json=True) == 2
    problem = json.loads(capsys.readouterr().out)
    assert [found["code"] for found in problem["findings"]] == ["total-row", "unread-sheet"]
    assert problem["accept"] == ["total-row"]


def test_a_cell_without_row_or_value_is_told_without(capsys: pytest.CaptureFixture[str]) -> None:
    exit_code_of(RosterRefused([BadCell("officers.csv", None, None, None, "is missing")]))
    told = capsys.readouterr().err
    assert told == "The roster was refused: 1 thing to mend.\n\n  bad-value: officers.csv\n    is missing.\n"


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
