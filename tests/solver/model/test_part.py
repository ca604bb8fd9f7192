"""Counts, sums and cases again: nothing is lost, and the rule by which cases are picked is the one that is stated."""

from __future__ import annotations

import random
from fractions import Fraction

import numpy as np
import pytest

from solver.arrays import Ints, sum_by
from solver.formulation.goals.evenness import EVENNESS
from solver.goals import Goals, Measure, Policy
from solver.model.part import POOL, Part, assign_units, counting_above, restricted
from solver.model.units import units_of
from solver.plan import UNPLACED
from solver.problem import NEW
from tests.solver.every_plan import EveryPlan, part_of, random_parts
from tests.solver.instances import make_problem


def counts_of(part: Part, officer: Ints) -> Ints:
    """Units per column of an assignment of units."""
    class_of = np.repeat(np.arange(len(part.count)), part.count)
    return np.array(
        [
            ((class_of == k) & (officer == o)).sum()
            for k, o in zip(part.column_class.tolist(), part.column_officer.tolist(), strict=True)
        ],
        np.int64,
    )


def some_plans(seed: int, part: Part, most: int = 6) -> list[Ints]:
    planned = EveryPlan.of(part).planned
    rng = random.Random(seed)
    return [planned[rng.randrange(len(planned))] for _ in range(most)]


@pytest.mark.parametrize("first", range(0, 200, 100))
def test_counts_to_cases_to_counts(first: int) -> None:
    tried = 0
    for seed, _, part in random_parts(range(first, first + 100)):
        for planned in some_plans(seed, part):
            tried += 1
            officer = assign_units(part, planned)
            assert counts_of(part, officer).tolist() == planned.tolist()
            placed = [(officer == o).sum() for o in range(len(part.officers))]
            class_of = np.repeat(np.arange(len(part.count)), part.count)
            load = sum_by(part.column_officer, planned * part.column_effort, len(part.officers))
            assert part.loads(planned).tolist() == load.tolist()
            assert part.placed(planned).tolist() == [
                int((officer[class_of == k] != UNPLACED).sum()) for k in range(len(part.count))
            ]
            cases = [int(part.size[class_of[officer == o]].sum()) for o in range(len(part.officers))]
            assert part.caseloads(planned).tolist() == cases
            assert sum(placed) == planned.sum()
    assert tried > 200


@pytest.mark.parametrize("moves", list(Measure))
def test_as_much_stays_as_the_counts_say(moves: Measure) -> None:
    """Exactly as many cases (or their hours) stay with whoever holds them as the counts promise."""
    tried = 0
    for seed, instance, part in random_parts(range(200)):
        if instance.goals.moves is not moves:
            continue
        cases, units = instance.problem.cases, units_of(instance.problem)
        for planned in some_plans(seed, part):
            tried += 1
            stays = 0
            for unit, local in zip(part.units.tolist(), assign_units(part, planned).tolist(), strict=True):
                for case in units.cases_of(unit).tolist():
                    if local != UNPLACED and part.officers[local] == cases.current[case]:
                        stays += int(cases.effort[case]) if moves is Measure.HOURS else 1
            assert stays == part.kept(planned)
    assert tried > 50


def test_officers_keep_their_own_first_cases_in_roster_order() -> None:
    part = part_of(make_problem([9, 9], [1] * 5, current=[0, 1, 0, 0, 1]), Goals())
    assert part.holder.tolist() == [0, 1, 0, 0, 1]
    assert assign_units(part, np.array([3, 2])).tolist() == [0, 1, 0, 0, 1]
    # D-1 keeps the first of theirs; the others go on to D-2
    assert assign_units(part, np.array([1, 4])).tolist() == [0, 1, 1, 1, 1]
    # D-2 keeps the first of theirs
    assert assign_units(part, np.array([4, 1])).tolist() == [0, 1, 0, 0, 0]


def test_cases_that_somebody_held_are_placed_before_new_ones_in_roster_order() -> None:
    goals = Goals(Policy.WITHIN_CAPACITY)
    part = part_of(make_problem([2, 1], [1] * 5, current=[NEW, 0, NEW, 0, 0]), goals)
    # D-1 keeps the first two of three; the third goes to D-2 before the new ones, for whom there is no room
    assert assign_units(part, np.array([2, 1])).tolist() == [UNPLACED, 0, UNPLACED, 0, 1]
    assert assign_units(part, np.array([0, 1])).tolist() == [UNPLACED, 1, UNPLACED, UNPLACED, UNPLACED]
    assert assign_units(part, np.array([0, 0])).tolist() == [UNPLACED] * 5


def test_what_is_left_goes_to_the_officers_in_order() -> None:
    part = part_of(make_problem([9, 9, 9], [1] * 4), Goals())
    assert assign_units(part, np.array([1, 2, 1])).tolist() == [0, 1, 1, 2]


def test_a_bundle_that_two_officers_hold_goes_where_it_is_planned() -> None:
    part = part_of(make_problem([9, 9, 9], [1, 2], current=[0, 1], bundle=[4, 4]), Goals())
    assert part.mixed.tolist() == [True]
    assert part.holder.tolist() == [POOL]
    for officer in range(3):
        planned = np.zeros(3, np.int64)
        planned[officer] = 1
        assert assign_units(part, planned).tolist() == [officer]
        assert part.kept(planned) == (officer < 2)


def test_the_same_counts_give_the_same_cases() -> None:
    for seed, _, part in random_parts(range(60)):
        for planned in some_plans(seed, part, 2):
            assert assign_units(part, planned).tolist() == assign_units(part, planned).tolist()


def test_sums_do_not_go_through_floating_point() -> None:
    """``np.bincount`` says 2**60 for the first sum."""
    big = np.array([2**60 - 1, 2, 3], np.int64)
    assert sum_by(np.array([0, 0, 2]), big, 3).tolist() == [2**60 + 1, 0, 3]


def test_some_classes_and_officers_are_a_part_of_their_own() -> None:
    problem = make_problem(
        [5, 7, 9], [1, 1, 2, 4], [[0, 1], [1, 2]], signature=[0, 0, 0, 1], current=[0, 1, 2, 2], standards=[3, -1, 2]
    )
    part = part_of(problem)
    classes = np.array([set(part.column_officer[part.column_class == k]) <= {0, 1} for k in range(len(part.count))])
    officers = np.array([True, True, False])
    tight = restricted(part, classes, officers)
    assert tight.officers.tolist() == [0, 1]
    assert sorted(tight.units.tolist()) == [0, 1, 2]
    assert (tight.limit.tolist(), tight.standard.tolist()) == ([5, 7], [3, -1])
    assert tight.target == part.target[:2]
    # the case that D-3 holds is nobody's here
    assert dict(zip(tight.units.tolist(), tight.holder.tolist(), strict=True)) == {0: 0, 1: 1, 2: POOL}
    assert sorted(tight.effort.tolist()) == [1, 2]
    assert tight.loads(np.ones(len(tight.column_class), np.int64)).tolist() == [3, 3]
    for planned in EveryPlan.of(tight).planned:
        assert counts_of(tight, assign_units(tight, planned)).tolist() == planned.tolist()


def test_above_other_loads_every_tick_counts_alike() -> None:
    """5 h of 10 h: 2.5 h are fair, so that a third hour counts half; above loads that a search aims at it counts 1."""
    part = part_of(make_problem([5, 5], [1] * 5, tick_hours=Fraction(1)))
    assert part.fair_load.tolist() == [2, 2]
    assert (part.first_over.tolist(), part.more_over.tolist()) == ([5_000] * 2, [10_000] * 2)
    aim = counting_above(part, np.array([1, 4], np.int64))
    assert EVENNESS.value(part, np.array([4, 1])) == 5_000 + 10_000
    assert EVENNESS.value(aim, np.array([4, 1])) == 3
    assert EVENNESS.value(aim, np.array([0, 5])) == 1
