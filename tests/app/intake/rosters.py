"""Small rosters for tests, as text, and what a reader says about them."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Mapping, Sequence
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest

from app.intake.errors import BadCell, RosterRefused
from app.intake.read import read_json, read_parts
from app.intake.roster import Roster

OFFICERS = "officer_id,available_hours\nA,100\nB,100\n"
CASES = "case_id,weight_hours\nc1,1\n"


def read(officers: str | bytes = OFFICERS, cases: str | bytes = CASES, **sheets: str | bytes) -> Roster:
    """Read sheets given as CSV."""
    texts = {"officers": officers, "cases": cases, **sheets}
    return read_parts({name: text.encode() if isinstance(text, str) else text for name, text in texts.items()})


def refusals(officers: str | bytes = OFFICERS, cases: str | bytes = CASES, **sheets: str | bytes) -> list[BadCell]:
    """The errors that reading these sheets gives."""
    with pytest.raises(RosterRefused) as caught:
        read(officers, cases, **sheets)
    assert caught.value.total == len(caught.value.cells)
    return caught.value.cells


def refusal(officers: str | bytes = OFFICERS, cases: str | bytes = CASES, **sheets: str | bytes) -> BadCell:
    """The only error that reading these sheets gives."""
    (cell,) = refusals(officers, cases, **sheets)
    return cell


def cases(*rows: str, columns: str) -> str:
    """A sheet ``cases`` with these columns after case_id and weight_hours."""
    lines = [f"c{at},1,{row}" for at, row in enumerate(rows, 1)]
    return "\n".join([f"case_id,weight_hours,{columns}", *lines]) + "\n"


def workbook(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> bytes:
    """A workbook with these cells."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(list(row))
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


SMALL_WORKBOOK: dict[str, list[list[Any]]] = {
    "Officers": [["officer_id", "available_hours", "skills"], [1001, 120.5, "spanish; Creole"], ["D-2", 80, None]],
    "CASES": [
        ["Case_ID", "weight_hours", "current_officer", "pinned", "opened", "required_skills"],
        [7, 0.1, 1001, True, dt.date(2026, 1, 2), "SPANISH"],
        ["00017", "0.125", "D-2", "no", None, None],
    ],
}


Rows = Sequence[Sequence[Any]]
DEFAULT_SHEETS: dict[str, Rows] = {
    "officers": [["officer_id", "available_hours"], ["A", 100], ["B", 100]],
    "cases": [["case_id", "weight_hours"], ["c1", 1]],
}


def in_format(kind: str, **sheets: Rows) -> Roster:
    """Read sheets, given as rows of cells with a header, as csv, xlsx or json. None is an empty cell."""
    tables = {**DEFAULT_SHEETS, **sheets}
    if kind == "xlsx":
        return read_parts({"workbook": workbook(tables)})
    if kind == "json":
        return read_json(json.dumps({name: as_objects(rows) for name, rows in tables.items()}).encode())
    return read_parts({name: as_csv(rows) for name, rows in tables.items()})


def as_objects(rows: Rows) -> list[dict[str, Any]]:
    """Rows below a header as objects."""
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def as_csv(rows: Rows) -> bytes:
    """Rows as CSV."""
    stream = StringIO(newline="")
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue().encode()


def codes(roster: Roster) -> list[str]:
    """The codes of what was noticed."""
    return [found.code for found in roster.findings]
