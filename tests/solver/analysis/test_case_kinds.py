"""Cases counted once: by need, by who may hold them, and by tier."""

from __future__ import annotations

import numpy as np

from solver.analysis.case_kinds import least_efforts, tally_of, tiers_of_cases
from solver.fair_shares.decomposition import fair_shares
from solver.model.units import units_of
from tests.solver.instances import make_problem, random_instance


def test_by_hand() -> None:
    """D-1 alone may hold two cases, of 6 and 3, with room for 3: a tier of its own; what nobody may hold is in none."""
    problem = make_problem([3, 9], [6, 3, 1, 2], [[0], [0, 1], []], signature=[0, 0, 1, 2])
    found = tally_of(problem, units_of(problem), fair_shares(problem))
    kinds = zip(found.signature, found.tier, found.cases, found.effort, found.reach[found.row].tolist(), strict=True)
    assert sorted((int(s), int(t), int(c), int(e), reach) for s, t, c, e, reach in kinds) == [
        (0, 0, 2, 9, [True, False]),
        (1, 1, 1, 1, [True, True]),
        (2, -1, 1, 2, [False, False]),
    ]


def test_every_case_is_counted_once() -> None:
    for seed in range(60):
        problem = random_instance(seed).problem
        units, shares = units_of(problem), fair_shares(problem)
        found = tally_of(problem, units, shares)
        assert found.cases.sum() == len(problem.cases)
        assert found.effort.sum() == least_efforts(problem, units).sum()
        tier = tiers_of_cases(problem, shares)
        for index in range(-1, len(shares.tiers)):
            assert found.cases[found.tier == index].sum() == (tier == index).sum()
        assert not found.reach[:, problem.officers.limit == 0].any()


def test_a_case_that_takes_different_officers_different_times_counts_its_least() -> None:
    problem = make_problem([9, 9], [5, 2], pairs=[(0, 0, 0, 4), (0, 1, 0, 7)])
    assert least_efforts(problem, units_of(problem)).tolist() == [4, 2]


def test_a_family_counts_its_difference_with_its_first_case() -> None:
    problem = make_problem([9, 9], [5, 2], bundle=[0, 0], pairs=[(1, 0, 0, 1), (1, 1, 0, 3)])
    least = least_efforts(problem, units_of(problem))
    assert least.sum() == 6
    assert least.tolist() == np.array([4, 2]).tolist()
