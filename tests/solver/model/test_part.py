"""A part: its sums, and what is left of it where only some classes and officers are looked at."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from solver.arrays import sum_by
from solver.formulation.goals.evenness import EVENNESS
from solver.model.part import POOL, counting_above, restricted
from tests.solver.every_plan import part_of
from tests.solver.instances import make_problem


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


def test_above_other_loads_every_tick_counts_alike() -> None:
    """5 h of 10 h: 2.5 h are fair, so that a third hour counts half; above loads that a search aims at it counts 1."""
    part = part_of(make_problem([5, 5], [1] * 5, tick_hours=Fraction(1)))
    assert part.fair_load.tolist() == [2, 2]
    assert (part.first_over.tolist(), part.more_over.tolist()) == ([5_000] * 2, [10_000] * 2)
    aim = counting_above(part, np.array([1, 4], np.int64))
    assert EVENNESS.value(part, np.array([4, 1])) == 5_000 + 10_000
    assert EVENNESS.value(aim, np.array([4, 1])) == 3
    assert EVENNESS.value(aim, np.array([0, 5])) == 1
