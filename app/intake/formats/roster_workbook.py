"""A roster as a workbook that the reader takes: one sheet each, ids as text, hours as numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from app.intake.columns.cell_types import Column, Kind
from app.intake.columns.schema import SHEETS

WIDTH = 20
NUMBERS = {Kind.HOURS, Kind.RATIO, Kind.COST, Kind.EFFICIENCY, Kind.COUNT, Kind.PRIORITY}
EXACT_DIGITS = 15
"""What a spreadsheet keeps of a number; one of more digits is written as text."""


def write_roster(target: Path | IO[bytes], document: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    """Write the sheets of a document that have rows, with the columns that are used.

    Parameters
    ----------
    target : Path or open binary file
    document : mapping of sheet to rows
        As :func:`app.intake.read.read_document` takes it.
    """
    import xlsxwriter

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(target) if isinstance(target, Path) else target, options) as book:
        head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8EEF4"})
        text = book.add_format({"num_format": "@"})
        date = book.add_format({"num_format": "yyyy-mm-dd"})
        for sheet in SHEETS:
            rows = document.get(sheet.name, ())
            if not rows:
                continue
            used = set().union(*rows)
            columns = [column for column in sheet.columns if column.name in used or column.required]
            page = book.add_worksheet(sheet.name)
            page.freeze_panes(1, 1)
            for at, column in enumerate(columns):
                page.set_column(at, at, max(WIDTH, len(column.name) + 2))
                page.write_string(0, at, column.name, head)
            for row, fields in enumerate(rows, 1):
                for at, column in enumerate(columns):
                    if fields.get(column.name) not in (None, ""):
                        _write(page, row, at, column, fields[column.name], (text, date))


def _write(page: Any, row: int, at: int, column: Column, value: Any, formats: tuple[Any, Any]) -> None:
    text, date = formats
    if isinstance(value, bool):
        page.write_string(row, at, "yes" if value else "no")
    elif isinstance(value, list):
        page.write_string(row, at, "; ".join(map(str, value)), text)
    elif column.kind is Kind.DATE:
        page.write_datetime(row, at, dt.datetime.fromisoformat(str(value)), date)
    elif column.kind in NUMBERS and len(Decimal(str(value)).as_tuple().digits) <= EXACT_DIGITS:
        page.write_number(row, at, float(value))
    else:
        page.write_string(row, at, str(value), text)
