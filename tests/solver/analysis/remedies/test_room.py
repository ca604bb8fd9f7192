"""What one officer would need to take a case, while everybody keeps what they hold."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from solver.analysis.remedies.room import Room, hours_for
from solver.analysis.scenarios.apply import applied
from solver.analysis.scenarios.changes import MoreHours, SetStandard
from solver.goals import Policy
from solver.model.units import units_of
from solver.problem import Problem
from tests.solver.instances import make_problem

HOUR = 10_000


def room(problem: Problem, *officer: int, policy: Policy = Policy.WITHIN_CAPACITY) -> Room:
    return Room(problem, units_of(problem), np.array(officer, np.int32), policy)


def test_what_each_officer_lacks() -> None:
    problem = make_problem(
        [5 * HOUR, 9 * HOUR, 0, 9 * HOUR],
        [4 * HOUR, 3 * HOUR],
        [[0, 1, 2], [0]],
        signature=[1, 0],
        standards=[1, 1, 1, 1],
    )
    missing = room(problem, 0, -1).missing(1)  # D-3 has no hours at all, and D-4 may not hold it
    assert missing.officers.tolist() == [0, 1]
    assert (missing.ticks.tolist(), missing.places.tolist()) == ([2 * HOUR, 0], [1, 0])
    easy = room(problem, 0, -1, policy=Policy.ASSIGN_ALL).missing(1)
    assert (easy.ticks.tolist(), easy.places.tolist()) == ([0, 0], [1, 0])


def test_the_time_of_the_pair_counts() -> None:
    problem = make_problem([5, 5], [4, 3], pairs=[(0, 0, 0, 1), (1, 0, 0, 9), (1, 1, 0, -1)])
    missing = room(problem, 0, -1).missing(1)
    assert missing.ticks.tolist() == [9 - (5 - 1), 0]


def test_the_least_is_one_change_before_two_then_hours_then_places() -> None:
    problem = make_problem([10 * HOUR, 10 * HOUR, 10 * HOUR], [9 * HOUR, 8 * HOUR, 3 * HOUR], standards=[1, -1, 0])
    rooms = room(problem, 0, 1, -1)
    missing = rooms.missing(2)
    assert (missing.ticks.tolist(), missing.places.tolist()) == ([2 * HOUR, 1 * HOUR, 0], [1, 0, 1])
    assert rooms.least_change(missing) == (SetStandard("D-3", 1),)
    crowded = room(make_problem([10 * HOUR], [9 * HOUR, 3 * HOUR], standards=[1]), 0, -1)
    assert crowded.least_change(crowded.missing(1)) == (SetStandard("D-1", 2), MoreHours("D-1", Fraction(2)))


def test_nobody_may_and_nothing_is_missing() -> None:
    nobody = room(make_problem([5], [1], [[]]), -1)
    assert nobody.least_change(nobody.missing(0)) == ()
    free = room(make_problem([5], [1]), -1)
    assert free.least_change(free.missing(0)) == ()


def test_hours_at_an_efficiency_carry_what_is_asked_and_a_cent_less_does_not() -> None:
    for available, limit, ticks in ((10, 7, 1), (3, 2, 5), (7, 9, 2), (0, 0, 4)):
        problem = make_problem([limit * HOUR], [HOUR], available=[available * HOUR])
        hours = hours_for(problem, 0, ticks * HOUR)
        for less, does in ((Fraction(0), True), (Fraction(1, 100), False)):
            after = applied(problem, [MoreHours("D-1", hours - less)])
            assert (after.hours(int(after.officers.limit[0])) >= limit + ticks) == does
