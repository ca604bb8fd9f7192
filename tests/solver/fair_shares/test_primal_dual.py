"""Fair shares where a case takes different officers different times: exact, and each proven by its prices."""

from __future__ import annotations

import random
from fractions import Fraction

import numpy as np
import pytest

from solver.fair_shares import initial_prices
from solver.fair_shares.blocks import Block
from solver.fair_shares.decomposition import fair_shares
from solver.problem import Problem
from solver.tiers import FairShares, Tier
from tests.solver.brute import units_by_hand
from tests.solver.brute_shares import by_linear_programs
from tests.solver.fair_shares.test_decomposition import assert_consistent
from tests.solver.instances import make_problem

SHORT = range(300)
LONG = range(300, 2_300)


def unrelated(seed: int) -> Problem:
    """Up to 4 officers and 6 cases, most of which take different officers different times."""
    rng = random.Random(f"unrelated {seed}")
    n, m = rng.randint(1, 4), rng.randint(1, 6)
    top = rng.choice([4, 20, 10**6])
    pairs = [
        (case, officer, 0, rng.choice([-1, rng.randint(0, top), rng.randint(1, top), rng.randint(1, top)]))
        for case in range(m)
        if rng.random() < 0.8
        for officer in range(n)
        if rng.random() < 0.8
    ]
    density = rng.choice([0.6, 1.0])
    return make_problem(
        [0 if rng.random() < 0.05 else rng.randint(1, top) for _ in range(n)],
        [rng.randint(0, top) for _ in range(m)],
        [[o for o in range(n) if rng.random() < density] for _ in range(2)],
        signature=[rng.randrange(2) for _ in range(m)],
        bundle=[rng.choice([-1, -1, -1, 0]) for _ in range(m)],
        pairs=pairs,
    )


def truth_of(problem: Problem) -> dict[int, Fraction]:
    limit = problem.officers.limit.tolist()
    work = [({o for o in unit.allowed if limit[o]}, unit.takes) for unit in units_by_hand(problem)]
    return by_linear_programs([each for each in work if each[0]], limit)


def assert_priced(problem: Problem, shares: FairShares, tier: Tier) -> None:
    """Repeat the arithmetic of a tier's prices."""
    assert tier.prices is not None
    price = dict(zip(tier.officers.tolist(), tier.prices, strict=True))
    assert min(price.values()) > 0
    cases = set(tier.cases.tolist())
    worth = 0
    for unit in units_by_hand(problem):
        free = any(unit.takes[o] == 0 for o in unit.allowed if problem.officers.limit[o])
        if cases & set(unit.cases) and not free:
            worth += min(price[o] * unit.takes[o] for o in unit.allowed if o in price)
    assert worth == tier.utilization * sum(price[o] * int(problem.officers.limit[o]) for o in price)


def check(seed: int) -> None:
    problem = unrelated(seed)
    shares = fair_shares(problem)
    assert_consistent(problem, shares)
    truth = truth_of(problem)
    for officer, share in enumerate(shares.share):
        if share is not None:
            assert share == truth.get(officer, Fraction(0)), (seed, officer)
    for tier in shares.tiers:
        if tier.prices is not None:
            assert_priced(problem, shares, tier)


@pytest.mark.parametrize("first", SHORT[::50])
def test_equals_an_exact_simplex_method(first: int) -> None:
    for seed in range(first, first + 50):
        check(seed)


@pytest.mark.campaign
@pytest.mark.parametrize("first", LONG[::100])
def test_campaign(first: int) -> None:
    for seed in range(first, first + 100):
        check(seed)


@pytest.mark.parametrize("kind", ["all alike", "far off", "one alone"])
def test_a_bad_guess_costs_time_but_never_truth(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The prices from floating point are a start; whatever they are, the exact method ends in the same place."""
    rng = random.Random(kind)

    def guess(block: Block) -> list[Fraction]:
        n = block.arcs.officers
        if kind == "all alike":
            return [Fraction(1)] * n
        if kind == "far off":
            return [Fraction(rng.randint(0, 9), rng.randint(1, 9)) for _ in range(n)]
        return [Fraction(int(officer == n - 1)) for officer in range(n)]

    monkeypatch.setattr(initial_prices, "guess_prices", guess)
    for seed in range(150):
        check(seed)


def test_two_officers_by_hand() -> None:
    """A needs 1 h for the first case and 3 for the second, B 2 and 2; both have 10 h.

    A takes the first alone (1 h) and a share x of the second, B the rest: 1 + 3x = 2(1 - x), x = 1/5, both at 1.6 h.
    Priced at A 2, B 3 an hour, the second case is worth 6 with either, the first 2 with A: 8 of 50, 16 %.
    """
    problem = make_problem([10, 10], [1, 1], pairs=[(0, 0, 0, 1), (0, 1, 0, 2), (1, 0, 0, 3), (1, 1, 0, 2)])
    (tier,) = fair_shares(problem).tiers
    assert tier.utilization == Fraction(16, 100)
    assert tier.prices == (2, 3)
    assert tier.demand == Fraction(32, 10)
    assert tier.missing == 0


def test_a_time_of_zero_loads_nobody() -> None:
    problem = make_problem([10, 10], [4, 4], pairs=[(0, 0, 0, 0), (0, 1, 0, 9)])
    shares = fair_shares(problem)
    assert shares.share == (Fraction(1, 5), Fraction(1, 5))
    assert shares.tiers[0].prices is None


def test_alike_cases_are_one_row_however_many() -> None:
    many = 3_000
    pairs = [(case, officer, 0, 2 + officer) for case in range(many) for officer in (0, 1)]
    (tier,) = fair_shares(make_problem([100, 100], [1] * many, pairs=pairs)).tiers
    assert tier.utilization == Fraction(many, 100) / (Fraction(1, 2) + Fraction(1, 3))


@pytest.mark.parametrize(
    ("officers", "cases", "top", "density"), [(8, 200, 100, 1.0), (25, 150, 10**9, 1.0), (30, 90, 1000, 0.1)]
)
def test_a_few_dozen_officers_are_still_exact(officers: int, cases: int, top: int, density: float) -> None:
    """Every tier's prices bear it out, and where pairs are few there are many tiers."""
    rng = np.random.default_rng(officers)
    time = rng.integers(1, top, (cases, officers))
    listed = rng.random((cases, officers)) < density
    listed[np.arange(cases), rng.integers(0, officers, cases)] = True
    pairs = [(c, o, 0, int(time[c, o])) for c in range(cases) for o in range(officers) if listed[c, o]]
    problem = make_problem(rng.integers(top, 3 * top, officers).tolist(), [1] * cases, pairs=pairs)
    shares = fair_shares(problem)
    assert_consistent(problem, shares)
    assert (len(shares.tiers) > 1) == (density < 1)
    for tier in shares.tiers:
        if tier.prices is not None:
            assert_priced(problem, shares, tier)
