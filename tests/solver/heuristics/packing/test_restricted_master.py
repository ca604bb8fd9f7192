"""The relaxation of fills: never above the best plan, never below the linear relaxation, and often the best itself."""

from __future__ import annotations

import time

import numpy as np
import pytest

from solver.arrays import Floats, Ints
from solver.budget import Budget
from solver.errors import InvalidParameter
from solver.heuristics.packing.knapsack import AssignmentData, KnapsackParams
from solver.heuristics.packing.restricted_master import RestrictedMaster, RestrictedMasterParams
from tests.solver.every_plan import effort
from tests.solver.heuristics.packing.test_subgradient import a_problem, cheapest


def data_of(cost: Floats, ticks: Ints, hours: Ints) -> AssignmentData:
    units, officers = cost.shape
    return AssignmentData(cost, ticks, hours, np.ones(units, np.int64), np.full(officers, units))


def test_the_bound_comes_close_to_the_best_plan_and_never_passes_it() -> None:
    exact = tried = 0
    for seed in range(60):
        cost, ticks, hours = a_problem(seed)
        best = cheapest(cost, ticks, hours)
        if best is None:
            continue
        master = RestrictedMaster(data_of(cost, ticks, hours), cost.min(axis=1))
        assert master.converge(effort())
        assert cost.min(axis=1).sum() - 1e-6 <= master.bound <= best + 1e-6
        # what it has adds up: every unit once, every officer at most once
        assert (master.held.T @ master.share >= 1 - 1e-6).all()
        assert (np.bincount(master.owner, master.share, len(hours)) <= 1 + 1e-6).all()
        assert master.bound == pytest.approx(float(master.cost @ master.share), abs=0.1)
        tried += 1
        exact += master.bound > best - 0.1
    print(f"{exact} of {tried} bounds are the cost of the best plan")
    assert tried > 40
    assert exact > 0.7 * tried


def test_whole_fills_say_more_than_pieces_of_units() -> None:
    # two cases of 3 ticks, 4 with the cheap officer: in pieces 4/3 of a case fit, 4/3 + 2/3 * 5; whole ones 1 + 5
    cost, ticks = np.array([[1.0, 5.0], [1.0, 5.0]]), np.full((2, 2), 3)
    master = RestrictedMaster(data_of(cost, ticks, np.array([4, 6])), np.array([1.0, 1.0]))
    assert master.converge(effort())
    assert master.bound == pytest.approx(6.0, abs=0.06)


def test_what_is_settled_is_out_until_everything_is_opened_again() -> None:
    cost, ticks = np.array([[1.0, 5.0], [1.0, 5.0]]), np.full((2, 2), 3)
    master = RestrictedMaster(data_of(cost, ticks, np.array([4, 6])), np.array([1.0, 1.0]))
    assert master.converge(effort())
    (fill,) = np.flatnonzero((master.owner == 0) & master.held[:, 0] & ~master.held[:, 1])
    assert master.fits(int(fill))
    master.settle(int(fill))
    assert not master.fits(int(fill))
    assert master.settled == 1.0
    assert master.open.tolist() == [False, True]
    assert master.free.tolist() == [False, True]
    assert master.converge(effort())
    assert master.settled + master.bound == pytest.approx(6.0, abs=0.06)
    master.restart(np.arange(len(master.owner)), master.price)
    assert master.fits(int(fill))
    assert master.converge(effort())
    assert master.bound == pytest.approx(6.0, abs=0.06)


def test_a_fill_that_was_left_out_is_let_in_again_where_it_is_the_best() -> None:
    cost, ticks = np.array([[1.0, 5.0], [1.0, 5.0]]), np.full((2, 2), 3)
    master = RestrictedMaster(data_of(cost, ticks, np.array([4, 6])), np.array([1.0, 1.0]))
    assert master.converge(effort())
    known = len(master.owner)
    master.restart(np.zeros(0, np.int64), np.array([5.0, 5.0]))
    assert master.converge(effort())
    assert master.bound == pytest.approx(6.0, abs=0.06)
    assert len({(int(i), of.tobytes()) for i, of in zip(master.owner, master.held, strict=True)}) == len(master.owner)
    assert len(master.owner) >= known


def test_it_ends_where_everything_would_cost_too_much_or_the_time_is_over() -> None:
    cost, ticks = np.array([[1.0, 5.0], [1.0, 5.0]]), np.full((2, 2), 3)
    data = data_of(cost, ticks, np.array([4, 6]))
    assert not RestrictedMaster(data, np.array([5.0, 5.0])).converge(effort(), most=5.0)
    assert RestrictedMaster(data, np.array([5.0, 5.0])).converge(effort(), most=6.0)
    assert not RestrictedMaster(data, np.array([5.0, 5.0])).converge(Budget(time.monotonic() - 1, 1, 0))


def test_where_not_everything_has_a_place_no_cost_is_enough() -> None:
    cost, ticks = np.ones((3, 2)), np.full((3, 2), 3)
    assert not RestrictedMaster(data_of(cost, ticks, np.array([3, 3])), np.ones(3)).converge(effort(), most=1e6)


def test_tables_coarser_than_ticks_keep_the_hours_all_the_same() -> None:
    for seed in range(20):
        cost, ticks, hours = a_problem(seed)
        params = RestrictedMasterParams(knapsack=KnapsackParams(grains=5))
        master = RestrictedMaster(data_of(cost, ticks, hours), cost.min(axis=1), params)
        master.converge(effort(), most=1e4)
        for officer, held in zip(master.owner.tolist(), master.held, strict=True):
            assert ticks[held, officer].sum() <= hours[officer]


def test_parameters_outside_their_range_are_refused_with_it() -> None:
    with pytest.raises(InvalidParameter, match=r"RestrictedMasterParams.smoothing must be from 0 to 0.999, not 1"):
        RestrictedMasterParams(smoothing=1)
