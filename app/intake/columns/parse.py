"""Whole columns of text to arrays: every distinct text is parsed once, whatever the number of rows.

A sheet arrives as batches of columns. Each column looks its texts up in a dictionary that parses a text when it first
sees it; texts that are refused are remembered with their message, and their rows are searched only in batches where
there are any. So there is one path for good rows and for bad ones, and it is fast for good ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from app.intake.columns.arrays import Coded
from app.intake.columns.cell_types import BAD, DECIMALS, Column, Kind, Sheet
from app.intake.columns.cells import GROUPED
from app.intake.columns.ids import read_ids
from app.intake.columns.no_values import REFUSED, unwrapped
from app.intake.columns.slash_dates import SlashDates
from app.intake.errors import BadValue, Complaints
from app.intake.findings import Place
from app.intake.limits import MAX_ERRORS
from solver.arrays import Ints

MEMO_SIZE = 400_000
"""Distinct texts of one column that are remembered at a time."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of a sheet, by columns.

    Attributes
    ----------
    rows : sequence of int
        Row numbers as a person sees them.
    cells : list of sequences of str
        One per column of the header, each as long as ``rows``.
    """

    rows: Sequence[int]
    cells: list[Sequence[str]]


class Source(Protocol):
    """A file that holds one sheet."""

    file: str
    """As messages name it."""
    header: Sequence[str]
    header_row: int
    comma: bool
    """Whether numbers may have a decimal comma."""

    def batches(self) -> Iterator[Batch]:
        """The rows, in order."""
        ...


class Memo(dict[str, int]):
    """Text of a cell → its number. ``found`` holds what the numbers of a coded kind stand for."""

    def __init__(self, column: Column, *, comma: bool) -> None:
        super().__init__()
        self.column = column
        self.comma = comma and column.kind in DECIMALS
        self.parse = column.kind.parser(comma=comma)
        self.folds = column.kind in {Kind.NAME, Kind.NAMES}
        self.slashes = SlashDates()
        self.found: list[Any] = []
        self.code_of: dict[Any, int] = {}
        self.bad: dict[str, BadValue] = {}
        self.writes_commas = False
        self.writes_points = False
        self.grouped: set[str] = set()
        self.grouped_at: list[tuple[int, str]] = []

    def __missing__(self, text: str) -> int:
        number = self._read(text)
        self[text] = number
        return number

    def _read(self, text: str) -> int:
        trimmed = text.strip()
        if trimmed == REFUSED:
            return BAD
        try:
            if not trimmed and self.column.required:
                raise BadValue("is empty, but every row needs a value here")  # noqa: TRY301 - as the parsers do
            trimmed = unwrapped(trimmed)
            if self.column.kind is Kind.DATE and (number := self.slashes.number_of(trimmed)) is not None:
                return number
            value = self.parse(trimmed) if trimmed else None
        except BadValue as error:
            self.bad[text] = error
            return BAD
        if self.comma:
            self.writes_commas = self.writes_commas or "," in trimmed
            if GROUPED.fullmatch(trimmed):
                self.grouped.add(text)
            else:
                self.writes_points = self.writes_points or "." in trimmed
        if value is None or value == ():  # a list of nothing but separators is empty
            return self.column.default
        return self._code(value) if self.column.kind.is_coded else int(value)

    def _code(self, value: Any) -> int:
        code = self.code_of.setdefault(self._key(value), len(self.found))
        if code == len(self.found):
            self.found.append(value)
        return code

    def _key(self, value: Any) -> Any:
        if not self.folds:
            return value
        return value.casefold() if isinstance(value, str) else frozenset(entry.casefold() for entry in value)


@dataclass(frozen=True, slots=True)
class Read:
    """One column of a sheet that was read.

    Attributes
    ----------
    numbers : int64 or int32 array, shape (rows,)
        Values, or positions in ``values`` for a coded kind; ``BLANK`` and ``BAD`` where there is none.
    values : tuple
        Distinct values of a coded kind, in the order in which they first occur.
    """

    numbers: NDArray[Any]
    values: tuple[Any, ...] = ()


@dataclass(slots=True)
class SheetData:
    """A sheet that was read: columns as arrays, ids as texts.

    Attributes
    ----------
    file : str
    rows : int64 array
        Row numbers as a person sees them.
    ids : list of str
        The first column where it is an id.
    columns : dict of str to Read
        Every column of the schema, also those that the file does not have.
    present : frozenset of str
        Columns that the file has.
    grouped : tuple of (row, column, text)
        The first numbers as 1.776, of a file that may write decimal commas.
    writes_commas : bool
        Some number has a decimal comma.
    writes_points : bool
        Some number has a decimal point, and not three digits behind it.
    header_row : int
    """

    sheet: Sheet
    file: str
    rows: Ints
    ids: list[str]
    columns: dict[str, Read]
    present: frozenset[str]
    grouped: tuple[tuple[int, str, str], ...] = ()
    writes_commas: bool = False
    writes_points: bool = False
    header_row: int = 1

    @property
    def is_without_ids(self) -> bool:
        """Whether the column of the ids is missing."""
        return self.sheet.columns[0].name not in self.present

    def __len__(self) -> int:
        return len(self.rows)

    def numbers(self, name: str) -> Ints:
        """Numbers of a column."""
        return self.columns[name].numbers

    def coded(self, name: str) -> Coded[Any]:
        """A column of texts or lists."""
        column = self.columns[name]
        return Coded(column.numbers, column.values)

    def row(self, at: int) -> int:
        """Row as a person sees it."""
        return int(self.rows[at])


def read_columns(sheet: Sheet, source: Source, places: dict[int, Column], complaints: Complaints) -> SheetData:
    """Read all rows of a source; ``places`` says which position of the header holds which column."""
    memos = {at: Memo(column, comma=source.comma) for at, column in places.items() if column.kind is not Kind.ID}
    chunks: dict[int, list[NDArray[Any]]] = {at: [] for at in memos}
    ids: list[str] = []
    rows: list[NDArray[Any]] = []
    for batch in source.batches():
        complaints.refuse_if_hopeless(source.file)
        rows.append(np.asarray(batch.rows, np.int64))
        for at, column in places.items():
            texts = batch.cells[at]
            if column.kind is Kind.ID:
                ids.extend(read_ids(column, texts, batch.rows, source.file, complaints))
                continue
            memo = memos[at]
            width = np.int32 if column.kind.is_coded else np.int64
            if texts[0] == texts[-1] and texts.count(texts[0]) == len(texts):
                chunks[at].append(np.full(len(texts), memo[texts[0]], width))
            else:
                chunks[at].append(np.fromiter(map(memo.__getitem__, texts), width, len(texts)))
            if memo.bad:
                _complain(memo, texts, batch.rows, source.file, complaints)
            if memo.grouped and len(memo.grouped_at) < MAX_ERRORS:
                memo.grouped_at += [cell for cell in zip(batch.rows, texts, strict=True) if cell[1] in memo.grouped]
            if len(memo) > MEMO_SIZE:
                memo.clear()
    if any(memo.writes_commas for memo in memos.values()):
        _complain_about_grouped(list(memos.values()), source.file, complaints)
    row_numbers = np.concatenate(rows) if rows else np.zeros(0, np.int64)
    read = {places[at].name: _joined(memo, chunks[at]) for at, memo in memos.items()}
    _resolve_dates(memos.values(), read, row_numbers, source.file, complaints)
    for column in sheet.columns:
        if column.name not in read and column.kind is not Kind.ID:
            read[column.name] = _absent(column, len(row_numbers))
    if not ids:
        ids = [""] * len(row_numbers)
    return SheetData(
        sheet,
        source.file,
        row_numbers,
        ids,
        read,
        frozenset(c.name for c in places.values()),
        tuple((row, memo.column.name, text.strip()) for memo in memos.values() for row, text in memo.grouped_at),
        any(memo.writes_commas for memo in memos.values()),
        any(memo.writes_points for memo in memos.values()),
        source.header_row,
    )


def without_rows(sheet: Sheet, file: str) -> SheetData:
    """A sheet that has none."""
    columns = {column.name: _absent(column, 0) for column in sheet.columns}
    return SheetData(sheet, file, np.zeros(0, np.int64), [], columns, frozenset())


def _joined(memo: Memo, chunks: list[NDArray[Any]]) -> Read:
    kind = memo.column.kind
    width: Any = np.int32 if kind.is_coded else np.int8 if kind in {Kind.PRIORITY, Kind.YES_NO} else np.int64
    numbers = np.concatenate(chunks).astype(width, copy=False) if chunks else np.zeros(0, width)
    return Read(numbers, tuple(memo.found))


def _resolve_dates(memos: Iterable[Memo], read: dict[str, Read], rows: Ints, file: str, complaints: Complaints) -> None:
    """Dates with slashes are known once all of a column are."""
    for memo in memos:
        name = memo.column.name
        if memo.column.kind is Kind.DATE:
            numbers = memo.slashes.resolved(read[name].numbers, rows, Place(file, None, name), complaints)
            read[name] = replace(read[name], numbers=numbers)


def _absent(column: Column, length: int) -> Read:
    width: Any = np.int32 if column.kind.is_coded else np.int64
    # The lack of a required column was told once; it is not told again for every row.
    return Read(np.full(length, BAD if column.required else column.default, width))


def _complain(memo: Memo, texts: Sequence[str], rows: Sequence[int], file: str, complaints: Complaints) -> None:
    bad = memo.bad
    for row, text in zip(rows, texts, strict=True):
        if text in bad:
            error = bad[text]
            complaints.add(file, str(error), row=row, column=memo.column.name, value=text.strip(), code=error.code)


def _complain_about_grouped(memos: list[Memo], file: str, complaints: Complaints) -> None:
    """Where numbers are written with decimal commas, a point may separate thousands."""
    for memo in memos:
        for row, text in memo.grouped_at:
            message = (
                "could be read in two ways, since this file writes decimal commas; write 1,5 or 1500 instead of 1.500"
            )
            complaints.add(file, message, row=row, column=memo.column.name, value=text.strip())
