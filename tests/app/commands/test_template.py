from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from app.cli import run


def test_the_workbook_has_a_sheet_for_each_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "roster.xlsx"
    assert run(["template", str(target)]) == 0
    assert f"caseload plan {target}" in capsys.readouterr().out
    assert {"officers", "cases", "weights"} <= {name.lower() for name in openpyxl.load_workbook(target).sheetnames}


def test_a_file_that_is_there_is_kept_without_force(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "roster.xlsx"
    target.write_text("mine")
    assert run(["template", str(target)]) == 2
    assert "--force" in capsys.readouterr().err
    assert target.read_text() == "mine"
    assert run(["template", str(target), "--force"]) == 0
    openpyxl.load_workbook(target)


@pytest.mark.parametrize("name", ["roster", "roster.csv", "roster.xls"])
def test_another_ending_is_refused(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["template", str(tmp_path / name)]) == 2
    assert "must end in .xlsx" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["template", str(tmp_path / "nowhere" / "roster.xlsx")]) == 2
    assert "nowhere" in capsys.readouterr().err


def test_the_template_can_be_read_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As it comes, with nothing filled in, it is refused with sentences, not with a fault."""
    target = tmp_path / "roster.xlsx"
    run(["template", str(target)])
    capsys.readouterr()
    assert run(["report", str(target)]) in {0, 2}
    assert "fault of the program" not in capsys.readouterr().err
