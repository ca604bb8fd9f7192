"""A table as the page shows it: numbers are written by the kind of their column."""

from __future__ import annotations

from typing import Any

import pytest

from app.report.blocks import Column, Kind, Where
from app.report.render.grid import grid_of, number_text
from tests.app.report.toy import toy_table


@pytest.mark.parametrize(
    ("kind", "value", "given", "expected"),
    [
        ("count", 1234, {}, "1,234"),
        ("hours", 1234.5, {}, "1,234.5 h"),
        ("hours", 1234.5, {"unit": "-"}, "1,234.5"),
        ("hours", 1.26, {"digits": 1}, "1.3 h"),
        ("percent", 0.5, {}, "50%"),
        ("plain_percent", 0.5, {}, "50%"),
        ("points", 0.01, {}, "1 point"),
        ("number", 2.26, {}, "2.3"),
        ("number", 2.26, {"digits": 2, "unit": "h"}, "2.26 h"),
        ("fixed", 2, {}, "2.00"),
        ("exact", 1234.125, {}, "1,234.125"),
        ("duration", 1.5, {}, "1.5 h"),
        ("duration", 0.5, {}, "30 min"),
    ],
)
def test_numbers_by_kind(kind: Kind, value: float, given: dict[str, Any], expected: str) -> None:
    assert number_text(Column[None]("x", kind, lambda _: value, **given), value) == expected


def test_a_number_in_a_column_of_words_is_refused() -> None:
    with pytest.raises(ValueError, match="a column of kind long holds no numbers: Why"):
        number_text(Column[None]("Why", "long", lambda _: 1), 1)


def test_the_page_has_its_rows_its_columns_and_text_in_every_cell() -> None:
    grid = grid_of(toy_table())
    assert (grid.title, grid.caption, len(grid.rows)) == ("All toys", "Toys, one a row", 2)
    ball, kite = ([cell for _, cell in row] for row in grid.rows)
    assert [cell.text for cell in ball[:4]] == ["Ball", "1,234", "1.25", "150%"]
    assert [cell.is_over for cell in ball[:4]] == [False, False, False, True]
    assert [cell.text for cell in kite[:4]] == ["Kite", "0", "", "not at all"]
    assert ball[4].names == ("red", "blue")
    assert ball[6].text == "drop <toy> · buy a;b"
    assert [column.is_number for column in grid.columns] == [False, True, True, True, False, False, False]


def test_of_a_long_list_the_first_names_stand_there() -> None:
    table = toy_table()
    last = list(table.rows)[-1]
    grid = grid_of(type(table)("Toys", table.columns_on(Where.PAGE), (last,)))
    (names,) = (cell.names for column, cell in grid.rows[0] if column.kind == "ids")
    assert names == ("a", "b", "c", "d", "and 2 others")
