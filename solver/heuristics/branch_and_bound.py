"""The first point that branch-and-bound comes to: a way through tight limits that small neighbourhoods do not see.

HiGHS rounds the relaxation of all officers at once, tightens it with cuts and dives; with a few choices for each case
it often keeps everybody's limits within a second, where searches around a plan would need many small steps at the same
time. Its points are in floating point, so each is rounded and measured again in whole numbers.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from solver.arrays import Flags, Ints
from solver.budget import Budget
from solver.engines.highs import solve_mip
from solver.engines.integer_program import IntegerProgram


def first_feasible(program: IntegerProgram, free: Flags, nodes: int, budget: Budget) -> Ints | None:
    """A point of a program, whatever it costs; cheap ones are tried first.

    Parameters
    ----------
    free : bool array, shape (variables,)
        Variables that may be more than 0.
    nodes : int
        How many branches are looked at. Unlike a clock it ends the search at the same place every time.

    Returns
    -------
    int64 array, shape (variables,)
        Keeps every row of the program, or ``None``: nothing was found, which proves nothing.
    """
    core, kept = _only(program, free)
    options = {"mip_max_improving_sols": 1, "mip_max_nodes": nodes, "random_seed": budget.seed}
    found = solve_mip(core, budget, options)
    if found is None:
        return None
    x = np.zeros(len(program.low), np.int64)
    x[kept] = found
    return x if program.allows(x) else None


def _only(program: IntegerProgram, free: Flags) -> tuple[IntegerProgram, Ints]:
    """The program with some of its variables, the others at 0, and which those are."""
    kept = np.flatnonzero(free)
    number = np.cumsum(free) - 1
    live = free[program.column]
    core = replace(
        program,
        cost=program.cost[kept],
        low=program.low[kept],
        high=program.high[kept],
        row=program.row[live],
        column=number[program.column[live]],
        coefficient=program.coefficient[live],
    )
    return core, kept
