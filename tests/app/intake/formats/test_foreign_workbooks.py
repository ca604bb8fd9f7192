"""XLSX, XLSM and ODS as raw tables, in this process; that they are read in a child is tested with its door."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import openpyxl
import pytest

from app.intake.errors import RosterRefused
from app.intake.formats.foreign_workbooks import (
    LOST_DIGITS,
    ODS_SIGN,
    hidden_sheets,
    is_workbook,
    unpacked_bytes,
    workbook_tables,
)


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def book_of(rows: list[list[object]]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    return book


def ods(rows: list[list[str]]) -> bytes:
    """A sheet of an OpenDocument file, as small as it can be."""
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    names = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{names}:office:1.0" '
        f'xmlns:table="{names}:table:1.0" xmlns:text="{names}:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="Fälle">{cells}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    manifest = (
        f'<?xml version="1.0"?><manifest:manifest xmlns:manifest="{names}:manifest:1.0"><manifest:file-entry '
        f'manifest:full-path="/" manifest:media-type="{ODS_SIGN.decode()}"/></manifest:manifest>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", ODS_SIGN)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return stream.getvalue()


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
