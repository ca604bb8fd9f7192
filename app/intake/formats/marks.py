"""What a look at a workbook's parts has found, told of the cells of one sheet that are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from app.intake.errors import Complaints
from app.intake.findings import Place
from app.intake.formats.workbook_parts import Marks
from app.intake.limits import MAX_ERRORS

ERROR = "the cell holds an error instead of a value; correct its formula"
UNCALCULATED = (
    "the cell holds a formula whose result was never calculated; open the workbook in Excel or LibreOffice and save it"
)


class Said(Protocol):
    """What somebody has said of a sheet (:class:`app.intake.mending.fixes.SheetFixes`)."""

    left_out: set[int]

    def says(self, row: int, at: int, now: str) -> bool:
        """Whether it was said what a cell holds, or that its row is left out."""
        ...

    def fills(self, first: tuple[int, int], last: tuple[int, int]) -> bool:
        """Whether the value of the first of merged cells of one column stands in each of them."""
        ...


@dataclass(frozen=True, slots=True)
class Table:
    """Where the table of a sheet is.

    Attributes
    ----------
    file : str
        The sheet, as messages name it.
    header_row : int
    left : int
        Column of the first cell, from 0.
    columns : dict of int to str
        Position in the header → name of the column, of those that are read.
    """

    file: str
    header_row: int
    left: int
    columns: Mapping[int, str]

    def name_at(self, row: int, column: int) -> str | None:
        """The column that a cell belongs to; None where it is not read."""
        return self.columns.get(column - self.left) if row > self.header_row else None


def tell_marks(
    marks: Marks, table: Table, fixes: Said, complaints: Complaints, *, is_doubtful: bool
) -> dict[int, list[int]]:
    """Refuse what would read as an empty cell, and name hidden rows.

    Parameters
    ----------
    marks : Marks
    table : Table
    fixes : Said
        What somebody has said of the sheet since; nothing is said again about such a cell.
    complaints : Complaints
    is_doubtful : bool
        Whether a formula whose result is 0 may have another one.

    Returns
    -------
    dict of row to list of positions in the header
        Cells that were refused, so that nothing else is said about them.
    """
    torn: dict[int, list[int]] = {}
    cells = [
        *((place, ERROR, value, "error-value") for place, value in marks.errors.items()),
        *((place, UNCALCULATED, None, "formula-without-result") for place in sorted(marks.uncalculated)),
    ]
    for (row, column), message, value, code in cells:
        if fixes.says(row, column - table.left, value or ""):
            continue
        name = table.name_at(row, column)
        if name is not None:
            torn.setdefault(row, []).append(column - table.left)
            complaints.add(table.file, message, row=row, column=name, value=value, code=code)
        elif row == table.header_row:
            complaints.add(table.file, message, row=row, column=letters(column), value=value, code=code)
    for first, last in marks.merged.items():
        if not (first[0] > table.header_row and fixes.fills(first, last)):
            for row, at in _refuse_merged(first, last, table, complaints):
                torn.setdefault(row, []).append(at)
    for row, column in sorted(marks.zeros) if is_doubtful else []:
        name = table.name_at(row, column)
        if name is not None and not fixes.says(row, column - table.left, "0"):
            complaints.findings.add(
                "uncertain-formula",
                Place(table.file, row, name, "0"),
                "the cell holds a formula, and the program that wrote the file may have put 0 in place of its result",
                done="it is read as 0",
                todo="open the workbook in Excel or LibreOffice and save it",
            )
    _tell_hidden(marks, table, fixes, complaints)
    return torn


def tell_hidden_row(place: Place, complaints: Complaints) -> None:
    """Doubt a row that is read although nobody sees it."""
    complaints.findings.add(
        "hidden-rows",
        place,
        "the row is hidden, by hand or by a filter",
        done="it is read like all others",
        todo="show all rows, and delete those that are not meant",
    )


def _tell_hidden(marks: Marks, table: Table, fixes: Said, complaints: Complaints) -> None:
    """Name hidden rows that stay."""
    for row in sorted(marks.hidden_rows):
        if row > table.header_row and row not in fixes.left_out:
            tell_hidden_row(Place(table.file, row), complaints)


def _refuse_merged(
    first: tuple[int, int], last: tuple[int, int], table: Table, complaints: Complaints
) -> list[tuple[int, int]]:
    """Refuse merged cells in a column that is read, where they read as empty; gives back where they are."""
    places = [at for at in sorted(table.columns) if first[1] <= at + table.left <= last[1]]
    names = [table.columns[at] for at in places]
    top = max(first[0], table.header_row + 1)
    if not names or last[0] < top:
        return []
    is_first_cell = top == last[0] == first[0] and names == [table.columns.get(first[1] - table.left)]
    if is_first_cell:
        return []  # its value is there, and its neighbours are not read
    area = f"{letters(first[1])}{first[0]}:{letters(last[1])}{last[0]}"
    complaints.add(
        table.file,
        f"the cells {area} are merged, so all but the first read as empty; unmerge them, and write the value into each "
        "cell that it is meant for",
        row=top,
        column=names[0],
        code="merged-cells",
    )
    return [(row, at) for row in range(top, min(last[0], top + MAX_ERRORS) + 1) for at in places]


def letters(column: int) -> str:
    """What a spreadsheet calls a column, from 0."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
