"""CSV as people and Excel write it: any line ends, comma or semicolon, with or without BOM, UTF-8 only."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import BinaryIO

from app.intake.columns.parse import Batch
from app.intake.errors import Complaints, refused
from app.intake.limits import MAX_BLANK_ROWS, MAX_LINE_BYTES, MAX_ROWS
from app.intake.mending.fixes import SheetFixes

BLOCK_BYTES = 1 << 20
BATCH_ROWS = 300
"""Few enough to stay in the processor's cache, and, with their iterators, below the 700 objects that start a
garbage collection."""
OTHER_ENCODINGS = ((codecs.BOM_UTF16_LE, "UTF-16"), (codecs.BOM_UTF16_BE, "UTF-16"))
SAVE_AS = "save it as “CSV UTF-8 (comma delimited)”"


class CsvSource:
    """One CSV file, read once from front to back in blocks.

    Parameters
    ----------
    file : str
        As messages name it.
    stream : binary file
    complaints : Complaints
    fixes : SheetFixes, optional
        What somebody has said of it since.

    Raises
    ------
    RosterRefused
        Where the bytes are no CSV at all: another encoding, NUL bytes, an endless line, quotes that never close.
    """

    def __init__(self, file: str, stream: BinaryIO, complaints: Complaints, fixes: SheetFixes | None = None) -> None:
        self.file = file
        self._fixes = fixes
        self.complaints = complaints
        lines = chain.from_iterable(_blocks(file, stream))
        first, self.header_row = next(lines, ""), 1
        if first.strip().casefold() in {"sep=;", "sep=,"}:  # Excel's own hint; it shows the file without that line
            first = next(lines, "")
        while first and not first.strip(' \t\r\n",;'):
            first, self.header_row = next(lines, ""), self.header_row + 1
        self.delimiter = self._delimiter_of(first)
        self.comma = self.delimiter == ";"
        self._records = csv.reader(chain([first], lines), delimiter=self.delimiter, strict=True)
        self._row = self.header_row - 1
        self._blank = 0
        self.header: Sequence[str] = next(iter(self._take(1)), [])
        self._row = self.header_row
        if self._fixes:
            self.header = self._fixes.header(self.header, self.header_row)
        while self.header and not any(name.strip() for name in self.header[-1:]):
            self.header = self.header[:-1]

    def batches(self) -> Iterator[Batch]:
        """The rows below the header, without those that hold nothing or nothing but spaces."""
        width = len(self.header)
        while records := self._take(BATCH_ROWS):
            first = self._row + 1
            self._row += len(records)
            if self._row > MAX_ROWS:
                raise refused(self.file, f"has more than {MAX_ROWS:,} rows")
            rows: Sequence[int] = range(first, first + len(records))
            if self._fixes:
                rows = [row for row, record in zip(rows, records, strict=True) if self._fixes.row(row, record)]
                records = [record for row, record in enumerate(records, first) if row not in self._fixes.left_out]
            if not records:
                continue
            if (
                set(map(len, records)) != {width}
                or not all(map(any, records))
                or any(map(str.isspace, [record[0] for record in records]))  # perhaps nothing but spaces
            ):
                rows, records = self._without_odd_rows(rows, records, width)
            columns: list[Sequence[str]] = list(zip(*records, strict=True))
            records.clear()
            if columns:
                yield Batch(rows, columns)

    def _without_odd_rows(
        self, rows: Sequence[int], records: list[list[str]], width: int
    ) -> tuple[list[int], list[list[str]]]:
        """Leave out empty rows, forgive empty cells beyond the header, complain about rows that do not fit it."""
        if self._blank > MAX_BLANK_ROWS:
            raise refused(self.file, f"has more than {MAX_BLANK_ROWS:,} empty rows; delete them")
        self.complaints.refuse_if_hopeless(self.file)
        kept_rows, kept = [], []
        for row, record in zip(rows, records, strict=True):
            if not any(map(str.strip, record)):
                self._blank += 1
                continue
            if len(record) < width or any(cell.strip() for cell in record[width:]):
                self.complaints.add(self.file, self._misfit(len(record), width), row=row)
                continue
            kept_rows.append(row)
            kept.append(record[:width])
        return kept_rows, kept

    def _misfit(self, found: int, width: int) -> str:
        word = "comma" if self.delimiter == "," else "semicolon"
        why = f"put a value that holds a {word} in double quotes" if found > width else f"add the missing {word}s"
        return f"has {found} values where the header has {width} columns; {why}"

    def _take(self, count: int) -> list[list[str]]:
        records: list[list[str]] = []
        try:
            records.extend(islice(self._records, count))  # what was read before an error stays in the list
        except csv.Error as error:
            raise refused(
                self.file,
                f"has broken quotes ({error}): a value that holds a double quote stands in double quotes as a whole, "
                "and the quote inside is written twice",
                row=self._row + len(records) + 1,
            ) from error
        return records

    def _delimiter_of(self, header: str) -> str:
        if ";" in header:
            return ";"
        if "\t" in header and "," not in header:
            raise refused(self.file, f"is separated by tabs; {SAVE_AS}")
        return ","


def _blocks(file: str, stream: BinaryIO) -> Iterator[io.StringIO]:
    """Lines with their ends, decoded block by block; a block is cut at a line end, so no character is torn."""
    rest = stream.read(4)
    for mark, name in OTHER_ENCODINGS:
        if rest.startswith(mark):
            raise refused(file, f"is encoded as {name}, not as UTF-8; {SAVE_AS}")
    rest = rest.removeprefix(codecs.BOM_UTF8)
    line = 1
    while block := stream.read(BLOCK_BYTES):
        rest += block
        cut = max(rest.rfind(b"\n"), rest.rfind(b"\r", 0, -1)) + 1
        if not cut and len(rest) > MAX_LINE_BYTES:
            raise refused(file, f"has a line of more than {MAX_LINE_BYTES >> 20} MB; is it a CSV file?", row=line)
        text = _decoded(file, rest[:cut], line)
        rest = rest[cut:]
        line += text.count("\n")
        yield io.StringIO(text, newline="")
    yield io.StringIO(_decoded(file, rest, line), newline="")


def _decoded(file: str, data: bytes, line: int) -> str:
    at = data.find(b"\0")
    if at >= 0:
        line += data.count(b"\n", 0, at)
        raise refused(file, "holds a NUL byte, which no text file does; is it a CSV file?", row=line)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line += data.count(b"\n", 0, error.start)
        begin = max(data.rfind(b"\n", 0, error.start), data.rfind(b"\r", 0, error.start)) + 1
        near = data[max(begin, error.start - 20) : error.start + 20].splitlines()[0].decode("cp1252", "replace")
        raise refused(
            file,
            f"is not UTF-8; it looks like Windows-1252 (cp1252), the plain “CSV” of Excel; {SAVE_AS}",
            row=line,
            value=near,
        ) from error
