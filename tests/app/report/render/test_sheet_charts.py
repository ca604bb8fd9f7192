"""Charts of the workbook refer to the cells of their table."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import openpyxl
import pytest

from app.report.blocks import Column, SheetChart, Table
from app.report.render.sheet_charts import Laid, is_legible
from app.report.render.xlsx import write_sheets

NAME = Column[int]("Toy", "text", str, is_head=True)
PIECES = Column[int]("Pieces", "count", lambda toy: toy)


def charts(kind: Any, rows: int, most: int) -> list[Any]:
    drawn = SheetChart("Pieces of each toy", kind, "Toy", ("Pieces",), "Toys", most)
    stream = io.BytesIO()
    created = dt.datetime(2026, 11, 24, tzinfo=dt.UTC).replace(tzinfo=None)
    write_sheets(stream, [Table("Toys", (NAME, PIECES), range(rows), sheet="Toys", drawn=drawn)], created)
    book: Any = openpyxl.load_workbook(stream)
    found: list[Any] = book["Toys"]._charts
    return found


@pytest.mark.parametrize(("kind", "rows", "most", "last"), [("column", 3, 5, 4), ("line", 9, 5, 6)])
def test_it_draws_the_rows_of_its_table(kind: str, rows: int, most: int, last: int) -> None:
    (chart,) = charts(kind, rows, most)
    (series,) = chart.series
    assert series.val.numRef.f == f"Toys!$B$2:$B${last}"
    assert series.cat.numRef is None or series.cat.numRef.f == f"Toys!$A$2:$A${last}"


def test_bars_that_nobody_could_tell_apart_are_not_drawn() -> None:
    assert charts("column", 6, 5) == []
    assert is_legible(SheetChart("", "column", "", (), "", 5), Laid("Toys", 1, 5, ()))
    assert not is_legible(SheetChart("", "column", "", (), "", 5), Laid("Toys", 1, 6, ()))
