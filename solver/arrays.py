"""Arrays of the library: their types, and how to number, order and add up what is in them.

Things are numbered and ordered by counting them, which takes time in proportion to how many there are.

A million cases have few different efforts, groups and holders; sorting them by comparison is what reading a large
docket would otherwise spend its time on (radix sort: Knuth, The Art of Computer Programming 3, section 5.2.5).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Indices = NDArray[np.int32]
Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]

SPARE = 4
"""Range of the values, as a multiple of how many there are, up to which they are counted."""
LEAST = 1 << 16
"""Range that is counted in any case."""
DIGIT = 1 << 16
"""numpy orders numbers of 16 bits by counting."""


def distinct(values: Ints) -> tuple[int, Ints]:
    """How many different values there are, and the rank of each among them, from 0 for the smallest.

    Parameters
    ----------
    values : int64 array, shape (n,)

    Returns
    -------
    count : int
    rank : int64 array, shape (n,)
    """
    if not len(values):
        return 0, np.zeros(0, np.int64)
    low, high = int(values.min()), int(values.max())
    if low == high:
        return 1, np.zeros(len(values), np.int64)
    if high - low >= max(LEAST, SPARE * len(values)):
        known, rank = np.unique(values, return_inverse=True)
        return len(known), rank.astype(np.int64)
    present = np.zeros(high - low + 1, np.bool_)
    present[values - low] = True
    rank_of = np.cumsum(present) - 1
    ranks: Ints = rank_of[values - low]
    return int(rank_of[-1]) + 1, ranks


def distinct_rows(columns: list[Ints]) -> tuple[int, Ints]:
    """How many different rows these columns make, and the rank of each row in lexicographic order.

    Parameters
    ----------
    columns : list of int64 arrays, each of shape (n,)
        The first decides, then the second, and so on. At least one.

    Returns
    -------
    count : int
    rank : int64 array, shape (n,)
    """
    count, number = distinct(columns[0])
    for column in columns[1:]:
        many, rank = distinct(column)
        if many > 1:
            count, number = distinct(number * many + rank)
    return count, number


def stable_argsort(number: Ints | Indices, count: int) -> Ints:
    """Where things stand when they are put in order of their numbers; equal ones stay in the order they are in.

    Parameters
    ----------
    number : int array, shape (n,), 0 or more and less than ``count``
    count : int

    Returns
    -------
    int64 array, shape (n,)
        What ``np.argsort(number, kind="stable")`` gives.
    """
    if not bool((number[1:] < number[:-1]).any()):
        return np.arange(len(number))
    order = np.argsort((number % DIGIT).astype(np.uint16), kind="stable")
    place = DIGIT
    while place < count:
        digit = (number[order] // place % DIGIT).astype(np.uint16)
        order = order[np.argsort(digit, kind="stable")]
        place *= DIGIT
    return order.astype(np.int64, copy=False)


def sum_by(index: Ints, values: Ints, size: int) -> Ints:
    """Exact integer sums per index; ``np.bincount`` would go through floats."""
    out = np.zeros(size, np.int64)
    np.add.at(out, index, values)
    return out


def smallest(values: NDArray[Any]) -> NDArray[Any]:
    """Whole numbers in the shortest kind that holds them all."""
    low, high = (int(values.min()), int(values.max())) if len(values) else (0, 0)
    for kind in (np.int8, np.int16, np.int32):
        if np.iinfo(kind).min <= low and high <= np.iinfo(kind).max:
            return values.astype(kind)
    return values
