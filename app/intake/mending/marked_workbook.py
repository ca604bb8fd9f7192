"""The workbook that is handed back: bad cells filled, a comment in each, and a sheet that lists them all.

It is written anew from what the workbook holds, with what was said on the page in place: values, not formulas, so that
it can be read again as it is. Foreign bytes are read and written in the limited child only.
"""

from __future__ import annotations

import datetime as dt
import io
import math
from collections.abc import Sequence
from typing import Any

from app.confined import Child
from app.intake.columns.numerals import decimal_of
from app.intake.columns.schema import TO_PUT_RIGHT
from app.intake.errors import BadValue
from app.intake.formats.marks import letters
from app.intake.formats.roster_workbook import EXACT_DIGITS, NUMBERS
from app.intake.formats.workbook_parts import Parts, look_at
from app.intake.formats.workbook_source import BASE_BYTES, text_of_cell, with_limits
from app.intake.limits import MAX_ERRORS
from app.intake.mending.fixes import Fixes
from app.intake.mending.marked_pages import Mark, Page, marks_by_place, marks_of, pages_of, place_of

WRITING_BYTES = 192 << 20
"""Address space for writing, beside that for reading."""
LONGEST_CELL = 32_000
LONGEST_NAME = 31
WIDTHS = (12, 40)
"""Characters of the narrowest and the widest column."""
HEAD = ("sheet", "cell", "value", "what is wrong", "what to do")


def marked_workbook(content: bytes, file: str, fixes: Fixes) -> bytes:
    """The workbook with everything marked that keeps it from being planned as it stands.

    Parameters
    ----------
    content : bytes
    file : str
        As messages name it.
    fixes : Fixes
        What was said of it; it is in place in what comes back.

    Raises
    ------
    RosterRefused
        It is no workbook, or too large to be handed back.
    """
    parts = look_at(io.BytesIO(content), file)
    arguments = (content, file, parts, fixes)
    written: bytes = with_limits(mark_in_child, arguments, BASE_BYTES + WRITING_BYTES, parts, file)
    return written


def mark_in_child(child: Child | None, content: bytes, file: str, parts: Parts, fixes: Fixes) -> bytes:
    """What the confined child does."""
    marks = list(marks_of(child, content, file, parts, fixes))[:MAX_ERRORS]
    pages = pages_of(content, file, parts, fixes)
    target = io.BytesIO()
    _write(target, pages, marks)
    return target.getvalue()


def _write(target: io.BytesIO, pages: Sequence[Page], marks: Sequence[Mark]) -> None:
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as book:
        listed = book.add_worksheet(TO_PUT_RIGHT)
        formats = _Formats(book)
        titles = _titles(pages)
        at_of = {page.name: marks_by_place(page, marks) for page in pages}
        for page in pages:
            _write_page(book.add_worksheet(titles[page.name]), page, at_of[page.name], formats)
        _write_list(listed, marks, titles, {page.name: page for page in pages}, formats)


class _Formats:
    """Formats by what a cell holds, and whether it is marked."""

    def __init__(self, book: Any) -> None:
        self.head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8EEF4"})
        self.wrap = book.add_format({"text_wrap": True, "valign": "top"})
        shapes = {"plain": {}, "date": {"num_format": "yyyy-mm-dd"}, "time": {"num_format": "[h]:mm"}}
        fill = {"bg_color": "#FFD8A8", "border": 1, "border_color": "#C2410C"}
        self._of = {
            (kind, is_marked): book.add_format({**shape, **(fill if is_marked else {})})
            for kind, shape in shapes.items()
            for is_marked in (False, True)
        }

    def of(self, cell: Any, is_marked: bool) -> Any:
        """The format of a cell."""
        if isinstance(cell, dt.date):
            return self._of["date", is_marked]
        return self._of["time" if isinstance(cell, dt.time | dt.timedelta) else "plain", is_marked]


def _titles(pages: Sequence[Page]) -> dict[str, str]:
    """Names that a spreadsheet takes, each once."""
    taken = {TO_PUT_RIGHT}
    titles = {}
    for page in pages:
        base = "".join(" " if sign in "[]:*?/\\" else sign for sign in page.title).strip("' ") or "sheet"
        title, number = base[:LONGEST_NAME], 1
        while title.casefold() in taken:
            number += 1
            title = f"{base[: LONGEST_NAME - 6]} ({number})"
        taken.add(title.casefold())
        titles[page.name] = title
    return titles


def _write_page(sheet: Any, page: Page, marks: dict[tuple[int, int], list[Mark]], formats: _Formats) -> None:
    kinds = {}
    if page.fixes is not None:
        sheet.freeze_panes(page.header_row, 0)
        header = page.rows[page.header_row - 1]
        kinds = {at: known.kind for at, name in enumerate(header) if (known := page.fixes.sheet.column(name))}
    widths: dict[int, int] = {}
    for row, cells in enumerate(page.rows, 1):
        for at, cell in enumerate(cells):
            is_marked = (row, at) in marks
            if cell == "" and not is_marked:
                continue
            value = _number(cell) if kinds.get(at) in NUMBERS and row > page.header_row else cell
            shape = formats.head if row == page.header_row and not is_marked else formats.of(value, is_marked)
            _write_cell(sheet, row - 1, at + page.left, value, shape)
            widths[at] = max(widths.get(at, 0), len(text_of_cell(cell)) + 2)
    for (row, at), found in marks.items():
        text = "\n\n".join(f"{mark.wrong}\n{mark.todo}".strip() for mark in found)
        sheet.write_comment(row - 1, at + page.left, text[:LONGEST_CELL], {"x_scale": 2.5, "y_scale": 1.5})
    for at, width in widths.items():
        sheet.set_column(at + page.left, at + page.left, min(max(width, WIDTHS[0]), WIDTHS[1]))


def _number(cell: Any) -> Any:
    """A number that was typed as text as a number, where a spreadsheet keeps all of it."""
    if not isinstance(cell, str) or not cell.strip().isascii():
        return cell
    try:
        value = decimal_of(cell)
    except BadValue:
        return cell
    kept = float(value)
    return kept if math.isfinite(kept) and len(value.as_tuple().digits) <= EXACT_DIGITS else cell


def _write_cell(sheet: Any, row: int, column: int, cell: Any, shape: Any) -> None:
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell, shape)
    elif isinstance(cell, int | float) and math.isfinite(cell):
        sheet.write_number(row, column, cell, shape)
    elif isinstance(cell, dt.time | dt.timedelta) or (isinstance(cell, dt.date) and cell.year >= 1900):
        sheet.write_datetime(row, column, cell, shape)
    elif cell == "":
        sheet.write_blank(row, column, None, shape)
    else:
        sheet.write_string(row, column, text_of_cell(cell)[:LONGEST_CELL], shape)


def _write_list(
    sheet: Any, marks: Sequence[Mark], titles: dict[str, str], pages: dict[str, Page], formats: _Formats
) -> None:
    for at, (name, width) in enumerate(zip(HEAD, (16, 10, 24, 60, 60), strict=True)):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, name, formats.head)
    sheet.freeze_panes(1, 0)
    for row, mark in enumerate(marks, 1):
        page = next((page for page in pages.values() if mark.file in {page.name, page.title}), None)
        place = None if page is None else place_of(page, mark)
        cell = "" if page is None or place is None else f"{letters(place[1] + page.left)}{place[0]}"
        title = mark.file if page is None else titles[page.name]
        for at, text in enumerate((title, cell, mark.value, mark.wrong, mark.todo)):
            sheet.write_string(row, at, text, formats.wrap)
        if cell:
            quoted = title.replace("'", "''")
            sheet.write_url(row, 1, f"internal:'{quoted}'!{cell}", string=cell)
    if not marks:
        sheet.write_string(1, 0, "Nothing: it can be planned as it is.", None)
