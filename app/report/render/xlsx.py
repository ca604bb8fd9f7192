"""plan.xlsx: the plan as a workbook to sort, filter and mail. Written row by row, so that its size needs no memory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter

from app.intake.build.problem import Built
from app.report import cover, sheets
from app.report.document import ReportDocument
from app.report.sections.achievable import sheets as achievable_sheets
from app.report.sections.baselines import sheets as baselines_sheets
from app.report.sections.forecast import sheets as forecast_sheets
from app.report.sections.frontier import sheets as frontier_sheets
from app.report.sections.remedies import sheets as remedies_sheets
from app.report.sections.standards import sheets as standards_sheets
from app.report.sections.unassigned import fixes
from app.report.sections.uncertainty import sheets as uncertainty_sheets
from solver.plan import Plan

MOST_CASES = 100_000
"""Rosters with more cases get the summaries, and the moves that fit."""
MOST_ROWS = 50_000
"""Rows of a sheet that lists moves or cases without an officer."""
NUMBERS = {"count": "#,##0", "hours": "#,##0.####", "percent": "0.0%", "number": "#,##0.00##"}
ACCENT, OVER, OVER_INK = "#005EA2", "#FBE3E0", "#86100A"
NO_GUESSES = {
    # Nothing that comes out of a roster may turn into a formula, a link or a number.
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "constant_memory": True,
}


def write(target: Path | BinaryIO, document: ReportDocument, built: Built, plan: Plan) -> None:
    """Write the workbook.

    Parameters
    ----------
    target : Path or binary file
    document : ReportDocument
        Of ``plan``.
    built : Built
    plan : Plan
    """
    is_large = len(built.problem.cases) > MOST_CASES
    note = (
        f"There are more than {MOST_CASES:,} cases: this workbook holds the summaries and up to {MOST_ROWS:,} moves; "
        "assignments.csv lists every case."
    )
    with xlsxwriter.Workbook(str(target) if isinstance(target, Path) else target, NO_GUESSES) as book:
        book.set_properties({"title": "Caseload plan", "created": _created(document)})
        paint = _Paint(book, "" if document.percentile is None else document.percentile.sentence)
        paint.pairs("Summary", cover.summary(document, note if is_large else ""))
        paint.table(sheets.officers(document))
        if not is_large:
            paint.table(sheets.assignments(built, plan))
        paint.table(sheets.moves(built, plan, MOST_ROWS))
        paint.table(sheets.tiers(document))
        paint.table(sheets.kinds(document))
        paint.table(achievable_sheets.types(document))
        paint.table(achievable_sheets.officers(document))
        paint.table(sheets.unassigned(document, MOST_ROWS))
        paint.table(fixes.sheet(document))
        if document.frontier is not None:
            paint.table(frontier_sheets.frontier(document.frontier))
        if document.remedies is not None:
            paint.table(remedies_sheets.remedies(document.remedies))
        if document.standards is not None:
            paint.table(standards_sheets.standards(document))
        if document.uncertainty is not None:
            paint.table(uncertainty_sheets.missing(document.uncertainty))
            paint.table(uncertainty_sheets.officers(document.uncertainty))
        if document.forecast is not None:
            paint.table(forecast_sheets.forecast(document, document.forecast))
            paint.table(forecast_sheets.types(document, document.forecast))
        paint.table(baselines_sheets.comparison(document))
        paint.pairs("Provenance", cover.provenance(document))


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

    def pairs(self, name: str, rows: Iterator[tuple[str, str]]) -> None:
        """A sheet of labels and texts."""
        sheet = self._sheet(name)
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 110)
        for row, (label, text) in enumerate(rows):
            is_title = name == "Summary" and row == 0
            sheet.write_string(row, 0, label, self.title if is_title else self.label)
            sheet.write_string(row, 1, text, self.title if is_title else self.long)

    def table(self, table: sheets.Table) -> None:
        """A sheet with a frozen header, filters, and values above 100% in red."""
        sheet = self._sheet(table.name)
        top = 0
        if note := f"{'' if table.as_given else self.remark} {table.note}".strip():
            sheet.write_string(0, 0, note, self.note)
            top = 1
        for at, column in enumerate(table.columns):
            sheet.set_column(at, at, column.width)
            sheet.write_string(top, at, column.title, self.header)
        last = self._rows(sheet, table, top + 1)
        sheet.freeze_panes(top + 1, 1)
        sheet.autofilter(top, 0, max(last, top), len(table.columns) - 1)
        sheet.repeat_rows(top)
        for at, column in enumerate(table.columns):
            if column.over and last > top:
                rule = {"type": "cell", "criteria": ">", "value": 1, "format": self.over}
                sheet.conditional_format(top + 1, at, last, at, rule)

    def _rows(self, sheet: Any, table: sheets.Table, first: int) -> int:
        formats = [self.kinds[column.kind] for column in table.columns]
        row = first - 1
        for row, cells in enumerate(table.rows, first):
            for at, cell in enumerate(cells):
                if isinstance(cell, str):
                    sheet.write_string(row, at, cell, formats[at])
                elif cell is not None:
                    sheet.write_number(row, at, cell, formats[at])
        return row

    def _sheet(self, name: str) -> Any:
        sheet = self.book.add_worksheet(name)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(0)
        return sheet
