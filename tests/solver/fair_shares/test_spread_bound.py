"""The least spread where times differ: by hand, below every whole assignment, and as high as split cases allow."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from solver.fair_shares.spread_bound import MOST_ARCS, has_own_times, least_spread
from solver.model.units import pair_rows, units_of
from solver.problem import OWN_EFFORT, Problem
from tests.solver.exact_lp import Row, minimise
from tests.solver.instances import make_problem, random_instance
from tests.solver.unrelated_instances import unrelated_instance


def floor(problem: Problem, time_limit_s: float = 60.0) -> Fraction | None:
    return least_spread(problem, units_of(problem), time_limit_s)


def times_of(problem: Problem) -> list[dict[int, int]]:
    """What each placeable unit takes of every officer with hours who may hold it."""
    units, out = units_of(problem), []
    for unit in range(len(units)):
        able = np.flatnonzero(units.allowed[units.group[unit]] & (problem.officers.limit > 0)).astype(np.int32)
        if len(able):
            out.append(dict(zip(able.tolist(), pair_rows(problem, units, unit, able)[1].tolist(), strict=True)))
    return out


def of_whole_cases(problem: Problem) -> Fraction:
    """Least spread of whole units, by trying everything."""
    work, limit = times_of(problem), problem.officers.limit.tolist()
    reached = sorted({o for each in work for o in each})
    least = []
    for who in product(*work):
        load = dict.fromkeys(reached, 0)
        for o, each in zip(who, work, strict=True):
            load[o] += each[o]
        used = [Fraction(load[o], limit[o]) for o in reached]
        least.append(max(used, default=Fraction(0)) - min(used, default=Fraction(0)))
    return min(least)


def of_split_cases(problem: Problem) -> Fraction:
    """Least spread of split units, by a simplex method in fractions: parts of units, top, bottom, and what is slack."""
    work, limit = times_of(problem), problem.officers.limit.tolist()
    reached = sorted({o for each in work for o in each})
    if not reached:
        return Fraction(0)
    arcs = [(u, o) for u, each in enumerate(work) for o in each]
    top, bottom = len(arcs), len(arcs) + 1
    rows: list[Row] = [
        ({k: Fraction(1) for k, (u, _) in enumerate(arcs) if u == unit}, Fraction(1)) for unit in range(len(work))
    ]
    slack = bottom + 1
    for o in reached:
        load = {k: Fraction(work[u][o], limit[o]) for k, (u, officer) in enumerate(arcs) if officer == o}
        rows.append(({**load, top: Fraction(-1), slack: Fraction(1)}, Fraction(0)))
        rows.append(({**load, bottom: Fraction(-1), slack + 1: Fraction(-1)}, Fraction(0)))
        slack += 2
    return minimise({top: Fraction(1), bottom: Fraction(-1)}, rows, slack)


def test_times_of_their_own_are_those_that_a_pair_gives() -> None:
    assert not has_own_times(make_problem([9], [4]))
    assert not has_own_times(make_problem([9], [4], pairs=[(0, 0, 7, OWN_EFFORT)]))
    assert has_own_times(make_problem([9], [4], pairs=[(0, 0, 7, 0)]))


def test_two_equal_officers_can_be_equal() -> None:
    assert floor(make_problem([10, 10], [6, 3])) == 0


def test_work_that_only_one_may_do_is_a_difference() -> None:
    """D-1 has 9 of 10 hours of work, D-2 has 2 of 8: 9/10 - 1/4."""
    problem = make_problem([10, 8], [4, 5, 2], [[0], [1]], signature=[0, 0, 1])
    assert float(floor(problem) or 0) == pytest.approx(0.65, abs=1e-9)


def test_a_case_that_takes_one_officer_longer() -> None:
    """C-1 takes D-1 8 of 10 ticks or D-2 2 of 10; C-2 is D-1's, for 4. All of C-1 with D-2 leaves 2/10 between them;
    a tenth of it with D-1 would be 0.8 more there and 0.2 less here."""
    problem = make_problem([10, 10], [1, 4], [[0, 1], [0]], signature=[0, 1], pairs=[(0, 0, 0, 8), (0, 1, 0, 2)])
    assert float(floor(problem) or 0) == pytest.approx(0.2, abs=1e-9)


def test_units_that_are_alike_count_each() -> None:
    """Four cases of 3 ticks for D-1 alone, beside one that D-2 does in 2: 12/20 - 2/20."""
    pairs = [*((c, 0, 0, 3) for c in range(4)), (4, 1, 0, 2)]
    problem = make_problem([20, 20], [1] * 5, pairs=pairs)
    assert float(floor(problem) or 0) == pytest.approx(0.5, abs=1e-9)


def test_nobody_is_reached() -> None:
    for problem in (make_problem([9, 9], []), make_problem([0], [4]), make_problem([9], [4], [[]])):
        assert floor(problem) == 0


def test_reached_by_cases_that_take_no_time() -> None:
    assert floor(make_problem([9, 5], [0, 0])) == 0
    assert floor(make_problem([9, 5], [3], pairs=[(0, 0, 0, 0), (0, 1, 0, 0)])) == 0


def test_officers_without_hours_are_not_compared() -> None:
    problem = make_problem([10, 0], [5, 2], current=[-1, 1], pinned=[False, True])
    assert floor(problem) == 0


def test_without_time_nothing_is_said() -> None:
    problem = make_problem([10, 8], [4, 5, 2], [[0], [1]], signature=[0, 0, 1])
    assert floor(problem, 0.0) is None


def test_with_too_many_pairs_nothing_is_said() -> None:
    officers = 400
    cases = MOST_ARCS // officers + 1
    pairs = [(c, o, 0, 1 + (c + o) % 3) for c in range(cases) for o in range(officers)]
    assert floor(make_problem([50] * officers, [1] * cases, pairs=pairs)) is None


def test_it_is_no_more_than_whole_cases_and_no_less_than_split_ones_allow() -> None:
    differing = positive = 0
    for seed in range(80):
        problem = (unrelated_instance(seed) if seed % 2 else random_instance(seed)).problem
        found = floor(problem)
        assert found is not None
        assert found <= of_whole_cases(problem), seed
        split = of_split_cases(problem)
        assert split - Fraction(1, 10**8) <= found <= split, seed
        differing += has_own_times(problem)
        positive += found > 0
    assert differing > 30
    assert positive > 10


def test_numbers_of_any_size_prove_only_what_is_true() -> None:
    """Floating point loses digits of these; what it says is only where prices come from."""
    for bits in (40, 50, 55):
        one = 2**bits
        problem = make_problem(
            [one, one - 1],
            [one // 3, one // 5, one // 7],
            pairs=[(0, 0, 0, one // 3), (0, 1, 0, one // 2), (1, 0, 0, one // 4)],
        )
        found = floor(problem)
        assert found is not None
        assert 0 <= found <= of_whole_cases(problem)
