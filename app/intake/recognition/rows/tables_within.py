"""A sheet that holds more than one table, one below the other or side by side → one table each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.intake.formats.raw_tables import RawTable
from app.intake.recognition.content import Content
from app.intake.recognition.headers import Header, find_header
from app.intake.recognition.matching import match_table
from app.intake.recognition.synonyms import EXACT, best, normal

FEWEST_NAMES = 2
"""Cells that name columns, of a row that begins another table."""
FEWEST_ROWS = 2
LOOKED_AT = 200
"""Rows in which each label must stand."""
MOST_BETWEEN = 2
"""Filled cells of a row between two tables."""
LONGEST_NAME = 40
MOSTLY = 0.6
"""Share of its filled cells that do."""


def tables_within(table: RawTable) -> list[RawTable]:
    """The tables of a sheet; the sheet itself where it holds one, as almost all do."""
    return [part for block in _below_each_other(_labels_above(table)) for part in _side_by_side(block)]


def _labels_above(table: RawTable) -> RawTable:
    """Labels that stand before their value in each row (``Officer:, Smith``) become the header."""
    rows = [row for row in table.rows[:LOOKED_AT] if any(row)]
    first = rows[0] if len(rows) >= FEWEST_ROWS else []
    labels = [
        at for at, cell in enumerate(first) if cell.endswith(":") and all(row[at : at + 1] == [cell] for row in rows)
    ]
    if len(labels) < FEWEST_NAMES:
        return table
    header = ["" for _ in range(len(first) + 1)]
    for at in labels:
        header[at + 1] = first[at].rstrip(": ")
    plain = [["" if at in labels else cell for at, cell in enumerate(row)] for row in table.rows]
    merged = tuple((top + 1, end + 1, at) for top, end, at in table.merged)
    return replace(table, rows=[header, *plain], numbers=[0, *table.numbers], merged=merged)


def _below_each_other(table: RawTable) -> Iterator[RawTable]:
    """Cut before a row that names other columns than the header above it."""
    header = find_header(table.rows)
    start = 0
    while header is not None:
        first = {normal(cell) for at in (header.first, header.last) for cell in table.rows[start + at] if cell}
        cut = next(
            (
                at
                for at in range(start + header.last + 2, len(table.rows))
                if _is_sparse(table.rows[at - 1])
                and _names_columns(table.rows[at])
                and not _is_again(table.rows[at], first)
            ),
            None,
        )
        if cut is None:
            break
        begin = _title_above(table.rows, cut, start + header.last + 1)
        yield _rows(table, start, begin)
        start = begin
        header = find_header(table.rows[start:])
    yield _rows(table, start, len(table.rows)) if start else table


def _is_sparse(row: Sequence[str]) -> bool:
    """Whether a row may stand between two tables: blank, a title, a sum."""
    return len(row) - row.count("") <= MOST_BETWEEN


def _names_columns(row: Sequence[str]) -> bool:
    filled = [cell for cell in row if cell]
    if len(filled) < FEWEST_NAMES or max(map(len, filled)) > LONGEST_NAME:
        return False
    named = {normal(cell) for cell in filled if cell[0].isalpha() and best(cell) == EXACT}
    return len(named) >= FEWEST_NAMES and len(named) >= MOSTLY * len(filled)


def _is_again(row: Sequence[str], header: set[str]) -> bool:
    """Whether a row names the same columns as the header does."""
    names = {normal(cell) for cell in row if cell}
    return 2 * len(names & header) > len(names)


def _title_above(rows: Sequence[Sequence[str]], cut: int, least: int) -> int:
    """Where the table begins whose header is in row ``cut``: behind the blank row before it, if one is near."""
    for at in range(cut - 1, max(least, cut - 4) - 1, -1):
        if not any(rows[at]):
            return at + 1
    return cut


def _rows(table: RawTable, start: int, end: int) -> RawTable:
    merged = tuple((first - start, last - start, at) for first, last, at in table.merged if start <= first < end)
    return replace(table, rows=table.rows[start:end], numbers=table.numbers[start:end], merged=merged)


def _side_by_side(table: RawTable) -> list[RawTable]:
    """Cut at blank columns where each part is another sheet of a roster by itself."""
    header = find_header(table.rows)
    if header is None:
        return [table]
    parts = _column_blocks(header)
    if len(parts) < 2:
        return [table]
    cut = [_columns(table, header, first, last) for first, last in parts]
    kinds = [_kind_of(each) for each in cut]
    return cut if None not in kinds and len(set(kinds)) == len(kinds) else [table]


def _column_blocks(header: Header) -> list[tuple[int, int]]:
    """First and last position of each run of columns without a blank one between them."""
    runs: list[tuple[int, int]] = []
    for named in header.columns:
        if runs and named.at == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], named.at)
        else:
            runs.append((named.at, named.at))
    blocks: list[tuple[int, int]] = []
    for first, last in runs:
        if blocks and first == last:  # one column alone is no table
            blocks[-1] = (blocks[-1][0], last)
        else:
            blocks.append((first, last))
    return blocks


def _columns(table: RawTable, header: Header, first: int, last: int) -> RawTable:
    """Some columns; what stands above the header belongs to none of them."""
    rows = [row[first : last + 1] if at >= header.first else [] for at, row in enumerate(table.rows)]
    while rows and not any(rows[-1]):
        rows.pop()
    merged = tuple((top, end, at - first) for top, end, at in table.merged if first <= at <= last)
    return replace(table, rows=rows, numbers=table.numbers[: len(rows)], merged=merged)


def _kind_of(table: RawTable) -> str | None:
    header = find_header(table.rows)
    if header is None:
        return None
    below = table.rows[header.last + 1 :]
    cells = {each.at: [row[each.at] if each.at < len(row) else "" for row in below] for each in header.columns}
    return match_table("", header.columns, {at: Content.of(texts) for at, texts in cells.items()}).sheet
