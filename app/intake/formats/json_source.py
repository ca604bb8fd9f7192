"""JSON and NDJSON: rows as objects, numbers taken from the text as they stand there."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, BinaryIO

from app.intake.columns.cell_types import Sheet
from app.intake.columns.numerals import bounded, refuse_dense
from app.intake.columns.parse import Batch
from app.intake.columns.schema import BY_NAME
from app.intake.errors import BadValue, Complaints, RosterRefused, refused
from app.intake.findings import Place
from app.intake.formats.header import named_as_ours, tell_unread
from app.intake.formats.sheet import tell_strange
from app.intake.limits import MAX_COLUMNS, MAX_KEYS, MAX_LINE_BYTES, MAX_NUMBER, MAX_ROWS, SHOWN_VALUE

BATCH_ROWS = 20_000
DIGITS = 15
"""Numbers with an exponent and more digits than a double keeps stay as they are written, and are refused where they
stand."""
TOO_LONG = 10.0**DIGITS
MAX_EXPONENT = 30
"""Numbers below 10**-30 stay as they are written, and are refused as too fine where they stand."""
NAMES = frozenset(BY_NAME)


class JsonSource:
    """The rows of one sheet as objects.

    Parameters
    ----------
    sheet : Sheet
    file : str
        As messages name it: the sheet in a JSON document, the file in NDJSON.
    rows : sequence of objects
    numbers : sequence of int
        Row (or line) of each, as messages name it.
    """

    comma = False
    header_row = 1

    def __init__(
        self, sheet: Sheet, file: str, rows: Sequence[Any], numbers: Sequence[int], complaints: Complaints
    ) -> None:
        self.sheet = sheet
        self.file = file
        keys = set[Any]().union(*(row for row in rows if isinstance(row, Mapping)))
        given = sorted(map(str, keys))
        ours = named_as_ours(sheet, file, given, complaints, row=None)
        self._named = {theirs: name for theirs, name in zip(given, ours, strict=True) if theirs != name}
        there = {column.name for name in ours if (column := sheet.column(name)) is not None}
        names = [column.name for column in sheet.columns]
        self.header: Sequence[str] = [name for name in names if name in there] or names
        self._rows = rows
        self._numbers = numbers
        self._complaints = complaints
        self._known = frozenset(names)
        self._strange: dict[str, int] = {}
        self._seen: set[str] = set()

    def batches(self) -> Iterator[Batch]:
        """The rows, in order. A field that is absent or null is an empty cell."""
        first = self.sheet.columns[0].name
        for start in range(0, len(self._rows), BATCH_ROWS):
            objects = self._rows[start : start + BATCH_ROWS]
            numbers = self._numbers[start : start + BATCH_ROWS]
            if not (all(type(one) is dict for one in objects) and set[str]().union(*objects) <= self._known):
                kept = [
                    (number, fields)
                    for number, value in zip(numbers, objects, strict=True)
                    if (fields := self._fields(number, value)) is not None
                ]
                numbers, objects = [number for number, _ in kept], [fields for _, fields in kept]
            if any(_is_blank_cell(fields.get(first)) for fields in objects):
                told = zip(numbers, objects, strict=True)
                kept = [(number, fields) for number, fields in told if not is_blank(fields)]
                numbers, objects = [number for number, _ in kept], [fields for _, fields in kept]
            if objects:
                present = set[str]().union(*objects)
                self._seen |= present
                yield Batch(
                    numbers,
                    [
                        self._column(name, numbers, objects) if name in present else [""] * len(objects)
                        for name in self.header
                    ],
                )
        if self._strange:
            self._tell_strange()

    def _fields(self, row: int, value: Any) -> Mapping[str, Any] | None:
        """The object with the names of the schema as keys."""
        if not isinstance(value, Mapping):
            self._complaints.add(self.file, f"must be an object of fields, not {_kind(value)}", row=row)
            return None
        fields: dict[str, Any] = {}
        for key, cell in value.items():
            column = self.sheet.column(self._named.get(key, str(key)))
            if column is None:
                if len(self._strange) < MAX_COLUMNS:
                    self._strange.setdefault(str(key), row)
            elif column.name in fields:
                self._complaints.add(self.file, "the field is there twice", row=row, column=column.name)
            else:
                fields[column.name] = cell
        return fields

    def _tell_strange(self) -> None:
        row = min(self._strange.values())
        tell_unread(self.sheet, self.file, list(self._strange), self._seen, self._complaints, row=row)

    def _column(self, name: str, rows: Sequence[int], objects: Sequence[Mapping[str, Any]]) -> Sequence[str]:
        cells = [fields.get(name, "") for fields in objects]
        if set(map(type, cells)) == {str}:
            return cells
        return [
            cell if type(cell) is str else self._text(name, row, cell) for row, cell in zip(rows, cells, strict=True)
        ]

    def _text(self, name: str, row: int, cell: Any) -> str:
        if isinstance(cell, (list, tuple)):
            if any(isinstance(entry, (list, tuple, Mapping)) for entry in cell):
                message = "must be a single value or a list of them, not a list of lists or objects"
                self._complaints.add(self.file, message, row=row, column=name)
                return ""
            texts = [self._text(name, row, entry) for entry in cell]
            torn = [text for text in texts if ";" in text]
            if torn:
                self._complaints.add(self.file, "an entry holds a semicolon", row=row, column=name, value=torn[0])
            return "" if torn else ";".join(texts)
        if isinstance(cell, Mapping):
            self._complaints.add(self.file, "must be a single value, not an object", row=row, column=name)
            return ""
        return text_of(cell)


def is_blank(fields: Mapping[str, Any]) -> bool:
    """Whether a row says nothing: a sheet leaves it out."""
    return all(map(_is_blank_cell, fields.values()))


def _is_blank_cell(cell: Any) -> bool:
    return cell is None or (type(cell) is str and not cell.strip())


def text_of(cell: Any) -> str:
    """One value as a person would write it into a cell, exactly."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return f"{cell:.15e}" if TOO_LONG <= abs(cell) < math.inf else plain(repr(cell))
    return plain(str(cell))


def plain(number: str) -> str:
    """A number of JSON without an exponent, exactly; one that nobody can mean as a text that is refused as none."""
    if len(number) > MAX_NUMBER:
        return f"{number[:SHOWN_VALUE]}…"
    if "e" not in number and "E" not in number:
        return number
    try:
        value = Decimal(bounded(number))
    except BadValue:
        return number  # it is refused where it stands
    return f"{value:f}" if value.is_finite() and -MAX_EXPONENT <= value.adjusted() < DIGITS else number


def parse_json(data: bytes, file: str) -> Any:
    """A JSON text with its numbers as texts, so that none is rounded.

    Raises
    ------
    RosterRefused
        With the line, where it is no JSON.
    """
    try:
        refuse_dense(data)
        return json.loads(
            _utf8(data, file),
            parse_float=plain,
            parse_int=plain,
            parse_constant=str,
            object_pairs_hook=_without_repeats,
        )
    except json.JSONDecodeError as error:
        raise refused(file, f"is not JSON: {error.msg} at column {error.colno}", row=error.lineno) from error
    except BadValue as error:
        raise refused(file, str(error)) from error
    except RecursionError as error:
        raise refused(file, "is nested too deeply; a roster is an object of sheets, each a list of rows") from error
    except _Repeated as error:
        raise refused(file, "an object has this field twice", value=error.args[0]) from error


class _Repeated(ValueError):
    """An object has the same key twice; the second would silently win."""


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    out = dict(pairs)
    if len(out) != len(pairs):
        keys = [key for key, _ in pairs]
        raise _Repeated(next(key for key in keys if keys.count(key) > 1))
    return out


def _utf8(data: bytes, file: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise refused(file, "is not UTF-8, which JSON must be", row=line) from error


def rows_of_document(document: Any, file: str, complaints: Complaints) -> tuple[dict[str, list[Any]], list[str]]:
    """The sheets of a JSON document and its other keys, which are named; complains about sheets that are no lists."""
    if not isinstance(document, Mapping):
        raise refused(
            file, f"must be an object with a key for each sheet ({', '.join(BY_NAME)}), not {_kind(document)}"
        )
    if len(document) > MAX_KEYS:
        raise refused(file, f"has {len(document):,} keys, and a roster has one for each sheet: {', '.join(BY_NAME)}")
    sheets: dict[str, list[Any]] = {}
    strange: list[str] = []
    for key, rows in document.items():
        name = str(key).strip().casefold()
        if name not in NAMES:
            strange.append(str(key))
        elif name in sheets:
            complaints.add(name, "the sheet is there twice")
        elif rows is not None and (not isinstance(rows, Sequence) or isinstance(rows, (str, bytes))):
            complaints.add(name, f"must be a list of rows, not {_kind(rows)}")
            sheets[name] = []
        elif rows is not None:
            sheets[name] = list(rows)
    tell_strange(strange, sheets, complaints)
    return sheets, strange


def rows_of_ndjson(
    stream: BinaryIO, file: str, complaints: Complaints
) -> tuple[dict[str, tuple[list[Any], list[int]]], list[str]]:
    """The rows of every sheet and their lines, taken by their field ``sheet``; and names of others, which are named."""
    sheets: dict[str, tuple[list[Any], list[int]]] = {}
    strange: dict[str, int] = {}
    for number, line in enumerate(iter(lambda: stream.readline(MAX_LINE_BYTES), b""), 1):
        if len(line) == MAX_LINE_BYTES:
            raise refused(file, f"has a line of more than {MAX_LINE_BYTES >> 20} MB; is it NDJSON?", row=number)
        if number > MAX_ROWS:
            raise refused(file, f"has more than {MAX_ROWS:,} lines")
        if line.isspace():
            continue
        complaints.refuse_if_hopeless(file)
        try:
            row = parse_json(line, file)
        except RosterRefused as error:  # of this line only: the others are read as well
            cell = error.cells[0]
            complaints.add(file, cell.message, row=number, value=cell.value)
            continue
        name = row.pop("sheet", None) if isinstance(row, dict) else None
        if not isinstance(name, str):
            message = f"every line is an object with a field sheet, which is one of {', '.join(BY_NAME)}"
            complaints.add(file, message, row=number, column="sheet")
            continue
        if name.strip().casefold() not in NAMES:
            if len(strange) < MAX_KEYS:
                strange.setdefault(name, number)
            continue
        rows, lines = sheets.setdefault(name.strip().casefold(), ([], []))
        rows.append(row)
        lines.append(number)
    places = {name: Place(file, line, "sheet", name) for name, line in strange.items()}
    tell_strange(list(strange), sheets, complaints, places)
    return sheets, list(strange)


def _kind(value: Any) -> str:
    kinds = {dict: "an object", list: "a list", str: "a text", bool: "true or false", type(None): "null"}
    return kinds.get(type(value), "a number")
