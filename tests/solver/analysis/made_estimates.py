"""Weight tables for the tests of uncertainty and forecast."""

from __future__ import annotations

import numpy as np

from solver.analysis.uncertainty.weights import PER_HOUR, UNKNOWN, Weights
from solver.problem import Problem

Row = tuple[float, float | None, float | None, float | None]
"""Weight, low and high in hours, and the coefficient of variation of single cases."""


def table(problem: Problem, rows: dict[str, Row], own: tuple[int, ...] = ()) -> Weights:
    """A weight table for some types; the cases ``own`` bring hours of their own."""
    names = problem.cases.type_names
    columns = np.full((4, len(names)), UNKNOWN, np.int64)
    for name, row in rows.items():
        for at, value in enumerate(row):
            if value is not None:
                columns[at, names.index(name)] = round(value * PER_HOUR)
    from_table = np.array([kind >= 0 and names[kind] in rows for kind in problem.cases.case_type.tolist()], np.bool_)
    from_table[list(own)] = False
    nothing = (None,) * len(names)
    return Weights(columns[0], columns[1], columns[2], columns[3], nothing, nothing, from_table)
