"""plan.xlsx, read back with another library."""

from __future__ import annotations

import datetime as dt
import io
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app.report.build import build_document
from app.report.render import csv as assignment_tables
from app.report.render import xlsx
from app.report.render.xlsx import TEXTS
from app.report.sections.one_page.show import one_page
from app.report.source import CaseList
from examples.screens import print_workbook
from tests.app.report.planned import Planned, built_from, field_office, impossible, planned
from tests.app.report.toy import toy_sections

SHEETS = ["One page", "Officers", "Hand-overs", "Cases", "To settle", "What helps", "Figures", "Where it is from"]
ALONE = ["Officers", "Hand-overs", "Cases"]
"""Sheets of one table, to sort and to filter."""


def book_of(made: Planned, **limits: int) -> Any:
    stream = io.BytesIO()
    xlsx.write(stream, made.document, CaseList(made.built, made.plan, **limits))
    return openpyxl.load_workbook(stream)


@cache
def large_book() -> Any:
    """examples/field-office, read back once."""
    return book_of(field_office())


def rows_of(sheet: Any) -> list[dict[str, Any]]:
    """Rows below the header, which is below a note where there is one."""
    top = int(sheet.freeze_panes[1:]) - 1
    header = [cell.value for cell in sheet[top]]
    return [dict(zip(header, [cell.value for cell in row], strict=True)) for row in sheet.iter_rows(min_row=top + 1)]


def table_of(sheet: Any, title: str) -> list[tuple[Any, ...]]:
    """Rows of one of several tables of a sheet, below its title: its note, its header, and what follows."""
    every = list(sheet.iter_rows(values_only=True))
    first = next(at for at, row in enumerate(every) if row[0] == title) + 1
    rows: list[tuple[Any, ...]] = []
    for row in every[first:]:
        if not any(cell is not None for cell in row):
            break
        filled = max(at for at, cell in enumerate(row) if cell is not None) + 1
        rows.append(row[: max(filled, len(rows[-1]) if len(rows) > 1 else 0)])
    return rows


def listed(sheet: Any, title: str) -> list[dict[str, Any]]:
    """The same as rows below their headers, of a table that may have a note."""
    rows = table_of(sheet, title)
    top = 1 if len(rows) > 1 and sum(cell is not None for cell in rows[0]) == 1 < len(rows[1]) else 0
    return [dict(zip(rows[top], row, strict=False)) for row in rows[top + 1 :]]


def pairs_of(sheet: Any) -> dict[str, str]:
    return {row[0].value: row[1].value for row in sheet.iter_rows()}


def test_it_has_eight_sheets_at_most_and_those_of_one_table_have_frozen_headers_and_filters() -> None:
    book = book_of(impossible())
    assert book.sheetnames == SHEETS
    for name in ALONE:
        sheet = book[name]
        assert sheet.freeze_panes[0] == "B"
        assert sheet.auto_filter.ref.startswith(f"A{int(sheet.freeze_panes[1:]) - 1}:")
        assert sheet.column_dimensions["A"].width > 5
        assert sheet.print_title_rows == f"${int(sheet.freeze_panes[1:]) - 1}:${int(sheet.freeze_panes[1:]) - 1}"


def test_every_sheet_is_printed_to_its_width_and_no_further() -> None:
    for sheet in large_book():
        assert sheet.print_area, sheet.title
        assert (sheet.page_setup.fitToWidth or 1) == 1
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert max(sheet.column_dimensions[name].width for name in sheet.column_dimensions) < 100


def test_the_first_sheet_is_the_one_page_on_one_sheet_of_paper() -> None:
    made = impossible()
    book = book_of(made)
    page = one_page(made.document)
    first = book["One page"]
    assert first.page_setup.fitToHeight != 0
    told = [(row[0].value, row[1].value) for row in first.iter_rows(max_row=2 + sum(len(r.lines) for r in page.rows))]
    assert told[0][0] == page.title
    assert told[1] == (page.state.capitalize(), page.lead)
    assert [text for _, text in told[2:]] == [line for row in page.rows for line in row.lines]
    origin = pairs_of(book["Where it is from"])
    assert origin["SHA-256 of the roster"] == made.built.roster.sha256
    assert origin["Goal: policy"] == "assign-all"
    assert "Not in this report: uncertainty" in origin


def test_texts_of_several_lines_have_rows_that_are_high_enough() -> None:
    """LibreOffice printed the second line of a cell over the row below it."""
    book = book_of(impossible())
    for name in ("One page", "To settle", "What helps", "Figures"):
        sheet = book[name]
        for row in sheet.iter_rows():
            for cell in row:
                is_long = isinstance(cell.value, str) and len(cell.value) > 2 * TEXTS
                if is_long and cell.alignment.wrap_text and cell.coordinate not in sheet.merged_cells:
                    assert (sheet.row_dimensions[cell.row].height or 15) >= 30, (name, cell.coordinate)


def test_charts_are_drawn_by_the_workbook_itself() -> None:
    charts = large_book()["One page"]._charts
    assert len(charts) == 2, "how full everybody is, and the forecast"
    references = {series.val.numRef.f.split("!")[0].strip("'") for chart in charts for series in chart.series}
    assert references == {"Officers", "Figures"}


def test_officers_read_back_with_numbers_as_numbers() -> None:
    made = field_office()
    sheet = large_book()["Officers"]
    for row, officer in zip(rows_of(sheet), made.document.officers, strict=True):
        assert row["Officer"] == officer.officer_id
        assert row["Cases in plan"] == officer.caseload
        assert row["Work in plan (h)"] == officer.workload_hours
        assert row["Utilization in plan"] == officer.utilization
        assert row["Fair share"] == officer.fair_share
    assert sheet["I2"].number_format == "0.0%"
    assert sheet["D2"].number_format == "#,##0.####"
    rules = {str(where.sqref): rule.formula for where in sheet.conditional_formatting for rule in where.rules}
    assert rules == {"H2:H31": ["1"], "I2:I31": ["1"]}


def test_assignments_are_those_of_the_csv() -> None:
    made = impossible()
    rows = rows_of(book_of(made)["Cases"])
    for row, expected in zip(rows, assignment_tables.assignments(made.built, made.plan), strict=True):
        assert (row["Case"], row["Officer"] or "", row["Previous officer"] or "") == expected[:3]
        assert (row["Moved"], row["Reason"]) == expected[3:]
    assert {row["Hours"] for row in rows} == {3.5, 9}
    assert {row["Type"] for row in rows} == {"routine", "intensive"}


def test_moves_are_the_moved_cases_and_nothing_else() -> None:
    made = impossible()
    expected = [row for row in assignment_tables.assignments(made.built, made.plan) if row.moved == "yes"]
    rows = rows_of(book_of(made)["Hand-overs"])
    assert [(row["Case"], row["From"], row["To"], row["Reason"]) for row in rows] == [
        (row.case_id, row.previous_officer, row.officer_id, row.reason)
        for row in sorted(expected, key=lambda row: (row.previous_officer, row.officer_id))
    ]
    assert list(rows[0])[:3] == ["From", "To", "Case"]
    assert made.document.plan is not None
    assert len(rows) == made.document.plan.moves.cases > 0


def test_unassigned_cases_have_reason_and_fix() -> None:
    made = impossible()
    rows = {row["Case"]: row for row in listed(book_of(made)["To settle"], "Cases without an officer")}
    assert {name: row["What would change it"] for name, row in rows.items()} == {
        case.case_id: case.fix for case in made.document.unassigned
    }
    assert rows["language-nobody-speaks"]["Reason"] == "Nobody may hold it"


def test_groups_and_achievable_caseloads() -> None:
    made = impossible()
    book = book_of(made)
    assert [row["What shows it"] for row in listed(book["Figures"], "Groups of cases and officers")] == [
        tier.certificate for tier in made.document.tiers
    ]
    names = {row["Name"] for row in listed(book["Figures"], "Offices, dockets and skills")}
    assert {"general", "intensive", "mandarin", "(none asked for)"} <= names
    assert {row["Case type"] for row in listed(book["Figures"], "Achievable cases by type")} == {"routine", "intensive"}


@pytest.mark.parametrize("first", ["+", "-", "@", "\t"])
def test_an_id_never_becomes_a_formula(first: str) -> None:
    """One that begins with an equals sign, or is a formula without its result, is no id: the reader refuses it."""
    name = f"{first}1+A1".strip()
    link = "https://example.org/"
    made = planned(
        built_from(
            [{"officer_id": name, "available_hours": 9, "dockets": name}, {"officer_id": "1001", "available_hours": 9}],
            [
                {"case_id": name, "weight_hours": 1, "case_type": name, "docket": name, "current_officer": "1001"},
                {"case_id": link, "weight_hours": 1, "current_officer": name},
                {"case_id": "007", "weight_hours": 1},
            ],
        )
    )
    book = book_of(made)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink]
    cases = [row["Case"] for row in rows_of(book["Cases"])]
    assert cases == [name, link, "007"], "and an id of digits stays a text"
    assert rows_of(book["Officers"])[1]["Officer"] == "1001"


def test_a_large_roster_gets_the_summaries_and_the_moves_that_fit() -> None:
    made = field_office()
    book = book_of(made, most_cases=5_999, most_rows=50)
    assert "Cases" not in book.sheetnames
    assert "There are more than 5,999 cases" in pairs_of(book["One page"])["This workbook"]
    assert len(rows_of(book["Hand-overs"])) == 50
    assert made.document.plan is not None
    assert book["Hand-overs"]["A1"].value == (
        f"The first 50 of {made.document.plan.moves.cases:,} moves; all of them are in assignments.csv."
    )


def test_a_cut_list_of_unassigned_keeps_the_most_urgent() -> None:
    sheet = book_of(impossible(), most_rows=3)["To settle"]
    assert table_of(sheet, "Cases without an officer")[0] == (
        "The 3 most urgent of 7; all of them are in report.json.",
    )
    assert [row["Priority"] for row in listed(sheet, "Cases without an officer")] == [2, 2, 2]


def test_the_same_document_gives_the_same_bytes(tmp_path: Path) -> None:
    made = impossible()
    document = build_document(made.built, made.goals, made.plan, created=dt.datetime(2026, 11, 24, tzinfo=dt.UTC))
    for name in ("one.xlsx", "two.xlsx"):
        xlsx.write(tmp_path / name, document, CaseList(made.built, made.plan))
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_empty_sheets_have_a_header() -> None:
    made = planned(built_from([{"officer_id": "A", "available_hours": 9}], [{"case_id": "1", "weight_hours": 1}]))
    book = book_of(made)
    assert listed(book["To settle"], "Cases without an officer") == []
    assert rows_of(book["Hand-overs"]) == []
    assert table_of(book["To settle"], "Cases without an officer")[1][0] == "Case", "below the note"
    assert table_of(book["To settle"], "Cases without an officer")[0] == ("Every case that there is has an officer.",)


def test_sheets_that_nobody_knows() -> None:
    stream = io.BytesIO()
    sheets = [sheet for section in toy_sections() for sheet in section.sheets]
    xlsx.write_sheets(stream, sheets, dt.datetime(2026, 11, 24, tzinfo=dt.UTC).replace(tzinfo=None), "At a percentile.")
    book = openpyxl.load_workbook(stream)
    assert book.sheetnames == ["Summary", "Toys"]
    assert book["Summary"]["A1"].font.sz == 14
    sheet = book["Toys"]
    assert sheet["A1"].value == "At a percentile. Made up."
    assert [cell.value for cell in sheet[2]] == ["Pieces", "Toy", "Work (h)", "Used", "Colours", "Price"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)] == [
        [1234, "Ball", 1.25, 1.5, "red; blue", 2.5],
        [0, "Kite", None, "(none)", "", 2.5],
        [2, "Top", 3, 0.5, "a; b; c; d; e; f", 2.5],
    ]
    assert (sheet["D3"].number_format, sheet.column_dimensions["B"].width > 15) == ("0.0%", True)
    assert [str(where.sqref) for where in sheet.conditional_formatting] == ["D3:D5"]


def test_libreoffice_prints_every_sheet_and_the_one_page_on_one(tmp_path: Path) -> None:
    """A second program opens it: eight sheets, the first of them one page, and no text is cut off there."""
    missing = [program for program in ("soffice", "pdftotext") if shutil.which(program) is None]
    if missing:
        pytest.skip(f"no {' and no '.join(missing)} on this machine: the workbook was not opened by another program")
    made = impossible()
    xlsx.write(tmp_path / "plan.xlsx", made.document, CaseList(made.built, made.plan))
    printed = print_workbook(tmp_path / "plan.xlsx", tmp_path)
    text = subprocess.run(["pdftotext", str(printed), "-"], capture_output=True, text=True, check=True).stdout
    pages = [" ".join(page.split()) for page in text.split("\f")]
    assert [name for name in SHEETS if not any(name in page for page in pages)] == []
    assert sum("One page" in page for page in pages) == 1
    said = "".join(pages[0].split())
    page = one_page(made.document)
    assert ["" for line in (page.title, page.lead) if "".join(line.split()) not in said] == []
    lines = [line for row in page.rows for line in row.lines]
    assert [line for line in lines if "".join(line.split()) not in said] == []
