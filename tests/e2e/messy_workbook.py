"""A workbook as a new user fills it in: 12 officers, 200 cases, and 15 mistakes of different kinds."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from typing import Any

import openpyxl

MISTAKES = (
    "a formula that was never calculated",
    "a time of the day where hours stand",
    "the error of a formula",
    "a row of totals",
    "the hours of a year",
    "a hidden row",
    "a list with commas, of which one part is known nowhere",
    "merged cells",
    "an id twice",
    "a conflict of interest that names nobody",
    "an officer in small letters",
    "a type without a weight",
    "a word where the priority stands",
    "a family of no",
    "a column with a letter too few",
)
TYPES = ("Burglary", "Custody", "Foster care", "Probate")


def messy_workbook() -> bytes:
    """The workbook; every officer has 120 hours, and every case needs one or two."""
    book = openpyxl.Workbook()
    officers = book.worksheets[0]
    officers.title = "Officers"
    for row in _officers():
        officers.append(row)
    officers.row_dimensions[11].hidden = True
    cases = book.create_sheet("Cases")
    for row in _cases():
        cases.append(row)
    cases.merge_cells("C21:C23")
    weights = book.create_sheet("Weights")
    for row in (["Case type", "Weight hours"], ["Burglary", 2], ["Custody", 1.5], ["Foster care", 1]):
        weights.append(row)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _officers() -> list[list[Any]]:
    rows: list[list[Any]] = [["Officer ID", "Available hours", "Skills", "Offices"]]
    rows += [[f"D-{number:02}", 120, "DV; Spanish" if number % 3 else "DV", "North"] for number in range(1, 13)]
    rows[2][1] = "=160-40"
    rows[3][1] = dt.time(7, 30)
    rows[4][3] = "#N/A"
    rows[5][1] = 1_776
    rows[6][2] = "DV, Spanisch"
    return [*rows, ["Total", 2_976, None, None]]


def _cases() -> list[list[Any]]:
    header = ["Case ID", "Case type", "Current officer", "Priority", "Keep togeter", "Excluded officers", "Opened"]
    rows: list[list[Any]] = [header]
    for number in range(1, 201):
        opened = dt.date(2026, 1 + number % 9, 1 + number % 28)
        rows.append([f"26-{number:04}", TYPES[number % 3], f"D-{1 + number % 12:02}", 3, None, None, opened])
    rows[21][2] = rows[22][2] = None
    rows[40][0] = "26-0039"
    rows[50][5] = "D-99"
    rows[60][2] = rows[61][2] = "d-04"
    for at in (70, 71, 72):
        rows[at][1] = "Probate"
    for at in (80, 81):
        rows[at][3] = "High"
    for at in range(90, 96):
        rows[at][4] = "no"
    return rows
