"""How many whole cases fit into a load, and what is too long for it."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from solver.arrays import Ints
from solver.bounds.lagrangian import lagrangian_bound, no_prices
from solver.certificate import HeldGoals
from solver.formulation.cover_inequalities import has_own_times, most_cases, sees_whole_cases, too_long
from solver.formulation.goals.ranking import BY_NAME
from solver.model.part import Part
from tests.solver.every_plan import part_of, parts_of
from tests.solver.instances import make_problem
from tests.solver.unrelated_instances import unrelated_instance


def three_on_two() -> Part:
    """Cases of 4, 5 and 9 ticks with D-1, of 6, 6 and 2 with D-2."""
    times = [(4, 6), (5, 6), (9, 2)]
    return part_of(
        make_problem(
            [10, 10], [4, 5, 9], pairs=[(c, o, 0, t) for c, row in enumerate(times) for o, t in enumerate(row)]
        )
    )


def loads(*ticks: int) -> Ints:
    return np.array(ticks, np.int64)


def test_worked_by_hand() -> None:
    """9 ticks hold 4 + 5, so two cases with D-1; 8 hold 2 + 6 with D-2. In 8 ticks the case of 9 does not fit."""
    part = three_on_two()
    assert most_cases(part, loads(9, 8)).tolist() == [2, 2]
    assert most_cases(part, loads(8, 7)).tolist() == [1, 1]
    assert most_cases(part, loads(18, 14)).tolist() == [3, 3]
    assert most_cases(part, loads(3, -1)).tolist() == [0, -1]
    long = too_long(part, loads(8, 5))
    assert sorted(zip(part.column_officer[long].tolist(), part.column_effort[long].tolist(), strict=True)) == [
        (0, 9),
        (1, 6),
        (1, 6),
    ]
    assert not too_long(part, loads(9, -1)).any()


def test_a_standard_stays_where_it_is_less() -> None:
    part = part_of(make_problem([9, 9], [4, 4, 4], standards=[1, 3], pairs=[(0, 0, 0, 1), (0, 1, 0, 4)]))
    assert most_cases(part, loads(9, 9)).tolist() == [1, 2]


def test_a_bundle_counts_its_cases() -> None:
    """D-1 takes the bundle of two in 6 ticks and the single case in 4: of 7 ticks the bundle fits, and no third case.

    Each case of the bundle counts for 3 ticks, so that two fit into 6 ticks, and one into 5, where the bundle does not.
    """
    part = part_of(make_problem([9, 9], [3, 3, 4], bundle=[0, 0, -1], pairs=[(2, 0, 0, 4), (2, 1, 0, 5)]))
    assert [most_cases(part, loads(ticks, 9))[0] for ticks in (2, 3, 5, 6, 9, 10)] == [0, 1, 1, 2, 2, 3]


def test_times_that_do_not_differ_are_left_alone() -> None:
    """Only pairs that are listed may be left out, because the checker knows no others."""
    part = part_of(make_problem([9, 9], [4, 5]))
    assert not has_own_times(part)
    assert not too_long(part, loads(1, 1)).any()
    held = HeldGoals(loads(1, 1))
    assert not sees_whole_cases(part, BY_NAME["fairness"], held)
    assert sees_whole_cases(three_on_two(), BY_NAME["fairness"], held)
    assert not sees_whole_cases(three_on_two(), BY_NAME["continuity"], held)
    assert not sees_whole_cases(three_on_two(), BY_NAME["fairness"], HeldGoals(loads(1, 1), {"continuity": 3}))


def test_numbers_that_64_bits_do_not_hold_leave_the_standard() -> None:
    part = part_of(make_problem([2**58, 2**58], [2**57] * 3, standards=[2, -1], pairs=[(0, 0, 0, 2**56)]))
    assert most_cases(part, loads(2**60, 2**60)).tolist() == [2, -1]


def test_a_case_that_fits_nowhere_is_a_proof_without_prices() -> None:
    """D-1 would need 9 ticks for the third case and D-2 2 of them."""
    part = three_on_two()
    assert lagrangian_bound(part, no_prices(part), BY_NAME["fairness"], HeldGoals(loads(8, 1))) == 1
    assert lagrangian_bound(part, no_prices(part), BY_NAME["fairness"], HeldGoals(loads(8, 2))) == 0


@pytest.mark.parametrize("share", [0.3, 0.6, 1.0])
def test_nobody_can_hold_more(share: float) -> None:
    """Against every set of units that an officer may hold."""
    compared = 0
    for seed in range(60):
        instance = unrelated_instance(seed)
        for part in parts_of(instance.problem, instance.goals):
            load = np.where(part.limit > 0, (part.limit * share).astype(np.int64), -1)
            most = most_cases(part, load)
            for officer in np.flatnonzero(load >= 0).tolist():
                at = np.repeat(np.arange(len(part.column_class)), part.count[part.column_class])
                mine = [j for j in at.tolist() if part.column_officer[j] == officer]
                held = max(
                    sum(int(part.size[part.column_class[j]]) for j in chosen)
                    for many in range(len(mine) + 1)
                    for chosen in combinations(mine, many)
                    if sum(int(part.column_effort[j]) for j in chosen) <= load[officer]
                )
                limit = int(part.standard[officer])
                at_most = held if limit < 0 else min(held, limit)
                if bool((part.size == 1).all()):
                    assert most[officer] == at_most, seed
                else:
                    assert most[officer] >= at_most, seed
                compared += 1
    assert compared > 100
