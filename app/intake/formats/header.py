"""Which column of a file is which, and the nearest known name for one that is not known."""

from __future__ import annotations

from collections.abc import Sequence

from app.intake.columns.cell_types import Column, Sheet
from app.intake.errors import Complaints, refused
from app.intake.limits import MAX_COLUMNS
from solver.analysis.spelling import did_you_mean


def places_of(
    sheet: Sheet, file: str, header: Sequence[str], complaints: Complaints, *, row: int = 1
) -> dict[int, Column]:
    """Position in the header → column of the schema. Complains about every name that does not fit."""
    if len(header) > MAX_COLUMNS:
        raise refused(file, f"has {len(header):,} columns; the sheet {sheet.name} has {len(sheet.columns)}", row=row)
    places: dict[int, Column] = {}
    for at, name in enumerate(header):
        column = sheet.column(name)
        if column is None:
            message = unknown_column(sheet, name) if name.strip() else f"the header of column {at + 1} is empty"
            complaints.add(file, message, row=row, column=name.strip() or None)
        elif column in places.values():
            complaints.add(file, "the column is there twice; delete one of them", row=row, column=column.name)
        else:
            places[at] = column
    missing = [column.name for column in sheet.columns if column.required and column not in places.values()]
    for name in missing:
        complaints.add(file, f"the required column {name} is missing", row=row, column=name)
    return places


def unknown_column(sheet: Sheet, name: str) -> str:
    """What to tell about a column that the planner does not need."""
    hint = did_you_mean(name, [column.name for column in sheet.columns])
    return (
        f"{sheet.name} has no column of this name{hint}; delete it: case data is sensitive, and nothing that the "
        "planner does not need is stored"
    )
