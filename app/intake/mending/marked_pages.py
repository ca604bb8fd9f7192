"""What a workbook holds that is handed back: its sheets with what was said in place, and what is marked in them."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.confined import Child
from app.intake.columns.schema import BY_NAME, NEVER_READ, WEIGHTS
from app.intake.errors import BadCell, RosterRefused, refused
from app.intake.findings import Finding, Severity
from app.intake.formats.workbook_parts import Marks, Parts
from app.intake.formats.workbook_source import read_in_child, text_of_cell
from app.intake.limits import MAX_HANDED_BACK_CELLS
from app.intake.mending.fixes import Fixes, SheetFixes
from app.intake.mending.typed_rows import COLUMNS as TYPED_COLUMNS

LOOK = "Look at the cell, and write what is meant."
ADVICE = {"repeated-id": "Give it an id of its own, or delete the row."}
"""What to do, where the message of an error does not say it."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One line of the list."""

    file: str
    row: int | None
    column: str | None
    value: str
    wrong: str
    todo: str


@dataclass(slots=True)
class Page:
    """One sheet as it is written; rows from 1, as a person sees them."""

    name: str
    title: str
    left: int
    header_row: int
    rows: list[list[Any]]
    fixes: SheetFixes | None


def marks_of(child: Child | None, content: bytes, file: str, parts: Parts, fixes: Fixes) -> Iterator[Mark]:
    """Everything that keeps a workbook from being planned as it stands."""
    noticed: Iterable[Finding]
    try:
        noticed = read_in_child(child, content, file, parts, fixes).findings
    except RosterRefused as error:
        yield from map(_of_cell, error.cells)
        noticed = error.noticed
    for found in noticed:
        if found.severity is Severity.CONFIRM:
            message = found.message.partition("; also ")[0]
            for place in found.places:
                yield Mark(
                    place.file, place.row, place.column, place.value or "", _sentence(message), _sentence(found.todo)
                )


def _of_cell(cell: BadCell) -> Mark:
    wrong, _, todo = cell.message.partition("; ")
    return Mark(
        cell.file,
        cell.row,
        cell.column,
        cell.value or "",
        _sentence(wrong),
        ADVICE.get(cell.code) or _sentence(todo) or LOOK,
    )


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].removesuffix('.')}." if text else ""


def pages_of(content: bytes, file: str, parts: Parts, fixes: Fixes) -> list[Page]:
    """The sheets of a workbook with what was said in place.

    Raises
    ------
    RosterRefused
        It cannot be read, or has more cells than are handed back.
    """
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = [name for name in book.sheet_names if name.strip().casefold() not in NEVER_READ]
        pages = []
        room = MAX_HANDED_BACK_CELLS
        for name in names:
            sheet = book.get_sheet_by_name(name)
            room -= sheet.height * sheet.width
            if room < 0:
                raise refused(
                    file, f"has more than {MAX_HANDED_BACK_CELLS:,} cells, and is not handed back; mend your own file"
                )
            pages.append(_page(name, sheet, parts.marks.get(name.strip().casefold(), Marks()), fixes))
    except python_calamine.CalamineError as error:
        raise refused(file, f"cannot be read as a workbook ({error}); open it and save it again") from error
    _add_typed(pages, fixes)
    return pages


def _page(name: str, cells: Any, marks: Marks, fixes: Fixes) -> Page:
    meant = fixes.sheet_of.get(name) or name.strip().casefold()
    left = cells.start[1] if cells.start else 0
    rows = [list(row) for row in cells.iter_rows()]
    for (row, column), value in marks.errors.items():
        if 0 < row <= len(rows) and 0 <= column - left < len(rows[row - 1]):
            rows[row - 1][column - left] = value
    head = next((at for at, row in enumerate(rows) if any(cell != "" for cell in row)), None)
    if meant not in BY_NAME or head is None:
        return Page(name, name, left, 0, rows, None)
    said = fixes.of(BY_NAME[meant])
    names = [text_of_cell(cell) for cell in rows[head]]
    rows[head] = list(said.header(names, head + 1, left=left, marks=marks))
    for at in range(head + 1, len(rows)):
        if not said.row(at + 1, rows[at], text_of_cell):
            rows[at] = []  # an empty row does no harm, and all others keep their numbers
    title = name if meant == name.strip().casefold() else meant
    return Page(name, title, left, head + 1, rows, said)


def _add_typed(pages: list[Page], fixes: Fixes) -> None:
    """The weights that were typed, below those that are there."""
    if not fixes.weights:
        return
    page = next((each for each in pages if each.fixes is not None and each.fixes.sheet is WEIGHTS), None)
    if page is None:
        rows: list[list[Any]] = [list(TYPED_COLUMNS), *map(list, fixes.weights.items())]
        said = fixes.of(WEIGHTS)
        said.header(TYPED_COLUMNS, 1)
        pages.append(Page(WEIGHTS.name, WEIGHTS.name, 0, 1, rows, said))
        return
    header = page.rows[page.header_row - 1]
    places = [None if page.fixes is None else page.fixes.position(name) for name in TYPED_COLUMNS]
    for typed in fixes.weights.items():
        row: list[Any] = [""] * len(header)
        for at, text in zip(places, typed, strict=True):
            if at is not None:
                row[at] = text
        page.rows.append(row)


def place_of(page: Page, mark: Mark) -> tuple[int, int] | None:
    """Row from 1 and position in the row of what a mark is about; the first cell of the row where it is about all."""
    row = mark.row
    if row is None and mark.column is not None and mark.value and page.fixes is not None:
        row = _row_of(page, mark.value)  # as an officer with too many hours, who is named by the id
    if row is None or not 0 < row <= len(page.rows):
        return None
    at = page.fixes.position(mark.column) if page.fixes is not None and mark.column is not None else None
    return row, 0 if at is None else at


def _row_of(page: Page, value: str) -> int | None:
    ids = page.fixes.position(page.fixes.sheet.columns[0].name) if page.fixes is not None else None
    if ids is None:
        return None
    below = enumerate(page.rows[page.header_row :], page.header_row + 1)
    return next((row for row, cells in below if ids < len(cells) and text_of_cell(cells[ids]).strip() == value), None)


def marks_by_place(page: Page, marks: Sequence[Mark]) -> dict[tuple[int, int], list[Mark]]:
    """The marks of one sheet, by row and position."""
    found: dict[tuple[int, int], list[Mark]] = {}
    for mark in marks:
        place = place_of(page, mark) if mark.file in {page.name, page.title} else None
        if place is not None:
            found.setdefault(place, []).append(mark)
    return found
