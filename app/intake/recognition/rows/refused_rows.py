"""Rows of an export that are refused as they stand: cells merged across them, more values than the header has names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.intake.errors import Complaints
from app.intake.formats.raw_tables import RawTable
from app.intake.recognition.headers import Header


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


def cell_at(row: Sequence[str], at: int) -> str:
    """The text of a cell; rows may have different lengths."""
    return row[at] if at < len(row) else ""
