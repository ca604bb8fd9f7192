"""What somebody has said on a page about a roster that was refused, put in place while the roster is read again.

The files themselves stay as they were sent: what is said goes along with them, and counts before what stands there. So
nothing is rewritten between two pages, and a mended roster passes every check that any other one does.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.intake.columns.cell_types import Kind, Sheet, bare
from app.intake.columns.cells import LINE_BREAK
from app.intake.columns.slash_dates import SLASHES
from app.intake.errors import refused
from app.intake.findings import shown
from app.intake.formats.marks import letters
from app.intake.formats.workbook_parts import Marks
from app.intake.limits import MAX_FIXES

CELL, ROW, ALL, OF, COLUMN, IS, FILL, SHEET, HIDDEN, DATES, WEIGHT = (
    "fix",
    "out",
    "all",
    "of",
    "column",
    "is",
    "fill",
    "sheet",
    "hidden",
    "dates",
    "weight",
)
"""What can be said, each by the name of a field of a form and the text in it:

- ``fix:SHEET:ROW:COLUMN``: what the cell holds;
- ``out:SHEET:ROW``: any text: the row is left out;
- ``all:SHEET:COLUMN:VALUE``: what is written instead of the value, wherever it stands in the column;
- ``of:SHEET:COLUMN:ID``: what the cell holds in the row of that id;
- ``column:SHEET:NAME``: what a column of that name is called in a roster;
- ``is:SHEET:COLUMN``: the name of the column that is meant;
- ``is:SHEET``: the name of the sheet that is meant;
- ``fill:SHEET:ROW:COLUMN``: any text: the value of the cell stands in each of those that are merged with it;
- ``sheet:NAME``: which sheet of a roster the sheet of that name is;
- ``hidden:SHEET``: any text: hidden rows are left out;
- ``dates:SHEET:COLUMN``: ``day-first`` or ``month-first``;
- ``weight:TYPE``: hours of a type of case that no sheet has a weight for.
"""
KINDS = frozenset({CELL, ROW, ALL, OF, COLUMN, IS, FILL, SHEET, HIDDEN, DATES, WEIGHT})
DAY_FIRST, MONTH_FIRST = "day-first", "month-first"
FOLDED = frozenset({Kind.NAME, Kind.NAMES})
LISTS = frozenset({Kind.NAMES, Kind.REFERENCES})

MOST_DIGITS = 8
"""Of the number of a row that travels with a page."""
UNMARKED = Marks()

Text = Callable[[Any], str]
"""A cell as a person sees it."""


@dataclass(frozen=True, slots=True)
class Fixes:
    """Everything that was said.

    Attributes
    ----------
    said : mapping of name to text
        Names as of :data:`CELL` and its like.

    Raises
    ------
    RosterRefused
        It is more than ``MAX_FIXES``.
    """

    said: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len(self.said) > MAX_FIXES:
            raise refused(
                "the page", f"was told more than {MAX_FIXES:,} things; mend the roster in the file that it came from"
            )

    def __bool__(self) -> bool:
        return bool(self.said)

    def of(self, sheet: Sheet) -> SheetFixes:
        """What was said about one sheet."""
        found = SheetFixes(sheet)
        for name, text in self.said.items():
            kind, _, rest = name.partition(":")
            about, _, rest = rest.partition(":")
            if about == sheet.name:
                found.take(kind, rest, text)
        return found

    @property
    def sheet_of(self) -> dict[str, str]:
        """Name of a sheet of a file → the sheet of a roster that it is."""
        found = {}
        for name, text in self.said.items():
            kind, _, about = name.partition(":")
            if kind == SHEET and text:
                found[about] = text
            elif kind == IS and text and ":" not in about:
                found[text] = about
        return found

    @property
    def weights(self) -> dict[str, str]:
        """Type of case → hours, as they were typed."""
        found = {name.removeprefix(f"{WEIGHT}:"): text.strip() for name, text in self.said.items()}
        return {name: text for name, text in found.items() if text and f"{WEIGHT}:{name}" in self.said}


AS_IT_STANDS = Fixes()


class SheetFixes:
    """What was said about one sheet, put in place row by row: first :meth:`header`, then :meth:`row` for each."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.left_out: set[int] = set()
        self.leaves_hidden_out = False
        self._cells: dict[int, dict[str, str]] = {}
        self._instead: dict[str, dict[str, str]] = {}
        self._of: dict[str, dict[str, str]] = {}
        self._column_of: dict[str, str] = {}
        self._dates: dict[str, str] = {}
        self._filled: set[tuple[int, str]] = set()
        self._at: dict[str, int] = {}
        self._left = 0
        self._areas: list[tuple[int, int, int]] = []
        self._above: dict[int, Any] = {}

    def __bool__(self) -> bool:
        return self.leaves_hidden_out or any(
            (self.left_out, self._cells, self._instead, self._of, self._column_of, self._dates, self._filled)
        )

    def take(self, kind: str, rest: str, text: str) -> None:
        """One thing that was said; ``rest`` is its name after the sheet."""
        first, _, last = rest.partition(":")
        row = int(first) if first.isascii() and first.isdecimal() and len(first) <= MOST_DIGITS else None
        if kind == CELL and row is not None:
            self._cells.setdefault(row, {})[last] = text.strip()
        elif kind == ROW and row is not None and text:
            self.left_out.add(row)
        elif kind == FILL and row is not None and text:
            self._filled.add((row, bare(last)))
        elif kind == ALL and text.strip() != last:
            self._instead.setdefault(bare(first), {})[self._key(first, last)] = text.strip()
        elif kind == OF and text.strip():
            self._of.setdefault(last, {})[bare(first)] = text.strip()
        elif kind == COLUMN and text:
            self._column_of[bare(rest)] = text
        elif kind == IS and rest and text:
            self._column_of[bare(text)] = rest
        elif kind == DATES and text in {DAY_FIRST, MONTH_FIRST}:
            self._dates[bare(first)] = text
        elif kind == HIDDEN and text:
            self.leaves_hidden_out = True

    def header(self, names: Sequence[str], row: int, *, left: int = 0, marks: Marks = UNMARKED) -> list[str]:
        """The header with the names that were meant.

        Parameters
        ----------
        names : sequence of str
        row : int
        left : int
            Column of the first name, from 0.
        marks : Marks
            Where cells are merged and rows hidden.
        """
        self._left = left
        self._at = {bare(name): at for at, name in reversed(list(enumerate(names))) if name.strip()}
        meant = [self._column_of.get(bare(name), name) if name.strip() else name for name in names]
        for column, text in self._cells.pop(row, {}).items():
            at = self.position(column)
            if at is not None and at < len(meant) and text != shown(meant[at].strip()):
                meant[at] = text
        self._at |= {bare(name): at for at, name in reversed(list(enumerate(meant))) if name.strip()}
        if self.leaves_hidden_out:
            self.left_out |= {each for each in marks.hidden_rows if each > row}
        for first, last in marks.merged.items():
            if first[0] > row and self.fills(first, last):
                self._areas.append((first[0], last[0], first[1] - left))
        return meant

    def position(self, column: str) -> int | None:
        """Where a column is in the header: by its name or, where it has none, by its letters."""
        found = self._at.get(bare(column))
        if found is None and column.isascii() and column.isalpha() and column.isupper() and len(column) <= 2:
            found = next((at for at in range(26 * 27 - self._left) if letters(at + self._left) == column), None)
        return found

    def says(self, row: int, at: int, now: str) -> bool:
        """Whether it was said what a cell holds, or that its row is left out.

        Parameters
        ----------
        row : int
        at : int
            Position in the header.
        now : str
            What a page shows of the cell; where that was left as it is, nothing was said.
        """
        if row in self.left_out:
            return True
        typed = self._cells.get(row, {}).items()
        return any(text != now and self.position(column) == at for column, text in typed)

    def fills(self, first: tuple[int, int], last: tuple[int, int]) -> bool:
        """Whether the value of the first of merged cells of one column stands in each of them."""
        at = first[1] - self._left
        return first[1] == last[1] and any(
            row == first[0] and self.position(column) == at for row, column in self._filled
        )

    def row(self, number: int, cells: list[Any], text: Text = str) -> bool:
        """Put in place what was said about a row; whether the row stays.

        Parameters
        ----------
        number : int
            As a person sees it.
        cells : list
            Changed in place.
        text : callable
        """
        for first, last, at in self._areas:
            if number == first:
                self._above[at] = cells[at]
            elif first < number <= last:
                cells[at] = self._above[at]
        if number in self.left_out:
            return False
        for column, typed in self._cells.get(number, {}).items():
            self._put(cells, column, typed, text)
        ids = self._at.get(bare(self.sheet.columns[0].name), len(cells))
        if self._of and ids < len(cells):
            for column, typed in self._of.get(shown(text(cells[ids]).strip()), {}).items():
                self._put(cells, column, typed, text)
        for column, instead in self._instead.items():
            where = self._at.get(column, len(cells))
            if where < len(cells):
                cells[where] = self._replaced(column, cells[where], instead, text)
        for column, order in self._dates.items():
            where = self._at.get(column, len(cells))
            if where < len(cells) and isinstance(cells[where], str):
                cells[where] = _iso(cells[where], is_day_first=order == DAY_FIRST)
        return True

    def _put(self, cells: list[Any], column: str, typed: str, text: Text) -> None:
        at = self.position(column)
        # A value that was left as the page showed it stays what it is, even where the page showed a part of it.
        if at is not None and at < len(cells) and typed != shown(text(cells[at]).strip()):
            cells[at] = typed

    def _replaced(self, column: str, cell: Any, instead: Mapping[str, str], text: Text) -> Any:
        whole = text(cell).strip()
        key = self._key(column, shown(whole))
        if key in instead:
            return instead[key]
        known = self.sheet.column(column)
        if known is None or known.kind not in LISTS:
            return cell
        entries = [entry.strip() for entry in LINE_BREAK.sub(";", whole).split(";")]
        meant = [instead.get(self._key(column, shown(entry)), entry) for entry in entries]
        return cell if meant == entries else "; ".join(filter(None, meant))

    def _key(self, column: str, value: str) -> str:
        """A value as the reader of its column compares it."""
        known = self.sheet.column(column)
        value = unicodedata.normalize("NFC", value.strip())
        return value.casefold() if known is not None and known.kind in FOLDED else value


def _iso(text: str, *, is_day_first: bool) -> str:
    """A date with slashes as 2026-11-24; anything else, and a day that never was, as it stands."""
    match = SLASHES.fullmatch(text.strip())
    if match is None:
        return text
    first, second, year = int(match[1]), int(match[2]), int(match[3])
    month, day = (second, first) if is_day_first else (first, second)
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return text
