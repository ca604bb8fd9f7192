"""Rows of offices and of the whole: their states, their bands, and from when on there is more work than hours."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from solver.analysis.forecast.forecast import ForecastParams, forecast
from solver.analysis.forecast.periods import Band, Measure, PeriodRow, bands_of, course
from solver.analysis.forecast.worlds import Worlds
from solver.analysis.fte import Basis, State
from solver.analysis.uncertainty.monte_carlo import Chance, Range
from solver.analysis.uncertainty.weights import Weights
from solver.problem import Need
from tests.solver.analysis.made_courses import flow
from tests.solver.analysis.made_rosters import HOUR, roster

POINT = Range(Fraction(0), Fraction(0), Fraction(0))


def row(period: int, chance: float, state: State = State.STRAINED) -> PeriodRow:
    nothing = Fraction(0)
    band = Band(POINT, POINT, POINT, Chance(chance, 0.0))
    return PeriodRow(period, nothing, nothing, nothing, nothing, nothing, nothing, nothing, state, band)


def test_a_chance_begins_in_the_first_period_that_reaches_it() -> None:
    found = course("north", [row(1, 0.04), row(2, 0.05), row(3, 0.6, State.UNSUSTAINABLE), row(4, 0.5)])
    assert (found.possibly_from, found.likely_from, found.surely_from) == (2, 3, None)
    assert found.unsustainable_from == 3
    assert course(None, [row(1, 0.95)]).surely_from == 1


def test_bands_of_groups_of_cells_by_hand() -> None:
    """39 worlds: the 2nd is the 5th percentile, the 20th the median, the 38th the 95th (k of 40)."""
    number = np.arange(1.0, 40.0)[:, None]
    worlds = Worlds(
        closing=np.hstack([number, 2 * number]) * HOUR,
        work=np.hstack([number, 0 * number]),
        missing=np.hstack([number - 20, 0 * number]).clip(0),
        is_held=False,
    )
    whole, second = bands_of(worlds, [[0, 1], [1]], Fraction(1, 2))
    assert whole.closing == Range(Fraction(6), Fraction(60), Fraction(114))
    assert whole.work_hours == Range(Fraction(1), Fraction(10), Fraction(19))
    assert whole.missing_hours == Range(Fraction(0), Fraction(0), Fraction(9))
    assert whole.unsustainable.probability == 19 / 39
    assert second.closing == Range(Fraction(4), Fraction(40), Fraction(76))
    assert second.unsustainable == Chance(0.0, 0.0)


def test_the_state_of_a_pool_is_that_of_its_size() -> None:
    """25 officers' worth of work may fill 25 / 30 of the hours: 5 / 6, and not more."""
    measure = Measure(roster([1], []), Basis(Fraction(100), Fraction(100)), None, Fraction(1))
    work = Fraction(2_500 * HOUR)
    assert measure.state(work, 3_000 * HOUR) is State.SUSTAINABLE
    assert measure.state(work, 3_000 * HOUR - 1) is State.STRAINED
    assert measure.state(work, 2_500 * HOUR - 1) is State.UNSUSTAINABLE


@pytest.mark.parametrize(("beta", "state"), [(0, State.SUSTAINABLE), (1, State.STRAINED)])
def test_an_office_is_in_the_state_of_its_tightest_pool(beta: int, state: State) -> None:
    problem = roster(
        [10, 10],
        [(Need(office="north"), 9), (Need(office="south"), 0)],
        offices=[{"north"}, {"south"}],
        types=["a", "a"],
    )
    params = ForecastParams(periods=1, simulations=0, beta=Fraction(beta))
    found = forecast(problem, flow(("a", None, 0, 0)), Weights.none(problem), params)
    assert {each.office: each.periods[0].state for each in found.offices} == {
        "north": state,
        "south": State.SUSTAINABLE,
    }
    assert found.whole.periods[0].state is state
    assert found.whole.periods[0].utilization == Fraction(9, 10)
