"""One file of a study, with the places of its errors."""

from __future__ import annotations

import io

import pytest

from app.intake.errors import Complaints, RosterRefused
from app.intake.time_study.study_tables import Names, read_table


def test_columns_are_read_and_names_are_shared_between_files() -> None:
    names, complaints = Names(), Complaints()
    first = read_table("a.csv", io.BytesIO(b"officer,date,minutes,type\nA,2026-09-07,10,x\n"), names, complaints)
    second = read_table("b.csv", io.BytesIO(b"officer;type;open\nB;x;1,5\nA;X;2\n"), names, complaints)
    assert first.table.name == "time"
    assert second.columns["officer_id"][0].tolist() == [1, 0]
    assert second.columns["case_type"][0].tolist() == [0, 0]
    assert second.columns["open"][0].tolist() == [1.5, 2]
    assert not complaints.total


def test_a_bad_cell_is_told_with_its_row_and_column() -> None:
    complaints = Complaints()
    text = b"officer,date,Minutes\nA,2026-09-07,10\nB,2026-09-07,ten\n"
    table = read_table("a.csv", io.BytesIO(text), Names(), complaints)
    cell = complaints.cells[0]
    assert (cell.file, cell.row, cell.column, cell.value) == ("a.csv", 3, "Minutes", "ten")
    assert table.row(1) == 3


def test_a_file_of_something_else_is_refused_with_what_each_table_needs() -> None:
    with pytest.raises(RosterRefused, match="counts: case_type, open or new or closed"):
        read_table("a.csv", io.BytesIO(b"colour\nred\n"), Names(), Complaints())
