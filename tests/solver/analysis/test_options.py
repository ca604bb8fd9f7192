"""Options of an analysis: what stands where nothing is said, and what is refused."""

from __future__ import annotations

from fractions import Fraction

import pytest

from solver.analysis.fte import Basis, Period
from solver.analysis.options import AnalysisOptions
from solver.errors import InvalidGoals
from solver.goals import Goals


def test_every_field_may_be_left_out() -> None:
    options = AnalysisOptions()
    assert options.goals == Goals()
    assert options.basis == Basis.of(Period.MONTH)
    assert (options.target, options.beta, options.standards, options.frontier) == (None, Fraction(1), (), None)
    assert not options.frontier_asked


def test_nothing_may_be_asked_for() -> None:
    options = AnalysisOptions(simulations=0, forecast_periods=0, remedies_s=0.0)
    assert (options.simulations, options.forecast_periods, options.remedies_s) == (0, 0, 0.0)


def test_less_than_nothing_is_refused() -> None:
    with pytest.raises(InvalidGoals, match="simulations and forecast_periods must be 0 or more"):
        AnalysisOptions(simulations=-1)
    with pytest.raises(InvalidGoals, match="simulations and forecast_periods must be 0 or more"):
        AnalysisOptions(forecast_periods=-1)
    for seconds in (-0.5, float("nan")):
        with pytest.raises(InvalidGoals, match="remedies_s must be 0 or more seconds, not"):
            AnalysisOptions(remedies_s=seconds)
