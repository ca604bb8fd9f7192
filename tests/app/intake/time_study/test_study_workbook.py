"""Sheets of a workbook as tables of text."""

from __future__ import annotations

import io

import pytest

from app.intake.errors import Complaints, RosterRefused
from app.intake.formats.raw_tables import RawTable
from app.intake.time_study.study_workbook import StudySheet, is_workbook, sheets_in, tables_in_child
from tests.app.intake.time_study.books import DIARIES, book


def sheet(rows: list[list[str]], hidden: frozenset[int] = frozenset()) -> tuple[StudySheet, Complaints]:
    complaints = Complaints()
    table = RawTable("study.xlsx", "diaries", rows, range(1, len(rows) + 1), hidden_rows=hidden)
    return StudySheet(table, complaints), complaints


def test_the_first_row_that_holds_anything_is_the_header_and_rows_keep_their_numbers() -> None:
    found, complaints = sheet([["", ""], ["officer", "date", ""], ["A"], ["", ""], ["B", "2026-09-07"]])
    assert (found.file, found.called, found.header) == ("study.xlsx, sheet diaries", "diaries", ["officer", "date"])
    (batch,) = found.batches()
    assert list(batch.rows) == [3, 5]
    assert list(batch.cells) == [("A", "B"), ("", "2026-09-07")]
    assert not complaints.total
    assert found.notes == []


def test_a_value_beside_the_columns_is_told_and_hidden_rows_are_said() -> None:
    found, complaints = sheet([["officer"], ["A", "what is this"]], frozenset({2}))
    list(found.batches())
    assert (complaints.cells[0].file, complaints.cells[0].row) == ("study.xlsx, sheet diaries", 2)
    assert "beyond the columns" in complaints.cells[0].message
    assert found.notes == ["study.xlsx, sheet diaries: 1 rows are hidden there, and were read."]


def test_a_workbook_is_known_by_its_first_bytes_and_the_stream_stays_at_its_beginning() -> None:
    stream = io.BytesIO(book({"diaries": DIARIES}))
    assert is_workbook(stream)
    assert stream.tell() == 0
    assert not is_workbook(io.BytesIO(b"officer,date\n"))


def test_numbers_and_dates_are_texts_as_a_person_sees_them() -> None:
    (table,) = tables_in_child(None, book({"diaries": DIARIES}), "study.xlsx")
    assert table.rows[1:] == [["A", "2026-09-07", "60", "adult"], ["B", "2026-09-15", "30.5", "child"]]


def test_sheets_are_read_in_a_child_and_empty_ones_are_none() -> None:
    found = sheets_in(book({"diaries": DIARIES, "empty": []}), "study.xlsx", Complaints())
    assert [each.called for each in found] == ["diaries"]


def test_an_archive_that_is_no_workbook_is_refused() -> None:
    with pytest.raises(RosterRefused, match="damaged or incomplete"):
        sheets_in(b"PK\x03\x04 and nothing else", "study.xlsx", Complaints())
