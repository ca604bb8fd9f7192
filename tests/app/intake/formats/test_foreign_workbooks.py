"""XLSX, XLSM and ODS as raw tables, in this process; that they are read in a child is tested with its door."""

from __future__ import annotations

import datetime as dt
import io
import struct

import openpyxl
import pytest

from app.intake.errors import RosterRefused
from app.intake.formats.foreign_workbooks import (
    hidden_sheets,
    is_workbook,
    unpacked_bytes,
    workbook_tables,
)
from app.intake.formats.raw_tables import LOST_DIGITS, UNCALCULATED
from tests.app.intake.formats.ods import cell, row
from tests.app.intake.formats.ods import ods as sheet_of


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def book_of(rows: list[list[object]]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    for each in rows:
        book.worksheets[0].append(each)
    return book


def ods(rows: list[list[str]]) -> bytes:
    """A sheet of an OpenDocument file."""
    return sheet_of(*(row(*map(cell, cells)) for cells in rows), name="Fälle")


def test_dates_times_and_numbers_are_written_as_people_do() -> None:
    book = book_of([["a", "b", "c", "d"], [dt.date(2026, 1, 5), dt.time(7, 30), 1234.5, True]])
    book.worksheets[0]["A3"] = dt.timedelta(hours=30, minutes=30)
    book.worksheets[0]["A3"].number_format = "[h]:mm"
    (found,) = workbook_tables(saved(book), "x.xlsx")
    assert found.rows[1] == ["2026-01-05", "7:30", "1234.5", "true"]
    assert found.rows[2][0] == "30:30"
    assert found.is_typed


def test_rows_have_the_numbers_of_the_sheet_whatever_is_empty_around() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["C4"] = "Case"
    book.worksheets[0]["C5"] = "1"
    (found,) = workbook_tables(saved(book), "x.xlsx")
    assert [(number, row) for number, row in zip(found.numbers, found.rows, strict=True) if any(row)] == [
        (4, ["Case"]),
        (5, ["1"]),
    ]


def test_an_error_of_a_formula_is_no_empty_cell() -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.append(["x", "case", "office"])
    page.append(["", "1", "#N/A"])
    page["C2"].data_type = "e"
    (found,) = workbook_tables(saved(book), "x.xlsx")
    assert found.rows[1] == ["", "1", "#N/A"]


def test_a_number_of_more_than_fifteen_digits_has_lost_some() -> None:
    (found,) = workbook_tables(saved(book_of([["id"], [1234567890123456789]])), "x.xlsx")
    assert found.rows[1] == [LOST_DIGITS]


def test_cells_merged_across_rows_are_told() -> None:
    book = book_of([["a", "b"], ["1", "North"], ["2", None]])
    book.worksheets[0].merge_cells("B2:B3")
    (found,) = workbook_tables(saved(book), "x.xlsx")
    assert found.merged == ((1, 2, 1),)


def test_hidden_sheets_are_not_read_but_named() -> None:
    book = book_of([["a"], ["1"]])
    book.create_sheet("old").sheet_state = "hidden"
    data = saved(book)
    assert [table.sheet for table in workbook_tables(data, "x.xlsx")] == ["Sheet"]
    assert hidden_sheets(data) == ["old"]


def test_ods_is_read() -> None:
    data = ods([["Aktenzeichen", "Fallart"], ["1", "Betrug"]])
    assert is_workbook(data)
    assert unpacked_bytes(data, "x.ods") > 500
    (found,) = workbook_tables(data, "x.ods")
    assert (found.sheet, found.rows) == ("Fälle", [["Aktenzeichen", "Fallart"], ["1", "Betrug"]])


def test_what_is_no_workbook_is_refused() -> None:
    with pytest.raises(RosterRefused, match=r"damaged|no \.xlsx"):
        unpacked_bytes(b"PK\x03\x04 and nothing", "x.xlsx")
    with pytest.raises(RosterRefused, match="cannot be read"):
        workbook_tables(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "x.xls")


def xls(rows: list[list[str | float]]) -> bytes:
    """A sheet of an old Excel (BIFF8) in its container, as small as it can be."""

    def record(kind: int, body: bytes) -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    def cell(row: int, column: int, value: str | float) -> bytes:
        place = struct.pack("<HHH", row, column, 0)
        if isinstance(value, float):
            return record(0x0203, place + struct.pack("<d", value))
        return record(0x0204, place + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))

    begin = record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0))
    end = record(0x000A, b"")
    name = b"Cases"
    at = len(begin) + 4 + 8 + len(name) + len(end)
    sheet_name = record(0x0085, struct.pack("<IBBBB", at, 0, 0, len(name), 0) + name)
    cells = b"".join(cell(row, column, value) for row, each in enumerate(rows) for column, value in enumerate(each))
    sheet = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0)) + cells + end
    stream = (begin + sheet_name + end + sheet).ljust(4096, b"\0")
    sectors = -(-len(stream) // 512)
    stream = stream.ljust(sectors * 512, b"\0")
    free, last, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    chain = [table, last, *range(3, sectors + 2), last]
    allocation = struct.pack("<128I", *chain, *[free] * (128 - len(chain)))

    def entry(title: str, kind: int, child: int, start: int, size: int) -> bytes:
        text = (title + "\0").encode("utf-16-le")
        head = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, free, free, child)
        return head + bytes(36) + struct.pack("<IQ", start, size)

    directory = entry("Root Entry", 5, 1, last, 0) + entry("Workbook", 2, free, 2, len(stream))
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, last, 0, last, 0) + struct.pack("<109I", 0, *[free] * 108)
    return header + allocation + directory.ljust(512, b"\0") + stream


def test_an_old_workbook_is_read_and_what_it_cannot_tell_is_said() -> None:
    data = xls([["Case #", "Hours"], ["1-ä", 1.5]])
    assert is_workbook(data)
    (found,) = workbook_tables(data, "x.xls")
    assert found.rows == [["Case #", "Hours"], ["1-ä", "1.5"]]
    assert "#N/A" in found.notes[0]


def test_a_formula_that_nobody_calculated_is_no_empty_cell_and_hidden_rows_are_told() -> None:
    book = book_of([["case", "office"], ["1", "=A2"], ["2", "x"]])
    book.worksheets[0].row_dimensions[3].hidden = True
    (found,) = workbook_tables(saved(book), "x.xlsx")
    assert found.rows[1] == ["1", UNCALCULATED]
    assert found.hidden_rows == {3}
