"""Bad cells, put right on the page: the sheets go along with the form as text, and what people type replaces cells.

Nothing is kept on the server in between. Only CSV that is small enough to travel with a page can be mended so; for
anything else the page says where the error is, and the file is mended where it came from.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.api.http.unpacked import Body, text_of
from app.intake.columns.cell_types import bare
from app.intake.columns.schema import BY_NAME
from app.intake.errors import BadCell

MAX_BYTES = 2 << 20
SHEET = "sheet:"
FIX = "fix:"
MOST_DIGITS = 8
"""Of the number of a row that travels with a page."""


@dataclass(frozen=True, slots=True)
class Mend:
    """One line of the table of bad cells. ``field`` is empty where nothing can be typed."""

    cell: BadCell
    field: str
    now: str


class Table:
    """One sheet as rows of text, to be changed cell by cell. Row 1 is the header."""

    def __init__(self, content: str) -> None:
        lines = content.removeprefix("\ufeff")
        first, _, rest = lines.partition("\n")
        if first.strip().casefold() in {"sep=;", "sep=,"}:
            lines, first = rest, rest.partition("\n")[0]
        self.delimiter = ";" if ";" in first else ","
        self.rows = list(csv.reader(io.StringIO(lines, newline=""), delimiter=self.delimiter))

    def place(self, row: int | None, column: str | None) -> tuple[int, int] | None:
        """Where a cell is; None where there is no such cell."""
        if row is None or column is None or not 1 <= row <= len(self.rows):
            return None
        wanted = bare(column)
        at = next((at for at, name in enumerate(self.rows[0]) if bare(name) == wanted), None)
        return None if at is None or at >= len(self.rows[row - 1]) else (row - 1, at)

    def mend(self, fixes: Iterable[tuple[int, str, str]]) -> None:
        """Put values into cells (row, column, value). An empty name in row 1 removes the column."""
        places = [(self.place(row, column), value) for row, column, value in fixes]
        dropped = set()
        for place, value in places:
            if place is not None:
                self.rows[place[0]][place[1]] = value
                if place[0] == 0 and not value.strip():
                    dropped.add(place[1])
        if dropped:
            self.rows = [[cell for at, cell in enumerate(row) if at not in dropped] for row in self.rows]

    def text(self) -> str:
        """The sheet as CSV again."""
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=self.delimiter, lineterminator="\n").writerows(self.rows)
        return out.getvalue()


def texts_of(sheets: Mapping[str, bytes]) -> dict[str, str] | None:
    """CSV sheets as text that a page can carry; None where it cannot."""
    if not sheets or not set(sheets) <= set(BY_NAME) or sum(map(len, sheets.values())) > MAX_BYTES:
        return None
    try:
        return {name: content.decode("utf-8-sig") for name, content in sheets.items()}
    except UnicodeDecodeError:
        return None


def mends_of(texts: Mapping[str, str] | None, cells: Sequence[BadCell]) -> list[Mend]:
    """What can be typed for each bad cell. A cell with two errors is offered once."""
    tables: dict[str, Table | None] = {}
    seen: set[str] = set()
    out = []
    for cell in cells:
        sheet = cell.file.removesuffix(".csv").casefold()
        if sheet not in tables:
            tables[sheet] = _table(texts, sheet)
        table = tables[sheet]
        place = table.place(cell.row, cell.column) if table is not None else None
        if table is None or place is None:
            out.append(Mend(cell, "", ""))
            continue
        name = f"{FIX}{sheet}:{cell.row}:{cell.column}"
        out.append(Mend(cell, "" if name in seen else name, table.rows[place[0]][place[1]]))
        seen.add(name)
    return out


def _table(texts: Mapping[str, str] | None, sheet: str) -> Table | None:
    if texts is None or sheet not in texts:
        return None
    try:
        return Table(texts[sheet])
    except csv.Error:
        return None


def mended(body: Body) -> dict[str, bytes] | None:
    """The sheets that came back with a page, with what was typed in place; None where the form brings files."""
    texts = {part.name.removeprefix(SHEET): text_of(part) for part in body.parts if part.name.startswith(SHEET)}
    if not texts:
        return None
    fixes: dict[str, list[tuple[int, str, str]]] = {}
    for part in body.parts:
        if part.name.startswith(FIX):
            sheet, _, place = part.name.removeprefix(FIX).partition(":")
            row, _, column = place.partition(":")
            if row.isdecimal() and len(row) <= MOST_DIGITS:
                fixes.setdefault(sheet, []).append((int(row), column, text_of(part)))
    out = {}
    for sheet, content in texts.items():
        table = Table(content)
        table.mend(fixes.get(sheet, []))
        out[sheet] = table.text().encode()
    return out
