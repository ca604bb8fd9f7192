"""What placing each unit is worth, so that officers who fill their hours for themselves come close to a plan.

Relax the rule that every unit is with one officer and pay a price for it instead; what is left is one knapsack for each
officer. The best such prices say more than those of the linear relaxation, because a knapsack fills hours with whole
units (Geoffrion 1974: the relaxation has no integrality property). They are found by following subgradients with
Polyak's step (Held, Wolfe and Crowder 1974). They guide a search and prove nothing here: no bound is taken from them.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np

from solver.arrays import Floats, Ints
from solver.budget import Budget, check_ranges
from solver.heuristics.packing.knapsack import PARAMS as KNAPSACK
from solver.heuristics.packing.knapsack import KnapsackParams, chosen_of, knapsack_table, scaled

UNITS_A_CELL = 7.5e-9
"""Of work, for each cell of a table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubgradientParams:
    """How long prices are looked for, and how the steps shrink.

    Attributes
    ----------
    most_cells : int, >= 0
        Of a table of everybody's knapsacks above which the prices of the relaxation must do.
    steps : int, >= 0
        At most.
    most_work : int, cells, >= 0
        Of all tables together, after which the search for prices ends; about three seconds.
    patience : int, steps, >= 0
        Without a better bound after which the length of a step shrinks.
    shrink : float, above 0 and at most 1
        To this share of itself.
    least_step : float, share of the first length, > 0
        Below which the search ends.
    knapsack : KnapsackParams
    """

    most_cells: int = 10_000_000
    steps: int = 400
    most_work: int = 400_000_000
    patience: int = 8
    shrink: float = 0.7
    least_step: float = 2e-3
    knapsack: KnapsackParams = KNAPSACK

    def __post_init__(self) -> None:
        check_ranges(self, most_cells=(0, inf), steps=(0, inf), most_work=(0, inf), patience=(0, inf))
        check_ranges(self, shrink=(1e-9, 1), least_step=(1e-9, inf))


PARAMS = SubgradientParams()


@dataclass(frozen=True, slots=True)
class Worth:
    """Prices of units, and what the best fill of each officer would be worth at them. Shapes (units,), (officers,)."""

    unit: Floats
    fill: Floats


def unit_prices(
    cost: Floats,
    weight: Ints,
    room: Ints,
    hours: Floats,
    value: float,
    budget: Budget,
    params: SubgradientParams = PARAMS,
) -> Worth:
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
    weight, room = scaled(weight, room, params.knapsack)
    cells = cost.size * (int(room.max(initial=0)) + 1)
    if cells > params.most_cells:
        return Worth(unit, fill)
    all_ = np.arange(len(room))
    best, at, length, in_vain = -np.inf, unit, 1.0, 0
    for _ in range(min(params.steps, params.most_work // max(1, cells))):
        if budget.over or length < params.least_step:
            break
        gain = at[:, None] - cost
        table = knapsack_table(gain, weight, room)
        budget.charge(cells * UNITS_A_CELL)
        filled = table[-1, all_, room]
        bound = float(at.sum() - filled.sum())
        missing = 1 - chosen_of(table, gain, weight, room).sum(axis=0)
        in_vain += 1
        if bound > best:
            best, unit, fill, in_vain = bound, at, filled, 0
        elif in_vain > params.patience:
            length, in_vain, at = length * params.shrink, 0, unit
        square = float(missing @ missing)
        if square == 0:
            break
        at = at + length * max(value - bound, 1.0) / square * missing
    return Worth(unit, fill)
