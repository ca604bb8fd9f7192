"""What placing each unit is worth, so that officers who fill their hours for themselves come close to a plan.

Relax the rule that every unit is with one officer and pay a price for it instead; what is left is one knapsack for each
officer. The best such prices say more than those of the linear relaxation, because a knapsack fills hours with whole
units (Geoffrion 1974: the relaxation has no integrality property). They are found by following subgradients with
Polyak's step (Held, Wolfe and Crowder 1974). They guide a search and prove nothing here: no bound is taken from them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solver.arrays import Floats, Ints
from solver.budget import Budget
from solver.heuristics.packing.knapsack import chosen_of, knapsack_table, scaled

MOST_CELLS = 10_000_000
"""Cells of a table of everybody's knapsacks above which the prices of the relaxation must do."""
STEPS = 400
MOST_WORK = 400_000_000
"""Cells of all tables together, after which the search for prices ends; about three seconds."""
PATIENCE = 8
SHRINK = 0.7
LEAST_STEP = 2e-3


@dataclass(frozen=True, slots=True)
class Worth:
    """Prices of units, and what the best fill of each officer would be worth at them. Shapes (units,), (officers,)."""

    unit: Floats
    fill: Floats


def unit_prices(cost: Floats, weight: Ints, room: Ints, hours: Floats, value: float, budget: Budget) -> Worth:
    """Prices of units.

    Parameters
    ----------
    cost : float64 array, shape (units, officers)
        ``inf`` where the unit may not be.
    weight, room : int64 arrays, shapes (units, officers) and (officers,)
        Ticks.
    hours : float64 array, shape (officers,)
        Price of a tick in the linear relaxation: where the search begins.
    value : float
        Cost of a plan, for the length of the steps.
    """
    charged = cost + hours * weight
    unit = charged.min(axis=1)
    fill = np.maximum(unit[:, None] - charged, 0).sum(axis=0) + hours * room
    weight, room = scaled(weight, room)
    cells = cost.size * (int(room.max(initial=0)) + 1)
    if cells > MOST_CELLS:
        return Worth(unit, fill)
    all_ = np.arange(len(room))
    best, at, length, in_vain = -np.inf, unit, 1.0, 0
    for _ in range(min(STEPS, MOST_WORK // max(1, cells))):
        if budget.over or length < LEAST_STEP:
            break
        gain = at[:, None] - cost
        table = knapsack_table(gain, weight, room)
        filled = table[-1, all_, room]
        bound = float(at.sum() - filled.sum())
        missing = 1 - chosen_of(table, gain, weight, room).sum(axis=0)
        in_vain += 1
        if bound > best:
            best, unit, fill, in_vain = bound, at, filled, 0
        elif in_vain > PATIENCE:
            length, in_vain, at = length * SHRINK, 0, unit
        square = float(missing @ missing)
        if square == 0:
            break
        at = at + length * max(value - bound, 1.0) / square * missing
    return Worth(unit, fill)
