"""What was noticed in a roster is told before any result, by every command, and stops each of them until accepted."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from app.cli import run
from app.report.document import ReportDocument

OFFICERS = [{"officer_id": name, "available_hours": "10", "Office name": "x"} for name in ("A", "B", "Total")]
CASES = [{"case_id": str(at), "weight_hours": "3", "current_officer": "A"} for at in range(4)]
QUICK = ("--workers", "1", "--time-limit", "20")
SHORT = ("--simulations", "0", "--remedies-time", "0")


@pytest.fixture
def roster(roster_folder: Callable[..., Path]) -> str:
    return str(roster_folder(officers=OFFICERS, cases=CASES))


def commands(roster: str, folder: Path) -> dict[str, list[str]]:
    (folder / "mine.csv").write_text("case_id,officer_id\n0,A\n1,B\n2,Total\n3,A\n", "utf-8")
    return {
        "plan": ["plan", roster, "--out", str(folder / "plan"), *QUICK, *SHORT],
        "report": ["report", roster, *SHORT],
        "whatif": ["whatif", roster, "--change", "remove officer B", *QUICK],
        "advise": ["advise", roster, "0"],
        "explain": ["explain", roster, "0", "B"],
        "rotation": ["rotation", roster, "--away", "B", "--days", "9", *QUICK],
        "frontier": ["frontier", roster, "--points", "2", *QUICK],
        "check": ["check", roster, str(folder / "mine.csv")],
    }


@pytest.mark.parametrize("name", ["plan", "report", "whatif", "advise", "explain", "rotation", "frontier", "check"])
def test_a_row_of_totals_stops_every_command_until_it_is_accepted(
    name: str, roster: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """``advise`` recommended the officer who was excluded; no command said a word about the roster."""
    command = commands(roster, tmp_path)[name]
    assert run(command) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "total-row: officers.csv, row 4, column officer_id = “Total”" in told.err
    assert told.err.rstrip().endswith("go on with: --accept total-row")
    assert not (tmp_path / "plan").exists()
    assert run([*command, "--accept", "total-row"]) == 0
    told = capsys.readouterr()
    assert told.out != ""
    assert "Noticed in the roster (2):\n  total-row: officers.csv, row 4" in told.err
    assert "unread-column: officers.csv, row 1" in told.err


def test_programs_get_the_findings_and_the_codes(roster: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["report", roster, "--json", *SHORT]) == 2
    problem = json.loads(capsys.readouterr().out)
    assert problem["accept"] == ["total-row"]
    assert run(["report", roster, "--json", *SHORT, "--accept", "total-row"]) == 0
    report = ReportDocument.model_validate_json(capsys.readouterr().out)
    assert [(found.code, found.row) for found in report.findings] == [("total-row", 4), ("unread-column", 1)]
    assert report.warnings[0].startswith("officers.csv, row 4, column officer_id, value “Total”: ")
    assert report.provenance.goals["accept"] == ["total-row"]


def test_a_plan_that_was_accepted_is_checked_and_asked_about_without_accepting_it_again(
    roster: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "plan")
    assert run([*commands(roster, tmp_path)["plan"], "--accept", "total-row"]) == 0
    assert run(["check", roster, out]) == 0
    assert run(["explain", roster, "0", "B", "--plan", out]) == 0
    book = openpyxl.load_workbook(tmp_path / "plan" / "plan.xlsx", read_only=True)
    assert book.sheetnames[0] == "One page"
    said = "1 doubt about the roster was accepted"
    assert any(said in str(cell) for row in book["One page"].iter_rows(values_only=True) for cell in row)
    page = (tmp_path / "plan" / "report.html").read_text("utf-8")
    assert said in page[: page.index('<main id="main">')]
    assert page.index("total-row") < page.index("What would help")
    capsys.readouterr()


def test_a_code_that_is_none_is_refused_before_anything_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "nowhere", ".", "--accept", "totals"]) == 2
    assert "--accept cannot be totals" in capsys.readouterr().err
    assert run(["report", "nowhere", "--accept", "merged-cells"]) == 2
    assert "--accept cannot be merged-cells" in capsys.readouterr().err


def test_a_missing_sheet_is_told_with_the_files_that_were_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It was kept as a warning, and the refusal dropped it."""
    folder = tmp_path / "office"
    folder.mkdir()
    for name in ("officer.csv", "case list.csv", "holidays.csv"):
        (folder / name).write_text("officer_id,available_hours\nA,1\n", "utf-8")
    assert run(["report", str(folder)]) == 2
    told = capsys.readouterr().err
    assert "the sheet officers is missing" in told
    assert "Found: “case list.csv”, “holidays.csv”, “officer.csv”; call “officer.csv” officers" in told
    assert "call “case list.csv” cases, if that is what it is" in told
