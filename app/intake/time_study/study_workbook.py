"""A workbook of a study, read in a confined child of its own: its sheets as tables of text."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from app.confined import Child
from app.intake.columns.parse import Batch
from app.intake.errors import Complaints
from app.intake.formats.foreign_workbooks import is_workbook as starts_like_workbook
from app.intake.formats.foreign_workbooks import workbook_tables
from app.intake.formats.raw_tables import RawTable
from app.intake.formats.workbook_parts import look_at
from app.intake.formats.workbook_source import with_limits

BASE_BYTES = 384 << 20
"""Address space for reading a workbook of no size at all."""
BYTES_PER_BYTE = 30
"""Address space for each unpacked byte on top of what the reader itself takes: every cell becomes a text."""
BATCH_ROWS = 5_000
SIGN = 8
"""Bytes that show what a file is."""


def is_workbook(stream: BinaryIO) -> bool:
    """Whether a file is an archive or an old workbook, whatever its name says."""
    start = stream.read(SIGN)
    stream.seek(0)
    return starts_like_workbook(start)


def sheets_in(content: Path | bytes, file: str, complaints: Complaints) -> list[StudySheet]:
    """The sheets of a workbook that hold anything.

    Raises
    ------
    RosterRefused
        It is none, or too large.
    """
    with content.open("rb") if isinstance(content, Path) else io.BytesIO(content) as stream:
        parts = look_at(stream, file)
    room = BASE_BYTES + BYTES_PER_BYTE * parts.unpacked_bytes
    tables: list[RawTable] = with_limits(tables_in_child, (content, file), room, parts, file)
    return [StudySheet(table, complaints) for table in tables if any(map(any, table.rows))]


def tables_in_child(child: Child | None, content: Path | bytes, file: str) -> list[RawTable]:
    """What the confined child does."""
    del child
    return workbook_tables(content.read_bytes() if isinstance(content, Path) else content, file)


class StudySheet:
    """One sheet: the first row that holds anything is its header. Messages name the workbook and the sheet.

    Parameters
    ----------
    table : RawTable
        With at least one cell that holds something.
    complaints : Complaints
    """

    comma = False

    def __init__(self, table: RawTable, complaints: Complaints) -> None:
        self.file, self.called = table.name, table.sheet
        self._complaints = complaints
        self._rows = [(row, cells) for row, cells in zip(table.numbers, table.rows, strict=True) if any(cells)]
        header = list(self._rows.pop(0)[1])
        while not header[-1]:
            header.pop()
        self.header: Sequence[str] = header
        hidden = len(table.hidden_rows)
        self.notes = [f"{self.file}: {hidden:,} rows are hidden there, and were read."] if hidden else []

    def batches(self) -> Iterator[Batch]:
        """The rows below the header that hold anything."""
        width = len(self.header)
        for first in range(0, len(self._rows), BATCH_ROWS):
            rows = self._rows[first : first + BATCH_ROWS]
            cells = [[*each[:width], *[""] * (width - len(each))] for _, each in rows]
            for row, each in rows:
                if any(each[width:]):
                    why = "has a value beyond the columns that have a name; name its column, or leave it out"
                    self._complaints.add(self.file, why, row=row)
            yield Batch([row for row, _ in rows], list(zip(*cells, strict=True)))
