"""Numbers of 34 and 36 bits: the answers stay right, and past 64-bit safety the input is refused.

OR-Tools 9.15 returns a wrong OPTIMAL on some models with coefficients of this size (its issue 5293) unless
``presolve_inclusion_work_limit`` is 0. ``make brute`` compares 1,500 instances of each size.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from solver.errors import TooLarge
from solver.goals import Goals, grains_of
from solver.problem import SAFE_TICKS
from solver.solve import solve
from tests.solver.comparison import CONFIG, compare
from tests.solver.instances import large_instance, make_problem

INSTANCES, IN_GRAINS = 10, 6


@pytest.mark.parametrize("bits", [34, 36])
def test_large_efforts_equal_brute_force(bits: int) -> None:
    different = {}
    for seed in range(INSTANCES):
        instance = large_instance(seed, bits)
        assert int(instance.problem.cases.effort.min()) >= 2 ** (bits - 1)
        outcome = compare(instance)
        if outcome.differences:
            different[seed] = outcome.differences
    assert not different


def test_large_efforts_in_grains_equal_brute_force() -> None:
    """In ticks of 1 h, as long as 50 bits hold all hours in grains; with more of them a grain is a tick."""
    assert grains_of(replace(large_instance(0, 36).problem, tick_hours=Fraction(1))) == 1
    different = {}
    for seed in range(IN_GRAINS):
        instance = large_instance(seed, 33)
        instance = replace(instance, problem=replace(instance.problem, tick_hours=Fraction(1)))
        assert grains_of(instance.problem) == 10_000
        outcome = compare(instance)
        if outcome.differences:
            different[seed] = outcome.differences
    assert not different


def test_the_largest_numbers_that_are_taken_are_planned_exactly() -> None:
    half = SAFE_TICKS // 2 - 1
    problem = make_problem([half, half], [half, half - 1])
    plan = solve(problem, Goals(), CONFIG)
    assert sorted(plan.officer.tolist()) == [0, 1]
    assert plan.level("fairness").best == plan.level("fairness").bound


@pytest.mark.parametrize("efforts", [[SAFE_TICKS], [SAFE_TICKS // 2, SAFE_TICKS // 2], [2**62, 2**62, 2**62]])
def test_more_than_is_safe_is_refused(efforts: list[int]) -> None:
    with pytest.raises(
        TooLarge, match=r"efforts add up to more than 2\*\*60 ticks: fewer decimals or a shorter period"
    ):
        make_problem([1], efforts)


@pytest.mark.parametrize("hours", [[SAFE_TICKS], [2**62, 2**62, 2**62]])
def test_hours_past_safety_are_refused(hours: list[int]) -> None:
    with pytest.raises(TooLarge, match=r"hours add up to more than 2\*\*60 ticks"):
        make_problem(hours, [1])


def test_costs_and_pair_efforts_past_safety_are_refused() -> None:
    with pytest.raises(TooLarge, match="costs or efforts add up to more"):
        make_problem([1], [1, 1], pairs=[(0, 0, 2**59, -1), (1, 0, -(2**59), -1)])
    with pytest.raises(TooLarge, match="costs or efforts add up to more"):
        make_problem([1], [1], pairs=[(0, 0, 0, SAFE_TICKS)])
