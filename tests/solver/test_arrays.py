"""Numbering and ordering by counting gives what sorting gives."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from solver.arrays import DIGIT, distinct, distinct_rows, stable_argsort

NEAR = st.integers(-5, 5)
FAR = st.integers(-(2**62), 2**62)


@given(st.lists(st.one_of(NEAR, FAR), max_size=30))
def test_ranks_are_those_of_the_sorted_distinct_values(values: list[int]) -> None:
    known = sorted(set(values))
    count, rank = distinct(np.array(values, np.int64))
    assert count == len(known)
    assert [known[r] for r in rank.tolist()] == values


@given(st.lists(st.tuples(NEAR, st.one_of(NEAR, FAR), NEAR), min_size=1, max_size=30))
def test_rows_are_numbered_in_lexicographic_order(rows: list[tuple[int, int, int]]) -> None:
    known = sorted(set(rows))
    columns = [np.array(column, np.int64) for column in zip(*rows, strict=True)]
    count, rank = distinct_rows(columns)
    assert count == len(known)
    assert [known[r] for r in rank.tolist()] == rows


@given(st.lists(st.integers(0, 3 * DIGIT), max_size=40))
def test_equal_numbers_keep_their_order(numbers: list[int]) -> None:
    number = np.array(numbers, np.int64)
    assert stable_argsort(number, 3 * DIGIT + 1).tolist() == sorted(range(len(numbers)), key=lambda i: numbers[i])


def test_values_far_apart_are_not_counted_one_by_one() -> None:
    # a table of all values in between would need 2**62 entries
    count, rank = distinct(np.array([2**62, 0, 2**62], np.int64))
    assert (count, rank.tolist()) == (2, [1, 0, 1])
