"""plan.xlsx: the plan as a workbook to sort, filter and mail. Written row by row, so that its size needs no memory.

It knows no section: it walks what ``sheets_of`` gives, and writes each cell by the kind of its column.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter

from app.report.blocks import Cell, Column, Kind, Pairs, Sheet, Table, Where
from app.report.document import ReportDocument
from app.report.sections.order import sheets_of
from app.report.source import CaseList, Source

NUMBERS = {"count": "#,##0", "hours": "#,##0.####", "percent": "0.0%", "number": "#,##0.00##"}
FORMATS: dict[Kind, str] = {
    "text": "text",
    "phrase": "text",
    "id": "text",
    "state": "text",
    "figure": "text",
    "long": "long",
    "ids": "long",
    "changes": "long",
    "count": "count",
    "hours": "hours",
    "percent": "percent",
    "plain_percent": "percent",
    "points": "percent",
    "number": "number",
    "fixed": "number",
    "exact": "number",
    "duration": "number",
}
"""How a workbook writes each kind of column."""
MOST_NAMED = 50
"""Names of a list that a cell holds."""
ACCENT, OVER, OVER_INK = "#005EA2", "#FBE3E0", "#86100A"
NO_GUESSES = {
    # Nothing that comes out of a roster may turn into a formula, a link or a number.
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "constant_memory": True,
}


def write(target: Path | BinaryIO, document: ReportDocument, cases: CaseList) -> None:
    """Write the workbook.

    Parameters
    ----------
    target : Path or binary file
    document : ReportDocument
        Of the plan.
    cases : CaseList
        The plan, case by case.
    """
    remark = "" if document.percentile is None else document.percentile.sentence
    write_sheets(target, sheets_of(Source(document, cases)), _created(document), remark)


def write_sheets(target: Path | BinaryIO, sheets: Iterable[Sheet], created: dt.datetime, remark: str = "") -> None:
    """Write any sheets; the remark stands above every table whose hours are not the roster's."""
    with xlsxwriter.Workbook(str(target) if isinstance(target, Path) else target, NO_GUESSES) as book:
        book.set_properties({"title": "Caseload plan", "created": created})
        paint = _Paint(book, remark)
        for sheet in sheets:
            if isinstance(sheet, Pairs):
                paint.pairs(sheet)
            else:
                paint.table(sheet)


def _created(document: ReportDocument) -> dt.datetime:
    return dt.datetime.fromisoformat(document.provenance.created).astimezone(dt.UTC).replace(tzinfo=None)


class _Paint:
    """Lays sheets out in one book; the remark stands above every table whose hours are not the roster's."""

    def __init__(self, book: Any, remark: str) -> None:
        self.book, self.remark = book, remark
        self.header = book.add_format(
            {"bold": True, "font_color": "#FFFFFF", "bg_color": ACCENT, "text_wrap": True, "valign": "top", "border": 0}
        )
        self.label = book.add_format({"bold": True, "valign": "top"})
        self.title = book.add_format({"bold": True, "font_size": 14, "valign": "top", "text_wrap": True})
        self.long = book.add_format({"text_wrap": True, "valign": "top"})
        self.note = book.add_format({"italic": True, "font_color": "#525861"})
        self.over = book.add_format({"bg_color": OVER, "font_color": OVER_INK})
        self.kinds = {kind: book.add_format({"num_format": code, "valign": "top"}) for kind, code in NUMBERS.items()}
        self.kinds["text"] = book.add_format({"valign": "top"})
        self.kinds["long"] = self.long

    def pairs(self, pairs: Pairs) -> None:
        """A sheet of labels and texts."""
        sheet = self._sheet(pairs.sheet)
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 110)
        for row, (label, text) in enumerate(pairs.rows):
            is_title = pairs.has_title and row == 0
            sheet.write_string(row, 0, label, self.title if is_title else self.label)
            sheet.write_string(row, 1, text, self.title if is_title else self.long)

    def table(self, table: Table[Any]) -> None:
        """A sheet with a frozen header, filters, and values above 100% in red."""
        sheet, columns = self._sheet(table.sheet), table.columns_on(Where.WORKBOOK)
        top = 0
        if note := f"{'' if table.is_as_given else self.remark} {table.note}".strip():
            sheet.write_string(0, 0, note, self.note)
            top = 1
        for at, column in enumerate(columns):
            sheet.set_column(at, at, column.width)
            sheet.write_string(top, at, column.sheet_title or column.title, self.header)
        last = self._rows(sheet, columns, table.rows, top + 1)
        sheet.freeze_panes(top + 1, 1)
        sheet.autofilter(top, 0, max(last, top), len(columns) - 1)
        sheet.repeat_rows(top)
        for at, column in enumerate(columns):
            if Where.WORKBOOK in column.over and last > top:
                rule = {"type": "cell", "criteria": ">", "value": 1, "format": self.over}
                sheet.conditional_format(top + 1, at, last, at, rule)

    def _rows(self, sheet: Any, columns: tuple[Column[Any], ...], rows: Iterable[Any], first: int) -> int:
        formats = [self.kinds[FORMATS[column.kind]] for column in columns]
        at = first - 1
        for at, row in enumerate(rows, first):
            for place, column in enumerate(columns):
                cell = _plain(column, column.value(row))
                if isinstance(cell, str):
                    sheet.write_string(at, place, cell, formats[place])
                elif cell is not None:
                    sheet.write_number(at, place, cell, formats[place])
        return at

    def _sheet(self, name: str) -> Any:
        sheet = self.book.add_worksheet(name)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(0)
        return sheet


def _plain(column: Column[Any], value: Cell) -> str | float | None:
    """A cell as a workbook holds it: lists become text."""
    if value is None:
        return column.sheet_absent
    if isinstance(value, str | int | float):
        return value
    if column.kind == "ids":
        others = len(value) - MOST_NAMED
        return "; ".join(value[:MOST_NAMED]) + (f"; and {others:,} others" if others > 0 else "")
    return "\n".join(value)
