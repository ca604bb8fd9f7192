"""Rows of an export that are refused, or doubted, for how they stand in their file: merged, too wide, hidden."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from app.intake.errors import Complaints
from app.intake.findings import Place
from app.intake.formats.marks import tell_hidden_row
from app.intake.formats.raw_tables import RawTable
from app.intake.recognition.headers import Header

FEWEST = 3
"""Rows from which on it is no chance that all are narrower than the header."""


def unmerge(
    table: RawTable,
    header: Header,
    below: list[list[str]],
    names: Mapping[int, str],
    complaints: Complaints,
    *,
    fix: bool,
) -> None:
    """Tell about cells of columns that are read and merged across rows, or write their value into every row."""
    start = header.last + 1
    for first, last, column in table.merged:
        if first < start or column not in names:
            continue
        value = cell_at(below[first - start], column) if first - start < len(below) else ""
        if not fix:
            complaints.add(
                table.name,
                f"the cells of rows {table.numbers[first]} to {table.numbers[first] + last - first} are merged, so all "
                "but the first look empty; unmerge them and write the value into each row, or import with --fix",
                row=table.numbers[first],
                column=names[column],
                value=value,
                code="merged-cells",
            )
            continue
        for row in below[first - start : last - start + 1]:
            row.extend([""] * (column + 1 - len(row)))
            row[column] = value


def refuse_wider(
    table: RawTable, header: Header, below: Sequence[Sequence[str]], kept: Sequence[int], complaints: Complaints
) -> None:
    """Refuse rows of a text with more values than its header has columns: what stands in them is shifted."""
    width = max(len(table.rows[at]) for at in (header.first, header.last))
    wider = [] if table.is_typed else [at for at in kept if any(below[at][width:])]

    def describe(at: int) -> None:
        complaints.add(
            table.name,
            f"has {len(below[at])} values, and the header names {width} columns; a value that holds the sign between "
            "columns stands in double quotes",
            row=table.numbers[header.last + 1 + at],
        )

    complaints.add_each(wider, describe)
    widths = {len(below[at]) for at in kept}
    if not table.is_typed and len(kept) >= FEWEST and len(widths) == 1 and (narrow := widths.pop()) < width:
        complaints.findings.add(
            "odd-row",
            Place(table.name, table.numbers[header.last + 1 + kept[0]]),
            f"every row has {narrow} values, and the header names {width} columns, so they may be shifted",
            done="they are read from the left",
            todo="see whether a value is missing in each row",
            kind="narrow",
        )


def tell_hidden(table: RawTable, rows: Iterable[int], complaints: Complaints) -> None:
    """Doubt rows that are read although nobody sees them."""
    for row in rows if table.hidden_rows else ():
        if row in table.hidden_rows:
            tell_hidden_row(Place(table.name, row), complaints)


def cell_at(row: Sequence[str], at: int) -> str:
    """The text of a cell; rows may have different lengths."""
    return row[at] if at < len(row) else ""
