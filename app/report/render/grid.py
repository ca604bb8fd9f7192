"""A table as the page shows it: the columns that stand there, the rows that it has room for, and text in every cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.report.blocks import Cell, Column, Kind, Table, Where
from app.report.text.numbers import about, as_fraction, grouped, hours_text, percent, points

MOST_NAMED = 4
"""Names of a list that a cell shows."""


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A column as the page lays it out."""

    title: str
    kind: Kind
    is_head: bool
    is_number: bool


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell as the page writes it; ``names`` where it is a list of them."""

    text: str
    names: tuple[str, ...] = ()
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as the page shows it: its own columns, the rows that it has room for, and text in every cell."""

    title: str
    caption: str
    is_stacked: bool
    columns: tuple[GridColumn, ...]
    rows: tuple[tuple[tuple[GridColumn, GridCell], ...], ...]


def grid_of(table: Table[Any]) -> Grid:
    """A table with the columns, the rows and the text of the page."""
    columns = table.columns_on(Where.PAGE)
    heads = [
        GridColumn(each.title, each.kind, each.is_head, each.kind in RIGHT and not each.is_head) for each in columns
    ]
    rows = table.rows if table.listed is None else table.listed
    return Grid(
        title=table.title,
        caption=table.caption or table.title,
        is_stacked=table.is_stacked,
        columns=tuple(heads),
        rows=tuple(
            tuple((head, _cell(column, column.value(row))) for head, column in zip(heads, columns, strict=True))
            for row in rows
        ),
    )


def _cell(column: Column[Any], value: Cell) -> GridCell:
    if value is None:
        return GridCell(column.absent)
    if isinstance(value, str):
        return GridCell(value)
    if isinstance(value, int | float):
        is_over = Where.PAGE in column.over and value > 1
        return GridCell(number_text(column, value), is_over=is_over)
    if column.kind == "ids":
        others = len(value) - MOST_NAMED
        more = (f"and {others:,} {'other' if others == 1 else 'others'}",) if others > 0 else ()
        return GridCell("", names=(*value[:MOST_NAMED], *more))
    return GridCell(" · ".join(value))


def number_text(column: Column[Any], value: float) -> str:
    """A number as people read it, by the kind of its column.

    Raises
    ------
    ValueError
        Columns of this kind hold no numbers.
    """
    if column.kind not in WRITTEN:
        raise ValueError(f"a column of kind {column.kind} holds no numbers: {column.title}")
    return WRITTEN[column.kind](column, value)


def _hours(column: Column[Any], value: float) -> str:
    text = hours_text(value) if column.digits is None else f"{about(value, column.digits)} h"
    return text.removesuffix(" h") if column.unit == "-" else text


def _number(column: Column[Any], value: float) -> str:
    text = about(value, 1 if column.digits is None else column.digits)
    return f"{text} {column.unit}" if column.unit else text


def _duration(_: Column[Any], value: float) -> str:
    return f"{about(value, 2)} h" if value >= 1 else f"{about(value * 60, 1)} min"


WRITTEN: dict[Kind, Callable[[Column[Any], float], str]] = {
    "count": lambda _, value: f"{value:,}",
    "hours": _hours,
    "percent": lambda _, value: percent(value),
    "plain_percent": lambda _, value: percent(value),
    "points": lambda _, value: points(value),
    "number": _number,
    "fixed": lambda _, value: f"{value:,.2f}",
    "exact": lambda _, value: grouped(as_fraction(value)),
    "duration": _duration,
}
"""How the page writes numbers of each kind."""
RIGHT = frozenset((*WRITTEN, "figure"))
"""Kinds that are set to the right."""
