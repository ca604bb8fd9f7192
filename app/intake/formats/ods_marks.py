"""Merged cells and hidden rows of an ODS workbook, which its reader does not tell. Runs in the limited child only."""

from __future__ import annotations

import io
import zipfile
from typing import Literal
from xml.etree import ElementTree

from app.intake.errors import refused
from app.intake.formats.workbook_parts import Marks
from app.intake.limits import MAX_ERRORS, MAX_EXPORT_ROWS

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
HIDDEN = frozenset({"collapse", "filter"})
CELLS = frozenset({f"{TABLE}table-cell", f"{TABLE}covered-table-cell"})
OPENED: Literal["start"] = "start"
CLOSED: Literal["end"] = "end"


def ods_marks(data: bytes, file: str) -> dict[str, Marks]:
    """What each sheet holds that its reader would take for empty cells, or not mention.

    Returns
    -------
    dict of sheet name (casefolded) to Marks
        Of which merged cells and hidden rows are filled in.

    Raises
    ------
    RosterRefused
        The archive is damaged.
    """
    found: dict[str, Marks] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("content.xml") as part:
            walk = _Walk(found)
            for event, element in ElementTree.iterparse(part, (OPENED, CLOSED)):  # noqa: S314 - in the limited child
                walk.take(event, element)
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError) as error:
        raise refused(file, "is damaged or incomplete; open it and save it again, or get it once more") from error
    return found


class _Walk:
    """Follows the rows and cells of one sheet after the other; rows from 1, columns from 0."""

    def __init__(self, found: dict[str, Marks]) -> None:
        self._found = found
        self._marks = Marks()
        self._row = 0
        self._column = 0

    def take(self, event: str, element: ElementTree.Element) -> None:
        """One tag, opened or closed."""
        if event == OPENED and element.tag == f"{TABLE}table":
            name = element.get(f"{TABLE}name", "").strip().casefold()
            self._marks = self._found.setdefault(name, Marks())
            self._row = 0
        elif event == OPENED and element.tag == f"{TABLE}table-row":
            self._row += 1
            self._column = 0
        elif event == OPENED and element.tag in CELLS:
            self._cell(element)
        elif event == CLOSED and element.tag == f"{TABLE}table-row":
            self._end_row(element)
            element.clear()

    def _cell(self, cell: ElementTree.Element) -> None:
        rows, columns = _number(cell, "number-rows-spanned"), _number(cell, "number-columns-spanned")
        if rows > 1 and len(self._marks.merged) < MAX_ERRORS:
            self._marks.merged[self._row, self._column] = (self._row + rows - 1, self._column + columns - 1)
        self._column += _number(cell, "number-columns-repeated")

    def _end_row(self, row: ElementTree.Element) -> None:
        repeated = _number(row, "number-rows-repeated")
        if row.get(f"{TABLE}visibility") in HIDDEN:
            room = MAX_ERRORS - len(self._marks.hidden_rows)
            self._marks.hidden_rows.update(range(self._row, self._row + min(repeated, room)))
        self._row += repeated - 1


def _number(element: ElementTree.Element, name: str) -> int:
    """An attribute that counts; 1 where it is not there, or absurd."""
    text = element.get(f"{TABLE}{name}", "1")
    return min(int(text), MAX_EXPORT_ROWS * 2) if text.isascii() and text.isdecimal() and len(text) < 9 else 1
