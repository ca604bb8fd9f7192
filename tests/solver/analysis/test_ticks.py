"""Shorter and longer ticks say the same hours."""

from __future__ import annotations

from fractions import Fraction

import pytest

from solver.analysis.ticks import FINEST, coarse, fine, finer
from solver.errors import TooLarge
from solver.problem import OWN_EFFORT, SAFE_TICKS, Problem
from tests.solver.instances import make_problem, random_instance


def hours(problem: Problem) -> list[list[Fraction]]:
    pairs = [] if problem.pairs is None else problem.pairs.effort.tolist()
    return [
        [problem.hours(ticks) for ticks in each]
        for each in (
            problem.officers.available.tolist(),
            problem.officers.limit.tolist(),
            problem.cases.effort.tolist(),
            [ticks for ticks in pairs if ticks != OWN_EFFORT],
        )
    ]


def test_the_hours_stay_and_come_back() -> None:
    for seed in range(60):
        problem = random_instance(seed).problem
        small, large = finer(problem, 6), coarse(problem)
        assert hours(small) == hours(problem) == hours(large)
        assert hours(coarse(small)) == hours(problem)
        assert small.tick_hours * 6 == problem.tick_hours
        assert coarse(large) is large


def test_own_efforts_stay_own() -> None:
    problem = make_problem([6, 6], [4], pairs=[(0, 0, 0, OWN_EFFORT), (0, 1, 0, 8)])
    for changed in (finer(problem, 3), coarse(problem)):
        assert changed.pairs is not None
        assert changed.pairs.effort[0] == OWN_EFFORT
    assert coarse(problem).cases.effort.tolist() == [2]


def test_fine_ticks_make_hours_whole() -> None:
    problem = coarse(make_problem([20_000], [10_000]))
    assert problem.tick_hours == 1
    exact = fine(problem, Fraction(1, 7))
    assert (Fraction(1, 7) / exact.tick_hours).denominator == 1
    assert (FINEST / exact.tick_hours).denominator == 1
    assert fine(exact, Fraction(1, 7)) is exact


def test_what_could_not_be_added_is_refused() -> None:
    with pytest.raises(TooLarge):
        finer(make_problem([SAFE_TICKS // 2], [1]), 2)
