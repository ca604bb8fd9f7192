"""Units with their possible officers, times, costs and weights, by hand."""

from __future__ import annotations

import numpy as np

from solver.check.choices import Choices, choices_of
from solver.check.facts import facts_of
from solver.goals import Goals, Measure
from solver.problem import NEW, Problem
from tests.solver.instances import make_problem


def choices(problem: Problem, goals: Goals | None = None) -> Choices:
    facts = facts_of(problem)
    return choices_of(facts, facts.part_of_case, int(facts.part_of_officer.max(initial=-1)) + 1, goals or Goals())


def mixed() -> Problem:
    """C-1 and C-2 are a family held by D-1 and D-2; C-3 has rows for D-1 and D-2; C-4 is pinned to D-3."""
    return make_problem(
        [90, 90, 90],
        [4, 4, 6, 12],
        current=[0, 1, 0, 2],
        pinned=[False, False, False, True],
        bundle=[5, 5, -1, -1],
        pairs=[(2, 0, 7, -1), (2, 1, 9, 10)],
    )


def test_cases_are_gathered_into_units() -> None:
    found = choices(mixed())
    assert (found.size.tolist(), found.effort.tolist()) == ([2, 1, 1], [8, 6, 12])
    assert found.pinned.tolist() == [False, False, True]
    assert found.paired.tolist() == [False, True, False]


def test_pairs_have_times_and_costs_for_everybody_who_is_left() -> None:
    found = choices(mixed())
    assert list(zip(found.pair_unit, found.pair_officer, found.pair_time, found.pair_cost, strict=True)) == [
        (1, 0, 6, 7),
        (1, 1, 10, 9),
    ]


def test_costs_and_times_of_a_family_are_added_up() -> None:
    """C-1 is listed with both officers, C-2 with D-2 alone, C-3 with nobody: D-2 takes 1 + 2 + 3 ticks, at 1 + 8."""
    problem = make_problem([90, 90], [4, 2, 3], bundle=[1, 1, 1], pairs=[(0, 0, 6, 5), (0, 1, 1, 1), (1, 1, 8, -1)])
    found = choices(problem)
    assert list(zip(found.pair_officer, found.pair_time, found.pair_cost, strict=True)) == [(1, 6, 9)]


def test_what_may_stay_where_it_is() -> None:
    found = choices(mixed())
    kept = zip(found.keep_unit, found.keep_officer, found.keep_weight, found.keep_time, found.keep_cost, strict=True)
    # the family may stay with either of its officers, and takes them its whole time
    assert list(kept) == [(0, 0, 1, 8, 0), (0, 1, 1, 8, 0), (1, 0, 1, 6, 7), (2, 2, 1, 12, 0)]
    assert found.keep_alone.tolist() == [False, False, True, True]


def test_moves_weigh_what_they_are_counted_in() -> None:
    assert choices(mixed(), Goals(moves=Measure.HOURS)).keep_weight.tolist() == [4, 4, 6, 12]


def test_members_of_a_family_with_one_officer_weigh_together() -> None:
    found = choices(make_problem([9, 9], [4, 1, 3], current=[1, 1, NEW], bundle=[0, 0, 0]))
    assert list(zip(found.keep_officer, found.keep_weight, found.keep_time, strict=True)) == [(1, 2, 8)]
    assert choices(make_problem([9], [1])).keep_unit.tolist() == []


def test_what_may_not_be_kept_is_not_there() -> None:
    found = choices(make_problem([9, 9, 0], [1, 1, 1], [[1, 2]], current=[0, 1, 2]))
    assert list(zip(found.keep_unit, found.keep_officer, strict=True)) == [(1, 1)]


def test_what_a_unit_adds_to_coverage_when_nobody_holds_it() -> None:
    assert choices(mixed()).unplaced.sum(axis=1).tolist() == [2, 1, 1]
    assert choices(mixed(), Goals(coverage=Measure.HOURS)).unplaced.sum(axis=1).tolist() == [8, 6, 12]
    family = make_problem([9], [4, 2], priority=[5, 2], bundle=[0, 0])
    assert choices(family).unplaced.tolist() == [[0, 0, 1, 0, 0, 1]]
    assert choices(family, Goals(coverage=Measure.HOURS)).unplaced.tolist() == [[0, 0, 2, 0, 0, 4]]


def test_common_divisors_are_of_all_times_that_an_officer_could_be_given() -> None:
    # D-1 and D-2: the family's 8 with 6, or with 10; D-3: 8 with 12
    assert choices(mixed()).common.tolist() == [2, 2, 4]
    # nobody is given anything but 0, or nothing at all
    assert choices(make_problem([9, 9], [0, 0], [[0]])).common.tolist() == [1, 1]


def test_positions_are_listed_by_part_and_by_officer() -> None:
    problem = make_problem(
        [9, 9, 9],
        [1, 1, 1, 1],
        [[2], [0, 1], []],
        signature=[0, 1, 0, 2],
        current=[2, 1, 2, NEW],
        pairs=[(0, 2, 3, -1), (1, 0, 3, -1), (1, 1, 3, -1)],
    )
    found = choices(problem)
    # the part of D-1 and D-2 has C-2, that of D-3 has C-1 and C-3; C-4 is in none
    assert [part.tolist() for part in found.units_of_part] == [[1], [0, 2]]
    assert [part.tolist() for part in found.pairs_of_part] == [[1, 2], [0]]
    assert [part.tolist() for part in found.keeps_of_part] == [[1], [0, 2]]
    assert [part.tolist() for part in found.keeps_of_officer] == [[], [1], [0, 2]]
    assert found.part.tolist() == [1, 0, 1, -1]
    assert np.array_equal(found.row, facts_of(problem).row)


def test_nothing_at_all() -> None:
    for problem in (make_problem([], [], []), make_problem([9], [])):
        found = choices(problem)
        assert len(found.part) == len(found.pair_unit) == len(found.keep_unit) == 0
        assert found.common.tolist() == [1] * len(problem.officers)
