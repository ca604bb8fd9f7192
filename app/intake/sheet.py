"""One sheet from its source: header first, then its columns."""

from __future__ import annotations

from app.intake.columns import SheetData, Source, read_columns, without_rows
from app.intake.errors import Complaints
from app.intake.header import places_of
from app.intake.schema import Sheet


def read_sheet(sheet: Sheet, source: Source, complaints: Complaints, sheets: dict[str, SheetData]) -> None:
    """Read a sheet into ``sheets``; one without a header counts as there, but empty."""
    if not source.header:
        complaints.add(source.file, f"is empty; the first row must hold the column names ({sheet.columns[0].name}, …)")
        sheets[sheet.name] = without_rows(sheet, source.file)
        return
    places = places_of(sheet, source.file, source.header, complaints)
    sheets[sheet.name] = read_columns(sheet, source, places, complaints)
