"""Workbooks: what people type into cells, and files that mean harm. All are read in a confined child."""

from __future__ import annotations

import datetime as dt
import struct
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from app import confined
from app.intake.errors import BadCell, RosterRefused
from app.intake.formats import workbook_source
from app.intake.read import read_parts, read_path
from tests.app.intake.rosters import SMALL_WORKBOOK, read, workbook

PEAK_BYTES = 300 << 20


def told(content: bytes) -> list[BadCell]:
    with pytest.raises(RosterRefused) as caught:
        read_parts({"workbook": content})
    return caught.value.cells


def small(**changed: list[list[Any]]) -> bytes:
    return workbook({**SMALL_WORKBOOK, **changed})


def test_workbook_is_the_same_roster_as_its_csv(tmp_path: Path) -> None:
    (tmp_path / "Roster.XLSX").write_bytes(small(Instructions=[["read me"]]))
    roster = read_path(tmp_path / "Roster.XLSX")
    assert roster.warnings == ()
    assert (
        roster.sha256
        == read(
            "officer_id,available_hours,skills\n1001,120.5,spanish;Creole\nD-2,80,\n",
            "case_id,weight_hours,current_officer,pinned,opened,required_skills\n"
            "7,0.1,1001,yes,2026-01-02,SPANISH\n00017,0.125,D-2,no,,\n",
        ).sha256
    )


def test_sheets_of_other_names_are_not_read_and_said_so() -> None:
    roster = read_parts({"workbook": small(Weight=[["notes"]])})
    (found,) = roster.findings
    assert (found.code, found.file) == ("similar-sheet", "Weight")
    assert read_parts({"workbook": small(Colours=[["notes"]])}).findings[0].code == "unread-sheet"


def test_missing_sheet() -> None:
    (cell,) = told(workbook({"cases": SMALL_WORKBOOK["CASES"]}))
    assert (cell.file, cell.row) == ("workbook", None)
    assert "the sheet officers is missing" in cell.message


def test_errors_name_sheet_row_and_column() -> None:
    morning = dt.datetime(2026, 5, 1, 8, 0)  # noqa: DTZ001 - a cell has no time zone
    cells = told(
        small(
            CASES=[
                [],
                [None, "case_id", "weight_hours", "opened", "colour"],
                [None, "a", dt.date(2026, 5, 1), dt.date(2026, 5, 1)],
                [],
                [None, morning, dt.time(1, 30), morning],
                [None, "b", dt.timedelta(hours=30), "soon", "red", "beyond"],
            ]
        )
    )
    assert [(cell.file, cell.row, cell.column) for cell in cells] == [
        ("CASES", 3, "weight_hours"),
        ("CASES", 5, "case_id"),
        ("CASES", 5, "weight_hours"),
        ("CASES", 6, "weight_hours"),
        ("CASES", 6, "opened"),
    ]
    assert "is a date" in cells[0].message
    assert "1.5, not 1:30" in cells[2].message


def test_cells_with_errors_are_not_taken_for_empty_ones() -> None:
    """The reader of cells gives an empty text for #N/A; an empty weight would silently be that of the type."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        page = book.add_worksheet("officers")
        page.write_row(0, 0, ["officer_id", "available_hours"])
        page.write_row(1, 0, ["A", 1])
        page = book.add_worksheet("cases")
        page.write_row(0, 1, ["case_id", "case_type", "weight_hours"])
        page.write_row(1, 1, ["a", "x"])
        page.write_formula(1, 3, "=1/0", None, "#DIV/0!")
        page.write_formula(1, 5, "=NA()", None, "#N/A")  # in no column: nothing is made of it
        page = book.add_worksheet("weights")
        page.write_row(0, 0, ["case_type", "weight_hours"])
        page.write_row(1, 0, ["x", 1])
        book.add_worksheet("notes").write_formula(0, 0, "=NA()", None, "#N/A")
    (cell,) = told(stream.getvalue())
    assert (cell.file, cell.row, cell.column, cell.value) == ("cases", 2, "weight_hours", "#DIV/0!")


def test_error_cells_are_found_across_the_borders_of_what_is_unpacked_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        page = book.add_worksheet("officers")
        page.write_row(0, 0, ["officer_id", "available_hours"])
        page.write_row(1, 0, ["A", 1])
        page = book.add_worksheet("cases")
        page.write_row(0, 0, ["case_id", "weight_hours"])
        for row in range(1, 900):
            page.write_string(row, 0, f"c{row}" + "x" * 50)
            page.write_formula(row, 1, "=" + "+".join(["1"] * (row * 2)) + "/0", None, "#DIV/0!")
    with pytest.raises(RosterRefused) as caught:
        read_path(path)
    assert caught.value.total == 899
    assert [cell.row for cell in caught.value.cells] == list(range(2, 901))


def test_what_a_spreadsheet_adds_to_a_number_is_not_part_of_it() -> None:
    stream = BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        page = book.add_worksheet("officers")
        page.write_row(0, 0, ["officer_id", "available_hours"])
        page.write_row(1, 0, [1001, 0])
        page.write_formula(1, 1, "=0.1+0.2", None, 0.1 + 0.2)
        page = book.add_worksheet("cases")
        page.write_row(0, 0, ["case_id", "weight_hours"])
        page.write_row(1, 0, [123456789012345, 0.1])
    roster = read_parts({"workbook": stream.getvalue()})
    assert roster.officers.ids == ("1001",)
    assert roster.officers.available.tolist() == [3_000]
    assert roster.cases.ids == ("123456789012345",)


def far_cell(cell: str) -> bytes:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "cases"
    page["A1"] = "case_id"
    page[cell] = "x"
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("cell", ["XFD1048576", "BH1048576", "D1048576"])
def test_far_cell_is_refused_with_the_way_out(cell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """5 KB that ask for 512 GiB. The limit of the child is below 300 MB, so more was never used."""
    allowed: list[int] = []

    def run(target: Any, args: Any, limits: confined.Limits) -> Any:
        allowed.append(limits.memory_bytes or sys.maxsize)
        return confined.run_confined(target, args, limits)

    monkeypatch.setattr(workbook_source, "run_confined", run)
    (bad,) = told(far_cell(cell))
    assert "a single cell stands far away" in bad.message
    assert allowed[0] < PEAK_BYTES


def bomb(size: int, declared: int | None = None) -> bytes:
    """A workbook whose first sheet unpacks to ``size`` bytes, whatever it declares."""
    stream = BytesIO()
    row = b'<row><c t="inlineStr"><is><t>a</t></is></c></row>' * 20_000
    with zipfile.ZipFile(BytesIO(far_cell("A2"))) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as out:
        for info in source.infolist():
            if info.filename != "xl/worksheets/sheet1.xml":
                out.writestr(info.filename, source.read(info))
                continue
            with out.open(info.filename, "w", force_zip64=True) as sheet:
                sheet.write(b"<worksheet><sheetData>")
                for _ in range(size // len(row)):
                    sheet.write(row)
                sheet.write(b"</sheetData></worksheet>")
    data = bytearray(stream.getvalue())
    if declared is not None:
        at = data.find(b"PK\x01\x02")
        while b"sheet1.xml" not in data[at : at + 80]:
            at = data.find(b"PK\x01\x02", at + 4)
        struct.pack_into("<I", data, at + 24, declared)
    return bytes(data)


@pytest.mark.parametrize("declared", [None, 5_000])
def test_row_bomb_is_refused_before_anything_reads_it(declared: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_source, "run_confined", lambda *args, **rest: pytest.fail("it was read"))
    (bad,) = told(bomb(200 << 20, declared))
    assert "would unpack to" in bad.message


def test_files_that_are_no_workbook() -> None:
    whole = small()
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as out:
        out.writestr("a.txt", "b")
    for content, message in (
        (b"", "is no .xlsx workbook"),
        (b"officer_id,available_hours\nA,1\n", "is no .xlsx workbook, whatever its name says"),
        (b"\xd0\xcf\x11\xe0" + bytes(1_000), "password, or an old .xls"),
        (archive.getvalue(), "is an archive, but no .xlsx workbook"),
        (whole[:-10], "damaged or incomplete"),
        (whole[: len(whole) // 2], "damaged or incomplete"),
    ):
        (bad,) = told(content)
        assert message in bad.message


def test_torn_sheet_inside_a_sound_archive_is_refused() -> None:
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(small())) as source, zipfile.ZipFile(stream, "w") as out:
        for info in source.infolist():
            text = source.read(info)
            out.writestr(info.filename, text[: len(text) // 2] if "sheet2" in info.filename else text)
    assert any("open the workbook and save it again" in cell.message for cell in told(stream.getvalue()))


def test_a_reader_that_dies_is_a_refusal_and_a_fault_of_ours_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    def dies(*args: Any, **rest: Any) -> Any:
        raise confined.ChildCrashed("by signal", signal="SIGSEGV")

    def fails(*args: Any, **rest: Any) -> Any:
        raise confined.ChildCrashed("KeyError")

    def hangs(*args: Any, **rest: Any) -> Any:
        raise confined.ChildTimedOut

    monkeypatch.setattr(workbook_source, "run_confined", dies)
    assert "may be damaged" in told(small())[0].message
    monkeypatch.setattr(workbook_source, "run_confined", hangs)
    assert "took longer than" in told(small())[0].message
    monkeypatch.setattr(workbook_source, "run_confined", fails)
    with pytest.raises(confined.ChildCrashed):
        read_parts({"workbook": small()})


def test_workbook_comes_alone() -> None:
    with pytest.raises(RosterRefused, match="send the workbook alone"):
        read_parts({"workbook": small(), "cases": b"case_id,weight_hours\na,1\n"})
