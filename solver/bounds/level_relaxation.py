"""The relaxation of a level and what its prices prove, from the aggregated program where that is quicker."""

from __future__ import annotations

from solver.bounds.aggregated_relaxation import PARAMS, RelaxationParams, solve_aggregated
from solver.bounds.lp_bound import certificate_from_duals
from solver.budget import Budget
from solver.certificate import Certificate
from solver.engines.highs import LpSolution, relax
from solver.engines.integer_program import IntegerProgram
from solver.formulation.aggregated_program import aggregation_of
from solver.formulation.cover_inequalities import waiting_from
from solver.formulation.goals.continuity import CONTINUITY
from solver.formulation.level_model import LevelModel


def relax_level(
    level: LevelModel, budget: Budget, params: RelaxationParams = PARAMS
) -> tuple[LevelModel, LpSolution, Certificate | None]:
    """The relaxation of a level, and its certificate where the LP solver gave duals.

    Where cases wait it is solved again, with rows for what can be kept of the others
    (``formulation/cover_inequalities.py``).

    Returns
    -------
    level, relaxed, certificate
        The level with the rows that were asked, and the solution in the variables of its layout.
    """
    program, relaxed = solve_relaxation(level, budget, params)
    certificate = certificate_from_duals(level, program, relaxed)
    layout = level.layout
    if level.goal != CONTINUITY or not layout.unplaced or relaxed.x is None:
        return level, relaxed, certificate
    counted = waiting_from(level.part, relaxed.x[layout.at_unplaced : layout.at_excess])
    if not counted:
        return level, relaxed, certificate
    tighter = level.counting(counted)
    program, again = solve_relaxation(tighter, budget, params)
    other = certificate_from_duals(tighter, program, again)
    if again.x is None or (certificate is not None and (other is None or other.bound < certificate.bound)):
        return level, relaxed, certificate
    return tighter, again, other


def solve_relaxation(
    level: LevelModel, budget: Budget, params: RelaxationParams = PARAMS
) -> tuple[IntegerProgram, LpSolution]:
    """The relaxation alone, and the program whose rows its duals belong to."""
    kind = aggregation_of(level.part, level.held, level.goal, params.aggregation)
    if kind is not None:
        small, relaxed = solve_aggregated(level, budget, kind, params)
        if relaxed.x is not None or budget.over:
            return small, relaxed
    return level.program, relax(level.program, budget)
