"""The relaxation of a level with everything that changes hands aggregated: the same bound from far fewer rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solver.arrays import Floats
from solver.bounds.column_generation import PARAMS as COLUMN_GENERATION
from solver.bounds.column_generation import ColumnGenerationParams, initial_columns, price_columns
from solver.bounds.lp_bound import prices_of
from solver.budget import Budget
from solver.engines.highs import LpSolution, relax
from solver.engines.integer_program import IntegerProgram
from solver.formulation.aggregated_program import AggregationKind, aggregated_program
from solver.formulation.aggregation import PARAMS as AGGREGATION
from solver.formulation.aggregation import Aggregation, AggregationParams
from solver.formulation.level_model import LevelModel


@dataclass(frozen=True, slots=True, kw_only=True)
class RelaxationParams:
    """How the relaxation of a level is made small.

    Attributes
    ----------
    aggregation : AggregationParams
    column_generation : ColumnGenerationParams
    """

    aggregation: AggregationParams = AGGREGATION
    column_generation: ColumnGenerationParams = COLUMN_GENERATION


PARAMS = RelaxationParams()


def solve_aggregated(
    level: LevelModel,
    budget: Budget,
    kind: AggregationKind = AggregationKind.TICKS,
    params: RelaxationParams = PARAMS,
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
    if kind is AggregationKind.TICKS:
        pools = Aggregation.by_ticks(part)
    else:
        pools = Aggregation.by_cases(part, params.aggregation.most_bins)
    inside = initial_columns(level, params.column_generation)
    for _ in range(params.column_generation.rounds):
        program = aggregated_program(level, pools, inside)
        relaxed = relax(program, budget)
        if inside.all() or budget.over:
            break
        if relaxed.x is None or relaxed.dual is None:
            # what those inside cannot do all holders together may do
            inside = np.ones(len(inside), np.bool_)
            continue
        prices = prices_of(part, program, relaxed.dual, level.goal, params.column_generation.precision)
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
