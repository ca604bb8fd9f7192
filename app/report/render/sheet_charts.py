"""Charts of the workbook, which the program that opens it draws from the cells of a table."""

from __future__ import annotations

from math import ceil
from typing import Any, NamedTuple

from app.report.blocks import Column, SheetChart

WIDTH_PX, HEIGHT_PX = 780, 280
ROWS = ceil(HEIGHT_PX / 20)
"""Rows of a sheet that a chart covers."""
COLOURS = ("#B65000", "#005EA2", "#838C97")
LINES = {"visible": True, "line": {"color": "#D6DADE", "width": 0.75}}


class Laid(NamedTuple):
    """Where the rows of a table are: their sheet, the first and the last of them, and its columns."""

    sheet: str
    first: int
    last: int
    columns: tuple[Column[Any], ...]


def is_legible(chart: SheetChart, laid: Laid) -> bool:
    """Whether its bars can be told apart."""
    return chart.kind == "line" or laid.last - laid.first < chart.rows


def drawn(book: Any, chart: SheetChart, laid: Laid) -> Any:
    """The chart, to be put on a sheet of the book."""
    made = book.add_chart({"type": chart.kind})
    titles = [column.sheet_title or column.title for column in laid.columns]
    last = min(laid.last, laid.first + chart.rows - 1)
    below = titles.index(chart.category)
    for colour, title in zip(COLOURS, chart.series, strict=False):
        at = titles.index(title)
        look = {"fill": {"color": colour}} if chart.kind == "column" else {"line": {"color": colour, "width": 2.25}}
        made.add_series(
            {
                "name": title,
                "categories": [laid.sheet, laid.first, below, last, below],
                "values": [laid.sheet, laid.first, at, last, at],
                **look,
            }
        )
    made.set_title({"name": chart.title, "name_font": {"size": 12}})
    made.set_y_axis({"num_format": "0%" if chart.as_percent else "#,##0", "min": 0, "major_gridlines": LINES})
    made.set_x_axis({"num_font": {"rotation": -45, "size": 8}})
    made.set_legend({"position": "bottom"} if len(chart.series) > 1 else {"none": True})
    made.set_size({"width": WIDTH_PX, "height": HEIGHT_PX})
    return made
