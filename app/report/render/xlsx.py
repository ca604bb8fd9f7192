"""plan.xlsx: the plan as a workbook to sign, sort, filter and print. Written row by row: its size needs no memory.

It knows no section: it walks what ``sheets_of`` gives, and writes each cell by the kind of its column. Tables of one
name share a sheet, one below the other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from math import ceil
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter

from app.report.blocks import Cell, Column, Kind, Pairs, Sheet, SheetChart, Table, Where
from app.report.document import ReportDocument
from app.report.render.sheet_charts import ROWS, Laid, drawn, is_legible
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
WIDEST, WIDEST_SHARED = 54, 32
"""Characters of the widest column where a table has its sheet to itself, and where several share one: what is longer
goes on in the next line of its cell."""
UPRIGHT = 115
"""Characters that a page has room for when it stands; wider sheets lie on their side."""
LABELS, TEXTS = 20, 92
"""Characters of the two columns of a sheet of labels and texts."""
LINE_POINTS = 15
A4 = 9
ACCENT, OVER, OVER_INK = "#005EA2", "#FBE3E0", "#86100A"
STATES = {
    "sustainable": ("#E2F2E5", "#17562A"),
    "strained": ("#FCEFCF", "#664000"),
    "unsustainable": ("#FBE3E0", "#86100A"),
}
"""Ground and ink of a verdict."""
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
        for name, parts in groupby(sheets, key=lambda part: part.sheet):
            paint.sheet(name, list(parts))
        paint.charts()


def _created(document: ReportDocument) -> dt.datetime:
    return dt.datetime.fromisoformat(document.provenance.created).astimezone(dt.UTC).replace(tzinfo=None)


class _Paint:
    """Lays sheets out in one book; the remark stands above every table whose hours are not the roster's."""

    def __init__(self, book: Any, remark: str) -> None:
        self.book, self.remark = book, remark
        header = {"bold": True, "font_color": "#FFFFFF", "bg_color": ACCENT, "text_wrap": True, "valign": "top"}
        self.header = book.add_format({**header, "align": "left", "indent": 1})
        self.number_header = book.add_format({**header, "align": "right"})
        self.label = book.add_format({"bold": True, "valign": "top"})
        self.title = book.add_format({"bold": True, "font_size": 14, "valign": "top", "text_wrap": True})
        self.heading = book.add_format({"bold": True, "font_size": 12, "valign": "top"})
        self.long = book.add_format({"text_wrap": True, "valign": "top"})
        self.note = book.add_format({"italic": True, "font_color": "#525861", "text_wrap": True, "valign": "top"})
        self.over = book.add_format({"bg_color": OVER, "font_color": OVER_INK})
        self.kinds = {kind: book.add_format({"num_format": code, "valign": "top"}) for kind, code in NUMBERS.items()}
        self.kinds["text"] = book.add_format({"valign": "top", "align": "left", "indent": 1})
        self.kinds["long"] = book.add_format({"text_wrap": True, "valign": "top", "align": "left", "indent": 1})
        self.ends: dict[str, int] = {}
        self.drawn: list[tuple[SheetChart, Laid]] = []

    def sheet(self, name: str, parts: Sequence[Sheet]) -> None:
        """One sheet: labels and texts, a table to sort and filter, or several tables below each other."""
        sheet = self.book.add_worksheet(name)
        sheet.set_paper(A4)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.set_footer(f"&L{name}&RPage &P of &N")
        tables = [part for part in parts if isinstance(part, Table)]
        if not tables:
            self._texts(sheet, name, [part for part in parts if isinstance(part, Pairs)])
            return
        widths = list(_widths(tables))
        if sum(widths) > UPRIGHT:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        for at, width in enumerate(widths):
            sheet.set_column(at, at, width)
        at = 0
        for table in tables:
            at = self._table(sheet, table, at, widths, is_alone=len(tables) == 1)
        self._end(sheet, name, at, len(widths))

    def _texts(self, sheet: Any, name: str, parts: Sequence[Pairs]) -> None:
        """A sheet of labels and texts; one with a title is a page."""
        sheet.hide_gridlines(2)
        sheet.fit_to_pages(1, 1 if any(part.has_title for part in parts) else 0)
        sheet.set_column(0, 0, LABELS)
        sheet.set_column(1, 1, TEXTS)
        at = 0
        for part in parts:
            at = self._pairs(sheet, part, at)
        self._end(sheet, name, at, 2)

    def _end(self, sheet: Any, name: str, rows: int, columns: int) -> None:
        self.ends[name] = rows
        sheet.print_area(0, 0, max(rows - 1, 0), max(columns - 1, 0))

    def _pairs(self, sheet: Any, pairs: Pairs, at: int) -> int:
        """Labels and texts; the row behind the last one."""
        ground, ink = STATES.get(pairs.state, ("#FFFFFF", "#000000"))
        verdict = self.book.add_format(
            {"bold": True, "bg_color": ground, "font_color": ink, "text_wrap": True, "valign": "top"}
        )
        for row, (label, text) in enumerate(pairs.rows, at):
            is_title = pairs.has_title and row == at
            is_verdict = bool(pairs.state) and row == at + 1
            name, said = (verdict, verdict) if is_verdict else (self.label, self.long)
            lines = max(_lines(text, TEXTS * (0.9 if is_verdict else 1)), _lines(label, LABELS))
            sheet.set_row(row, 26 if is_title else LINE_POINTS * lines + (4 if pairs.has_title else 0))
            if is_title and not text:
                sheet.merge_range(row, 0, row, 1, "", self.title)
                sheet.write_string(row, 0, label, self.title)
                continue
            sheet.write_string(row, 0, label, self.title if is_title else name)
            sheet.write_string(row, 1, text, self.title if is_title else said)
        return at + len(pairs.rows)

    def _table(self, sheet: Any, table: Table[Any], at: int, widths: Sequence[int], *, is_alone: bool) -> int:
        """A frozen header and filters where it has the sheet to itself, else its title; the row behind the last one."""
        columns = table.columns_on(Where.WORKBOOK)
        if not is_alone:
            at = at + 1 if at else at
            sheet.write_string(at, 0, table.title, self.heading)
            at += 1
        if note := f"{'' if table.is_as_given else self.remark} {table.note}".strip():
            self._wide(sheet, note, at, (0, len(widths) - 1), widths, self.note)
            at += 1
        titles = [column.sheet_title or column.title for column in columns]
        sheet.set_row(at, LINE_POINTS * max(map(_lines, titles, widths)))
        for place, title in enumerate(titles):
            is_number = FORMATS[columns[place].kind] not in ("text", "long")
            sheet.write_string(at, place, title, self.number_header if is_number else self.header)
        for place in range(len(columns), len(widths) if _is_short(columns, len(widths)) else 0):
            sheet.write_blank(at, place, None, self.header)
        last = self._rows(sheet, columns, table.rows, at + 1, widths)
        if is_alone:
            sheet.freeze_panes(at + 1, 1)
            sheet.autofilter(at, 0, max(last, at), len(columns) - 1)
            sheet.repeat_rows(at)
        for place, column in enumerate(columns):
            if Where.WORKBOOK in column.over and last > at:
                rule = {"type": "cell", "criteria": ">", "value": 1, "format": self.over}
                sheet.conditional_format(at + 1, place, last, place, rule)
        if table.drawn is not None and last > at:
            self.drawn.append((table.drawn, Laid(table.sheet, at + 1, last, columns)))
        return max(last, at) + 1

    def _wide(self, sheet: Any, text: str, at: int, between: tuple[int, int], widths: Sequence[int], look: Any) -> None:
        """A text over several columns, in a row as high as it needs, which no program works out for such a cell."""
        first, last = between
        sheet.set_row(at, LINE_POINTS * _lines(text, sum(widths[first : last + 1])))
        if last > first:
            sheet.merge_range(at, first, at, last, "", look)
        sheet.write_string(at, first, text, look)

    def _rows(
        self, sheet: Any, columns: tuple[Column[Any], ...], rows: Iterable[Any], first: int, widths: Sequence[int]
    ) -> int:
        formats = [self.kinds[FORMATS[column.kind]] for column in columns]
        wrapped = [place for place, column in enumerate(columns) if FORMATS[column.kind] == "long"]
        # where others of the sheet have more columns, the last text of a row has their room
        is_short = _is_short(columns, len(widths))
        room = [*widths[: len(columns) - 1], sum(widths[len(columns) - 1 :])] if is_short else widths
        at = first - 1
        for at, row in enumerate(rows, first):
            cells = [_plain(column, column.value(row)) for column in columns]
            lines = max((_lines(str(cells[place] or ""), room[place]) for place in wrapped), default=1)
            if lines > 1:
                sheet.set_row(at, LINE_POINTS * lines)
            if is_short:
                sheet.merge_range(at, len(columns) - 1, at, len(widths) - 1, "", formats[-1])
            for place, cell in enumerate(cells):
                if isinstance(cell, str):
                    sheet.write_string(at, place, cell, formats[place])
                elif cell is not None:
                    sheet.write_number(at, place, cell, formats[place])
        return at

    def charts(self) -> None:
        """Every chart below what its sheet holds; the sheet is printed with it."""
        for chart, laid in self.drawn:
            if is_legible(chart, laid):
                sheet, top = self.book.get_worksheet_by_name(chart.sheet), self.ends[chart.sheet] + 1
                sheet.insert_chart(top, 0, drawn(self.book, chart, laid), {"object_position": 2})
                self._end(sheet, chart.sheet, top + ROWS, 2)


def _is_short(columns: Sequence[Column[Any]], width: int) -> bool:
    """Whether the last column, of texts, has the room of what other tables of the sheet have behind it."""
    return len(columns) < width and FORMATS[columns[-1].kind] == "long"


def _widths(tables: Sequence[Table[Any]]) -> Iterator[int]:
    """Characters of each column of a sheet: what the widest of its tables asks for."""
    every = [table.columns_on(Where.WORKBOOK) for table in tables]
    most = max(map(len, every))
    asked = [columns[:-1] if _is_short(columns, most) else columns for columns in every]
    widest = WIDEST if len(tables) == 1 else WIDEST_SHARED
    for at in range(most):
        yield min(widest, max(columns[at].width for columns in asked if at < len(columns)))


def _lines(text: str, width: float) -> int:
    """Lines that a text takes in a cell."""
    return sum(max(1, ceil(len(line) / width)) for line in text.split("\n"))


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
