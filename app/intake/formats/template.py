"""The workbook that people fill in: instructions, an example office, drop-downs, checks while typing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import IO, Any

from app.intake.checks.roster_settings import SETTINGS
from app.intake.columns.cell_types import Column, Kind, Sheet
from app.intake.columns.schema import EXAMPLE, INSTRUCTIONS, LISTS, SHEETS
from app.intake.limits import MAX_COST, MAX_COUNT, MAX_EFFICIENCY, MAX_HOURS, MAX_ID

CHECKED_ROWS = 100_000
"""Rows below the header in which a cell is checked while it is typed."""
WIDTH = 20
TEXT_KINDS = {Kind.ID, Kind.REFERENCE, Kind.NAME, Kind.NAMES, Kind.REFERENCES, Kind.TEXT, Kind.SETTING}
INTRODUCTION = (
    "How to fill in this workbook",
    "",
    "1. Fill in the sheets officers and cases; weights where cases have a type instead of hours of their own.",
    "2. Leave the first row of every sheet as it is, and write below it. Empty rows do no harm.",
    "3. A red column name must be filled in every row. Leave any other cell empty where you have nothing to say.",
    "4. Use pseudonyms, never names of people: officer D-01, case 2026-00017.",
    "5. Hours are plain numbers with at most 4 decimals: 1.5, not 1:30. Nothing is rounded.",
    "6. Several values in one cell are separated by semicolons: spanish; juvenile",
    "7. Columns that you add are not read, and nothing of them is kept.",
    "8. The sheets costs and flow are for special questions, settings for what your office always counts by.",
    "9. The drop-downs offer what stands in the sheet lists, your officers, and the types of the sheet weights.",
    "10. The sheets “example of …” show a small office that is filled in. They are not read; delete them if you like.",
    "",
    "Every column, and what it means",
)
LISTED = {"skills": ("spanish", "juvenile"), "offices": ("north", "south"), "dockets": ()}
"""Columns of the sheet of lists, and what stands in them at first."""
LIST_OF = {
    "skills": "skills",
    "required_skills": "skills",
    "offices": "offices",
    "office": "offices",
    "dockets": "dockets",
    "docket": "dockets",
}
"""Which list the drop-down of a column offers."""
KEYS = {
    ("cases", "case_type"): "weights",
    ("flow", "case_type"): "weights",
    ("cases", "current_officer"): "officers",
    ("cases", "excluded_officers"): "officers",
    ("cases", "pinned_to"): "officers",
    ("costs", "officer_id"): "officers",
    ("costs", "case_id"): "cases",
}
"""Columns whose drop-down offers what stands in the first column of another sheet."""
OFFERED_ROWS = 1_000
"""Rows of a list that a drop-down offers."""
OFFERED = {("settings", "key"): list(SETTINGS)}
"""Columns whose drop-down offers what is known."""
EXAMPLES: dict[str, tuple[dict[str, Any], ...]] = {
    "officers": (
        {"officer_id": "D-01", "available_hours": 60, "offices": "north", "skills": "spanish"},
        {"officer_id": "D-02", "available_hours": 60, "offices": "north; south", "skills": "juvenile"},
        {"officer_id": "D-03", "available_hours": 40, "offices": "south", "skills": "spanish; juvenile"},
    ),
    "cases": tuple(
        {
            "case_id": f"2026-{number:03}",
            "case_type": ("investigation", "supervision", "investigation")[number % 3],
            "office": ("north", "south")[number % 2],
            "required_skills": {3: "spanish", 6: "juvenile"}.get(number),
            "priority": {4: 1}.get(number),
            "current_officer": ("D-01", "D-02", "D-02", None)[number % 4],
        }
        for number in range(1, 13)
    ),
    "weights": (
        {"case_type": "investigation", "weight_hours": 12, "source": "made up for this example, no study"},
        {"case_type": "supervision", "weight_hours": 4.5, "source": "made up for this example, no study"},
    ),
}
"""A small office."""
NUMBERS: dict[Kind, tuple[int, int, str]] = {
    Kind.HOURS: (0, MAX_HOURS, "a number of hours from 0, with at most 4 decimals, such as 1.5"),
    Kind.RATIO: (0, MAX_COUNT, "a number from 0, with at most 4 decimals"),
    Kind.COST: (0, MAX_COST, "a number from 0, with at most 6 decimals"),
    Kind.EFFICIENCY: (0, MAX_EFFICIENCY, "a number above 0 and up to 10, with at most 2 decimals; 1 is usual"),
}


def write_template(target: Path | str | IO[bytes]) -> None:
    """Write the workbook to a path or an open binary file.

    The example office has sheets of its own, which are never read: example rows among the others would be planned.
    """
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
        _write_lists(book.add_worksheet(LISTS), formats)
        for sheet in SHEETS:
            if sheet.name in EXAMPLES:
                _write_example(book.add_worksheet(EXAMPLE + sheet.name), sheet, formats)


def plain_header(name: str) -> str:
    """``officer_id`` as people write it: ``Officer ID``. The reader takes both."""
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:].replace(" id", " ID")


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
            needed = " (required)" if column.required else ""
            page.write_string(row, 1, plain_header(column.name) + needed, formats["top"])
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
        page.write_string(0, at, plain_header(column.name), formats["needed" if column.required else "head"])
        page.write_comment(0, at, column.meaning, {"x_scale": 2})
        page.data_validation(1, at, CHECKED_ROWS, at, _validation(sheet, column))


def _write_lists(page: Any, formats: dict[str, Any]) -> None:
    page.freeze_panes(1, 0)
    page.set_column(0, len(LISTED) - 1, WIDTH, formats["text"])
    for at, (name, values) in enumerate(LISTED.items()):
        page.write_string(0, at, plain_header(name), formats["head"])
        page.write_comment(0, at, f"What the drop-downs offer for {name}. Write your own below.", {"x_scale": 2})
        for row, value in enumerate(values, 1):
            page.write_string(row, at, value, formats["text"])


def _write_example(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    page.freeze_panes(1, 1)
    rows = EXAMPLES[sheet.name]
    columns = [column for column in sheet.columns if any(row.get(column.name) is not None for row in rows)]
    for at, column in enumerate(columns):
        page.set_column(at, at, WIDTH)
        page.write_string(0, at, plain_header(column.name), formats["needed" if column.required else "head"])
        for row, fields in enumerate(rows, 1):
            if fields.get(column.name) is not None:
                page.write(row, at, fields[column.name])


def _offered(sheet: Sheet, column: Column) -> str | None:
    """The cells that a drop-down offers; None where there is none."""
    if column.name in LIST_OF:
        letter = chr(ord("A") + list(LISTED).index(LIST_OF[column.name]))
        return f"={LISTS}!${letter}$2:${letter}${OFFERED_ROWS + 1}"
    key = KEYS.get((sheet.name, column.name))
    return None if key is None else f"={key}!$A$2:$A${OFFERED_ROWS + 1}"


def _validation(sheet: Sheet, column: Column) -> dict[str, Any]:
    """What a spreadsheet offers and checks while a person types; the reader checks all of it again."""
    kind = column.kind
    rule: dict[str, Any]
    offered = _offered(sheet, column)
    if offered is not None:
        # Several are typed with semicolons between them, and a new name may come before its list: nothing is refused.
        rule = {"validate": "list", "source": offered, "error_type": "information", "show_error": False}
        hint = "one of the list"
    elif (sheet.name, column.name) in OFFERED:
        rule = {"validate": "list", "source": OFFERED[sheet.name, column.name]}
        hint = "one of the list"
    elif kind is Kind.YES_NO:
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
        "input_title": plain_header(column.name),
        "input_message": column.meaning[:255],
        "error_title": plain_header(column.name),
        "error_message": f"Please type {hint}."[:255],
    }
