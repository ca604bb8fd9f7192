"""The chance of overload: who holds what decides it, and so does how far the errors go together."""

from __future__ import annotations

from fractions import Fraction
from math import log
from statistics import NormalDist

import numpy as np
import pytest

from solver.analysis.uncertainty.drawing import Drawing, weight_changes
from solver.analysis.uncertainty.monte_carlo import Draws
from solver.analysis.uncertainty.overload import OfficerRisk, officer_risks
from solver.analysis.uncertainty.weights import Weights, parts_of
from solver.problem import Need, Problem
from tests.solver.analysis.made_estimates import table
from tests.solver.analysis.made_rosters import roster

Z95 = NormalDist().inv_cdf(0.95)


def risks(
    problem: Problem,
    weights: Weights,
    held: list[int],
    correlation: float = 0.5,
    worlds: int = 20_000,
    sums_at_once: int = 2_000_000,
) -> tuple[OfficerRisk, ...]:
    changes = weight_changes(weights, Drawing(worlds, 2, correlation))
    draws = Draws(parts_of(problem, weights), changes, weights.noise, 2)
    return officer_risks(problem, np.array(held, np.int32), draws, sums_at_once)


def both_types() -> tuple[Problem, Weights]:
    """A holds 10 h of each type, each wrong by 2 % either way; 20.3 h are there."""
    problem = roster([20.3, 30], [(Need(), 1)] * 20, types=["a"] * 10 + ["b"] * 10)
    return problem, table(problem, dict.fromkeys("ab", (1, 1 / 1.02, 1.02, None)))


@pytest.mark.parametrize(("correlation", "width"), [(0, 0.08**0.5), (0.5, 0.12**0.5), (1, 0.4)])
def test_errors_that_go_together_make_an_overload_likelier(correlation: float, width: float) -> None:
    """Wrong by 0.28, 0.35 or 0.4 h in nine worlds of ten: 0.3 h more than expected is 1.06, 0.87 or 0.75 of that."""
    problem, weights = both_types()
    found = risks(problem, weights, [0] * 20, correlation)[0]
    expected = 1 - NormalDist().cdf(Z95 * 0.3 / width)
    assert found.overloaded.weights.probability == pytest.approx(expected, abs=0.01)
    assert found.utilization == Fraction(200, 203)


def test_whoever_holds_nothing_has_no_risk_and_no_range_without_hours() -> None:
    problem = roster([0, 5, 10], [(Need(), 4)], types=["a"])
    weights = table(problem, {"a": (4, 2, 8, None)})
    without, holder, idle = risks(problem, weights, [1], worlds=2_000)
    assert (without.utilization, without.range) == (None, None)
    assert without.overloaded.both.probability == 0
    assert idle.utilization == 0
    assert idle.range is not None
    assert idle.range.both.high == 0
    limit = 1 - NormalDist().cdf(Z95 * log(5 / 4) / log(2))
    assert holder.overloaded.weights.probability == pytest.approx(limit, abs=0.04)


def test_cases_that_nobody_holds_are_nobodys_risk() -> None:
    problem, weights = both_types()
    found = risks(problem, weights, [-1] * 20, worlds=50)
    assert [each.utilization for each in found] == [0, 0]
    assert all(each.overloaded.both.probability == 0 for each in found)


def test_officers_are_numbered_as_in_the_roster_in_whatever_blocks() -> None:
    problem = roster([10] * 5, [(Need(), 4)] * 5, types=["a"] * 5)
    weights = table(problem, {"a": (4, 2, 8, None)})
    whole = risks(problem, weights, [0, 1, 2, 3, 4], worlds=50)
    assert risks(problem, weights, [0, 1, 2, 3, 4], worlds=50, sums_at_once=100) == whole
    assert [each.officer for each in whole] == [0, 1, 2, 3, 4]
