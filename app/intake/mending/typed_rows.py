"""Rows that somebody has typed on a page: weights of types that no sheet has one for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from app.intake.columns.cell_types import Sheet
from app.intake.columns.parse import Batch, SheetData, Source
from app.intake.columns.schema import WEIGHTS
from app.intake.errors import Complaints
from app.intake.formats.header import named_as_ours
from app.intake.formats.sheet import read_sheet
from app.intake.mending.fixes import Fixes

TYPED = 1_000_000_000
"""Row of the first that was typed; a file has none of that number."""
COLUMNS = ("case_type", "weight_hours")


class WithTypedRows:
    """A source with rows after its last.

    Parameters
    ----------
    sheet : Sheet
    source : Source
    typed : sequence of (case type, hours)
    """

    def __init__(self, sheet: Sheet, source: Source, typed: Sequence[tuple[str, str]]) -> None:
        self.file = source.file
        self.header = source.header
        self.header_row = source.header_row
        self.comma = source.comma
        names = [column.name if (column := sheet.column(name)) else "" for name in source.header]
        values = [dict(zip(COLUMNS, each, strict=True)) for each in typed]
        cells: list[Sequence[str]] = [[row.get(name, "") for row in values] for name in names]
        self._batches = chain(source.batches(), [Batch(range(TYPED, TYPED + len(typed)), cells)])

    def batches(self) -> Iterator[Batch]:
        """The rows of the source, then those that were typed."""
        return self._batches


class NoSource:
    """A sheet that no file has."""

    file = WEIGHTS.name
    header: Sequence[str] = COLUMNS
    header_row = 1
    comma = False

    def batches(self) -> Iterator[Batch]:
        """None."""
        return iter(())


def with_typed(
    sheet: Sheet,
    file: str,
    source: Callable[[], Source] | None,
    fixes: Fixes,
    complaints: Complaints,
    sheets: dict[str, SheetData],
) -> None:
    """Read a sheet with what was typed for it; one that is in no file where something was typed for it alone.

    Parameters
    ----------
    sheet : Sheet
    file : str
        As messages name it.
    source : callable or None
        Opens the sheet; None where no file has it.
    fixes : Fixes
    complaints : Complaints
    sheets : dict of name to SheetData
        Filled here.
    """
    typed = list(fixes.weights.items()) if sheet is WEIGHTS else []
    opened = source or (NoSource if typed else None)
    if opened is None:
        return

    def with_rows() -> Source:
        own = opened()
        own.header = named_as_ours(sheet, file, own.header, complaints, row=own.header_row)
        return WithTypedRows(sheet, own, typed)

    read_sheet(sheet, file, with_rows if typed else opened, complaints, sheets)
