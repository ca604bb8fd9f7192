"""The range of the missing hours: by hand, with a flow in every world and with tiers that are held."""

from __future__ import annotations

from fractions import Fraction
from math import log
from statistics import NormalDist

import pytest

from solver.analysis.fte import Basis
from solver.analysis.uncertainty.drawing import Drawing, weight_changes
from solver.analysis.uncertainty.missing_hours import Gap, GapEnd, MissingHours, MissingHoursParams, TierRisk
from solver.analysis.uncertainty.monte_carlo import Draws
from solver.analysis.uncertainty.weights import Weights, parts_of
from solver.fair_shares.decomposition import fair_shares
from solver.model.units import units_of
from solver.problem import Need, Problem
from tests.solver.analysis.made_estimates import table
from tests.solver.analysis.made_rosters import roster

Z95 = NormalDist().inv_cdf(0.95)
BASIS = Basis(Fraction(10), Fraction(20))


def gap(
    problem: Problem, weights: Weights, correlation: float = 0.5, worlds: int = 5_000, most_reach: int = 20_000_000
) -> tuple[Gap, tuple[TierRisk, ...]]:
    changes = weight_changes(weights, Drawing(worlds, 4, correlation))
    draws = Draws(parts_of(problem, weights), changes, weights.noise, 4)
    params = MissingHoursParams(most_reach=most_reach)
    missing = MissingHours(problem, units_of(problem), fair_shares(problem), draws.parts, worlds, params)
    found = missing.risks(draws, BASIS)
    assert missing.end(draws) == GapEnd(found[0].range.both, found[0].short.both)
    return found


def two_offices() -> tuple[Problem, Weights]:
    """North has 20 h for 20 h of type a, South 20 h for 20 h of type b; each may be wrong by half or double."""
    north, south = Need(office="north"), Need(office="south")
    problem = roster(
        [20, 20],
        [(north, 1)] * 20 + [(south, 1)] * 20,
        offices=[{"north"}, {"south"}],
        types=["a"] * 20 + ["b"] * 20,
    )
    return problem, table(problem, dict.fromkeys("ab", (1, 0.5, 2, None)))


@pytest.mark.parametrize(("correlation", "chance"), [(0, 0.75), (1, 0.5)])
def test_something_is_missing_if_either_weight_is_above_its_median(correlation: float, chance: float) -> None:
    """1 - 1/4 where they have nothing to do with each other, 1/2 where they are wrong alike."""
    found, _ = gap(*two_offices(), correlation)
    assert found.short.weights.probability == pytest.approx(chance, abs=0.025)
    assert found.hours == 0
    assert not found.tiers_held


def test_alike_all_of_it_is_missing_at_once() -> None:
    """At the 95th percentile of both, 20 h are missing in each office: 40 h, 4 FTE of 10 h, 2 budget FTE of 20 h."""
    found, tiers = gap(*two_offices(), 1)
    assert float(found.range.weights.high) == pytest.approx(40, rel=0.05)
    assert float(found.range.weights.low) == 0
    assert found.fte.weights.high == found.range.weights.high / 10
    assert found.budget_fte.weights.high == found.range.weights.high / 20
    for tier in tiers:
        assert float(tier.gap_hours.weights.high) == pytest.approx(20, rel=0.05)
        assert float(tier.utilization.weights.high) == pytest.approx(2, rel=0.03)
        assert tier.unsustainable.weights.probability == pytest.approx(0.5, abs=0.025)


def test_hours_of_another_tier_help_only_where_the_worst_set_is_looked_for() -> None:
    """Special cases fill 9 of A's 10 h; general ones 6 of B's. Above 11 h of them is too much, since A has an hour
    left; with today's tiers held it is above 10 h.
    """
    special, general = Need(skills=frozenset({"x"})), Need()
    problem = roster([10, 10], [(special, 9), (general, 6)], skills=[{"x"}, set()], types=["s", "g"])
    weights = table(problem, {"g": (6, 3, 12, None)})

    def chance(limit: float) -> float:
        return 1 - NormalDist().cdf(Z95 * log(limit / 6) / log(2))

    free, _ = gap(problem, weights)
    assert free.short.weights.probability == pytest.approx(chance(11), abs=0.015)
    held, _ = gap(problem, weights, most_reach=0)
    assert held.tiers_held
    assert held.short.weights.probability == pytest.approx(chance(10), abs=0.015)


def test_work_that_nobody_may_hold_is_missing_in_every_world() -> None:
    problem = roster([10], [(Need(skills=frozenset({"x"})), 2)], types=["a"])
    found, tiers = gap(problem, table(problem, {"a": (2, 1, 4, None)}), worlds=500)
    assert found.hours == 2
    assert found.short.both.probability == 1
    assert float(found.range.both.low) == pytest.approx(1, rel=0.1)
    assert tiers == ()
