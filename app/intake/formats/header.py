"""Which column of a file is which. One that the planner does not know is left unread, and named."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from difflib import get_close_matches

from app.intake.columns.cell_types import Column, Sheet, bare
from app.intake.errors import Complaints, refused
from app.intake.findings import Place, shown
from app.intake.limits import MAX_COLUMNS
from solver.analysis.spelling import LIKENESS

NEAR = 0.85
"""Likeness from which a column that is not known is probably one that is missing: a letter more or less."""
MOST_NAMED = 10
"""Columns that are listed where a required one is missing."""


def places_of(
    sheet: Sheet, file: str, header: Sequence[str], complaints: Complaints, *, row: int = 1
) -> dict[int, Column]:
    """Position in the header → column of the schema. Complains about every name that does not fit."""
    if len(header) > MAX_COLUMNS:
        raise refused(file, f"has {len(header):,} columns; the sheet {sheet.name} has {len(sheet.columns)}", row=row)
    places: dict[int, Column] = {}
    unread: list[str] = []
    for at, name in enumerate(header):
        column = sheet.column(name)
        if column is None:
            unread.append(name.strip() or f"column {at + 1}, which has no name")
        elif column in places.values():
            complaints.add(file, "the column is there twice; delete one of them", row=row, column=column.name)
        else:
            places[at] = column
    there = {column.name for column in places.values()}
    complaints.unread[shown(file)] = tuple(name.strip() for name in header if name.strip() and not sheet.column(name))
    tell_unread(sheet, file, unread, there, complaints, row=row)
    for column in sheet.columns:
        if column.required and column.name not in there:
            hint = _near(column.name, unread)
            what = f"the required column {column.name} is missing{hint}"
            complaints.add(file, what, row=row, column=column.name, code="missing-column")
    return places


def tell_unread(
    sheet: Sheet,
    file: str,
    names: Sequence[str],
    there: Collection[str],
    complaints: Complaints,
    *,
    row: int = 1,
) -> None:
    """Name the columns that are none of the sheet; one that looks like a column that is not there must be accepted."""
    absent = [column.name for column in sheet.columns if column.name not in there]
    others = []
    for name in names:
        near = get_close_matches(bare(name), [bare(each) for each in absent], n=1, cutoff=NEAR)
        meant = next((each for each in absent if near and bare(each) == near[0]), None)
        if meant is None:
            others.append(shown(name))
            continue
        complaints.findings.add(
            "similar-column",
            Place(file, row, name),
            f"{sheet.name} has no column of this name, but {meant}, which is not there",
            done="it was not read",
            todo=f"rename it to {meant}, if that is what it holds",
        )
    if others:
        more = f" and {len(others) - MOST_NAMED:,} more" if len(others) > MOST_NAMED else ""
        complaints.findings.add(
            "unread-column",
            Place(file, row),
            f"{sheet.name} has no column called {', '.join(others[:MOST_NAMED])}{more}",
            done="what stands there was not read, and nothing of it is kept",
        )


def _near(name: str, others: Sequence[str]) -> str:
    match = get_close_matches(bare(name), [bare(other) for other in others], n=1, cutoff=LIKENESS)
    found = next((other for other in others if match and bare(other) == match[0]), None)
    if found is None:
        return f"; the columns are {', '.join(others[:MOST_NAMED])}" if others else ""
    return f"; rename “{shown(found)}”, if that is what it holds"
