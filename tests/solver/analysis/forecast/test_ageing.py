"""Forecasts of types with phases, worked out by hand; types without any are not touched."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import numpy as np

from solver.analysis.forecast.forecast import Forecast, ForecastParams, forecast
from solver.analysis.uncertainty.weights import Weights
from solver.problem import Need, Problem
from tests.solver.analysis.made_courses import flow, looked_ahead
from tests.solver.analysis.made_estimates import Row, table
from tests.solver.analysis.made_phases import by_their_ages, with_phases
from tests.solver.analysis.made_rosters import roster


def day(text: str) -> int:
    return dt.date.fromisoformat(text).toordinal()


def intake(
    *opened: str, others: int = 0, first: Row = (6, None, None, None), later: Row = (1.5, None, None, None)
) -> tuple[Problem, Weights]:
    """Cases of ``intake``, 6 h in the first 30 days, then 1.5 h, and others of 2 h; from December 2026 on."""
    types = ["intake"] * len(opened) + ["other"] * others
    problem = roster([1000], [(Need(), 1)] * len(types), types=types)
    rows: dict[str, Row] = {"intake": first} | ({"other": (2, None, None, None)} if others else {})
    dates = [*(day(each) for each in opened), *(-1 for _ in range(others))]
    weights = with_phases(problem, rows, [("intake", 30, later)], dates)
    return by_their_ages(problem, weights), weights


def hours(found: Forecast) -> list[Fraction]:
    return [row.work_hours for row in found.whole.periods]


def test_six_hours_in_the_first_month_then_one_and_a_half_with_steady_arrivals() -> None:
    """One old case, 10 new ones a month and none closed.

    December: the old one, 1.5 h. January, 31 days: 10 more, 30 days at 6 h and one at 1.5 h: (180 + 1.5) / 31 h each.
    February, 28 days: 10 more at 6 h, January's at 1.5 h. March, 31 days: February's have 2 days left at 6 h.
    """
    problem, weights = intake("2026-01-01")
    found = looked_ahead(problem, flow(("intake", None, 10, 0)), weights, periods=4)
    fresh = Fraction(30 * 6 * 2 + 3, 2 * 31)
    february = Fraction(2 * 6 * 2 + 29 * 3, 2 * 31)
    half = Fraction(3, 2)
    assert hours(found) == [
        half,
        half + 10 * fresh,
        half + 10 * 6 + 10 * half,
        half + 10 * fresh + 10 * february + 10 * half,
    ]
    assert [row.closing for row in found.whole.periods] == [11, 21, 31, 41]
    assert [[*map(int, each.arrivals)] for each in found.types] == [[10, 10, 10, 10]]


def test_open_cases_grow_older_month_by_month() -> None:
    """Opened on 12 November: 30 days old on 12 December. Opened on 20 December: on 19 January. Nothing arrives."""
    problem, weights = intake("2026-11-12", "2026-12-20", others=1)
    found = looked_ahead(problem, flow(("intake", None, 0, 0), ("other", None, 0, 0)), weights, periods=3)
    first = Fraction(11 * 6 * 2 + 20 * 3, 62) + 6 + 2
    second = Fraction(3, 2) + Fraction(18 * 6 * 2 + 13 * 3, 62) + 2
    assert hours(found) == [first, second, 5]


def test_what_is_closed_is_closed_whatever_its_age() -> None:
    """20 closures of 20 open ones and of 10 that arrive: nobody is left but the new ones, who age as they would."""
    problem, weights = intake(*["2026-01-01"] * 20)
    found = looked_ahead(problem, flow(("intake", None, 10, 10)), weights, periods=3)
    assert [row.closing for row in found.whole.periods] == [20, 20, 20]
    # January: 10 old ones and 10 new ones; 10 of the 20 are closed, half of each
    january = 10 * Fraction(3, 2) + 10 * Fraction(363, 62)
    february = 5 * Fraction(3, 2) + 5 * Fraction(3, 2) + 10 * 6
    assert hours(found) == [30, january, february]


def test_closures_by_the_hours_are_the_same_part_of_every_age() -> None:
    """Hours for all: whoever is open at the start is closed, so that each month has its own arrivals alone."""
    problem, weights = intake("2026-01-01")
    found = looked_ahead(problem, flow(("intake", None, 10, None)), weights, periods=3)
    assert hours(found) == [Fraction(3, 2), 10 * Fraction(363, 62), 60]
    assert [row.closures for row in found.whole.periods] == [1, 10, 10]


def test_the_first_period_takes_what_the_roster_takes() -> None:
    problem, weights = intake("2026-11-12", "2026-12-20", "2026-03-01", others=3)
    found = looked_ahead(problem, flow(("intake", None, 3, 1)), weights, periods=1)
    assert hours(found) == [problem.hours(int(problem.cases.effort.sum()))]


def test_other_types_go_as_they_would_without_phases() -> None:
    problem, weights = intake("2026-11-12", others=4)
    given = flow(("intake", None, 5, 2), ("other", None, 3, 1))
    alone = roster([1000], [(Need(), 2)] * 4, types=["other"] * 4)
    known = table(alone, {"other": (2, None, None, None)})
    other = next(each for each in looked_ahead(problem, given, weights).types if each.case_type == "other")
    assert other == looked_ahead(alone, flow(("other", None, 3, 1)), known).types[0]


def test_phases_that_are_all_alike_are_no_phases() -> None:
    """The same hours, errors and variation at every age: the same forecast, cell by cell or not."""
    first: Row = (2, 1.5, 2.5, 0.5)
    problem, weights = intake("2026-11-12", "2026-01-01", first=first, later=first)
    plain = roster([1000], [(Need(), 2)] * 2, types=["intake"] * 2)
    given = flow(("intake", None, 5, 1))
    aged, still = looked_ahead(problem, given, weights), looked_ahead(plain, given, table(plain, {"intake": first}))
    assert hours(aged) == hours(still)
    assert [each.closing for each in aged.types] == [each.closing for each in still.types]


def test_the_band_is_that_of_the_phase_that_cases_are_in() -> None:
    """Old cases alone: the error of the first phase is none of theirs, and that of the later one is."""
    sure: Row = (1.5, None, None, None)
    problem, weights = intake("2026-01-01", first=(6, 3, 12, None), later=sure)
    none = forecast(problem, flow(("intake", None, 0, 0)), weights, ForecastParams(periods=2, simulations=100))
    assert none.simulations == 0
    problem, weights = intake("2026-01-01", later=(1.5, 1, 2, None))
    found = forecast(problem, flow(("intake", None, 0, 0)), weights, ForecastParams(periods=2, simulations=400))
    band = found.whole.periods[1].band.work_hours
    assert abs(float(band.low) - 1) < 0.1
    assert abs(float(band.high) - 2) < 0.15
    assert np.isclose(float(band.median), 1.5, atol=0.05)
