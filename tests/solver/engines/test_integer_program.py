"""Programs in arrays: how rows are numbered, and what a point may be."""

from __future__ import annotations

import numpy as np
import pytest

from solver.arrays import Ints
from solver.engines.integer_program import UNBOUNDED, IntegerProgram, RowBuilder, Rule


def ints(*values: int) -> Ints:
    return np.array(values, np.int64)


def small() -> IntegerProgram:
    """x + 2y <= 5 and 1 <= x - y <= 2, with x and y from 0 to 4, minimising 3x - y + 7."""
    rows = RowBuilder()
    rows.add_one(Rule.HOURS, 4, ints(0, 1), ints(1, 2), 5)
    rows.add_many(Rule.ASSIGN, [9], (ints(0, 0), ints(0, 1), ints(1, -1)), [1], [2], [3])
    return rows.program(ints(3, -1), ints(0, 0), ints(4, 4), 7)


def test_rows_are_numbered_as_they_are_added() -> None:
    program = small()
    assert program.row.tolist() == [0, 0, 1, 1]
    assert program.column.tolist() == [0, 1, 0, 1]
    assert program.coefficient.tolist() == [1, 2, 1, -1]
    assert (program.row_low.tolist(), program.row_high.tolist()) == ([-UNBOUNDED, 1], [5, 2])
    assert program.row_rule == [Rule.HOURS, Rule.ASSIGN]
    assert (program.row_index.tolist(), program.row_unit.tolist()) == ([4, 9], [1, 3])


def test_many_rows_of_one_kind_continue_the_numbers() -> None:
    rows = RowBuilder()
    rows.add_one(Rule.GOAL, 0, ints(0), ints(1), 1)
    rows.add_many(Rule.KEPT, [5, 6], (ints(1, 0, 1), ints(0, 1, 1), ints(7, 8, 9)), [0, 0], [3, 4])
    program = rows.program(ints(0, 0), ints(0, 0), ints(1, 1), 0)
    assert program.row.tolist() == [0, 2, 1, 2]
    assert program.row_high.tolist() == [1, 3, 4]
    assert program.row_index.tolist() == [0, 5, 6]


@pytest.mark.parametrize(
    ("point", "allowed"),
    [
        ((2, 1), True),
        ((1, 0), True),
        ((3, 2), False),  # 3 + 4 > 5
        ((1, 1), False),  # 1 - 1 < 1
        ((3, 0), False),  # 3 - 0 > 2
        ((5, 0), False),  # above 4, and above 2
        ((0, -1), False),  # below 0
    ],
)
def test_what_a_program_allows(point: tuple[int, int], allowed: bool) -> None:
    assert small().allows(ints(*point)) is allowed


def test_the_bounds_of_variables_count_where_there_is_no_row() -> None:
    program = RowBuilder().program(ints(1), ints(-1), ints(2), 0)
    assert [program.allows(ints(x)) for x in (-2, -1, 2, 3)] == [False, True, True, False]


def test_the_value_of_a_point() -> None:
    assert small().value(ints(2, 1)) == 3 * 2 - 1 + 7
    assert small().value(ints(0, 0)) == 7


def test_every_rule_is_one_sentence() -> None:
    assert len({rule.value for rule in Rule}) == len(Rule) == 6
    assert all(" " in rule.value and not rule.value.endswith(".") for rule in Rule)
