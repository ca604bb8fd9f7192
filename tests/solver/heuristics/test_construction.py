"""A first plan, made from nothing: within every rule, the longest cases first."""

from __future__ import annotations

import random

import numpy as np
import pytest

from solver.goals import Goals, Policy
from solver.heuristics.construction import first_fit
from solver.model.part import Part
from tests.solver.every_plan import part_of, parts_of, random_parts
from tests.solver.instances import make_problem
from tests.solver.offices import is_a_plan, office


@pytest.mark.parametrize("policy", list(Policy))
def test_a_plan_to_begin_with_keeps_every_rule(policy: Policy) -> None:
    out = 0
    for seed in range(60):
        problem = office(seed, load=1.3, standards=seed % 2 == 0, bundles=seed % 3 == 0, costs=seed % 5 == 0)
        for part in parts_of(problem, Goals(policy)):
            planned = first_fit(part)
            assert is_a_plan(part, planned)
            left = part.count - part.placed(planned)
            out += int(left.sum())
            if part.placeable_all:
                assert not left.any()
            # whatever is out fits nowhere
            room = np.where(part.hard >= 0, part.hard - part.loads(planned), 2**60)
            places = np.where(part.standard >= 0, part.standard - part.caseloads(planned), 2**60)
            for k in np.flatnonzero(left).tolist():
                at = part.column_class == k
                o = part.column_officer[at]
                assert not ((room[o] >= part.column_effort[at]) & (places[o] >= part.size[k])).any()
    assert out > 0 or policy is Policy.ASSIGN_ALL


def test_a_plan_to_begin_with_keeps_pins_and_places_them_first() -> None:
    pinned = 0
    for _, _, part in random_parts(range(400), most=10**6):
        planned = first_fit(part)
        assert is_a_plan(part, planned)
        pinned += int(part.pinned.sum())
        assert (part.placed(planned) == part.count)[part.pinned].all()
    assert pinned > 50


def test_the_most_urgent_come_first_where_not_all_fit() -> None:
    problem = make_problem([5], [5, 4, 1], priority=[1, 2, 2])
    part = part_of(problem, Goals(Policy.WITHIN_CAPACITY))
    planned = first_fit(part)
    assert part.effort[planned > 0].tolist() == [5]
    # of like urgency the lightest, so that as many as possible fit
    rng = random.Random(3)
    efforts = [rng.randint(1, 9) for _ in range(20)]
    part = part_of(make_problem([30], efforts), Goals(Policy.WITHIN_CAPACITY))
    most = 0
    while sum(sorted(efforts)[: most + 1]) <= 30:
        most += 1
    assert first_fit(part).sum() == most


def by_officer(planned: np.ndarray[tuple[int], np.dtype[np.int64]], part: Part) -> list[list[int]]:
    """The efforts of the units that each officer has, the longest first."""
    out: list[list[int]] = [[] for _ in part.officers]
    for j, units in enumerate(planned.tolist()):
        out[int(part.column_officer[j])] += [int(part.column_effort[j])] * units
    return [sorted(each, reverse=True) for each in out]


def test_the_longest_goes_first_to_whoever_misses_most() -> None:
    """Fair loads of 7 and 3 ticks: the 6 goes to D-1, who then misses 1; the 3 to D-2, who then misses none; so the 2
    goes to D-1."""
    part = part_of(make_problem([20, 10], [2, 6, 3]))
    assert by_officer(first_fit(part), part) == [[6, 2], [3]]


def test_alike_cases_are_spread_at_once() -> None:
    part = part_of(make_problem([30, 20, 10], [5] * 12))
    assert by_officer(first_fit(part), part) == [[5] * 6, [5] * 4, [5] * 2]


def test_what_has_one_place_goes_there_before_the_rest() -> None:
    """D-1 may hold one case: it is the longest of those that are not pinned elsewhere."""
    problem = make_problem([20, 20], [9, 5, 4], current=[1, -1, -1], pinned=[True, False, False], standards=[1, 9])
    part = part_of(problem)
    assert by_officer(first_fit(part), part) == [[5], [9, 4]]


def test_pins_fill_the_hours_before_longer_cases_come() -> None:
    problem = make_problem([6], [5, 3, 3], current=[-1, 0, -1], pinned=[False, True, False])
    part = part_of(problem, Goals(Policy.WITHIN_CAPACITY))
    assert by_officer(first_fit(part), part) == [[3, 3]]


def test_a_case_takes_the_time_of_whoever_gets_it() -> None:
    """Hard hours of 6: the case fits D-2, who does it in 5, and not D-1, who needs 7."""
    problem = make_problem([6, 6], [6], pairs=[(0, 0, 0, 7), (0, 1, 0, 5)])
    part = part_of(problem, Goals(Policy.WITHIN_CAPACITY))
    assert by_officer(first_fit(part), part) == [[], [5]]


def test_cases_without_effort_are_placed_too() -> None:
    for goals in (Goals(), Goals(Policy.WITHIN_CAPACITY)):
        part = part_of(make_problem([6, 3], [0, 0, 0, 6]), goals)
        assert part.placed(first_fit(part)).tolist() == part.count.tolist()


def test_families_go_as_a_whole_and_take_their_places() -> None:
    part = part_of(make_problem([30, 30], [1] * 5, bundle=[0, 0, 0, 1, 1], standards=[3, 2]))
    planned = first_fit(part)
    assert part.caseloads(planned).tolist() == [3, 2]
    tight = part_of(make_problem([30, 30], [1] * 3, bundle=[0, 0, 0], standards=[2, 2]))
    assert not first_fit(tight).any()
