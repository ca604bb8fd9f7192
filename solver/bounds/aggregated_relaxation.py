"""The relaxation of a level with everything that changes hands aggregated: the same bound from far fewer rows."""

from __future__ import annotations

import numpy as np

from solver.arrays import Floats
from solver.bounds.column_generation import ROUNDS, initial_columns, price_columns
from solver.bounds.lp_bound import prices_of
from solver.budget import Budget
from solver.engines.highs import LpSolution, relax
from solver.engines.integer_program import IntegerProgram
from solver.formulation.aggregated_program import PRECISION, AggregationKind, aggregated_program
from solver.formulation.aggregation import Aggregation
from solver.formulation.level_model import LevelModel


def solve_aggregated(
    level: LevelModel, budget: Budget, kind: AggregationKind = AggregationKind.TICKS
) -> tuple[IntegerProgram, LpSolution]:
    """Solve the relaxation of a level.

    Parameters
    ----------
    kind : AggregationKind
        As :func:`~solver.formulation.aggregated_program.aggregation_of` allows.

    Returns
    -------
    program, relaxed
        The aggregated program, whose rows the duals belong to, and the solution in the variables of the level's layout,
        with what stays in whole units: where they do not fit, it passes a limit by a little.
    """
    part, layout = level.part, level.layout
    pools = Aggregation.by_ticks(part) if kind is AggregationKind.TICKS else Aggregation.by_cases(part)
    inside = initial_columns(level)
    for _ in range(ROUNDS):
        program = aggregated_program(level, pools, inside)
        relaxed = relax(program, budget)
        if inside.all() or budget.over:
            break
        if relaxed.x is None or relaxed.dual is None:
            # what those inside cannot do all holders together may do
            inside = np.ones(len(inside), np.bool_)
            continue
        prices = prices_of(part, program, relaxed.dual, level.goal, PRECISION)
        more = inside[:0] if prices is None else price_columns(level, prices, inside)
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
