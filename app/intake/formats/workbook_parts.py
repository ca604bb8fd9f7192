"""A look at a workbook's parts before anything reads them: sizes declared and counted, and cells that are not empty.

The reader of cells gives an empty text for ``#N/A`` and its like, for a formula that was never calculated and for all
but the first of merged cells, and an empty cell means something (a default). So these are found here, while the parts
are unpacked to be counted anyway; and hidden rows, which nobody sees who looks the roster through.
"""

from __future__ import annotations

import copy
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from posixpath import normpath
from typing import BinaryIO

from app.intake.errors import refused
from app.intake.limits import (
    MAX_ERRORS,
    MAX_UNPACK_RATIO,
    MAX_UNPACKED_BYTES,
    MAX_WORKBOOK_BYTES,
    MAX_WORKBOOK_PARTS,
    SMALL_PART,
)

CHUNK = 1 << 20
LONGEST_CELL = 16_384
"""Bytes of a cell with a formula in it; what one chunk hands on to the next, so that no such cell is torn."""
OLE = b"\xd0\xcf\x11\xe0"
SHORT = 512
"""Bytes of a cell's own tag."""
TAG, CLOSE = rb"<(?:\w{1,20}:)?", rb"</(?:\w{1,20}:)?"
FORMULA = TAG + rb"f(?:\s[^<>]*)?(?:/>|>[^<]*" + CLOSE + rb"f>)\s*"
EMPTY_VALUE = TAG + rb"v\s*(?:/>|>\s*" + CLOSE + rb"v>)\s*"
UNCALCULATED = re.compile(FORMULA + rb"(" + EMPTY_VALUE + rb")?" + CLOSE + rb"c>")
"""A formula whose value is empty or not there. A formula may also give an empty text: then the cell says so."""
ZERO = re.compile(FORMULA + TAG + rb"v>0" + CLOSE + rb"v>")
"""What some programs write in place of a result: they leave the calculation to whoever opens the file."""
MERGED = re.compile(TAG + rb"mergeCell\b[^<>]*\bref=[\"']([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})[\"']")
ROW = re.compile(TAG + rb"row\b([^<>]*)>")
HIDDEN = (b'hidden="1"', b"hidden='1'", b'hidden="true"')
CELL = re.compile(TAG + rb"c\b([^<>]*)>|" + CLOSE + rb"c>")
"""Where a cell begins, or ends."""
VALUE = re.compile(rb"<(?:\w{1,20}:)?v>([^<]*)</")
REFERENCE = re.compile(rb"\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")
ROW_NUMBER = re.compile(rb"\br=[\"']([0-9]{1,7})[\"']")
ERROR = (b't="e"', b"t='e'")
"""The type of a cell that shows an error."""
IS_TEXT = re.compile(rb"\bt=[\"']str[\"']")
ATTRIBUTE = re.compile(r"(?<![\w:])([\w:]{1,100})=[\"']([^\"'<>]*)[\"']")


@dataclass(slots=True)
class Marks:
    """What one sheet holds that its reader would take for empty cells, or not mention. Rows from 1, columns from 0.

    Attributes
    ----------
    errors : dict of (row, column) to value
        ``#N/A`` and its like.
    uncalculated : set of (row, column)
        Formulas without a result.
    zeros : set of (row, column)
        Formulas whose result is 0.
    merged : dict of (first row, first column) to (last row, last column)
    hidden_rows : set of int
    """

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    uncalculated: set[tuple[int, int]] = field(default_factory=set)
    zeros: set[tuple[int, int]] = field(default_factory=set)
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Parts:
    """What is known of a workbook before it is read.

    Attributes
    ----------
    unpacked_bytes : int
        Counted, not believed.
    marks : dict of sheet name (casefolded) to Marks
    is_to_be_calculated : bool
        Whoever opens it is asked to calculate every formula: what is stored may be none of the results.
    """

    unpacked_bytes: int = 0
    marks: dict[str, Marks] = field(default_factory=dict)
    is_to_be_calculated: bool = False


def look_at(stream: BinaryIO, file: str) -> Parts:
    """Refuse what is no workbook or would unpack to an absurd size.

    Raises
    ------
    RosterRefused
    """
    size = stream.seek(0, 2)
    stream.seek(0)
    if size > MAX_WORKBOOK_BYTES:
        raise refused(file, f"is larger than {MAX_WORKBOOK_BYTES >> 20} MB; save the sheets as CSV files in a folder")
    start = stream.read(4)
    stream.seek(0)
    if start == OLE:
        raise refused(file, "is protected by a password, or an old .xls workbook; save it as .xlsx without a password")
    if start[:2] != b"PK":
        raise refused(file, "is no .xlsx workbook, whatever its name says; save it again as .xlsx, or as CSV")
    try:
        with zipfile.ZipFile(stream) as archive:
            return _look_into(archive, file)
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, RuntimeError, OSError) as error:
        raise refused(file, "is damaged or incomplete; open it and save it again, or get it once more") from error


def _look_into(archive: zipfile.ZipFile, file: str) -> Parts:
    infos = archive.infolist()
    if len(infos) > MAX_WORKBOOK_PARTS:
        raise refused(file, f"has more than {MAX_WORKBOOK_PARTS:,} parts inside; no roster needs that many")
    declared = sum(info.file_size for info in infos)
    if declared > MAX_UNPACKED_BYTES or any(_is_absurd(info, info.file_size) for info in infos):
        raise _too_large(file)
    if "xl/workbook.xml" not in archive.namelist():
        raise refused(file, "is an archive, but no .xlsx workbook; save it again as .xlsx, or as CSV")
    parts = Parts()
    marks: dict[str, Marks] = {}
    for info in infos:
        counted = 0
        for chunk in _unpacked(archive, info, info.filename.startswith("xl/worksheets/"), marks):
            counted += chunk
            parts.unpacked_bytes += chunk
            if parts.unpacked_bytes > MAX_UNPACKED_BYTES or _is_absurd(info, counted):
                raise _too_large(file)
    sheet_of = _sheet_names(archive)
    parts.marks = {sheet_of[part]: found for part, found in marks.items() if part in sheet_of}
    settings = _tags(archive, "xl/workbook.xml", "calcPr")
    parts.is_to_be_calculated = any(tag.get("fullCalcOnLoad") in {"1", "true"} for tag in settings)
    return parts


def _is_absurd(info: zipfile.ZipInfo, size: int) -> bool:
    return size > SMALL_PART and size > info.compress_size * MAX_UNPACK_RATIO


def _too_large(file: str) -> Exception:
    return refused(
        file,
        f"would unpack to more than {MAX_UNPACKED_BYTES >> 20} MB, or to {MAX_UNPACK_RATIO} times its size; delete "
        "empty rows and columns that have formats, or save the sheets as CSV files in a folder",
    )


def _unpacked(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, is_sheet: bool, marks: dict[str, Marks]
) -> Iterator[int]:
    """Sizes of the chunks of a part, unpacked to its real end whatever size it declares."""
    real = copy.copy(info)
    real.file_size = MAX_UNPACKED_BYTES + CHUNK
    tail = b""
    found = Marks()
    with archive.open(real) as part:
        while chunk := part.read(CHUNK):
            if is_sheet:
                text = tail + chunk
                _note(text, found)
                tail = text[-LONGEST_CELL:]
            yield len(chunk)
    if is_sheet and found != Marks():
        marks[info.filename] = found


def _note(text: bytes, found: Marks) -> None:
    """Note what stands in a piece of a sheet. Pieces overlap, and what is noted twice is one.

    Every search is linear in the length of the text: what is repeated in a pattern cannot run past the next tag.
    """
    if any(sign in text for sign in ERROR):
        _note_errors(text, found.errors)
    if b"<f" in text or b":f" in text:
        for formula in UNCALCULATED.finditer(text):
            tag = _cell_before(text, formula.start())
            if formula[1] is None or IS_TEXT.search(tag) is None:
                _mark(found.uncalculated, tag)
        for formula in ZERO.finditer(text):
            _mark(found.zeros, _cell_before(text, formula.start()))
    if b"mergeCell" in text:
        for area in MERGED.finditer(text):
            if len(found.merged) < MAX_ERRORS:
                start = (int(area[2]), _column_number(area[1]))
                found.merged[start] = (int(area[4]), _column_number(area[3]))
    if any(sign in text for sign in HIDDEN):
        for row in ROW.finditer(text):
            if (
                len(found.hidden_rows) < MAX_ERRORS
                and any(sign in row[1] for sign in HIDDEN)
                and (number := ROW_NUMBER.search(row[1]))
            ):
                found.hidden_rows.add(int(number[1]))


def _note_errors(text: bytes, errors: dict[tuple[int, int], str]) -> None:
    begun: re.Match[bytes] | None = None
    for tag in CELL.finditer(text):
        attributes = tag[1]
        if attributes is not None:
            is_error = any(sign in attributes for sign in ERROR) and not attributes.endswith(b"/")
            begun = tag if is_error else None
        elif begun is not None and len(errors) < MAX_ERRORS and tag.start() - begun.end() <= LONGEST_CELL:
            where, value = REFERENCE.search(begun[1]), VALUE.search(text, begun.end(), tag.start())
            if where is not None:
                errors[_place(where)] = (value[1] if value else b"").decode("utf-8", "replace")
            begun = None


def _cell_before(text: bytes, at: int) -> bytes:
    """The attributes of the cell that a formula stands in; empty where its tag is in the piece before."""
    start = max(text.rfind(b"<c ", max(0, at - SHORT), at), text.rfind(b":c ", max(0, at - SHORT), at))
    return b"" if start < 0 else text[start : text.find(b">", start, at)]


def _mark(places: set[tuple[int, int]], tag: bytes) -> None:
    where = REFERENCE.search(tag)
    if where is not None and len(places) < MAX_ERRORS:
        places.add(_place(where))


def _place(where: re.Match[bytes]) -> tuple[int, int]:
    return int(where[2]), _column_number(where[1])


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1


def _sheet_names(archive: zipfile.ZipFile) -> dict[str, str]:
    """Part → name of its sheet, casefolded."""
    target_of = {}
    for tag in _tags(archive, "xl/_rels/workbook.xml.rels", "Relationship"):
        target = tag.get("Target", "")
        target_of[tag.get("Id")] = target.lstrip("/") if target.startswith("/") else normpath(f"xl/{target}")
    return {
        target_of[tag["r:id"]]: unescape(tag.get("name", "")).strip().casefold()
        for tag in _tags(archive, "xl/workbook.xml", "sheet")
        if tag.get("r:id") in target_of
    }


def _tags(archive: zipfile.ZipFile, part: str, name: str) -> list[dict[str, str]]:
    text = archive.read(part).decode("utf-8", "replace")
    return [dict(ATTRIBUTE.findall(tag)) for tag in re.findall(rf"<(?:\w{{1,20}}:)?{name}\b([^<>]*)>", text)]
