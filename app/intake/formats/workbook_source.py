"""An XLSX workbook, read in a confined child: a hostile one can make the reader ask for any amount of memory."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from app.confined import Child, ChildCrashed, ChildOutOfMemory, ChildTimedOut, Limits, run_confined
from app.intake.build.assemble import assemble
from app.intake.columns.cell_types import Kind
from app.intake.columns.no_values import REFUSED
from app.intake.columns.parse import Batch, SheetData, Source
from app.intake.columns.schema import BY_NAME, NEVER_READ
from app.intake.errors import Complaints, refused
from app.intake.findings import Place
from app.intake.formats.header import named_as_ours
from app.intake.formats.json_source import plain
from app.intake.formats.marks import Table, tell_marks
from app.intake.formats.sheet import tell_strange
from app.intake.formats.workbook_parts import Marks, Parts, look_at
from app.intake.limits import MAX_WORKBOOK_MEMORY, WORKBOOK_DEADLINE_S
from app.intake.mending.fixes import AS_IT_STANDS, Fixes, SheetFixes
from app.intake.mending.typed_rows import with_typed
from app.intake.roster import Roster

BATCH_ROWS = 5_000
BASE_BYTES = 224 << 20
"""Address space for reading a workbook of no size at all; half of it is the interpreter with numpy."""
BYTES_PER_BYTE = 6
"""Address space for each unpacked byte on top; a million rows need about three."""
LARGEST_EXACT = 10**15 - 1
"""A spreadsheet keeps 15 digits of a number."""
AS_CSV = "or save the sheets as CSV files in a folder"


def read_workbook(source: Path | bytes, file: str, fixes: Fixes = AS_IT_STANDS) -> Roster:
    """Read a roster from a workbook on the disk or in memory.

    Parameters
    ----------
    source : Path or bytes
    file : str
        As messages name it.
    fixes : Fixes
        What somebody has said of it since.

    Raises
    ------
    RosterRefused
    """
    with source.open("rb") if isinstance(source, Path) else io.BytesIO(source) as stream:
        parts = look_at(stream, file)
    roster: Roster = with_limits(read_in_child, (source, file, parts, fixes), BASE_BYTES, parts, file)
    return roster


def with_limits(
    target: Callable[..., Any], arguments: tuple[Any, ...], base_bytes: int, parts: Parts, file: str
) -> Any:
    """What a function makes of a workbook in a confined child.

    Parameters
    ----------
    target : callable
        Takes the child and the arguments.
    arguments : tuple
    base_bytes : int
        Address space for a workbook of no size at all.
    parts : Parts
    file : str
        As messages name it.

    Raises
    ------
    RosterRefused
    """
    try:
        memory_bytes = min(base_bytes + BYTES_PER_BYTE * parts.unpacked_bytes, MAX_WORKBOOK_MEMORY)
        return run_confined(target, arguments, Limits(WORKBOOK_DEADLINE_S, memory_bytes))
    except ChildOutOfMemory as error:
        raise refused(
            file,
            "needs far more memory than its contents; most often a single cell stands far away from the table "
            f"(Ctrl+End goes there): delete the rows and columns beyond the table, {AS_CSV}",
        ) from error
    except ChildTimedOut as error:
        raise refused(file, f"took longer than {WORKBOOK_DEADLINE_S:g} s to read; make it smaller, {AS_CSV}") from error
    except ChildCrashed as error:
        if error.signal is None:
            raise
        raise refused(file, f"cannot be read; it may be damaged: open it and save it again, {AS_CSV}") from error


def read_in_child(
    child: Child | None, source: Path | bytes, file: str, parts: Parts, fixes: Fixes = AS_IT_STANDS
) -> Roster:
    """What the confined child does."""
    del child
    with source.open("rb") if isinstance(source, Path) else io.BytesIO(source) as stream:
        return _read(stream, file, parts, fixes)


def _read(stream: BinaryIO, file: str, parts: Parts, fixes: Fixes) -> Roster:
    import python_calamine

    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(stream)
    except python_calamine.CalamineError as error:
        raise refused(file, f"cannot be read as a workbook ({error}); open it and save it again, {AS_CSV}") from error
    complaints = Complaints()
    names: dict[str, str] = {}
    strange: list[str] = []
    for given in workbook.sheet_names:
        name = fixes.sheet_of.get(given) or given.strip().casefold()
        if name in BY_NAME and name in names:
            complaints.add(given, f"the workbook has the sheet {name} twice; delete one of them")
        elif name in BY_NAME:
            names[name] = given
        elif name not in NEVER_READ:
            strange.append(given)
    tell_strange(strange, names, complaints)
    sheets: dict[str, SheetData] = {}
    for name, sheet in BY_NAME.items():
        source: Callable[[], Source] | None = None
        if name in names:
            said = fixes.of(sheet)
            source = partial(_open_sheet, workbook, names[name], said, parts, complaints)
        with_typed(sheet, names.get(name, name), source, fixes, complaints, sheets)
    return assemble(sheets, complaints, whole=file, strange=strange)


def _open_sheet(workbook: Any, name: str, fixes: SheetFixes, parts: Parts, complaints: Complaints) -> SheetSource:
    import python_calamine

    try:
        cells = workbook.get_sheet_by_name(name)
    except python_calamine.CalamineError as error:
        raise refused(name, f"the sheet cannot be read ({error}); open the workbook and save it again") from error
    return SheetSource(fixes, name, cells, parts, complaints)


class SheetSource:
    """One sheet of a workbook; messages name the sheet as the file."""

    comma = False

    def __init__(self, fixes: SheetFixes, file: str, cells: Any, parts: Parts, complaints: Complaints) -> None:
        self.sheet = sheet = fixes.sheet
        self.file = file
        self._fixes = fixes
        self._complaints = complaints
        self._rows: Iterator[tuple[int, list[Any]]] = enumerate(cells.iter_rows(), 1)
        empty: tuple[int, list[Any]] = (1, [])
        first = next((numbered for numbered in self._rows if any(cell != "" for cell in numbered[1])), empty)
        self.header_row = first[0]
        self.header: Sequence[str] = [text_of_cell(cell) for cell in first[1]]
        while self.header and not self.header[-1].strip():
            self.header = self.header[:-1]
        left = cells.start[1] if cells.start else 0
        marks = parts.marks.get(file.strip().casefold(), Marks())
        self.header = fixes.header(self.header, self.header_row, left=left, marks=marks)
        self.header = named_as_ours(sheet, file, self.header, complaints, row=self.header_row)
        known = {at: column.name for at, name in enumerate(self.header) if (column := sheet.column(name)) is not None}
        table = Table(file, self.header_row, left, known)
        self._torn = tell_marks(marks, table, fixes, complaints, is_doubtful=parts.is_to_be_calculated)

    def batches(self) -> Iterator[Batch]:
        """The rows below the header, without those that hold nothing or nothing but spaces."""
        width = len(self.header)
        while numbered := list(islice(self._rows, BATCH_ROWS)):
            if self._fixes:
                numbered = [(row, cells) for row, cells in numbered if self._fixes.row(row, cells, text_of_cell)]
            for row, cells in numbered if self._torn else []:
                for at in self._torn.get(row, []):
                    if at < len(cells):
                        cells[at] = REFUSED
            kept = [(row, cells) for row, cells in numbered if any(map(_is_filled, cells))]
            if not kept:
                continue
            rows = [row for row, _ in kept]
            columns = list(zip(*(cells for _, cells in kept), strict=True))
            for beyond in columns[width:]:
                self._tell_nameless(rows, beyond)
            yield Batch(
                rows, [self._texts(name, rows, cells) for name, cells in zip(self.header, columns, strict=False)]
            )

    def _tell_nameless(self, rows: Sequence[int], cells: Sequence[Any]) -> None:
        for row, cell in zip(rows, cells, strict=True):
            if cell != "":
                self._complaints.findings.add(
                    "unread-column",
                    Place(self.file, row, value=text_of_cell(cell)),
                    "the cell stands beyond the columns that have a name",
                    done="it was not read",
                    kind="beyond",
                )
                return  # one of each batch and column is enough to be found

    def _texts(self, name: str, rows: Sequence[int], cells: Sequence[Any]) -> Sequence[str]:
        kinds = set(map(type, cells))
        if kinds == {str}:
            return cells
        if kinds <= {str, float}:
            memo: dict[Any, str] = {}
            return [cell if type(cell) is str else memo.get(cell) or _noted(memo, cell) for cell in cells]
        column = self.sheet.column(name)
        is_date = column is not None and column.kind in {Kind.DATE, Kind.SETTING}
        return [self._text(name, is_date, row, cell) for row, cell in zip(rows, cells, strict=True)]

    def _text(self, name: str, is_date: bool, row: int, cell: Any) -> str:
        if not is_date and isinstance(cell, dt.date):
            message = "is a date; a spreadsheet may have made one of a number: format the column, and type it again"
        elif isinstance(cell, (dt.time, dt.timedelta)):
            message = "is a time; write hours as a plain number (1.5, not 1:30), and format the column as number"
        else:
            return text_of_cell(cell)
        column = self.sheet.column(name)
        if column is not None:
            self._complaints.add(self.file, message, row=row, column=column.name, value=text_of_cell(cell))
        return REFUSED


def _is_filled(cell: Any) -> bool:
    return cell != "" and not (type(cell) is str and cell.isspace())


def _noted(memo: dict[Any, str], cell: float) -> str:
    memo[cell] = text_of_cell(cell)
    return memo[cell]


def text_of_cell(cell: Any) -> str:
    """A cell as a person sees it.

    A spreadsheet keeps 15 significant digits; what a binary number has beyond them (0.1 + 0.2 is 0.30000000000000004
    there, shown as 0.3) is not part of the value.
    """
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) <= LARGEST_EXACT:
            return str(int(cell))
        return plain(f"{cell:.15g}")
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return str(cell)
