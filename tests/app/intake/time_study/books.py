"""Workbooks of a study, written by hand."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import xlsxwriter

DIARIES = (
    ("officer", "date", "minutes", "case type"),
    ("A", "2026-09-07", 60, "adult"),
    ("B", "2026-09-15", 30.5, "child"),
)


def book(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    """A workbook with these sheets, row by row; None leaves a cell empty."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as workbook:
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return target.getvalue()
