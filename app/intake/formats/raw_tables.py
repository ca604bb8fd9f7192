"""Any file that an office exports → tables of text, each cell with its place. Nothing is understood here.

CSV in UTF-8, UTF-16 and cp1252, with commas, semicolons, tabs or bars; JSON and NDJSON as systems write them. What kind
of file it is stands in its first bytes, not in its name. Workbooks: :mod:`app.intake.formats.foreign_workbooks`.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from app.intake.columns.cell_types import bare
from app.intake.columns.cells import INVISIBLE
from app.intake.errors import refused
from app.intake.formats.json_source import parse_json, text_of
from app.intake.limits import MAX_COLUMNS, MAX_EXPORT_ROWS

DELIMITERS = ",;\t|"
SNIFFED = 200
"""Records by which a delimiter is judged."""
DELIMITER_NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
LOST_DIGITS = "#DIGITS!"
"""Text of a number of more than 15 digits, of which a spreadsheet has lost some; refused where its column is read."""
NAME_FIELDS = ("name", "displayname", "fullname", "label")
"""Fields of an object within an object that say which it is; the first that it has counts."""
UNCALCULATED = "=…"
"""Text of a formula that nobody calculated; refused like an error."""
NO_TABLES = {
    b"%PDF": "a PDF",
    b"{\\rtf": "a text of a word processor",
    b"\x1f\x8b": "packed (gzip)",
    b"7z\xbc\xaf": "packed (7z)",
}
"""First bytes of files that hold no table which can be read."""
INSTEAD = "open it in a spreadsheet and save it as .xlsx, or export it as CSV"
_WITHOUT_WIDTH = str.maketrans(dict.fromkeys(INVISIBLE, "") | {"\u00a0": " ", "\u202f": " "})


@dataclass(frozen=True, slots=True)
class RawTable:
    """One rectangle of text as it stands in a file.

    Attributes
    ----------
    file : str
        As messages name it.
    sheet : str
        Of a workbook or a JSON document; empty where the file is one table.
    rows : list of list of str
        Cells, trimmed; rows may have different lengths.
    numbers : sequence of int
        Row of each as a person sees it.
    notes : tuple of str
        How the file was read, where that is not a matter of course.
    merged : tuple of (first row, last row, column)
        Cells merged across rows, as positions in ``rows`` and in a row.
    hidden_rows : frozenset of int
        Rows as a person would see them if they were shown.
    is_typed : bool
        Whether cells are numbers, dates and texts of a spreadsheet, which may have made one of another.
    """

    file: str
    sheet: str
    rows: list[list[str]]
    numbers: Sequence[int]
    notes: tuple[str, ...] = ()
    merged: tuple[tuple[int, int, int], ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    is_typed: bool = False

    @property
    def name(self) -> str:
        """As messages name the table."""
        return f"{self.file}, sheet {self.sheet}" if self.sheet else self.file


def text_tables(data: bytes, file: str) -> list[RawTable]:
    """The tables of a text file: JSON, NDJSON, or rows with delimiters.

    Raises
    ------
    RosterRefused
        The bytes are no text, or no table.
    """
    strange = next((what for mark, what in NO_TABLES.items() if data.startswith(mark)), None)
    if strange is not None:
        raise refused(file, f"is {strange} and no table; {INSTEAD}")
    text, note = decoded(data, file)
    notes = (note,) if note else ()
    start = text.lstrip()[:1]
    if start == "<":
        raise refused(file, f"is HTML or XML, as some systems write under the name of a workbook; {INSTEAD}")
    if start in {"{", "["}:
        tables = _json_tables(text, file)
        return [replace(each, notes=notes) for each in tables]
    return [_delimited(text, file, notes)]


def decoded(data: bytes, file: str) -> tuple[str, str]:
    """The text of a file, and a note where its encoding had to be guessed."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding, file), ""
    sample = data[:2_000]
    if b"\0" in sample:
        odd, even = sample[1::2].count(0), sample[0::2].count(0)
        if max(odd, even) < len(sample) // 8:
            raise refused(file, "holds NUL bytes, which no text file does; give the export as CSV, XLSX or JSON")
        encoding = "utf-16-le" if odd > even else "utf-16-be"
        return _strictly(data, encoding, file), "read as UTF-16, although the file does not say so"
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        return _strictly(data, "cp1252", file), "read as Windows-1252 (cp1252), since it is not UTF-8"


def _strictly(data: bytes, encoding: str, file: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        raise refused(
            file, "holds bytes that are no text in any encoding; save it as “CSV UTF-8 (comma delimited)”", row=row
        ) from error


def clean(cell: str) -> str:
    """A cell without what nobody sees: blanks around it, spaces that do not break, characters without width.

    An apostrophe before a number is how spreadsheets are told to keep it as text.
    """
    if not cell:
        return cell
    text = cell.translate(_WITHOUT_WIDTH).strip()
    return text[1:] if text[:1] == "'" and text[1:2].isdigit() else text


def _delimited(text: str, file: str, notes: tuple[str, ...]) -> RawTable:
    first, _, rest = text.partition("\n")
    said = first.strip().casefold()
    if said.startswith("sep=") and len(first.rstrip("\r\n")) == 5:
        delimiter, text = first[4], rest
    else:
        delimiter = delimiter_of(text)
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for record in reader:
            if len(record) > MAX_COLUMNS:
                raise refused(file, f"has {len(record):,} columns, at most {MAX_COLUMNS} are read", row=len(rows) + 1)
            rows.append([clean(cell) for cell in record])
            if len(rows) > MAX_EXPORT_ROWS:
                raise refused(file, f"has more than {MAX_EXPORT_ROWS:,} rows; give it in parts")
    except csv.Error as error:
        raise refused(
            file,
            f"has broken quotes ({error}): a value that holds a double quote stands in double quotes as a whole, and "
            "the quote inside is written twice",
            row=len(rows) + 1,
        ) from error
    if delimiter not in {",", ";"}:
        notes = (*notes, f"read as separated by {DELIMITER_NAMES.get(delimiter, repr(delimiter))}")
    return RawTable(file, "", rows, range(1, len(rows) + 1), notes)


def delimiter_of(text: str) -> str:
    """What separates the cells: the sign that cuts the most records into the same number of cells."""

    def merit(delimiter: str) -> tuple[int, int]:
        # A sample may end within quotes; what counts is how it cuts the lines before.
        widths: Counter[int] = Counter()
        try:
            for record in islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), SNIFFED):
                widths[len(record)] += 1
        except csv.Error:
            return (0, 0)
        return max(((width - 1) * count, width) for width, count in widths.items()) if widths else (0, 0)

    return max(DELIMITERS, key=merit)


def _json_tables(text: str, file: str) -> list[RawTable]:
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data":
            return _ndjson_tables(text, file)
    except RecursionError:
        pass  # told by the strict reader below
    document = parse_json(text.encode(), file)
    if isinstance(document, list):
        return [_of_objects(file, "", document, range(1, len(document) + 1))]
    lists = _lists_of(document)
    while not lists and (inner := [each for each in document.values() if isinstance(each, Mapping)]):
        document = inner[0]  # as {"data": {"cases": […]}}
        lists = _lists_of(document) if len(inner) == 1 else {}
    if not lists:
        raise refused(file, "holds no list of objects; an export as JSON is one, or an object of such lists")
    return [_of_objects(file, str(name), rows, range(1, len(rows) + 1)) for name, rows in lists.items()]


def _lists_of(document: Mapping[str, Any]) -> dict[str, list[Any]]:
    return {name: rows for name, rows in document.items() if isinstance(rows, list) and _is_rows(rows)}


def _ndjson_tables(text: str, file: str) -> list[RawTable]:
    sheets: dict[str, tuple[list[Any], list[int]]] = {}
    for line, content in enumerate(text.splitlines(), 1):
        if not content.strip():
            continue
        value = parse_json(content.encode(), f"{file}, line {line}")
        if not isinstance(value, Mapping):
            raise refused(file, "must be one object a line", row=line)
        sheet = str(value["sheet"]) if "sheet" in value else ""
        rows, numbers = sheets.setdefault(sheet, ([], []))
        rows.append({key: cell for key, cell in value.items() if key != "sheet"})
        numbers.append(line)
    return [_of_objects(file, sheet, rows, numbers) for sheet, (rows, numbers) in sheets.items()]


def _is_rows(rows: Sequence[Any]) -> bool:
    return all(isinstance(row, Mapping) for row in rows)


def _of_objects(file: str, sheet: str, rows: Sequence[Any], numbers: Sequence[int]) -> RawTable:
    """Objects as rows below a header of all their keys, in the order in which they first occur."""
    if len(rows) > MAX_EXPORT_ROWS:
        raise refused(file, f"has more than {MAX_EXPORT_ROWS:,} rows; give it in parts")
    flat = []
    for row, number in zip(rows, numbers, strict=True):
        if not isinstance(row, Mapping):
            raise refused(file, "every entry of the list must be an object of fields", row=number)
        flat.append({name.strip(): cell for name, cell in _flat(row)})
    names = list(dict.fromkeys(name for row in flat for name in row))
    if len(names) > MAX_COLUMNS:
        raise refused(file, f"has {len(names):,} different fields, at most {MAX_COLUMNS} are read")
    cells = [names, *([clean(row.get(name, "")) for name in names] for row in flat)]
    return RawTable(file, sheet, cells, [0, *numbers])


def _flat(row: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    for name, cell in row.items():
        if isinstance(cell, Mapping):
            own = next((key for wanted in NAME_FIELDS for key in cell if bare(str(key)) == wanted), None)
            yield from _flat({"" if key == own else key: value for key, value in cell.items()}, f"{before}{name} ")
        elif isinstance(cell, list):
            yield before + str(name), "; ".join(text_of(each) for each in cell if not isinstance(each, dict | list))
        else:
            yield before + str(name), text_of(cell)
