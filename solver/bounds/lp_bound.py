"""What the duals of a relaxation prove: rounded to integer prices, and the bound worked out again in integers.

Nothing that an LP solver says in floating point is believed (``bounds/lagrangian.py``).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from solver.arrays import Floats
from solver.bounds.lagrangian import SAFE_SUM, lagrangian_bound, sum_estimate
from solver.certificate import Certificate, Prices
from solver.engines.highs import LpSolution
from solver.engines.integer_program import UNBOUNDED, IntegerProgram, Rule
from solver.formulation.goals.base import RankedGoal
from solver.formulation.goals.ranking import GOALS
from solver.formulation.level_model import LevelModel
from solver.model.part import Part


def prices_of(
    part: Part, program: IntegerProgram, dual: Floats, objective: RankedGoal, denominator: int
) -> Prices | None:
    """Round the duals of the rows that tie officers and levels together to integer prices of the right sign.

    ``None`` where a price would not fit into 64 bits.
    """
    n = len(part.officers)
    by_officer = {rule: np.zeros(n, np.float64) for rule in (Rule.HOURS, Rule.STANDARD, Rule.KEPT, Rule.EXCESS)}
    rules = np.array(program.row_rule, dtype=object)
    price = np.maximum(-dual, 0) / program.row_unit
    if float(price.max(initial=0.0)) * denominator >= SAFE_SUM:
        return None
    price[program.row_high >= UNBOUNDED] = 0
    below = np.zeros(n, np.float64)
    at_least = np.flatnonzero((rules == Rule.HOURS) & (program.row_low > 0))
    below[program.row_index[at_least]] = np.maximum(dual[at_least], 0) / program.row_unit[at_least]
    if float(below.max(initial=0.0)) * denominator >= SAFE_SUM:
        return None
    for rule, values in by_officer.items():
        at = np.flatnonzero(rules == rule)
        values[program.row_index[at]] = price[at]
    goals = {
        GOALS[program.row_index[row]]: round(price[row] * denominator)
        for row in np.flatnonzero(rules == Rule.GOAL).tolist()
    }

    def whole(values: Floats) -> NDArray[np.int64]:
        return np.rint(values * denominator).astype(np.int64)

    counts = {**goals, objective: denominator}
    ceiling = np.zeros(n, np.int64)
    for goal, weight in counts.items():
        more_over = goal.terms(part).more_over
        if more_over is None:
            continue
        if float(weight) * float(more_over.max(initial=0)) >= SAFE_SUM:
            return None
        ceiling += np.where(part.limit > 0, weight * more_over, 0)
    return Prices(
        denominator=denominator,
        hours=whole(by_officer[Rule.HOURS]),
        standard=whole(by_officer[Rule.STANDARD]),
        kept=whole(by_officer[Rule.KEPT]),
        excess=np.minimum(whole(by_officer[Rule.EXCESS]), ceiling),
        goals={goal.name: weight for goal, weight in goals.items()},
        counted=program.counted,
        least=whole(below) if len(at_least) else np.zeros(0, np.int64),
    )


def certificate_from_duals(level: LevelModel, program: IntegerProgram, relaxed: LpSolution) -> Certificate | None:
    """Turn duals into a certificate; ``None`` where the LP solver gave none.

    Parameters
    ----------
    program : IntegerProgram
        Whose rows the duals belong to: that of the level, or its aggregated one.
    """
    if relaxed.dual is None:
        return None
    part, goal, held = level.part, level.goal, level.held
    for exponent in (40, 32, 24, 16, 8, 0):
        prices = prices_of(part, program, relaxed.dual, goal, 1 << exponent)
        if prices is not None and sum_estimate(part, prices, goal, held) < SAFE_SUM:
            break
    else:
        return None
    bound = -(-lagrangian_bound(part, prices, goal, held) // prices.denominator)
    return Certificate(goal.name, level.number, part.officers.astype(np.int64), prices, held, bound)
