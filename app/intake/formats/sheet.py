"""One sheet from its source: header first, then its columns. Which file is which sheet, by its name."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from difflib import get_close_matches

from app.intake.columns.cell_types import Sheet, bare
from app.intake.columns.parse import SheetData, Source, read_columns, without_rows
from app.intake.columns.schema import BY_NAME, SHEETS
from app.intake.errors import Complaints, RosterRefused
from app.intake.findings import Place
from app.intake.formats.header import named_as_ours, places_of
from solver.analysis.spelling import LIKENESS

CSV = ".csv"
WORD = re.compile(r"[^\W\d_]+")
COPY = re.compile(r"(?: ?\([0-9]{1,3}\)| - (?:copy|kopie|copie|copia)(?: ?\([0-9]{1,3}\))?)+$")
"""What browsers and systems write behind the name of a file that was there already: ``cases (1)``."""


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
        opened.header = named_as_ours(sheet, file, opened.header, complaints, row=opened.header_row)
        places = places_of(sheet, file, opened.header, complaints, row=opened.header_row)
        sheets[sheet.name] = read_columns(sheet, opened, places, complaints)
    except RosterRefused as error:
        for cell in error.cells:
            complaints.add(cell.file, cell.message, row=cell.row, column=cell.column, value=cell.value, code=cell.code)


def sheets_among(
    files: Iterable[str], complaints: Complaints, *, said: Mapping[str, str] | None = None
) -> tuple[dict[str, str], list[str]]:
    """Which files are which sheets of a roster, and which are none: the same for a folder, an upload and the page.

    Parameters
    ----------
    files : iterable of str
        Names with their ending; only those of CSV files can be sheets.
    complaints : Complaints
        Told about two files for one sheet, and about files that are taken for one although they are called otherwise.
    said : mapping of file to sheet, optional
        What somebody has said since.

    Returns
    -------
    dict of sheet to file, list of str
    """
    said = said or {}
    found: dict[str, str] = {}
    others: list[str] = []
    for file in sorted(files, key=lambda file: (_stem(file) not in BY_NAME, file)):
        name = said.get(file) or sheet_called(file)
        if name is None:
            others.append(file)
        elif name in found:
            complaints.add(file, f"the sheet {name} is there twice, as {found[name]}, too; delete one of the files")
        else:
            found[name] = file
    for name in (sheet.name for sheet in SHEETS if sheet.required and sheet.name not in found):
        named = [file for file in others if sheet_named(file) == name]
        if len(named) == 1:
            found[name] = named[0]
            others.remove(named[0])
    for name, file in found.items():
        if file not in said and bare(file) != bare(f"{name}{CSV}"):
            complaints.findings.add("read-as", Place(file), f"the file was read as the sheet {name}", kind=name)
    return found, others


def sheet_called(file: str) -> str | None:
    """The sheet that a file is by its name: ``Cases.csv``, or ``cases (1).csv`` of a second download; None: none."""
    stem = _stem(file)
    name = None if stem is None else COPY.sub("", stem).strip().removeprefix("copy of ")
    return name if name in BY_NAME else None


def sheet_named(file: str) -> str | None:
    """The sheet that a file is, or is taken for where no other is: ``2026-05 cases final.csv``."""
    named = _named_in(file)
    is_one = len(named) == 1 and BY_NAME[named[0]].required
    return sheet_called(file) or (named[0] if is_one else None)


def _named_in(file: str) -> list[str]:
    """The sheets that a name speaks of: ``2026-05 cases final.csv``."""
    words = WORD.findall(_stem(file) or "")
    return [name for name in BY_NAME if name in words]


def _stem(file: str) -> str | None:
    """The name without its ending, in small letters; None where it is no CSV file."""
    name = file.strip().casefold()
    return name.removesuffix(CSV) if name.endswith(CSV) else None


def tell_strange(
    strange: Sequence[str],
    there: Collection[str],
    complaints: Complaints,
    places: Mapping[str, Place] | None = None,
) -> None:
    """Name the sheets and files that are none of a roster; one that looks like one that is not there must be accepted.

    Parameters
    ----------
    strange : sequence of str
        As the folder or workbook calls them.
    there : collection of str
        Sheets that are there.
    complaints : Complaints
    places : mapping of name to Place, optional
        Where each is said, in a file that holds several.
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
        place = (places or {}).get(name, Place(name))
        complaints.findings.add(code, place, message, done="it was not read", todo=todo)


def meant_by(name: str, absent: Iterable[str]) -> str | None:
    """The sheet that a strange name may be meant for, as ``Case list``, ``case.csv`` or ``officer``."""
    stem = bare(name.removesuffix(".csv").removesuffix(".CSV"))
    for sheet in absent:
        if sheet.removesuffix("s") in stem:
            return sheet
    near = get_close_matches(stem, list(absent), n=1, cutoff=LIKENESS)
    return near[0] if near else None
