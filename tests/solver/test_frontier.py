"""Every point of the frontier is the best that trying everything finds."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cache

import pytest

from solver.frontier import Frontier, frontier
from solver.goals import Goals, Measure, Objective, SolveConfig
from solver.plan import Status
from solver.problem import Problem
from solver.solve import solve
from tests.solver.brute import Truth, solve_by_trying
from tests.solver.instances import Instance, make_problem, random_instance

CONFIG = SolveConfig(120, workers=1)
SMALL = 200
"""Ticks of all cases together."""


@cache
def instances() -> tuple[Instance, ...]:
    """Small ones with small numbers, planned for balance: each is proven at once, however busy the machine is."""
    found = []
    for seed in range(200):
        instance = random_instance(seed)
        is_small = 0 < int(instance.problem.cases.effort.sum()) < SMALL
        if instance.goals.objective is Objective.BALANCE and is_small:
            goals = replace(instance.goals, max_moves=None, move_freely=False)
            found.append(replace(instance, goals=goals))
    return tuple(found[:24])


def fewest(problem: Problem, goals: Goals, step: int) -> int:
    """Fewest moves with every part at the step, or as fair as it can be, by trying everything.

    A step is all that counts here: what a plan's slack may do above full hours is the plan's.
    """
    fairest = [part.best["fairness"] for part in solve_by_trying(problem, goals).parts]
    total = 0
    for number, least in enumerate(fairest):
        at_step = replace(goals, keep_within=max(step, least) - least)
        total += solve_by_trying(problem, at_step, within_hours=False).parts[number].best["continuity"]
    return total


def check(problem: Problem, goals: Goals, found: Frontier) -> None:
    truth: Truth = solve_by_trying(problem, goals)
    assert found.fairest_step == found.fairest_bound == max((part.best["fairness"] for part in truth.parts), default=0)
    for point in found.points:
        assert point.status is Status.OPTIMAL
        assert point.moves == point.bound == fewest(problem, goals, point.step)


@pytest.mark.parametrize("at", range(24))
def test_every_point_is_the_best_there_is(at: int) -> None:
    problem, goals = instances()[at].problem, instances()[at].goals
    check(problem, goals, frontier(problem, goals, CONFIG, points=3))


@pytest.mark.parametrize("at", range(24))
def test_a_plan_to_begin_with_changes_nothing_but_adds_its_own_point(at: int) -> None:
    problem, goals = instances()[at].problem, instances()[at].goals
    plan = solve(problem, goals, CONFIG)
    found = frontier(problem, goals, CONFIG, points=3, plan=plan)
    check(problem, goals, found)
    own = plan.level("fairness").value
    if found.points[0].step <= own <= found.points[-1].step:
        assert own in [point.step for point in found.points]


EVEN = make_problem([10, 10], [2, 2, 2, 2], current=[0, 0, 0, 0])
"""All 8 ticks with the first: nobody moves at 40 points above the fair share of 40 %, one at 20, two at 0."""


def test_by_hand() -> None:
    found = frontier(EVEN, Goals(), CONFIG)
    assert len(found.points) >= 12
    by_step = {point.step: (point.moves, point.peak) for point in found.points}
    assert by_step[0] == (2, Fraction(4, 10))
    assert by_step[4000] == (0, Fraction(8, 10))
    steps, moves = [point.step for point in found.points], [point.moves for point in found.points]
    assert steps == sorted(set(steps))
    assert moves == sorted(moves, reverse=True)
    assert {moves_at for step, (moves_at, _) in by_step.items() if 2000 <= step < 4000} == {1}


def test_the_plan_is_a_point_even_where_there_was_no_time() -> None:
    """A frontier without time still knows what the plan knows: its moves, and that there are no fewer."""
    goals = Goals(keep_within=2500)
    plan = solve(EVEN, goals, CONFIG)
    found = frontier(EVEN, goals, SolveConfig(1e-9, workers=1), plan=plan)
    own = plan.level("fairness").value
    point = next(point for point in found.points if point.step == own)
    assert (point.moves, point.bound) == (1, 1)


def test_moves_can_be_hours() -> None:
    found = frontier(EVEN, Goals(moves=Measure.HOURS), CONFIG)
    assert (found.points[0].moves, found.points[-1].moves) == (4, 0)


def test_nothing_to_do() -> None:
    found = frontier(make_problem([10], []), Goals(), CONFIG)
    assert [(point.moves, point.bound) for point in found.points] == [(0, 0)]
    assert found.points[0].peak == 0


def test_one_point_is_no_frontier() -> None:
    with pytest.raises(ValueError, match="2 points or more"):
        frontier(EVEN, points=1)
