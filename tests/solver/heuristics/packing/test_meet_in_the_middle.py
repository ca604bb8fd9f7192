"""Units dealt out among a few officers: the cheapest way there is, beside trying them all."""

from __future__ import annotations

import random
from itertools import product

import numpy as np
import pytest

from solver.heuristics.packing.knapsack import AssignmentData
from solver.heuristics.packing.meet_in_the_middle import best_redistribution


@pytest.mark.parametrize("seed", range(30))
def test_what_is_dealt_is_the_cheapest_way(seed: int) -> None:
    rng = random.Random(f"deal {seed}")
    units, officers = rng.randint(2, 6), rng.randint(2, 4)
    cost = np.array([[rng.choice([1.0, 4.0, 5.0, 9.0, np.inf]) for _ in range(officers)] for _ in range(units)])
    cost[:, 0] = 12.0
    ticks = np.array([[rng.randint(1, 9) for _ in range(officers)] for _ in range(units)])
    hours = np.array([ticks[:, 0].sum(), *[rng.randint(3, 20) for _ in range(officers - 1)]])
    size, places = np.array([rng.randint(1, 2) for _ in range(units)]), np.array([99, *[3] * (officers - 1)])
    worth = np.array([rng.uniform(0, 12) for _ in range(units)])
    cheapest = float("inf")
    for plan in product(range(officers), repeat=units):
        at = np.arange(units), np.array(plan)
        load = np.bincount(plan, weights=ticks[at], minlength=officers)
        cases = np.bincount(plan, weights=size, minlength=officers)
        if (load <= hours).all() and (cases <= places).all():
            cheapest = min(cheapest, float(cost[at].sum()))
    data = AssignmentData(cost, ticks, hours, size, places)
    found = best_redistribution(data, worth, 12.0 * units, 0.0, 10_000, np.random.default_rng(seed), 100)
    assert found is not None
    at = np.arange(units), found
    assert cost[at].sum() == cheapest
    assert (np.bincount(found, weights=ticks[at], minlength=officers) <= hours).all()
    assert (np.bincount(found, weights=size, minlength=officers) <= places).all()


def test_nothing_is_dealt_where_everything_would_cost_more() -> None:
    cost, ticks = np.array([[1.0, 3.0], [2.0, 4.0]]), np.ones((2, 2), np.int64)
    one, many = np.ones(2, np.int64), np.array([9, 9])
    worth, random_ = np.array([1.5, 2.5]), np.random.default_rng(0)
    data = AssignmentData(cost, ticks, many, one, many)
    assert best_redistribution(data, worth, 2.0, 0.0, 100, random_, 100) is None
    found = best_redistribution(data, worth, 3.0, 0.0, 100, random_, 100)
    assert found is not None
    assert found.tolist() == [0, 0]
