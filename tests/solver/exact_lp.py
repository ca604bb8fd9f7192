"""A simplex method in fractions, for linear programs of a few dozen variables. Slow, and never wrong by rounding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

Row = tuple[Mapping[int, Fraction], Fraction]
"""Coefficients by variable, and the right-hand side (0 or more)."""


def minimise(cost: Mapping[int, Fraction], rows: Sequence[Row], variables: int) -> Fraction:
    """Smallest ``cost · x`` over ``x >= 0`` with every row an equation. The program must be feasible and bounded."""
    table = []
    for number, (row, right) in enumerate(rows):
        line = [row.get(j, Fraction(0)) for j in range(variables)]
        line += [Fraction(int(k == number)) for k in range(len(rows))]
        table.append([*line, right])
    basis = [variables + k for k in range(len(rows))]
    width = variables + len(rows)
    infeasible = _run(table, basis, [Fraction(int(j >= variables)) for j in range(width)], width)
    if infeasible:
        raise ValueError("the linear program has no solution")
    for r, b in enumerate(basis):
        if b >= variables:  # an artificial variable that is still in the basis, at 0
            column = next((j for j in range(variables) if table[r][j]), None)
            if column is not None:
                _pivot(table, basis, r, column)
    return _run(table, basis, [cost.get(j, Fraction(0)) for j in range(width)], variables)


def _run(table: list[list[Fraction]], basis: list[int], cost: list[Fraction], usable: int) -> Fraction:
    """Pivot by Bland's rule, which never cycles, over the first ``usable`` columns."""
    while True:
        entering = None
        for j in range(usable):
            reduced = cost[j] - sum(
                (cost[b] * line[j] for b, line in zip(basis, table, strict=True) if line[j]), Fraction(0)
            )
            if reduced < 0:
                entering = j
                break
        if entering is None:
            return sum((cost[b] * line[-1] for b, line in zip(basis, table, strict=True)), Fraction(0))
        ratios = [(line[-1] / line[entering], basis[r], r) for r, line in enumerate(table) if line[entering] > 0]
        if not ratios:
            raise ValueError("the linear program is unbounded")
        _pivot(table, basis, min(ratios)[2], entering)


def _pivot(table: list[list[Fraction]], basis: list[int], row: int, column: int) -> None:
    factor = table[row][column]
    table[row] = [value / factor for value in table[row]]
    for r, line in enumerate(table):
        if r != row and line[column]:
            times = line[column]
            table[r] = [a - times * b for a, b in zip(line, table[row], strict=True)]
    basis[row] = column
