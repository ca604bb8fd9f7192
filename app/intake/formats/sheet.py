"""One sheet from its source: header first, then its columns."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from difflib import get_close_matches

from app.intake.columns.cell_types import Sheet, bare
from app.intake.columns.parse import SheetData, Source, read_columns, without_rows
from app.intake.columns.schema import BY_NAME
from app.intake.errors import Complaints, RosterRefused
from app.intake.findings import Place
from app.intake.formats.header import places_of
from solver.analysis.spelling import LIKENESS


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
            complaints.add(cell.file, cell.message, row=cell.row, column=cell.column, value=cell.value, code=cell.code)


def tell_strange(strange: Sequence[str], there: Collection[str], complaints: Complaints) -> None:
    """Name the sheets and files that are none of a roster; one that looks like one that is not there must be accepted.

    Parameters
    ----------
    strange : sequence of str
        As the folder or workbook calls them.
    there : collection of str
        Sheets that are there.
    """
    absent = [name for name in BY_NAME if name not in there]
    for name in strange:
        meant = meant_by(name, absent)
        if meant is None:
            message, todo = "is not a sheet of a roster", ""
        else:
            message = f"is not a sheet of a roster, but may be meant for {meant}, which is not there"
            todo = f"call it {meant}, if that is what it is"
        code = "unread-sheet" if meant is None else "similar-sheet"
        complaints.findings.add(code, Place(name), message, done="it was not read", todo=todo)


def meant_by(name: str, absent: Iterable[str]) -> str | None:
    """The sheet that a strange name may be meant for, as ``Case list``, ``cases (1).csv`` or ``officer``."""
    stem = bare(name.removesuffix(".csv").removesuffix(".CSV"))
    for sheet in absent:
        if sheet.removesuffix("s") in stem:
            return sheet
    near = get_close_matches(stem, list(absent), n=1, cutoff=LIKENESS)
    return near[0] if near else None
