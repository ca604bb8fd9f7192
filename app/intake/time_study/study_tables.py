"""One file of a study: its header recognised, its columns read as numbers, its errors with their places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Protocol

import numpy as np
from numpy.typing import NDArray

from app.intake.columns.parse import Batch
from app.intake.errors import BadValue, Complaints, refused
from app.intake.formats.csv_source import CsvSource
from app.intake.formats.raw_tables import INSTEAD, NO_TABLES
from app.intake.recognition.values.dates import Order
from app.intake.time_study.cell_codes import Codes, Moments, Numbers, Texts
from app.intake.time_study.columns import TABLES, Recognised, StudyTable, recognise
from app.intake.time_study.xes import XesSource

NO_CASE = frozenset({"none", "no case", "non-case", "non case", "noncase", "-", "n/a"})
"""What people write as the type of time that belongs to no case; an empty cell says the same."""
XES = ".xes"
SIGNS, BLANK = 1024, b"\xef\xbb\xbf \t\r\n"
"""How much of a file shows what it is, and what may stand before that."""
DATED = frozenset({"date", "week", "date_opened", "date_closed"})
MOMENTS = frozenset({"start", "complete"})


class TableSource(Protocol):
    """One table of a file, whichever kind of file: a header, and rows below it."""

    file: str
    comma: bool
    header: Sequence[str]

    def batches(self) -> Iterator[Batch]:
        """The rows, column by column."""
        ...


class Reader(Protocol):
    """Reads one column."""

    def of(self, texts: Sequence[str]) -> list[Any]:
        """A number for each text; raises ``BadValue``."""
        ...


@dataclass(slots=True)
class Names:
    """What is numbered in the same way in all files of a study."""

    officer_id: Codes = field(default_factory=Codes)
    case_type: Codes = field(default_factory=lambda: Codes(NO_CASE))
    case_id: Codes = field(default_factory=Codes)
    activity: Codes = field(default_factory=Codes)
    group: Codes = field(default_factory=Codes)
    panellist: Codes = field(default_factory=Codes)


@dataclass(slots=True)
class ReadTable:
    """A file, read.

    Attributes
    ----------
    file : str
    recognised : Recognised
    columns : dict of str to list of arrays
        One a batch.
    rows : list of batches of row numbers
    texts : dict of str to Texts
        Columns that are understood once all of them are known.
    comma : bool
    """

    file: str
    recognised: Recognised
    columns: dict[str, list[NDArray[Any]]]
    rows: list[Sequence[int]]
    texts: dict[str, Texts]
    comma: bool

    @property
    def table(self) -> StudyTable:
        """What it is."""
        return self.recognised.table

    def row(self, at: int) -> int:
        """Row of the file, as a person sees it, of the row at a position."""
        for rows in self.rows:
            if at < len(rows):
                return rows[at]
            at -= len(rows)
        raise IndexError(at)


def read_table(
    file: str,
    stream: BinaryIO,
    names: Names,
    complaints: Complaints,
    tables: Sequence[StudyTable] = TABLES,
    dates: Order | None = None,
) -> ReadTable:
    """Read one CSV file of a study, or an XES log.

    Parameters
    ----------
    tables : sequence of StudyTable
        Those that it may be.
    dates : Order, optional
        What comes first in dates that do not show it.

    Raises
    ------
    RosterRefused
        Where it is no CSV, or none of the tables. What single cells have wrong is added to ``complaints``.
    """
    source = XesSource(file, stream) if _is_xes(file, stream) else CsvSource(file, stream, complaints)
    found = recognise(file, source.header, tables)
    if found is None:
        raise refused(file, no_table(tables))
    return read_columns(source, found, names, complaints, dates)


def _is_xes(file: str, stream: BinaryIO) -> bool:
    """Whether it is XML, by its name or its first sign; refuses what is packed, or no table at all."""
    start = stream.read(SIGNS).lstrip(BLANK)
    stream.seek(0)
    strange = next((what for mark, what in NO_TABLES.items() if start.startswith(mark)), None)
    if strange is not None:
        raise refused(file, f"is {strange} and no table; {INSTEAD}")
    return file.lower().endswith(XES) or start.startswith(b"<")


def no_table(tables: Sequence[StudyTable]) -> str:
    """What is said of a table that is none of these."""
    return f"is no table of a time study: a column that each of them needs is not there ({wanted(tables)})"


def wanted(tables: Sequence[StudyTable]) -> str:
    """The columns that each table needs."""
    return "; ".join(f"{table.name}: {_needs(table)}" for table in tables)


def read_columns(
    source: TableSource, found: Recognised, names: Names, complaints: Complaints, dates: Order | None
) -> ReadTable:
    """Read the columns of a table that is recognised. What single cells have wrong is added to ``complaints``."""
    file = source.file
    texts = {name: Texts(dates) for name in found.at if name in DATED}
    readers = {name: texts.get(name) or _reader(name, names, comma=source.comma) for name in found.at}
    out = ReadTable(file, found, {name: [] for name in found.at}, [], texts, source.comma)
    for batch in source.batches():
        out.rows.append(batch.rows)
        for name, at in found.at.items():
            cells = batch.cells[at]
            try:
                read = readers[name].of(cells)
            except BadValue:
                read = _one_by_one(readers[name], batch, (file, source.header[at], at), complaints)
            out.columns[name].append(np.array(read))  # a tenth of the memory of a list of numbers
    complaints.refuse_if_hopeless(file)
    return out


def _reader(name: str, names: Names, *, comma: bool) -> Reader:
    if name in MOMENTS:
        return Moments()
    named: Reader | None = getattr(names, name, None)
    return named or Numbers(comma=comma)


def _one_by_one(reader: Reader, batch: Batch, where: tuple[str, str, int], complaints: Complaints) -> list[Any]:
    """Read a column that has bad cells, and say where they are; what stands for them is never used."""
    file, column, at = where
    read: list[Any] = []
    for row, text in zip(batch.rows, batch.cells[at], strict=True):
        try:
            read += reader.of([text])
        except BadValue as error:
            complaints.add(file, str(error), row=row, column=column, value=text, code=error.code)
            read.append(0)
    return read


def _needs(table: StudyTable) -> str:
    return ", ".join(" or ".join(one_of) for one_of in table.needed)
