"""The floor of the spread is what linear programming says that it is, and no whole assignment goes below it."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
from ortools.linear_solver import pywraplp

from solver.analysis.staffing.spread import floor_beside, spread_floor
from solver.analysis.why_not import WhyNot
from solver.fair_shares.decomposition import fair_shares
from solver.fair_shares.spread_bound import has_own_times
from solver.goals import Goals, Policy, SolveConfig
from solver.model.units import Units, pair_rows, units_of
from solver.problem import OWN_EFFORT, Need, Problem
from solver.solve import solve
from tests.solver.analysis.made_rosters import random_roster, roster
from tests.solver.instances import make_problem, random_instance

NORTH, SOUTH = Need(office="north"), Need(office="south")


def choices(problem: Problem, units: Units) -> list[dict[int, int]]:
    """What each placeable unit takes of every officer with hours who may hold it."""
    out = []
    for unit in range(len(units)):
        able = np.flatnonzero(units.allowed[units.group[unit]] & (problem.officers.limit > 0)).astype(np.int32)
        if len(able):
            out.append(dict(zip(able.tolist(), pair_rows(problem, units, unit, able)[1].tolist(), strict=True)))
    return out


def by_linear_programming(problem: Problem) -> float | None:
    """Least spread of split cases; None where nobody is reached."""
    work = choices(problem, units_of(problem))
    reached = sorted({officer for each in work for officer in each})
    if not reached:
        return None
    solver = pywraplp.Solver.CreateSolver("GLOP")
    top, bottom = solver.NumVar(0, solver.infinity(), ""), solver.NumVar(0, solver.infinity(), "")
    load: dict[int, list[Any]] = {officer: [] for officer in reached}
    for each in work:
        parts = {officer: solver.NumVar(0, 1, "") for officer in each}
        solver.Add(solver.Sum(list(parts.values())) == 1)
        for officer, ticks in each.items():
            load[officer].append(parts[officer] * (ticks / int(problem.officers.limit[officer])))
    for terms in load.values():
        solver.Add(solver.Sum(terms) <= top)
        solver.Add(solver.Sum(terms) >= bottom)
    solver.Minimize(top - bottom)
    assert solver.Solve() == pywraplp.Solver.OPTIMAL
    return float(solver.Objective().Value())


def by_trying_everything(problem: Problem) -> Fraction | None:
    """Least spread of whole units."""
    work = choices(problem, units_of(problem))
    reached = sorted({officer for each in work for officer in each})
    if not reached:
        return None
    found = []
    for who in product(*work):
        load = dict.fromkeys(reached, 0)
        for officer, each in zip(who, work, strict=True):
            load[officer] += each[officer]
        used = [Fraction(load[officer], int(problem.officers.limit[officer])) for officer in reached]
        found.append(max(used) - min(used))
    return min(found)


def floor_of(problem: Problem) -> Fraction | None:
    found = spread_floor(problem, fair_shares(problem))
    return None if found is None else found.value


def test_by_hand() -> None:
    """North: 90 h of work for one officer with 100 h. South: 40 h for another with 80 h. 90 % - 50 % = 40 points."""
    problem = roster([100, 80], [(NORTH, 45), (NORTH, 45), (SOUTH, 40)], offices=[{"north"}, {"south"}])
    found = spread_floor(problem, fair_shares(problem))
    assert found is not None
    assert (found.value, found.fullest, found.emptiest) == (Fraction(4, 10), Fraction(9, 10), Fraction(5, 10))


def test_whoever_can_share_the_work_can_be_equal() -> None:
    problem = roster([100, 50], [(NORTH, 60), (NORTH, 30)], offices=[{"north"}, set()])
    assert floor_of(problem) == 0


def test_nobody_to_compare() -> None:
    assert floor_of(roster([0], [(NORTH, 1)], offices=[{"north"}])) is None
    assert floor_of(roster([10], [])) is None


def test_slow_officers_even_out_what_quick_ones_would_not() -> None:
    """Two cases; A takes 2 of 10 ticks, B 4 of 10: one each leaves 0.2; splitting reaches 0 at 4/15 of A's time."""
    problem = make_problem([10, 10], [1, 1], pairs=[(0, 0, 0, 2), (0, 1, 0, 4), (1, 0, 0, 2), (1, 1, 0, 4)])
    assert has_own_times(problem)
    assert floor_of(problem) == 0
    # A alone may take the first: at least 0.2 for A; B's only case is theirs
    problem = make_problem([10, 10], [1, 1], pairs=[(0, 0, 0, 2), (1, 1, 0, 9)])
    assert float(floor_of(problem) or 0) == pytest.approx(0.7)


def test_work_that_costs_somebody_nothing_can_still_fill_another() -> None:
    """The first case takes A no time and B 5 ticks. With B, who has nothing else, both are at one half."""
    problem = make_problem([10, 10], [5, 5], pairs=[(0, 0, 0, 0), (0, 1, 0, 5), (1, 0, 0, OWN_EFFORT)])
    assert floor_of(problem) == 0


@pytest.mark.parametrize("seed", range(500))
def test_it_is_what_linear_programming_says(seed: int) -> None:
    problem = random_roster(seed)
    expected, found = by_linear_programming(problem), floor_of(problem)
    assert (found is None) == (expected is None)
    if found is not None:
        assert float(found) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("seed", range(300))
def test_it_is_what_linear_programming_says_with_pins_bundles_and_pair_times(seed: int) -> None:
    problem = random_instance(seed).problem
    expected, found = by_linear_programming(problem), floor_of(problem)
    assert (found is None) == (expected is None)
    if found is not None and expected is not None:
        assert float(found) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("seed", range(100))
def test_no_whole_assignment_goes_below_it(seed: int) -> None:
    """Exactly, since the floor is exact."""
    for problem in (random_roster(seed), random_instance(seed).problem):
        found, best = floor_of(problem), by_trying_everything(problem)
        if found is not None and best is not None:
            assert found <= best


def test_some_instances_have_times_that_differ() -> None:
    assert sum(has_own_times(random_instance(seed).problem) for seed in range(300)) > 20


def test_where_there_is_nothing_to_hold_a_plan_against_it_says_why() -> None:
    problem = roster([10, 10], [(Need(), 6), (Need(), 6)])
    plan = solve(problem, Goals(), SolveConfig(20, 1))
    found = floor_beside(problem, plan)
    assert not isinstance(found, WhyNot)
    assert found.value == 0
    assert floor_beside(problem, None) is WhyNot.NO_PLAN
    tight = roster([6, 5], [(Need(), 6), (Need(), 6)])
    held = solve(tight, Goals(policy=Policy.WITHIN_CAPACITY), SolveConfig(20, 1))
    assert floor_beside(tight, held) is WhyNot.HELD_BACK
    idle = roster([0], [(Need(), 6)])
    assert floor_beside(idle, solve(idle, Goals(), SolveConfig(20, 1))) is WhyNot.UNREACHED
