"""Columns that are understood as a whole."""

from __future__ import annotations

import io

from app.intake.errors import Complaints
from app.intake.time_study.study_tables import Names, ReadTable, read_table
from app.intake.time_study.whole_columns import joined, refuse_missing, understood


def table(text: bytes, names: Names) -> ReadTable:
    return read_table("a.csv", io.BytesIO(text), names, Complaints())


def test_a_column_that_one_file_lacks_is_none_there() -> None:
    names = Names()
    one = table(b"officer,date,minutes,activity\nA,2026-09-07,1,call\n", names)
    other = table(b"officer,date,minutes\nB,2026-09-07,1\nA,2026-09-07,1\n", names)
    assert joined([one, other], "activity").tolist() == [0, -1, -1]
    assert joined([one, other], "officer_id").tolist() == [0, 1, 0]


def test_a_bad_text_is_told_with_its_first_row_and_an_empty_officer_with_its_own() -> None:
    complaints = Complaints()
    read = table(b"officer,date,minutes\nA,2026-09-07,1\n,soon,1\nA,soon,1\n", Names())
    understood(read, "date", read.texts["date"].dates(), complaints)
    refuse_missing(read, complaints)
    assert [(cell.row, cell.column, cell.value) for cell in complaints.cells] == [
        (3, "date", "soon"),
        (3, "officer_id", None),
    ]
