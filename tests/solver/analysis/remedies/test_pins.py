"""Pins that an officer's hours do not carry."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import numpy as np

from solver.analysis.remedies.condensed_problem import outcome_of
from solver.analysis.remedies.pins import hours_for_pins, pins_to_take_off
from solver.analysis.scenarios.apply import applied
from solver.analysis.scenarios.changes import MoreHours, Unpin
from solver.model.parts import pinned_loads
from solver.model.units import units_of
from solver.problem import Problem
from tests.solver.analysis.made_rosters import released_roster
from tests.solver.instances import make_problem

HOUR = 10_000


def off(problem: Problem) -> tuple[Unpin, ...]:
    return pins_to_take_off(problem, units_of(problem))


def test_somebody_without_hours_keeps_no_pin_that_somebody_else_could_carry() -> None:
    problem = make_problem(
        [0, 9 * HOUR, 0],
        [HOUR, 2 * HOUR, HOUR, HOUR],
        [[0, 1], [0], [0, 2]],
        signature=[0, 1, 0, 2],
        current=[0, 0, 0, 0],
        pinned=[True, True, False, True],
    )
    assert off(problem) == (Unpin(("C-1",)),)  # C-2 is for D-1 alone, C-3 is not pinned, D-3 has no hours either
    assert hours_for_pins(problem, units_of(problem)) == (MoreHours("D-1", Fraction(4)),)


def test_one_pin_that_is_enough_and_of_those_the_smallest() -> None:
    """12 h are pinned to somebody with 7 h: 5 h too many, so the case of 5 h goes, not that of 6 h."""
    problem = make_problem([7 * HOUR, 9 * HOUR], [HOUR, 6 * HOUR, 5 * HOUR], current=[0] * 3, pinned=[True] * 3)
    assert off(problem) == (Unpin(("C-3",)),)
    assert hours_for_pins(problem, units_of(problem)) == (MoreHours("D-1", Fraction(5)),)


def test_a_family_loses_all_its_pins_and_nothing_else() -> None:
    problem = make_problem([0, 9], [1, 1, 1], current=[0, 0, 1], pinned=[True, True, False], bundle=[0, 0, 0])
    assert off(problem) == (Unpin(("C-1", "C-2")),)


def test_pins_that_are_carried_stay() -> None:
    problem = make_problem([5, 5], [5, 9], current=[0, 1], pinned=[True, False])
    assert off(problem) == ()
    assert hours_for_pins(problem, units_of(problem)) == ()


def test_the_hours_that_are_named_carry_all_pins_and_the_pins_are_few() -> None:
    tested = 0
    for seed in range(300):
        problem = released_roster(seed)
        units = units_of(problem)
        over = np.flatnonzero(pinned_loads(problem, units)[0] > problem.officers.limit).tolist()
        assert bool(over) == bool(hours_for_pins(problem, units))
        if not over:
            continue
        given = applied(problem, hours_for_pins(problem, units))
        assert (pinned_loads(given, units_of(given))[0] <= given.officers.limit).all()
        assert outcome_of(given).gap_hours <= outcome_of(problem).gap_hours
        for unpin in off(problem):
            tested += 1
            pinned = [problem.cases.ids[case] for case in np.flatnonzero(problem.cases.pinned)]
            if len(over) == 1 and is_solved(problem, unpin):
                for fewer in combinations(pinned, len(unpin.cases) - 1):
                    assert not is_solved(problem, Unpin(fewer)), seed
    assert tested > 10


def is_solved(problem: Problem, unpin: Unpin) -> bool:
    changed = applied(problem, [unpin])
    return bool((pinned_loads(changed, units_of(changed))[0] <= changed.officers.limit).all())


def test_hours_for_a_pin_were_eaten_up_by_work_that_nobody_else_may_do() -> None:
    """4 h are pinned to D-1 without hours; 3 h more only they may hold: with 4 h they were at 7 h of 4."""
    problem = make_problem(
        [0, 9 * HOUR],
        [4 * HOUR, 3 * HOUR, HOUR],
        [[0], [0, 1]],
        signature=[0, 0, 1],
        current=[0, -1, 1],
        pinned=[True, False, False],
    )
    given = hours_for_pins(problem, units_of(problem))
    assert given == (MoreHours("D-1", Fraction(7)),)
    assert outcome_of(applied(problem, given)).gap_hours == 0
    stays = replace(problem, cases=replace(problem.cases, current=np.array([0, 0, 1], np.int32)))
    assert hours_for_pins(stays, units_of(stays)) == given, "it stays with D-1 already, and is counted once"
    other = replace(problem, cases=replace(problem.cases, current=np.array([0, 1, 1], np.int32)))
    assert hours_for_pins(other, units_of(other)) == given, "it stays with D-2 only as long as D-1 has no hours"
