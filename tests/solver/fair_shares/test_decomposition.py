"""Tiers and fair shares equal what trying every subset, and a linear program, find; and figures worked by hand."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver.fair_shares.decomposition import fair_shares
from solver.model.units import units_of
from solver.problem import LEFT, NEW, Problem
from solver.tiers import FairShares
from tests.solver.brute import units_by_hand
from tests.solver.brute_shares import fairest_loads
from tests.solver.instances import make_problem, random_instance
from tests.solver.shares_oracle import by_subsets_of_groups, groups_of, peak_by_linear_program

SHORT = range(300)
LONG = range(300, 2_300)


def grouped_instance(seed: int) -> Problem:
    """Up to 6 officers, 6 signatures and 40 cases: many tiers."""
    rng = random.Random(f"shares {seed}")
    n, rows, m = rng.randint(1, 6), rng.randint(1, 6), rng.randint(0, 40)
    top = rng.choice([3, 50, 10**6])
    density = rng.choice([0.2, 0.4, 0.7])
    return make_problem(
        [0 if rng.random() < 0.1 else rng.randint(1, top) for _ in range(n)],
        [rng.randint(0, top) for _ in range(m)],
        [[o for o in range(n) if rng.random() < density] for _ in range(rows)],
        signature=[rng.randrange(rows) for _ in range(m)],
    )


def assert_consistent(problem: Problem, shares: FairShares) -> None:
    """What must hold of all fair shares, whatever the numbers."""
    units = units_of(problem)
    limit = problem.officers.limit
    lists = [tier.cases.tolist() for tier in shares.tiers]
    lists += [shares.aside_no_officer.tolist(), shares.aside_no_hours.tolist(), shares.pinned_no_hours.tolist()]
    assert all(cases == sorted(cases) for cases in lists)
    assert sorted(case for cases in lists for case in cases) == list(range(len(problem.cases)))
    order = [(-tier.utilization, int(tier.officers[0])) for tier in shares.tiers]
    assert order == sorted(order)
    for index, tier in enumerate(shares.tiers):
        assert tier.limit == sum(limit[tier.officers].tolist())
        assert tier.demand == tier.utilization * tier.limit
        assert tier.missing == max(0, tier.demand - tier.limit)
        assert (shares.tier_of_officer[tier.officers] == index).all()
        assert all(shares.share[officer] == tier.utilization for officer in tier.officers.tolist())
        may = units.allowed[units.group[units.of_case[tier.cases]]] & (limit > 0)
        tiers = np.where(may, shares.tier_of_officer, -1)
        assert (tiers.max(axis=1) == index).all(), "a case is in the loosest tier that may hold it"
        assert tier.closed == bool((tiers[may] == index).all())
    for officer, share in enumerate(shares.share):
        if limit[officer] == 0:
            assert share is None
        elif shares.tier_of_officer[officer] < 0:
            assert share == 0


def check_grouped(seed: int) -> None:
    problem = grouped_instance(seed)
    shares = fair_shares(problem)
    assert_consistent(problem, shares)
    limit = problem.officers.limit.tolist()
    groups = groups_of(problem)
    found = {o: share for o, share in enumerate(shares.share) if share is not None}
    truth = by_subsets_of_groups(groups, limit)
    assert found == {o: truth.get(o, Fraction(0)) for o in found}, seed
    fixed: dict[int, Fraction] = {}
    for level in sorted(set(truth.values()), reverse=True):
        assert peak_by_linear_program(groups, limit, fixed) == pytest.approx(float(level), abs=1e-6)
        fixed.update({o: share for o, share in truth.items() if share == level})


def check_everything(seed: int) -> None:
    """Pins, bundles, pairs with their own times, officers without hours: against every subset or an exact program."""
    problem = random_instance(seed).problem
    shares = fair_shares(problem)
    assert_consistent(problem, shares)
    units = units_by_hand(problem)
    truth = fairest_loads([(unit.allowed, unit.takes) for unit in units], problem.officers.limit.tolist())
    for officer, share in enumerate(shares.share):
        if share is not None:
            assert share == truth.get(officer, Fraction(0)), (seed, officer)


@pytest.mark.parametrize("first", SHORT[::50])
def test_equals_every_subset_and_a_linear_program(first: int) -> None:
    for seed in range(first, first + 50):
        check_grouped(seed)


@pytest.mark.parametrize("first", SHORT[::50])
def test_equals_the_oracle_with_every_feature(first: int) -> None:
    for seed in range(first, first + 50):
        check_everything(seed)


@pytest.mark.campaign
@pytest.mark.parametrize("first", LONG[::100])
def test_campaign(first: int) -> None:
    for seed in range(first, first + 100):
        check_grouped(seed)
        check_everything(seed)


@pytest.mark.parametrize("bits", [34, 45, 58])
def test_large_numbers_lose_no_tick(bits: int) -> None:
    """Sums stay below 2**60, and the products that the flow needs are far beyond 64 bits."""
    for seed in range(25):
        rng = random.Random(f"{bits} {seed}")
        rows = [[o for o in range(4) if rng.random() < 0.5] for _ in range(4)]
        low, high = 2 ** (bits - 1), 2**bits
        problem = make_problem(
            [rng.randrange(low, high) for _ in range(4)],
            [rng.randrange(low, high) for _ in range(min(4, 2 ** (60 - bits)))],
            rows,
            signature=[0, 1, 2, 3][: min(4, 2 ** (60 - bits))],
        )
        shares = fair_shares(problem)
        assert_consistent(problem, shares)
        truth = by_subsets_of_groups(groups_of(problem), problem.officers.limit.tolist())
        assert list(shares.share) == [truth.get(o, Fraction(0)) for o in range(4)]


def test_one_tick_in_2_to_the_57_makes_two_tiers() -> None:
    """A flow in floating point, or over a coarser utilization, would see one tier."""
    half = 2**57
    even = fair_shares(make_problem([half, half], [half, half], [[0], [0, 1]], signature=[0, 1]))
    assert [tier.utilization for tier in even.tiers] == [1]
    uneven = fair_shares(make_problem([half, half], [half + 1, half - 1], [[0], [0, 1]], signature=[0, 1]))
    assert [tier.utilization for tier in uneven.tiers] == [Fraction(half + 1, half), Fraction(half - 1, half)]
    assert [tier.closed for tier in uneven.tiers] == [True, False]
    assert [tier.missing for tier in uneven.tiers] == [1, 0]


def test_three_tiers_by_hand() -> None:
    """Two who speak Spanish need 90 h of 60; who remains takes what everybody may take; an office of its own is idle.

    ticks are hours. Spanish: 90 for A (20) and B (40). Anybody: 50 for A, B, C (40) and D (60): C and D take it all,
    50 of 100. Office 2: 3 of E's 30.
    """
    problem = make_problem(
        [20, 40, 40, 60, 30],
        [45, 45, 25, 25, 3],
        [[0, 1], [0, 1, 2, 3], [4]],
        signature=[0, 0, 1, 1, 2],
    )
    shares = fair_shares(problem)
    assert [tier.utilization for tier in shares.tiers] == [Fraction(3, 2), Fraction(1, 2), Fraction(1, 10)]
    assert [tier.cases.tolist() for tier in shares.tiers] == [[0, 1], [2, 3], [4]]
    assert [tier.officers.tolist() for tier in shares.tiers] == [[0, 1], [2, 3], [4]]
    assert [tier.demand for tier in shares.tiers] == [90, 50, 3]
    assert [tier.limit for tier in shares.tiers] == [60, 100, 30]
    assert [tier.missing for tier in shares.tiers] == [30, 0, 0]
    assert [tier.closed for tier in shares.tiers] == [True, False, True]
    assert shares.share == (Fraction(3, 2), Fraction(3, 2), Fraction(1, 2), Fraction(1, 2), Fraction(1, 10))


def test_probation_by_hand() -> None:
    """120 h a month: 30 cases of maximum, 60 of medium or 120 of minimum supervision fill an officer exactly."""
    for cases, hours in ((30, 4), (60, 2), (120, 1)):
        full = fair_shares(make_problem([120], [hours] * cases))
        assert full.share == (Fraction(1),)
        over = fair_shares(make_problem([120], [hours] * (cases + 1)))
        assert over.tiers[0].missing == hours


def test_equal_utilization_stays_apart_where_no_case_is_shared() -> None:
    shares = fair_shares(make_problem([10, 10, 10], [5, 10, 5], [[1], [0, 2]], signature=[0, 1, 1]))
    assert [tier.utilization for tier in shares.tiers] == [Fraction(3, 4), Fraction(1, 2)]
    shares = fair_shares(make_problem([10, 10, 10], [5, 5, 5], [[1], [0, 2]], signature=[0, 1, 1]))
    assert [tier.officers.tolist() for tier in shares.tiers] == [[0, 2], [1]]
    assert {tier.utilization for tier in shares.tiers} == {Fraction(1, 2)}


def test_a_case_without_effort_goes_to_the_loosest_officer_who_may_hold_it() -> None:
    problem = make_problem([10, 10, 10], [9, 3, 0, 0], [[0], [1], [0, 1], [0]], signature=[0, 1, 2, 3])
    shares = fair_shares(problem)
    assert [tier.cases.tolist() for tier in shares.tiers] == [[0, 3], [1, 2]]
    assert [tier.closed for tier in shares.tiers] == [True, False]
    assert shares.share[2] == 0
    assert shares.tier_of_officer.tolist() == [0, 1, -1]


def test_officers_whom_only_effortless_cases_reach_are_a_tier_of_zero() -> None:
    shares = fair_shares(make_problem([10, 10, 10], [4, 0], [[0], [1]], signature=[0, 1]))
    assert [tier.utilization for tier in shares.tiers] == [Fraction(2, 5), 0]
    assert shares.tiers[1].officers.tolist() == [1]
    assert shares.tiers[1].demand == 0
    assert shares.share == (Fraction(2, 5), Fraction(0), Fraction(0))


def test_cases_outside_all_tiers() -> None:
    """Nobody may hold 0; who may hold 1 has no hours; 2 is pinned to somebody without hours; 3 is carried."""
    problem = make_problem(
        [0, 10], [1, 2, 3, 4], [[], [0], [0, 1]], signature=[0, 1, 2, 2], current=[NEW, LEFT, 0, NEW],
        pinned=[False, False, True, False],
    )  # fmt: skip
    shares = fair_shares(problem)
    assert shares.aside_no_officer.tolist() == [0]
    assert shares.aside_no_hours.tolist() == [1]
    assert shares.pinned_no_hours.tolist() == [2]
    assert [tier.cases.tolist() for tier in shares.tiers] == [[3]]
    assert shares.share == (None, Fraction(2, 5))


def test_a_pin_wins_over_eligibility() -> None:
    problem = make_problem([10, 10], [8, 4], [[1], [0, 1]], signature=[0, 1], current=[0, NEW], pinned=[True, False])
    shares = fair_shares(problem)
    assert shares.share == (Fraction(4, 5), Fraction(2, 5))


@pytest.mark.parametrize(
    ("limits", "efforts", "eligible"), [([], [], []), ([], [3], [[]]), ([5], [], [[0]]), ([0], [3], [[0]])]
)
def test_nothing_to_share(limits: list[int], efforts: list[int], eligible: list[list[int]]) -> None:
    shares = fair_shares(make_problem(limits, efforts, eligible))
    assert shares.tiers == ()
    assert shares.share == tuple(Fraction(0) if limit else None for limit in limits)


def test_a_million_like_cases() -> None:
    shares = fair_shares(make_problem([7, 14], [3] * 10**6))
    assert shares.share == (Fraction(10**6, 7), Fraction(10**6, 7))


def test_a_listed_pair_with_one_time_for_all_is_an_ordinary_case() -> None:
    """The listed time counts, not the case's own, and only listed officers may hold it."""
    problem = make_problem([10, 10, 10], [1, 5], pairs=[(0, 0, 0, 6), (0, 1, 0, 6)])
    shares = fair_shares(problem)
    assert [tier.prices for tier in shares.tiers] == [None]
    assert shares.tiers[0].demand == 11


problems = st.builds(grouped_instance, st.integers(10_000, 10**9))


@given(problems)
def test_the_shares_carry_exactly_the_work(problem: Problem) -> None:
    shares = fair_shares(problem)
    assert_consistent(problem, shares)
    carried = sum((s or 0) * limit for s, limit in zip(shares.share, problem.officers.limit.tolist(), strict=True))
    outside = np.concatenate([shares.aside_no_officer, shares.aside_no_hours])
    assert carried == int(problem.cases.effort.sum()) - int(problem.cases.effort[outside].sum())


@given(problems, st.integers(1, 1000))
def test_scaling_efforts_scales_shares(problem: Problem, factor: int) -> None:
    scaled = replace(problem, cases=replace(problem.cases, effort=problem.cases.effort * factor))
    before, after = fair_shares(problem), fair_shares(scaled)
    assert after.share == tuple(None if share is None else share * factor for share in before.share)


@given(problems, st.integers(1, 100), st.integers(0, 2**6 - 1))
def test_another_officer_never_raises_the_peak(problem: Problem, limit: int, may: int) -> None:
    before = fair_shares(problem)
    rows = [
        [*np.flatnonzero(row).tolist(), *([len(problem.officers)] if may >> k & 1 else [])]
        for k, row in enumerate(problem.eligible)
    ]
    more = make_problem(
        [*problem.officers.limit.tolist(), limit],
        problem.cases.effort.tolist(),
        rows,
        signature=problem.cases.signature.tolist(),
    )
    after = fair_shares(more)
    for old, new in zip(before.share, after.share[:-1], strict=True):
        assert old is None or (new is not None and new <= old)


@given(problems, st.randoms())
def test_the_order_of_officers_does_not_matter(problem: Problem, rng: random.Random) -> None:
    order = list(range(len(problem.officers)))
    rng.shuffle(order)
    place = {officer: at for at, officer in enumerate(order)}
    mixed = make_problem(
        problem.officers.limit[order].tolist(),
        problem.cases.effort.tolist(),
        [[place[o] for o in np.flatnonzero(row).tolist()] for row in problem.eligible],
        signature=problem.cases.signature.tolist(),
    )
    before, after = fair_shares(problem), fair_shares(mixed)
    assert [before.share[officer] for officer in order] == list(after.share)
    assert sorted(tier.cases.tolist() for tier in before.tiers) == sorted(tier.cases.tolist() for tier in after.tiers)


@given(problems)
def test_tiers_prove_the_peak(problem: Problem) -> None:
    """The cumulative certificate: what tighter tiers hold may go to nobody outside them."""
    shares = fair_shares(problem)
    for tier, looser in pairwise(shares.tiers):
        assert tier.utilization >= looser.utilization
    inside: set[int] = set()
    for tier in shares.tiers:
        inside |= set(tier.officers.tolist())
        for case in tier.cases.tolist():
            may = np.flatnonzero(problem.eligible[problem.cases.signature[case]] & (problem.officers.limit > 0))
            assert set(may.tolist()) <= inside
