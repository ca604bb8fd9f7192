"""Assignments beside each other: counted by hand, and against chance."""

from __future__ import annotations

from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from solver.analysis.comparison import Distribution, draws_for, figures_of, plan_figures, random_benchmark
from solver.baselines import random_draws
from solver.goals import Goals, SolveConfig
from solver.solve import solve
from tests.solver.instances import make_problem


def test_figures_by_hand() -> None:
    problem = make_problem([10, 20, 0], [4, 4, 4, 4], current=[0, 0, 1, -1])
    reached = np.array([True, True, False])
    found = figures_of(problem, np.array([0, 1, -1, 1], np.int32), reached)
    assert (found.peak, found.spread, found.moves, found.unassigned) == (Fraction(2, 5), Fraction(0), 1, 1)
    nobody = figures_of(make_problem([0], [1]), np.array([-1], np.int32), np.array([False]))
    assert (nobody.peak, nobody.spread) == (None, None)


def test_a_plan_is_counted_beside_today() -> None:
    problem = make_problem([10, 10], [4, 4], current=[0, 0])
    found = plan_figures(problem, solve(problem, Goals(), SolveConfig(20, 1)))
    assert (found.before.peak, found.before.spread, found.before.moves) == (Fraction(4, 5), Fraction(4, 5), 0)
    assert (found.after.peak, found.after.spread, found.after.moves) == (Fraction(2, 5), Fraction(0), 1)
    assert (found.forced, found.held_back, found.moved_hours) == (0, 0, problem.hours(4))


def test_chance_has_no_choice() -> None:
    problem = make_problem([10, 10], [8, 5], [[0], [1]], signature=[0, 1])
    found = random_benchmark(problem, np.array([0, 1], np.int32), np.array([True, True]))
    assert (found.draws, found.as_good) == (100, 100)
    assert found.peak == Distribution(Fraction(4, 5), Fraction(4, 5), Fraction(4, 5))
    assert found.spread == Distribution(Fraction(3, 10), Fraction(3, 10), Fraction(3, 10))


def test_chance_does_worse_than_an_even_split() -> None:
    """Six cases of 1 for two officers of 6: three and three in 20 of 64 draws, on average."""
    problem = make_problem([6, 6], [1] * 6)
    found = random_benchmark(problem, np.array([0, 1] * 3, np.int32), np.array([True, True]))
    most = [int(np.bincount(officer, minlength=2).max()) for officer in random_draws(problem, 100)]
    assert found.as_good == most.count(3)
    assert 10 <= found.as_good <= 50
    assert (found.peak.least, found.peak.most) == (Fraction(1, 2), Fraction(max(most), 6))


def test_distribution() -> None:
    assert Distribution.of([]) == Distribution(None, None, None)
    assert Distribution.of([Fraction(3), Fraction(1)]) == Distribution(Fraction(1), Fraction(2), Fraction(3))
    assert Distribution.of([Fraction(3), Fraction(1), Fraction(9)]).median == 3


@pytest.mark.parametrize(
    ("cases", "officers", "draws"), [(10, 2, 100), (20_000, 2, 100), (1_000_000, 2, 2), (10**7, 2, 1), (1, 50_000, 2)]
)
def test_large_rosters_are_dealt_out_fewer_times(cases: int, officers: int, draws: int) -> None:
    sizes: Any = SimpleNamespace(cases=range(cases), officers=range(officers))
    assert draws_for(sizes) == draws
