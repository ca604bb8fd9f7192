"""Units: bundles as one, pins to one officer, listed pairs, officers without hours."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from solver.model.units import Units, pair_rows, units_of
from solver.problem import LEFT, NEW, Need
from tests.solver.brute import units_by_hand
from tests.solver.instances import make_problem, random_instance


def allowed(units: Units, unit: int) -> list[int]:
    return np.flatnonzero(units.allowed[units.group[unit]]).tolist()


def test_no_cases_and_no_officers() -> None:
    assert len(units_of(make_problem([5], []))) == 0
    nobody = units_of(make_problem([], [5], [[]]))
    assert nobody.placeable.tolist() == [False]
    assert nobody.barred.tolist() == [False]


def test_cases_that_look_alike_share_a_group() -> None:
    units = units_of(make_problem([5, 5], [1, 2, 1], [[0], [1]], signature=[0, 1, 0]))
    assert units.group[0] == units.group[2] != units.group[1]
    assert units.effort.tolist() == [1, 2, 1]
    assert units.of_case.tolist() == [0, 1, 2]


def test_a_bundle_is_one_unit_with_everything_added() -> None:
    units = units_of(
        make_problem(
            [5, 5, 5],
            [1, 2, 4, 8],
            [[0, 1], [1, 2]],
            signature=[0, 0, 1, 1],
            priority=[3, 5, 2, 4],
            bundle=[-1, 9, 9, -1],
        )
    )
    assert units.of_case.tolist() == [0, 1, 1, 2]
    assert units.effort.tolist() == [1, 6, 8]
    assert units.size.tolist() == [1, 2, 1]
    assert units.priority.tolist() == [3, 2, 4]
    assert allowed(units, 1) == [1]
    assert units.cases_of(1).tolist() == [1, 2]


def test_a_bundle_that_nobody_may_hold_whole_is_not_placeable() -> None:
    units = units_of(make_problem([5, 5], [1, 1], [[0], [1]], signature=[0, 1], bundle=[0, 0]))
    assert units.placeable.tolist() == [False]
    assert units.barred[units.group].tolist() == [False]


def test_a_pin_leaves_one_officer_even_if_ineligible_or_without_hours() -> None:
    units = units_of(make_problem([0, 5], [1, 1], [[1]], current=[0, 1], pinned=[True, True]))
    assert [allowed(units, unit) for unit in range(2)] == [[0], [1]]
    assert units.pinned.tolist() == [True, True]
    assert units.placeable.tolist() == [True, True]


def test_one_pinned_member_pins_the_bundle() -> None:
    units = units_of(make_problem([5, 5], [1, 1], [[0, 1]], current=[1, NEW], pinned=[True, False], bundle=[3, 3]))
    assert units.pinned.tolist() == [True]
    assert allowed(units, 0) == [1]


def test_officers_without_hours_are_barred_and_it_is_known() -> None:
    units = units_of(make_problem([0, 0, 5], [1, 1, 1, 1], [[0, 1], [0, 2], [], [2]], signature=[0, 1, 2, 3]))
    assert [allowed(units, unit) for unit in range(4)] == [[], [2], [], [2]]
    assert units.barred[units.group].tolist() == [True, False, False, False]
    assert units.placeable.tolist() == [False, True, False, True]
    assert units.group[0] != units.group[2], "nobody with hours and nobody at all are told apart"
    assert units.group[1] == units.group[3]


def test_only_listed_officers_may_hold_a_case_with_pairs() -> None:
    problem = make_problem([5, 5, 5], [4, 4, 4], pairs=[(0, 1, 7, 9), (0, 2, 1, -1), (2, 0, 2, 0)], bundle=[-1, 1, 1])
    units = units_of(problem)
    assert [allowed(units, unit) for unit in range(2)] == [[1, 2], [0]]
    assert units.paired.tolist() == [True, True]
    cost, effort = pair_rows(problem, units, 0, np.array([1, 2], np.int32))
    assert (cost.tolist(), effort.tolist()) == ([7, 1], [9, 4])
    cost, effort = pair_rows(problem, units, 1, np.array([0], np.int32))
    assert (cost.tolist(), effort.tolist()) == ([2], [4])


def test_an_officer_who_is_not_listed_costs_nothing_and_takes_the_own_effort() -> None:
    problem = make_problem([5, 5], [4], current=[0], pinned=[True], pairs=[(0, 1, 7, 9)])
    cost, effort = pair_rows(problem, units_of(problem), 0, np.array([0, 1], np.int32))
    assert (cost.tolist(), effort.tolist()) == ([0, 7], [4, 9])


def test_a_case_that_nobody_may_hold_stays_with_its_officer() -> None:
    """Not the new one, nor that of somebody who has left; with hours or without makes no difference."""
    problem = make_problem([5, 0], [1] * 4, [[]], current=[0, 1, NEW, LEFT])
    units = units_of(problem)
    assert [allowed(units, unit) for unit in range(4)] == [[0], [1], [], []]
    assert units.stays.tolist() == units.pinned.tolist() == [True, True, False, False]
    assert units.keepable(problem.cases.current).tolist() == [True, True, False, False]
    released = units_of(replace(problem, release_ineligible=True))
    assert not released.placeable.any()
    assert not released.stays.any()


def test_a_conflict_of_interest_does_not_stay() -> None:
    problem = make_problem([5, 5], [1, 1], [[]], current=[0, 1])
    units = units_of(replace(problem, needs=(Need(excluded=frozenset({0})),)))
    assert units.stays.tolist() == [False, True]


def test_a_family_that_nobody_may_hold_as_a_whole_stays_case_by_case() -> None:
    """D-1 has two of its cases and D-2 one, which D-3 might hold alone; the new one is still with nobody."""
    problem = make_problem(
        [5] * 3,
        [1] * 4,
        [[], [2]],
        signature=[0, 0, 1, 1],
        current=[0, 0, 1, NEW],
        bundle=[0] * 4,
        priority=[1, 2, 3, 4],
    )
    units = units_of(problem)
    assert [allowed(units, unit) for unit in range(len(units))] == [[0], [0], [1], []]
    assert units.priority.tolist() == [1, 2, 3, 4]


@pytest.mark.parametrize("first", range(0, 400, 100))
def test_units_equal_those_made_by_hand(first: int) -> None:
    for seed in range(first, first + 100):
        problem = random_instance(seed).problem
        units = units_of(problem)
        by_case = {tuple(unit.cases): unit for unit in units_by_hand(problem)}
        assert len(units) == len(by_case)
        for number in range(len(units)):
            unit = by_case[tuple(units.cases_of(number).tolist())]
            assert set(allowed(units, number)) == unit.allowed
            assert (units.effort[number], units.size[number]) == (unit.effort, unit.size)
            assert units.priority[number] == min(unit.lost)
            assert units.pinned[number] == (unit.pin is not None)
            assert units.stays[number] == unit.stays
            assert units.barred[units.group[number]] == unit.barred
            here = np.array(sorted(unit.allowed), np.int32)
            cost, effort = pair_rows(problem, units, number, here)
            assert cost.tolist() == [unit.costs[o] for o in sorted(unit.allowed)]
            assert effort.tolist() == [unit.takes[o] for o in sorted(unit.allowed)]


def test_who_has_left_and_who_is_new_makes_no_difference_to_units() -> None:
    new, left = (units_of(make_problem([5], [1, 1], current=[who, 0])) for who in (NEW, LEFT))
    assert (new.allowed == left.allowed).all()
    assert (new.group == left.group).all()


def test_who_must_hold_what_is_pinned_or_stays() -> None:
    """C-1 is pinned to D-2, C-2 is kept together with it; nobody may hold C-4, which D-1 has."""
    problem = make_problem(
        [9, 9],
        [1, 1, 1, 1],
        [[0, 1], []],
        signature=[0, 0, 0, 1],
        current=[1, 0, 0, 0],
        pinned=[True, False, False, False],
        bundle=[7, 7, -1, -1],
    )
    units = units_of(problem)
    fixed = np.flatnonzero(units.pinned)
    assert [units.cases_of(unit).tolist() for unit in fixed.tolist()] == [[0, 1], [3]]
    assert units.fixed_to(fixed).tolist() == [1, 0]
    assert units.fixed_to(fixed[:0]).tolist() == []
    assert units_of(make_problem([], [3], [[]])).fixed_to(fixed[:0]).tolist() == []
