"""Dives: everything placed within every limit, never above what was allowed, and close to the cheapest way."""

from __future__ import annotations

import random
import time

import numpy as np
import pytest

from solver.arrays import Floats, Ints
from solver.budget import Budget
from solver.errors import InvalidParameter
from solver.heuristics.packing.diving import DivingParams, dive
from solver.heuristics.packing.knapsack import AssignmentData
from tests.solver.every_plan import effort
from tests.solver.heuristics.packing.test_subgradient import a_problem, cheapest


def dived(
    cost: Floats, ticks: Ints, hours: Ints, spent: float, seed: int = 0, within: Budget | None = None
) -> Ints | None:
    units, officers = cost.shape
    one, many = np.ones(units, np.int64), np.full(officers, units)
    price, random_ = np.zeros(officers), np.random.default_rng(seed)
    return dive(AssignmentData(cost, ticks, hours, one, many), price, spent, 0.0, random_, within or effort())


def test_small_problems_are_dealt_out_the_cheapest_way() -> None:
    tried = 0
    for seed in range(40):
        cost, ticks, hours = a_problem(seed)
        best = cheapest(cost, ticks, hours)
        found = dived(cost, ticks, hours, 1e6)
        if best is None:
            assert found is None
            continue
        assert found is not None
        tried += 1
        at = np.arange(len(cost)), found
        assert cost[at].sum() == best
        assert (np.bincount(found, ticks[at], len(hours)) <= hours).all()
        # less than the cheapest way cannot be had
        assert dived(cost, ticks, hours, best - 1) is None
    assert tried > 25


class Large:
    """Sixteen officers with hours for a little more than the cases they hold, and standards for some of them."""

    def __init__(self, seed: int) -> None:
        rng = random.Random(f"dive {seed}")
        self.units, self.officers = 96, 16
        shape = (self.units, self.officers)
        self.ticks = np.array([rng.randint(5, 60) for _ in range(self.units * self.officers)]).reshape(shape)
        noise = np.array([rng.randint(-10, 10) for _ in range(self.units * self.officers)]).reshape(shape)
        self.cost = (80.0 - self.ticks) + noise  # what is quick is dear, as in type D of the published instances
        self.cost[np.array([rng.random() < 0.1 for _ in range(self.units * self.officers)]).reshape(shape)] = np.inf
        self.size = np.array([rng.choice([1, 1, 1, 2]) for _ in range(self.units)])
        self.cost[np.arange(self.units), np.arange(self.units) % self.officers] = 90.0
        self.now = np.arange(self.units) % self.officers
        at = np.arange(self.units), self.now
        self.hours = (np.bincount(self.now, self.ticks[at], self.officers) * 0.9).astype(np.int64)
        self.hours = np.maximum(self.hours, int(self.hours.mean()))
        self.places = np.array([8 if j % 3 == 0 else int(self.size.sum()) for j in range(self.officers)])
        self.spent = float(self.cost[at].sum())

    def dive(self, seed: int = 0) -> Ints | None:
        price, random_ = np.ones(self.officers), np.random.default_rng(seed)
        few = AssignmentData(self.cost, self.ticks, self.hours, self.size, self.places)
        return dive(few, price, self.spent, 0.0, random_, effort())


def test_many_officers_are_filled_within_hours_and_standards() -> None:
    ended = 0
    for seed in range(6):
        case = Large(seed)
        found = case.dive()
        if found is None:
            continue
        ended += 1
        at = np.arange(case.units), found
        assert (np.bincount(found, case.ticks[at], case.officers) <= case.hours).all()
        assert (np.bincount(found, case.size, case.officers) <= case.places).all()
        assert cheapest_sum(case) <= case.cost[at].sum() < case.spent / 2
    print(f"{ended} of 6 dives ended with a plan")
    assert ended >= 4


def cheapest_sum(case: Large) -> float:
    return float(case.cost.min(axis=1).sum())


def test_the_same_seed_gives_the_same_dive() -> None:
    one, other = Large(0).dive(3), Large(0).dive(3)
    assert one is not None
    assert other is not None
    assert one.tolist() == other.tolist()


def test_a_dive_ends_where_the_time_is_over() -> None:
    cost, ticks, hours = a_problem(1)
    assert dived(cost, ticks, hours, 1e6, within=Budget(time.monotonic() - 1, 1, 0)) is None


def test_officers_for_whom_nothing_is_worth_anything_get_nothing() -> None:
    # six officers, one case that only the last may hold: the others are filled with nothing
    cost, ticks = np.full((1, 6), np.inf), np.full((1, 6), 3)
    cost[0, 5] = 2.0
    found = dived(cost, ticks, np.full(6, 4), 2.0)
    assert found is not None
    assert found.tolist() == [5]


def test_there_is_no_dive_where_not_everything_has_a_place() -> None:
    cost, ticks = np.ones((3, 2)), np.full((3, 2), 3)
    assert dived(cost, ticks, np.array([3, 3]), 1e6) is None


def test_parameters_outside_their_range_are_refused_with_it() -> None:
    with pytest.raises(InvalidParameter, match=r"DivingParams.last_units must be from 1 to 60, not 61"):
        DivingParams(last_units=(40, 61))
    with pytest.raises(InvalidParameter, match=r"DivingParams.at_once must be from 1 to inf, not 0"):
        DivingParams(at_once=0)


def test_a_dive_that_may_deal_nothing_out_in_the_end_has_no_plan() -> None:
    cost, ticks = np.array([[1.0, 9.0], [1.0, 9.0]]), np.full((2, 2), 3)
    data = AssignmentData(cost, ticks, np.array([4, 4]), np.ones(2, np.int64), np.array([9, 9]))
    price, random_ = np.zeros(2), np.random.default_rng(0)
    assert dive(data, price, 10.0, 0.0, random_, effort()) is not None
    assert dive(data, price, 10.0, 0.0, random_, effort(), DivingParams(last_units=())) is None
