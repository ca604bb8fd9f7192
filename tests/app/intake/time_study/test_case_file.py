"""Files of cases: recognised by their columns, and refused with the row where they cannot be meant."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from app.intake.errors import RosterRefused
from app.intake.time_study.read_study import ReadStudy, read_study
from solver.weights.study import NONE

DIARIES = "officer,date,minutes,case type,case id\nA,2026-09-09,30,intake,K-2\nB,2026-09-10,60,intake,K-1\n"


def read(folder: Path, cases: str) -> ReadStudy:
    for name, text in (("diaries", DIARIES), ("list", cases)):
        (folder / f"{name}.csv").write_text(text, "utf-8")
    return read_study([folder])


def day(text: str) -> int:
    return dt.date.fromisoformat(text).toordinal()


def test_cases_have_the_numbers_of_the_diaries(tmp_path: Path) -> None:
    cases = "case id,case type,opened,closed,officer\nK-1,intake,2026-09-01,,B\nK-2,visit,2026-08-01,2026-09-09,\n"
    found = read(tmp_path, cases)
    assert found.cases is not None
    assert found.cases.case.tolist() == [1, 0]
    assert [found.study.types[kind] for kind in found.cases.case_type] == ["intake", "visit"]
    assert found.cases.officer.tolist() == [1, NONE]
    assert found.cases.opened.tolist() == [day("2026-09-01"), day("2026-08-01")]
    assert found.cases.closed.tolist() == [NONE, day("2026-09-09")]
    assert any("cases with their dates, with case_id, case_type, date_opened" in note for note in found.notes)


def test_columns_in_another_language_and_without_closing(tmp_path: Path) -> None:
    found = read(tmp_path, "Aktenzeichen;Fallart;Eingangsdatum\nK-1;intake;01.09.2026\n")
    assert found.cases is not None
    assert found.cases.opened.tolist() == [day("2026-09-01")]
    assert found.cases.closed.tolist() == [NONE]


@pytest.mark.parametrize(
    ("row", "column", "message"),
    [
        (",intake,2026-09-01,", "case_id", "is empty"),
        ("K-9,,2026-09-01,", "case_type", "is empty"),
        ("K-9,intake,,", "date_opened", "is empty"),
        ("K-9,intake,soon,", "date_opened", "is not a date"),
        ("K-9,intake,2026-09-01,2026-08-01", "date_closed", "before the day"),
        ("K-1,intake,2026-09-01,", "case_id", "row 2 of list.csv already"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_row(tmp_path: Path, row: str, column: str, message: str) -> None:
    with pytest.raises(RosterRefused) as caught:
        read(tmp_path, f"case id,case type,opened,closed\nK-1,intake,2026-09-01,\n{row}\n")
    (cell,) = caught.value.cells
    assert (cell.file, cell.row, cell.column) == ("list.csv", 3, column)
    assert message in cell.message
