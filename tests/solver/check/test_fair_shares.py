"""Tiers and fair shares: right ones pass, and each rule about them refuses what breaks it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from solver.arrays import Indices
from solver.check.facts import facts_of
from solver.check.fair_shares import check_shares
from solver.check.findings import Findings
from solver.fair_shares.decomposition import fair_shares
from solver.problem import Problem
from solver.tiers import FairShares
from tests.solver.check.judged import best_plan, claims
from tests.solver.instances import large_instance, make_problem, random_instance
from tests.solver.unrelated_instances import unrelated_instance


def wrong(problem: Problem, shares: FairShares) -> list[str]:
    """What the checker says about fair shares alone."""
    found = Findings(problem)
    check_shares(facts_of(problem), shares, found)
    return [violation.message for violation in found.violations]


def of(*numbers: int) -> Indices:
    return np.array(numbers, np.int32)


def with_tier(shares: FairShares, at: int, **changes: Any) -> FairShares:
    """The shares with something else said about one tier."""
    tiers = list(shares.tiers)
    tiers[at] = replace(tiers[at], **changes)
    return replace(shares, tiers=tuple(tiers))


@pytest.mark.parametrize("tight", [0, 1])
def test_tiers_that_are_merged_cannot_be_reached(tight: int) -> None:
    # one officer alone must carry C-1 (8 of 4); a tier that pretends that the other helps looks fair, but nothing can
    # flow there
    problem = make_problem([4, 4], [8, 4], [[tight], [0, 1]], signature=[0, 1])
    plan = best_plan(problem)
    assert [tier.utilization for tier in plan.shares.tiers] == [2, 1]
    both = np.array([0, 1], np.int32)
    merged = replace(
        plan.shares.tiers[0], utilization=Fraction(3, 2), cases=both, officers=both, demand=12, limit=8, closed=True
    )
    shares = replace(plan.shares, tiers=(merged,), share=(Fraction(3, 2),) * 2, tier_of_officer=np.zeros(2, np.int32))
    found = claims(problem, replace(plan, shares=shares))
    assert "the fair shares cannot be reached, not even by cases that are split: some tier is too wide" in found


def test_fair_shares_where_times_differ_are_proven_by_prices() -> None:
    differing = changed = 0
    for seed in range(300):
        problem = random_instance(seed).problem
        shares = fair_shares(problem)
        priced = [tier for tier in shares.tiers if tier.prices is not None]
        if not priced:
            continue
        differing += 1
        assert wrong(problem, shares) == []
        tiers = tuple(
            replace(tier, prices=None if tier.prices is None else tuple(price + 1 for price in tier.prices))
            for tier in shares.tiers
        )
        if any(len(set(tier.prices or ())) > 1 for tier in priced):
            assert wrong(problem, replace(shares, tiers=tiers))
            changed += 1
    assert differing > 5
    assert changed > 0


OFFICE = make_problem(
    [4, 4, 0, 6],
    [8, 4, 1, 2, 3],
    [[0], [0, 1], [], [2]],
    signature=[0, 1, 2, 3, 1],
    current=[-1, -1, -1, -1, 2],
    pinned=[False, False, False, False, True],
)
"""C-1 is for D-1 alone, who has half the hours for it; C-2 is for D-1 and D-2, and goes to D-2, whose hours it takes.
Nobody may hold C-3; D-3, for whom C-4 is and to whom C-5 is pinned, has no hours; no case reaches D-4."""
SHARES = fair_shares(OFFICE)


def test_right_shares_pass() -> None:
    assert wrong(OFFICE, SHARES) == []
    assert [(tier.utilization, tier.cases.tolist(), tier.officers.tolist(), tier.closed) for tier in SHARES.tiers] == [
        (Fraction(2), [0], [0], True),
        (Fraction(1), [1], [1], False),
    ]
    assert SHARES.share == (Fraction(2), Fraction(1), None, Fraction(0))
    assert SHARES.tier_of_officer.tolist() == [0, 1, -1, -1]


@pytest.mark.parametrize(
    ("name", "cases"), [("aside_no_officer", [2]), ("aside_no_hours", [3]), ("pinned_no_hours", [4])]
)
def test_cases_that_are_in_no_tier_are_those_of_the_roster(name: str, cases: list[int]) -> None:
    assert getattr(SHARES, name).tolist() == cases
    for other in (of(), of(0), of(*cases, 1)):
        changes: dict[str, Any] = {name: other}
        found = wrong(OFFICE, replace(SHARES, **changes))
        assert f"the cases that are in no tier ({name}) are not those of the roster" in found


@pytest.mark.parametrize("number", [-1, 5, 99])
def test_a_tier_lists_cases_of_the_roster(number: int) -> None:
    assert (
        wrong(OFFICE, with_tier(SHARES, 1, cases=of(1, number)))[0] == "a tier lists a case that is not in the roster"
    )


def test_every_case_is_in_the_tiers_that_it_belongs_in() -> None:
    assert wrong(OFFICE, with_tier(SHARES, 1, cases=of())) == ["case C-2 is in 0 tiers; it belongs in 1"]
    assert wrong(OFFICE, with_tier(SHARES, 1, cases=of(0, 1))) == ["case C-1 is in 2 tiers; it belongs in 1"]
    assert wrong(OFFICE, with_tier(SHARES, 1, cases=of(1, 4))) == ["case C-5 is in 1 tiers; it belongs in 0"]


@pytest.mark.parametrize("officers", [of(), of(0), of(0, 1), of(3)])
def test_a_tiers_officers_are_those_who_are_said_to_be_in_it(officers: Indices) -> None:
    assert "tier 2: its officers are not those who are said to be in it" in wrong(
        OFFICE, with_tier(SHARES, 1, officers=officers)
    )


@pytest.mark.parametrize(
    ("tier_of_officer", "message"),
    [
        (of(0, -1, -1, -1), "officer D-2 belongs in a tier, but is in none"),
        (of(0, 2, -1, -1), "officer D-2 belongs in a tier, but is in none"),
        (of(0, 7, -1, -1), "officer D-2 belongs in a tier, but is in none"),
        (of(0, 1, -1, 2), "officer D-4 belongs in no tier, but is said to be in one"),
        (of(0, 1, 1, -1), "officer D-3 belongs in no tier, but is said to be in one"),
        (of(0, 1, -1, 1), "officer D-4 belongs in no tier, but is said to be in one"),
        (of(0, 1, -1, 7), "officer D-4 belongs in no tier, but is said to be in one"),
        (of(0, 1, -2, -1), "officer D-3 belongs in no tier, but is said to be in one"),
    ],
)
def test_officers_are_in_the_tiers_that_they_belong_in(tier_of_officer: Indices, message: str) -> None:
    assert message in wrong(OFFICE, replace(SHARES, tier_of_officer=tier_of_officer))


@pytest.mark.parametrize(
    ("officer", "share", "message"),
    [
        (0, Fraction(1), "officer D-1: fair share 1; the tier says 2"),
        (1, None, "officer D-2: fair share None; the tier says 1"),
        (2, Fraction(0), "officer D-3: fair share 0; the tier says None"),
        (3, None, "officer D-4: fair share None; the tier says 0"),
        (3, Fraction(1, 9), "officer D-4: fair share 1/9; the tier says 0"),
    ],
)
def test_shares_are_those_of_the_tiers(officer: int, share: Fraction | None, message: str) -> None:
    shares = list(SHARES.share)
    shares[officer] = share
    assert wrong(OFFICE, replace(SHARES, share=tuple(shares))) == [message]


def test_a_case_is_in_the_loosest_tier_of_those_who_may_hold_it() -> None:
    """C-2 counted for D-1, who may hold it but need not: 3 and 0 instead of 2 and 1."""
    tight = replace(SHARES.tiers[0], cases=of(0, 1), demand=12, utilization=Fraction(3))
    loose = replace(SHARES.tiers[1], cases=of(), demand=0, utilization=Fraction(0), closed=True)
    unfair = replace(SHARES, tiers=(tight, loose), share=(Fraction(3), Fraction(0), None, Fraction(0)))
    assert "case C-2 is in tier 1, but the loosest officers who may hold it are in tier 2" in wrong(OFFICE, unfair)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"limit": 5}, "tier 2: its officers have 0.0004 h, not 0.0005 h"),
        ({"demand": 5}, "tier 2: 5 ticks of work are not 1 of 4"),
        ({"closed": True}, "tier 2: others may hold some of its cases; the plan denies it"),
        ({"prices": (0,)}, "tier 2: its prices are not one number above 0 for each officer"),
        ({"prices": (1, 1)}, "tier 2: its prices are not one number above 0 for each officer"),
    ],
)
def test_what_is_said_about_a_tier(changes: dict[str, Any], message: str) -> None:
    assert wrong(OFFICE, with_tier(SHARES, 1, **changes)) == [message]


def test_a_tier_that_others_may_not_hold_anything_of_is_closed() -> None:
    assert wrong(OFFICE, with_tier(SHARES, 0, closed=False)) == [
        "tier 1: others may not hold some of its cases; the plan denies it"
    ]


def test_a_utilization_that_its_cases_do_not_add_up_to() -> None:
    half = replace(
        with_tier(SHARES, 1, utilization=Fraction(1, 2), demand=2),
        share=(Fraction(2), Fraction(1, 2), None, Fraction(0)),
    )
    assert wrong(OFFICE, half) == ["tier 2: its cases add up to 4, not 1/2 of 4"]


def apart(*utilization: int) -> Problem:
    """Officers with 4 ticks each, who share nothing, and a case for each."""
    n = len(utilization)
    return make_problem([4] * n, [4 * u for u in utilization], [[o] for o in range(n)], signature=list(range(n)))


def test_tiers_are_in_order_from_the_tightest_to_the_loosest() -> None:
    problem = apart(2, 1)
    shares = fair_shares(problem)
    swapped = replace(shares, tiers=shares.tiers[::-1], tier_of_officer=of(1, 0))
    assert wrong(problem, shares) == []
    assert wrong(problem, swapped) == ["the tiers are not in order from the tightest to the loosest"]
    equal = apart(1, 1)
    shares = fair_shares(equal)
    swapped = replace(shares, tiers=shares.tiers[::-1], tier_of_officer=of(1, 0))
    assert wrong(equal, shares) == []
    assert wrong(equal, swapped) == ["the tiers are not in order from the tightest to the loosest"]


def test_officers_who_share_no_cases_are_in_no_common_tier() -> None:
    problem = apart(1, 1)
    shares = fair_shares(problem)
    (tier, _) = shares.tiers
    both = replace(tier, cases=of(0, 1), officers=of(0, 1), demand=8, limit=8)
    assert wrong(problem, replace(shares, tiers=(both,), tier_of_officer=of(0, 0))) == [
        "tier 1: it mixes officers of parts that share no cases"
    ]


def test_tiers_that_are_torn_apart_are_not_the_loosest_that_there_is() -> None:
    """Two officers who may hold both cases are equal; 5/4 and 3/4 would need one case to be D-1's alone."""
    problem = make_problem([4, 4], [5, 3])
    shares = fair_shares(problem)
    (tier,) = shares.tiers
    first = replace(tier, cases=of(0), officers=of(0), demand=5, limit=4, utilization=Fraction(5, 4), closed=False)
    second = replace(tier, cases=of(1), officers=of(1), demand=3, limit=4, utilization=Fraction(3, 4), closed=False)
    torn = replace(shares, tiers=(first, second), share=(Fraction(5, 4), Fraction(3, 4)), tier_of_officer=of(0, 1))
    assert wrong(problem, torn)[0].startswith("case C-1 is in tier 1, but the loosest officers")


def slow_and_quick() -> tuple[Problem, FairShares]:
    """C-1 takes D-1 2 of 10 ticks and D-2 4 of 10; split so that both carry the same, each has 4/3 of a tick a case."""
    problem = make_problem([10, 10], [1], pairs=[(0, 0, 0, 2), (0, 1, 0, 4)])
    return problem, fair_shares(problem)


def test_where_times_differ_prices_prove_the_share() -> None:
    """At 2 a tick of D-1 and 1 of D-2 the case is worth 4 with either; all hours are worth 30: 4/30 of them."""
    problem, shares = slow_and_quick()
    (tier,) = shares.tiers
    assert tier.utilization == Fraction(4, 30)
    assert tier.demand == Fraction(4, 30) * 20
    assert tier.prices is not None
    assert Fraction(tier.prices[0], tier.prices[1]) == 2
    assert wrong(problem, shares) == []
    assert wrong(problem, with_tier(shares, 0, prices=(4, 2))) == []


@pytest.mark.parametrize(
    ("prices", "message"),
    [
        ((1, 1), "tier 1: its cases add up to 2, not 2/15 of 20"),
        (None, "tier 1: its cases add up to 2, not 2/15 of 20"),
        ((3, 1), "tier 1: its cases add up to 4, not 2/15 of 40"),
        ((2, 0), "tier 1: its prices are not one number above 0 for each officer"),
    ],
)
def test_other_prices_do_not(prices: tuple[int, ...] | None, message: str) -> None:
    problem, shares = slow_and_quick()
    assert wrong(problem, with_tier(shares, 0, prices=prices)) == [message]


def test_right_shares_of_random_rosters_pass_and_shares_that_are_moved_do_not() -> None:
    """Of two officers with different shares one gets the other's; of one tier the utilization is a bit more."""
    moved = 0
    for seed in range(50):
        for problem in (random_instance(seed).problem, unrelated_instance(seed).problem):
            shares = fair_shares(problem)
            assert wrong(problem, shares) == [], seed
            for at, tier in enumerate(shares.tiers):
                up = tier.utilization + Fraction(1, 10**9)
                told = tuple(up if o in tier.officers.tolist() else share for o, share in enumerate(shares.share))
                more = replace(with_tier(shares, at, utilization=up, demand=up * tier.limit), share=told)
                assert wrong(problem, more), seed
                moved += 1
    assert moved > 60


def test_sums_past_64_bits_are_exact() -> None:
    for seed in range(10):
        problem = large_instance(seed, 56).problem
        assert wrong(problem, fair_shares(problem)) == []
    heavy = 2**57
    pairs = [(c, o, 0, heavy + (o + 1) * c) for c in range(2) for o in range(2)]
    problem = make_problem([heavy, heavy - 1], [heavy, heavy], pairs=pairs)
    assert wrong(problem, fair_shares(problem)) == []
