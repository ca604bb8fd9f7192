"""The guess at the prices: near enough that the exact method has next to nothing left to do."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from solver.arrays import Flags
from solver.engines.max_flow import Arcs, Exact, overloaded_groups
from solver.fair_shares import primal_dual
from solver.fair_shares.blocks import Block, connected
from solver.fair_shares.decomposition import fair_shares
from solver.fair_shares.initial_prices import guess_prices
from solver.fair_shares.network import network_of
from solver.model.units import units_of
from solver.problem import Problem
from tests.solver.instances import make_problem


def unrelated(cases: int, officers: int, top: int) -> Problem:
    rng = np.random.default_rng(cases + officers)
    time = rng.integers(1, top, (cases, officers))
    pairs = [(c, o, 0, int(time[c, o])) for c in range(cases) for o in range(officers)]
    return make_problem(rng.integers(top, 3 * top, officers).tolist(), [1] * cases, pairs=pairs)


def only_block(problem: Problem) -> Block:
    network = network_of(problem, units_of(problem))
    (block,) = connected(network, np.arange(len(network.slot)))
    return block


def test_prices_relate_as_the_times_of_a_case_that_is_split() -> None:
    problem = make_problem([10, 10], [1, 1], pairs=[(0, 0, 0, 1), (0, 1, 0, 2), (1, 0, 0, 3), (1, 1, 0, 2)])
    first, second = guess_prices(only_block(problem))
    assert second / first == Fraction(3, 2)


def test_officers_outside_the_tightest_tier_have_no_price() -> None:
    """B alone may take the long case; A is far below."""
    problem = make_problem([10, 10], [1, 90], pairs=[(0, 0, 0, 1), (0, 1, 0, 2), (1, 1, 0, 90)])
    prices = guess_prices(only_block(problem))
    assert prices[0] == 0
    assert prices[1] > 0


@pytest.mark.parametrize(("cases", "officers", "top"), [(60, 6, 30), (300, 20, 100), (200, 15, 10**9)])
def test_the_exact_method_confirms_the_guess(
    cases: int, officers: int, top: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    flows = 0

    def counting(effort: Exact, limit: Exact, arcs: Arcs) -> Flags | None:
        nonlocal flows
        flows += 1
        return overloaded_groups(effort, limit, arcs)

    monkeypatch.setattr(primal_dual, "overloaded_groups", counting)
    assert fair_shares(unrelated(cases, officers, top)).tiers
    assert flows <= 3
