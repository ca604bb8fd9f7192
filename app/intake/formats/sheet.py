"""One sheet from its source: header first, then its columns."""

from __future__ import annotations

from collections.abc import Callable

from app.intake.columns.cell_types import Sheet
from app.intake.columns.parse import SheetData, Source, read_columns, without_rows
from app.intake.errors import Complaints, RosterRefused
from app.intake.formats.header import places_of


def read_sheet(
    sheet: Sheet, file: str, source: Callable[[], Source], complaints: Complaints, sheets: dict[str, SheetData]
) -> None:
    """Read a sheet into ``sheets``. One that cannot be read at all counts as there, but empty, so that the other
    sheets are still read and everything is told at once.
    """
    sheets[sheet.name] = without_rows(sheet, file)
    try:
        opened = source()
        if not opened.header:
            complaints.add(file, f"is empty; the first row must hold the column names ({sheet.columns[0].name}, …)")
            return
        places = places_of(sheet, file, opened.header, complaints, row=opened.header_row)
        sheets[sheet.name] = read_columns(sheet, opened, places, complaints)
    except RosterRefused as error:
        for cell in error.cells:
            complaints.add(cell.file, cell.message, row=cell.row, column=cell.column, value=cell.value)
