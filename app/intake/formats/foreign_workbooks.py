"""Workbooks of any office → tables of text: XLSX, XLSM, XLS and ODS. Runs in the limited child only.

A hostile workbook makes its reader ask for any amount of memory, so nothing here is called in a server's own process
(:mod:`app.intake.recognise`).
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

from app.intake.columns.schema import INSTRUCTIONS, NEVER_READ, TO_PUT_RIGHT
from app.intake.errors import refused
from app.intake.formats.ods_marks import ods_marks
from app.intake.formats.raw_tables import LOST_DIGITS, UNCALCULATED, RawTable, clean
from app.intake.formats.workbook_parts import OLE, Marks, Parts, look_at
from app.intake.formats.workbook_source import text_of_cell
from app.intake.limits import MAX_COLUMNS, MAX_EXPORT_ROWS, MAX_UNPACKED_BYTES

SECONDS = 3_600
TOO_LONG = 1e15
"""A number of more than 15 digits has lost its last ones."""
OURS = frozenset({INSTRUCTIONS, TO_PUT_RIGHT})
"""Sheets by which a workbook is known as one that was made from our template, or handed back."""
ODS_SIGN = b"application/vnd.oasis.opendocument.spreadsheet"
XLS_NOTE = (
    "an .xls workbook does not tell a formula with an error (#N/A) from an empty cell; save it as .xlsx to be sure"
)


def is_workbook(data: bytes) -> bool:
    """Whether the bytes are an archive or an old workbook rather than text."""
    return data.startswith((b"PK", OLE))


def unpacked_bytes(data: bytes, file: str) -> int:
    """How large a workbook is once it is unpacked, as far as it says; of an old one, its own size.

    Raises
    ------
    RosterRefused
        It is no workbook, or an absurd one.
    """
    if data.startswith(OLE):
        return len(data)
    if ODS_SIGN not in data[:200]:
        return look_at(io.BytesIO(data), file).unpacked_bytes
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(info.file_size for info in archive.infolist())
    except zipfile.BadZipFile as error:
        raise refused(file, "is damaged or incomplete; open it and save it again, or get it once more") from error
    if size > MAX_UNPACKED_BYTES:
        raise refused(file, f"would unpack to more than {MAX_UNPACKED_BYTES >> 20} MB; save its tables as CSV")
    return size


def workbook_tables(data: bytes, file: str) -> list[RawTable]:
    """Every sheet that a person sees.

    Raises
    ------
    RosterRefused
        It cannot be read.
    """
    import python_calamine

    is_ods, is_xls = ODS_SIGN in data[:200], data.startswith(OLE)
    parts = Parts(marks=ods_marks(data, file)) if is_ods else Parts() if is_xls else look_at(io.BytesIO(data), file)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = [
            sheet.name for sheet in book.sheets_metadata if sheet.visible is python_calamine.SheetVisibleEnum.Visible
        ]
        if OURS.intersection(names):  # its example office is none of a roster
            names = [name for name in names if name.strip().casefold() not in NEVER_READ]
        return [_table(book, name, file, parts, (XLS_NOTE,) if is_xls else ()) for name in names]
    except python_calamine.PasswordError as error:
        raise refused(file, "is protected by a password; save it without one") from error
    except python_calamine.CalamineError as error:
        raise refused(file, f"cannot be read as a workbook ({error}); open it and save it again") from error


def hidden_sheets(data: bytes) -> list[str]:
    """Names of the sheets that a person does not see; they are not read."""
    import python_calamine

    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    return [
        sheet.name for sheet in book.sheets_metadata if sheet.visible is not python_calamine.SheetVisibleEnum.Visible
    ]


def _table(book: Any, name: str, file: str, parts: Parts, notes: tuple[str, ...]) -> RawTable:
    sheet = book.get_sheet_by_name(name)
    if sheet.height > MAX_EXPORT_ROWS:
        raise refused(file, f"the sheet {name} has more than {MAX_EXPORT_ROWS:,} rows; give it in parts")
    if sheet.width > MAX_COLUMNS:
        raise refused(file, f"the sheet {name} has {sheet.width:,} columns, at most {MAX_COLUMNS} are read")
    memo: dict[Any, str] = {}
    rows = [[cell if type(cell) is str else _text(cell, memo) for cell in row] for row in sheet.iter_rows()]
    rows = [[clean(cell) for cell in row] for row in rows]
    left = sheet.start[1] if sheet.start else 0
    marks = parts.marks.get(name.strip().casefold(), Marks())
    for (row, column), value in {**marks.errors, **dict.fromkeys(marks.uncalculated, UNCALCULATED)}.items():
        if 0 < row <= len(rows) and 0 <= column - left < len(rows[row - 1]):
            rows[row - 1][column - left] = value
    areas = sheet.merged_cell_ranges or [
        ((first - 1, column), (last - 1, end)) for (first, column), (last, end) in marks.merged.items()
    ]
    merged = tuple(
        (first, last, column - left) for (first, column), (last, _) in areas if last > first and column >= left
    )
    return RawTable(file, name, rows, range(1, len(rows) + 1), notes, merged, frozenset(marks.hidden_rows), True)


def _text(cell: Any, memo: dict[Any, str]) -> str:
    """A cell as a person would write it: dates as 2026-11-24, times and durations as 7:30."""
    if isinstance(cell, float):
        if abs(cell) >= TOO_LONG:
            return LOST_DIGITS
        if cell not in memo:
            memo[cell] = text_of_cell(cell)
        return memo[cell]
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ")
    if isinstance(cell, dt.time):
        return _clock(cell.hour * SECONDS + cell.minute * 60 + cell.second)
    if isinstance(cell, dt.timedelta):
        return _clock(round(cell.total_seconds()))
    return text_of_cell(cell)


def _clock(seconds: int) -> str:
    hours, rest = divmod(abs(seconds), SECONDS)
    minutes, rest = divmod(rest, 60)
    return f"{'-' if seconds < 0 else ''}{hours}:{minutes:02}" + (f":{rest:02}" if rest else "")
