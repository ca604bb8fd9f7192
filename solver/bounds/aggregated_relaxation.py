"""The relaxation of a level with everything that changes hands aggregated: the same bound from far fewer rows."""

from __future__ import annotations

import numpy as np

from solver.arrays import Floats
from solver.bounds.column_generation import ROUNDS, initial_columns, price_columns
from solver.bounds.lp_bound import prices_of
from solver.budget import Budget
from solver.certificate import HeldGoals
from solver.engines.highs import LpSolution, relax
from solver.engines.integer_program import IntegerProgram
from solver.formulation.aggregated_program import PRECISION, AggregationKind, aggregated_program
from solver.formulation.aggregation import Aggregation
from solver.formulation.goals.base import RankedGoal
from solver.formulation.level_program import VariableLayout
from solver.model.part import Part


def solve_aggregated(
    part: Part,
    held: HeldGoals,
    objective: RankedGoal,
    layout: VariableLayout,
    budget: Budget,
    pooling: AggregationKind = AggregationKind.TICKS,
    counted: dict[int, int] | None = None,
) -> tuple[IntegerProgram, LpSolution]:
    """Solve the relaxation of a level.

    Parameters
    ----------
    layout : Layout
        Of the level's whole program; the solution is given in its variables.
    pooling : Pooling
        As :func:`aggregation_of` allows.
    counted : dict of priority to int, or None
        What the rows of ``KEPT`` count, as in :func:`solver.formulation.level_program.level_program`.

    Returns
    -------
    program, relaxed
        The pooled program, whose rows the duals belong to, and the solution in the variables of ``layout``, with what
        stays in whole units: where they do not fit, it passes a limit by a little.
    """
    pools = Aggregation.by_ticks(part) if pooling is AggregationKind.TICKS else Aggregation.by_cases(part)
    inside = initial_columns(part, layout)
    for _ in range(ROUNDS):
        program = aggregated_program(part, held, objective, layout, pools, counted or {}, inside)
        program.counted = counted or {}
        relaxed = relax(program, budget)
        if inside.all() or budget.over:
            break
        if relaxed.x is None or relaxed.dual is None:
            # what those inside cannot do all holders together may do
            inside = np.ones(len(inside), np.bool_)
            continue
        prices = prices_of(part, program, relaxed.dual, objective, PRECISION)
        more = inside[:0] if prices is None else price_columns(part, held, layout, prices, objective, inside)
        if not len(more):
            break
        inside[more] = True
    if relaxed.x is None:
        return program, relaxed
    solution = relaxed.x

    def again(seed: int) -> Floats:
        return pools.disaggregate(part, layout, solution, seed)

    x = pools.disaggregate(part, layout, solution)
    return program, LpSolution(x, relaxed.dual, relaxed.objective, infeasible=False, again=again)
