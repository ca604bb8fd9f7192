"""Dives among fills: everything placed within hours, cheaper than before, and mostly the cheapest way there is."""

from __future__ import annotations

import random
import time

import numpy as np
import pytest

from solver.arrays import Floats, Ints
from solver.budget import Budget
from solver.errors import InvalidParameter
from solver.heuristics.packing.fill_diving import FillDives, FillDivingParams, dive_among_fills, has_fill_dives
from solver.heuristics.packing.knapsack import AssignmentData
from tests.solver.every_plan import effort
from tests.solver.heuristics.packing.test_restricted_master import data_of
from tests.solver.heuristics.packing.test_subgradient import a_problem, cheapest


def dived(
    data: AssignmentData,
    spent: float,
    aim: float = 0,
    within: Budget | None = None,
    params: FillDivingParams | None = None,
) -> FillDives:
    price, random_ = np.where(np.isfinite(data.cost), data.cost, 0).max(axis=1), np.random.default_rng(0)
    within = within or effort().limited(1.5)
    return dive_among_fills(data, price, spent, aim, random_, within, params or FillDivingParams(patience=10))


def test_small_problems_are_dealt_out_the_cheapest_way() -> None:
    tried = 0
    for seed in range(40):
        cost, ticks, hours = a_problem(seed)
        best = cheapest(cost, ticks, hours)
        found = dived(data_of(cost, ticks, hours), 1e4, aim=best or 0)
        if best is None:
            assert found.to is None
            continue
        tried += 1
        assert found.to is not None
        at = np.arange(len(cost)), found.to
        assert cost[at].sum() == best
        assert (np.bincount(found.to, ticks[at], len(hours)) <= hours).all()
        # less than the cheapest way cannot be had
        assert dived(data_of(cost, ticks, hours), best).to is None
    assert tried > 25


def many_officers(seed: int) -> tuple[AssignmentData, Ints]:
    """Twelve officers, five units each, as in type D of the published instances: what is quick is dear."""
    rng = random.Random(f"fill dive {seed}")
    units, officers = 60, 12
    ticks = np.array([rng.randint(1, 100) for _ in range(units * officers)]).reshape(units, officers)
    noise = np.array([rng.randint(-10, 10) for _ in range(units * officers)]).reshape(units, officers)
    cost: Floats = 111.0 - ticks + noise
    now = np.arange(units) % officers
    hours = np.maximum(np.bincount(now, ticks[np.arange(units), now], officers).astype(np.int64), 200)
    return data_of(cost, ticks, hours), now


def test_many_officers_are_filled_within_their_hours_close_to_the_bound() -> None:
    for seed in range(2):
        data, now = many_officers(seed)
        assert has_fill_dives(data)
        spent = float(data.cost[np.arange(60), now].sum())
        found = dived(data, spent)
        assert found.to is not None
        assert found.worth is not None
        at = np.arange(60), found.to
        assert (np.bincount(found.to, data.ticks[at], 12) <= data.hours).all()
        bound = float(found.worth.unit.sum() - found.worth.fill.sum())
        assert bound <= data.cost[at].sum() + 1e-6
        # of what lies between the plan at hand and the bound hardly anything is left
        assert data.cost[at].sum() - bound < 0.05 * (spent - bound)


def test_a_cost_that_is_low_enough_ends_the_dives() -> None:
    data, now = many_officers(0)
    spent = float(data.cost[np.arange(60), now].sum())
    assert dived(data, spent, aim=round(spent)).to is None
    found = dived(data, spent, aim=round(spent) - 1)
    assert found.to is not None


def test_the_same_seed_gives_the_same_dives() -> None:
    data, _ = many_officers(1)
    one, other = dived(data, 1e5).to, dived(data, 1e5).to
    assert one is not None
    assert other is not None
    assert one.tolist() == other.tolist()


def test_without_time_there_is_neither_a_plan_nor_a_price() -> None:
    data, _ = many_officers(0)
    found = dived(data, 1e5, within=Budget(time.monotonic() - 1, 1, 0))
    assert found.to is None
    assert found.worth is None


def test_pairs_that_may_not_be_are_not() -> None:
    cost, ticks = np.full((2, 3), np.inf), np.full((2, 3), 3)
    cost[0, 2] = cost[1, 0] = 2.0
    found = dived(data_of(cost, ticks, np.full(3, 4)), 10.0)
    assert found.to is not None
    assert found.to.tolist() == [2, 0]


def test_standards_that_bind_and_many_units_an_officer_are_for_other_dives() -> None:
    data, _ = many_officers(0)
    assert has_fill_dives(data)
    assert not has_fill_dives(AssignmentData(data.cost, data.ticks, data.hours, data.size, data.places - 1))
    assert not has_fill_dives(data, FillDivingParams(most_each=4))
    assert not has_fill_dives(data, FillDivingParams(most_pairs=719))
    assert not has_fill_dives(data, FillDivingParams(least_officers=13))


def test_dives_that_never_deal_with_the_last_together_end_with_a_plan_too() -> None:
    data, now = many_officers(2)
    spent = float(data.cost[np.arange(60), now].sum())
    found = dived(data, spent, round(spent) - 1, effort().limited(20), FillDivingParams(last_units=0))
    assert found.to is not None
    at = np.arange(60), found.to
    assert data.cost[at].sum() < spent
    assert (np.bincount(found.to, data.ticks[at], 12) <= data.hours).all()


def test_parameters_outside_their_range_are_refused_with_it() -> None:
    with pytest.raises(InvalidParameter, match=r"FillDivingParams.last_units must be from 0 to 60, not 61"):
        FillDivingParams(last_units=61)
