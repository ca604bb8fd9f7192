"""The workbook that people fill in: instructions, every sheet with its columns, checks while typing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import IO, Any

from app.intake.columns.cell_types import Column, Kind, Sheet
from app.intake.columns.schema import INSTRUCTIONS, SHEETS
from app.intake.limits import MAX_COST, MAX_COUNT, MAX_EFFICIENCY, MAX_HOURS, MAX_ID

CHECKED_ROWS = 100_000
"""Rows below the header in which a cell is checked while it is typed."""
WIDTH = 20
TEXT_KINDS = {Kind.ID, Kind.REFERENCE, Kind.NAME, Kind.NAMES, Kind.REFERENCES, Kind.TEXT}
INTRODUCTION = (
    "How to fill in this workbook",
    "",
    "1. Fill in the sheets officers and cases; weights where cases have a case_type instead of hours of their own.",
    "2. Leave the first row of every sheet as it is, and write below it. Empty rows do no harm.",
    "3. A red column name must be filled in every row. Leave any other cell empty where you have nothing to say.",
    "4. Use pseudonyms, never names of people: officer D-01, case 2026-00017.",
    "5. Hours are plain numbers with at most 4 decimals: 1.5, not 1:30. Nothing is rounded.",
    "6. Several values in one cell are separated by semicolons: spanish; juvenile",
    "7. Do not add columns: what the planner does not need is refused, since case data is sensitive.",
    "8. The sheets costs and flow are for special questions; leave them empty if you do not need them.",
    "",
    "Every column, and what it means",
)
NUMBERS: dict[Kind, tuple[int, int, str]] = {
    Kind.HOURS: (0, MAX_HOURS, "a number of hours from 0, with at most 4 decimals, such as 1.5"),
    Kind.RATIO: (0, MAX_COUNT, "a number from 0, with at most 4 decimals"),
    Kind.COST: (0, MAX_COST, "a number from 0, with at most 6 decimals"),
    Kind.EFFICIENCY: (0, MAX_EFFICIENCY, "a number above 0 and up to 10, with at most 2 decimals; 1 is usual"),
}


def write_template(target: Path | str | IO[bytes]) -> None:
    """Write the workbook to a path or an open binary file. It has no example rows: they would be planned."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(target) if isinstance(target, Path) else target) as book:
        book.set_properties({"title": "Roster for Caseload", "comments": "caseload plan FILE.xlsx"})
        formats = {
            "title": book.add_format({"bold": True, "font_size": 14}),
            "head": book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8EEF4"}),
            "needed": book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8EEF4", "font_color": "#B50909"}),
            "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
            "top": book.add_format({"valign": "top"}),
            # Text keeps ids such as 00017 and 5-1 as they are typed.
            "text": book.add_format({"num_format": "@"}),
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
            "plain": book.add_format(),
        }
        _write_instructions(book.add_worksheet(INSTRUCTIONS), formats)
        for sheet in SHEETS:
            _write_sheet(book.add_worksheet(sheet.name), sheet, formats)


def _write_instructions(page: Any, formats: dict[str, Any]) -> None:
    page.hide_gridlines(2)
    page.set_column(0, 0, 12)
    page.set_column(1, 1, 22)
    page.set_column(2, 2, 90)
    page.set_column(3, 3, 24)
    row = 0
    for line in INTRODUCTION:
        page.write_string(row, 0, line, formats["title"] if row == 0 or line == INTRODUCTION[-1] else None)
        row += 1
    for at, name in enumerate(("sheet", "column", "meaning", "example")):
        page.write_string(row, at, name, formats["head"])
    row += 1
    for sheet in SHEETS:
        page.write_string(row, 0, sheet.name, formats["needed"] if sheet.required else formats["head"])
        page.write_string(row, 1, "", formats["head"])
        page.write_string(row, 2, sheet.meaning + ("" if sheet.required else " (optional)"), formats["head"])
        page.write_string(row, 3, "", formats["head"])
        row += 1
        for column in sheet.columns:
            page.write_string(row, 1, column.name + (" (required)" if column.required else ""), formats["top"])
            page.write_string(row, 2, column.meaning, formats["wrap"])
            page.write_string(row, 3, column.example, formats["top"])
            row += 1
    page.set_landscape()
    page.fit_to_pages(1, 0)


def _write_sheet(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    page.freeze_panes(1, 1)
    for at, column in enumerate(sheet.columns):
        kind = "text" if column.kind in TEXT_KINDS else "date" if column.kind is Kind.DATE else "plain"
        page.set_column(at, at, max(WIDTH, len(column.name) + 2), formats[kind])
        page.write_string(0, at, column.name, formats["needed" if column.required else "head"])
        page.write_comment(0, at, column.meaning, {"x_scale": 2})
        page.data_validation(1, at, CHECKED_ROWS, at, _validation(column))


def _validation(column: Column) -> dict[str, Any]:
    """What a spreadsheet checks while a person types; the reader checks all of it again."""
    kind = column.kind
    rule: dict[str, Any]
    if kind is Kind.YES_NO:
        rule = {"validate": "list", "source": ["yes", "no"]}
        hint = "yes or no"
    elif kind is Kind.PRIORITY:
        rule = {"validate": "list", "source": ["1", "2", "3", "4", "5"]}
        hint = "1 (most urgent) to 5 (least)"
    elif kind is Kind.COUNT:
        rule = {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": MAX_COUNT}
        hint = "a whole number from 0"
    elif kind is Kind.DATE:
        rule = {"validate": "date", "criteria": ">=", "value": dt.date(1900, 1, 1)}
        hint = "a date, such as 2026-11-24"
    elif kind in NUMBERS:
        least, most, hint = NUMBERS[kind]
        rule = {"validate": "decimal", "criteria": "between", "minimum": least, "maximum": most}
    else:
        longest = MAX_ID if kind in {Kind.ID, Kind.REFERENCE, Kind.NAME} else 32_000
        rule = {"validate": "length", "criteria": "<=", "value": longest}
        hint = f"a text of at most {longest} characters"
    return {
        **rule,
        "ignore_blank": not column.required,
        "input_title": column.name,
        "input_message": column.meaning[:255],
        "error_title": column.name,
        "error_message": f"Please type {hint}."[:255],
    }
