"""Worlds find pools of their own: as much is missing as must be, and chances are those of the closed form."""

from __future__ import annotations

from fractions import Fraction
from math import log
from statistics import NormalDist

import numpy as np
import pytest

from solver.analysis.forecast.arrivals import let_in
from solver.analysis.forecast.flow import Flow
from solver.analysis.forecast.forecast import ForecastParams, forecast
from solver.analysis.forecast.open_cases import Stock, stock_of
from solver.analysis.forecast.paths import exact_path
from solver.analysis.forecast.worlds import WorldLimits, Worlds, worlds_path
from solver.analysis.uncertainty.batch_flow import Shortfall
from solver.analysis.uncertainty.drawing import Drawing, generator, weight_changes
from solver.analysis.uncertainty.weights import Weights
from solver.arrays import Floats
from solver.fair_shares.network import Network
from solver.model.units import units_of
from solver.problem import Need, Problem
from tests.solver.analysis.made_courses import HOURS, flow, random_offices
from tests.solver.analysis.made_estimates import Row, table
from tests.solver.analysis.made_rosters import roster

Z95 = NormalDist().inv_cdf(0.95)
SPECIAL, GENERAL = Need(skills=frozenset({"x"})), Need()


def paths(
    problem: Problem, given: Flow, weights: Weights, count: int = 60, limits: WorldLimits | None = None
) -> tuple[Stock, Network, list[Worlds]]:
    """Three periods in some worlds."""
    stock = stock_of(problem, units_of(problem), weights)
    let_in(problem, weights, given, stock)
    network = stock.slots.network()
    steps = list(exact_path(stock, network, 3))
    draws = weight_changes(weights, Drawing(count, 1)), weights.noise
    return stock, network, list(worlds_path(stock, network, steps, draws, generator(1, "test"), limits))


def must_miss(stock: Stock, network: Network, work: Floats) -> Floats:
    """Missing ticks of every world by a flow of its own."""
    reach = np.zeros((len(network.amount) + 1, len(network.limit)), np.bool_)
    reach[network.slot, network.officer] = True
    by_slot = np.zeros((len(reach), len(work)))
    np.add.at(by_slot, [cell.slot for cell in stock.cells], work.T)
    base, added = Shortfall(reach, network.limit).changes(np.zeros(len(reach), np.int64), by_slot)
    return base + added


@pytest.mark.parametrize("first", [0, 15])
def test_as_much_is_missing_as_must_be(first: int) -> None:
    changed = 0
    for seed in range(first, first + 15):
        problem, given = random_offices(seed)
        rows: dict[str, Row] = {
            name: (HOURS[name], HOURS[name] / 2, HOURS[name] * 2, 0.3) for name in problem.cases.type_names
        }
        stock, network, found = paths(problem, given, table(problem, rows))
        for period in found:
            assert not period.is_held
            least = must_miss(stock, network, period.work)
            assert period.missing.sum(axis=1) == pytest.approx(least, abs=1, rel=1e-6), seed
            changed += int((least > 0).any() and (least == 0).any())
    assert changed > 5, "otherwise every world was like every other"


def two_kinds() -> tuple[Problem, Weights]:
    """A (100 h) may take both kinds, B (100 h) the general ones; 90 h and 60 h, so two pools today. Only the weight of
    the general ones is uncertain, by half and double.
    """
    problem = roster(
        [100, 100],
        [(SPECIAL, 1)] * 90 + [(GENERAL, 1)] * 60,
        skills=[{"x"}, set()],
        types=["special"] * 90 + ["general"] * 60,
    )
    return problem, table(problem, {"general": (1, 0.5, 2, None)})


def test_chances_with_pools_held_would_be_too_high() -> None:
    """More than 110 h of general work is too much, since A has 10 h left; B's pool alone would be short above 100 h.
    The chance is that the weight is above 110 / 60: 1 - Φ(1.645 × ln(110 / 60) / ln 2).
    """
    problem, weights = two_kinds()
    row = forecast(problem, flow(("general", None, 0, 0)), weights, ForecastParams(periods=1, simulations=10_000))
    found = row.whole.periods[0].band
    chance = 1 - NormalDist().cdf(Z95 * log(110 / 60) / log(2))
    held = 1 - NormalDist().cdf(Z95 * log(100 / 60) / log(2))
    error = (chance * (1 - chance) / 10_000) ** 0.5
    assert abs(found.unsustainable.probability - chance) < 3.5 * error
    assert held - chance > 10 * error
    assert float(found.missing_hours.high) == pytest.approx(10, abs=1.5)  # 60 h doubled, less 110 h
    assert not row.is_held


def test_worlds_that_are_left_over_miss_more_and_it_is_said() -> None:
    """Without prices that adapt and without flows the general work is shared by the hours, 1 : 1."""
    problem, weights = two_kinds()
    given = flow(("general", None, 0, 0))
    stock, network, exact = paths(problem, given, weights)
    _, _, held = paths(problem, given, weights, limits=WorldLimits(arcs=0, products=0))
    assert not any(each.is_held for each in exact)
    assert all(each.is_held for each in held)
    for one, other in zip(held, exact, strict=True):
        least = must_miss(stock, network, one.work)
        assert (one.missing.sum(axis=1) >= least - 1e-3).all()
        assert (one.missing.sum(axis=1) > 0).sum() > (other.missing.sum(axis=1) > 0).sum()


def test_flows_alone_settle_what_prices_leave() -> None:
    problem, weights = two_kinds()
    stock, network, found = paths(problem, flow(("general", None, 0, 0)), weights, limits=WorldLimits(products=0))
    for each in found:
        assert not each.is_held
        assert each.missing.sum(axis=1) == pytest.approx(must_miss(stock, network, each.work), abs=1, rel=1e-6)


def test_closures_that_are_given_go_the_exact_way_in_every_world() -> None:
    problem, weights = two_kinds()
    stock, _, found = paths(problem, flow(("general", None, 5, 7.5), ("special", None, 1, 3)), weights)
    closing = {cell.kind: [each.closing[:, at] for each in found] for at, cell in enumerate(stock.cells)}
    assert [set(each.tolist()) for each in closing[0]] == [{880_000.0}, {860_000.0}, {840_000.0}]
    assert [set(each.tolist()) for each in closing[1]] == [{575_000.0}, {550_000.0}, {525_000.0}]


def test_what_nobody_may_hold_is_missing_in_every_world() -> None:
    problem = roster([10], [(SPECIAL, 2), (GENERAL, 1)], types=["special", "general"])
    stock, _, found = paths(problem, flow(("special", None, 0, None)), table(problem, {"special": (2, 1, 4, None)}))
    outside = [at for at, cell in enumerate(stock.cells) if cell.kind == 0]
    for period in found:
        assert (period.missing[:, outside] == period.work[:, outside]).all()
        assert (period.closing[:, outside] == 10_000).all(), "nobody closes it"
    assert Fraction(float(found[0].work[:, outside].min())) < 20_000
