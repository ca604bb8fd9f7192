"""Rows and columns with scores → the pairs whose sum is greatest, each row and column in one pair at most.

The assignment problem (Kuhn 1955), solved by shortest augmenting paths (Jonker and Volgenant 1987).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

LEAST = 36
"""Pairs below this score are none."""


def assignment(scores: Sequence[Sequence[int]]) -> list[int | None]:
    """For each row the column that makes the sum of scores greatest; None where no column scores above :data:`LEAST`.

    Parameters
    ----------
    scores : rows × columns of int, from 0
    """
    if not scores or not scores[0]:
        return [None] * len(scores)
    rows, width = len(scores), len(scores[0])
    # One column of score 0 for each row is its right to stay alone; then costs are what is missing to the best score.
    top = max(map(max, scores))
    cost = [[top - (score if score >= LEAST else 0) for score in row] + [top] * rows for row in scores]
    row_at = [0] * (width + rows + 1)
    of_row, of_column = [0] * (rows + 1), [0] * (width + rows + 1)
    for row in range(1, rows + 1):
        _augment(row, cost, row_at, of_row, of_column)
    out: list[int | None] = [None] * rows
    for at in range(1, width + 1):
        row = row_at[at]
        if row and scores[row - 1][at - 1] >= LEAST:
            out[row - 1] = at - 1
    return out


def _augment(
    row: int, cost: Sequence[Sequence[int]], row_at: list[int], of_row: list[int], of_column: list[int]
) -> None:
    """Give one more row its column, along the cheapest path that moves others on; positions from 1, 0 is no column."""
    columns = range(1, len(row_at))
    least: list[float] = [math.inf] * len(row_at)
    way = [0] * len(row_at)
    seen: list[int] = []
    row_at[0] = row
    here = 0
    while row_at[here]:
        seen.append(here)
        now = row_at[here]
        for at in columns:
            slack = cost[now - 1][at - 1] - of_row[now] - of_column[at]
            if at not in seen and slack < least[at]:
                least[at], way[at] = slack, here
        there = min((at for at in columns if at not in seen), key=least.__getitem__)
        step = int(least[there])
        for at in seen:
            of_row[row_at[at]] += step
            of_column[at] -= step
        for at in columns:
            if at not in seen:
                least[at] -= step
        here = there
    while here:
        row_at[here] = row_at[way[here]]
        here = way[here]
