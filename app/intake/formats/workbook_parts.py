"""A look at a workbook's parts before anything reads them: sizes declared and counted, and cells that hold errors.

The reader of cells gives an empty text for ``#N/A`` and its like, and an empty cell means something (a default). So
error cells are found here, while the parts are unpacked to be counted anyway.
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
)

CHUNK = 1 << 20
SMALL_PART = 10 << 20
"""Parts below this size may be packed as tightly as they like."""
LONGEST_CELL = 4_096
"""Bytes of a cell with an error in it; what one chunk hands on to the next, so that no such cell is torn."""
OLE = b"\xd0\xcf\x11\xe0"
ERROR_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*\bt=[\"']e[\"'][^>]*)>(.*?)</(?:\w+:)?c>", re.DOTALL)
VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)</")
REFERENCE = re.compile(rb"\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")
ATTRIBUTE = re.compile(r"([\w:]+)=[\"']([^\"']*)[\"']")


@dataclass(slots=True)
class Parts:
    """What is known of a workbook before it is read.

    Attributes
    ----------
    unpacked_bytes : int
        Counted, not believed.
    error_cells : dict of sheet name (casefolded) to list of (row, column, value)
        Row from 1, column from 0.
    """

    unpacked_bytes: int = 0
    error_cells: dict[str, list[tuple[int, int, str]]] = field(default_factory=dict)


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
    errors: dict[str, list[tuple[int, int, str]]] = {}
    for info in infos:
        counted = 0
        for chunk in _unpacked(archive, info, info.filename.startswith("xl/worksheets/"), errors):
            counted += chunk
            parts.unpacked_bytes += chunk
            if parts.unpacked_bytes > MAX_UNPACKED_BYTES or _is_absurd(info, counted):
                raise _too_large(file)
    if errors:
        sheet_of = _sheet_names(archive)
        parts.error_cells = {sheet_of[part]: cells for part, cells in errors.items() if part in sheet_of}
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
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, is_sheet: bool, errors: dict[str, list[tuple[int, int, str]]]
) -> Iterator[int]:
    """Sizes of the chunks of a part, unpacked to its real end whatever size it declares."""
    real = copy.copy(info)
    real.file_size = MAX_UNPACKED_BYTES + CHUNK
    tail = b""
    with archive.open(real) as part:
        while chunk := part.read(CHUNK):
            if is_sheet and (b't="e"' in chunk or b"t='e'" in chunk or tail):
                tail = _note_errors(tail + chunk, errors.setdefault(info.filename, []))
            yield len(chunk)
    if is_sheet and not errors.get(info.filename, True):
        del errors[info.filename]


def _note_errors(text: bytes, cells: list[tuple[int, int, str]]) -> bytes:
    """Note the error cells of a piece of a sheet; gives back the end of it that may hold the start of one more."""
    end = 0
    for match in ERROR_CELL.finditer(text):
        end = match.end()
        where, value = REFERENCE.search(match[1]), VALUE.search(match[2])
        if where is not None and len(cells) < MAX_ERRORS:
            cells.append(
                (int(where[2]), _column_number(where[1]), (value[1] if value else b"").decode("utf-8", "replace"))
            )
    return text[max(end, len(text) - LONGEST_CELL) :]


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
    return [dict(ATTRIBUTE.findall(tag)) for tag in re.findall(rf"<(?:\w+:)?{name}\b([^>]*)>", text)]
