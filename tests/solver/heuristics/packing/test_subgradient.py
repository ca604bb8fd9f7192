"""Prices of units: close to the best plan and never above it, where hours are counted in ticks."""

from __future__ import annotations

import random
import time
from itertools import product

import numpy as np
import pytest

from solver.arrays import Floats, Ints
from solver.budget import Budget
from solver.errors import InvalidParameter
from solver.heuristics.packing.subgradient import SubgradientParams, unit_prices
from tests.solver.every_plan import effort


def a_problem(seed: int) -> tuple[Floats, Ints, Ints]:
    rng = random.Random(f"worth {seed}")
    units, officers = rng.randint(2, 6), rng.randint(2, 3)
    cost = np.array([[float(rng.randint(1, 30)) for _ in range(officers)] for _ in range(units)])
    ticks = np.array([[rng.randint(1, 12) for _ in range(officers)] for _ in range(units)])
    hours = np.array([rng.randint(12, 12 + 4 * units) for _ in range(officers)])
    return cost, ticks, hours


def cheapest(cost: Floats, ticks: Ints, hours: Ints) -> float | None:
    units, officers = cost.shape
    best = None
    for plan in product(range(officers), repeat=units):
        at = np.arange(units), np.array(plan)
        load = np.bincount(plan, weights=ticks[at], minlength=officers)
        if (load <= hours).all() and (best is None or cost[at].sum() < best):
            best = float(cost[at].sum())
    return best


def test_prices_come_close_to_the_best_plan_and_never_pass_it() -> None:
    tight = tried = 0
    for seed in range(40):
        cost, ticks, hours = a_problem(seed)
        best = cheapest(cost, ticks, hours)
        if best is None:
            continue
        worth = unit_prices(cost, ticks, hours, np.zeros(len(hours)), best, effort())
        bound = worth.unit.sum() - worth.fill.sum()
        assert cost.min(axis=1).sum() - 1e-6 <= bound <= best + 1e-6
        tried += 1
        tight += bound > best - 0.5
    assert tried > 25
    assert tight > tried / 2


def test_numbers_worked_by_hand() -> None:
    # two units of 3 ticks; the cheap officer has room for one: 1 + 5. With a price of 5 for each unit the cheap officer
    # fills 3 ticks (worth 4), the other gains nothing: 5 + 5 - 4 = 6
    cost, ticks = np.array([[1.0, 5.0], [1.0, 5.0]]), np.full((2, 2), 3)
    worth = unit_prices(cost, ticks, np.array([4, 6]), np.zeros(2), 6.0, effort())
    assert worth.unit.sum() - worth.fill.sum() == pytest.approx(6.0, abs=0.05)


@pytest.mark.parametrize("reason", ["too large", "no time"])
def test_otherwise_the_prices_of_the_relaxation_do(reason: str) -> None:
    params = SubgradientParams(most_cells=0) if reason == "too large" else SubgradientParams()
    time_left = effort() if reason == "too large" else Budget(time.monotonic() - 1, 1, 0)
    cost, ticks = np.array([[1.0, 5.0], [2.0, 3.0]]), np.array([[3, 3], [4, 2]])
    worth = unit_prices(cost, ticks, np.array([4, 6]), np.array([0.5, 0.0]), 6.0, time_left, params)
    # with the price of a tick the first unit costs 2.5 or 5, the second 4 or 3
    assert worth.unit.tolist() == [2.5, 3.0]
    assert worth.fill.tolist() == [2.0, 0.0]


def test_parameters_outside_their_range_are_refused_with_it() -> None:
    with pytest.raises(InvalidParameter, match=r"SubgradientParams.most_work must be from 0 to inf, not -1"):
        SubgradientParams(most_work=-1)
    with pytest.raises(InvalidParameter, match=r"SubgradientParams.shrink must be from 1e-09 to 1, not 1.5"):
        SubgradientParams(shrink=1.5)
