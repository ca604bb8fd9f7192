"""The forecast: worked by hand, every case counted once, today as in the verdict, and bands at the stated level."""

from __future__ import annotations

from fractions import Fraction
from math import log
from statistics import NormalDist

import numpy as np
import pytest

from solver.analysis.forecast.flow import PER_CASE, Flow
from solver.analysis.forecast.forecast import ForecastParams, forecast
from solver.analysis.forecast.periods import Course
from solver.analysis.fte import State
from solver.analysis.staffing.verdict import staffing
from solver.analysis.uncertainty.monte_carlo import Range
from solver.analysis.uncertainty.weights import Weights
from solver.errors import InvalidGoals, InvalidProblem
from solver.fair_shares.decomposition import fair_shares
from solver.problem import Need, Problem
from tests.solver.analysis.made_courses import flow, looked_ahead
from tests.solver.analysis.made_estimates import Row, table
from tests.solver.analysis.made_rosters import random_roster, released_roster, roster, seen_ahead
from tests.solver.instances import random_instance

Z95 = NormalDist().inv_cdf(0.95)


def office(cases: int, limit: float, hours: float = 2, place: str | None = None) -> Problem:
    return roster([limit], [(Need(office=place), hours)] * cases, types=["a"] * cases)


def numbers(course: Course, name: str) -> list[Fraction]:
    return [getattr(row, name) for row in course.periods]


def test_a_backlog_by_the_hours_by_hand() -> None:
    """60 cases of 2 h for 100 h: 50 are closed and 12 arrive, so 22 are open; those are closed in the next period."""
    whole = looked_ahead(office(60, 100), flow(("a", None, 12, None)), periods=3).whole
    assert numbers(whole, "opening") == [60, 22, 12]
    assert numbers(whole, "closures") == [50, 22, 12]
    assert numbers(whole, "arrivals") == [12, 12, 12]
    assert numbers(whole, "closing") == [22, 12, 12]
    assert numbers(whole, "work_hours") == [120, 44, 24]
    assert numbers(whole, "missing_hours") == [20, 0, 0]
    assert numbers(whole, "utilization") == [Fraction(6, 5), Fraction(44, 100), Fraction(24, 100)]
    assert whole.unsustainable_from == 1


def test_the_backlog_grows_by_rho_less_one_times_the_hours() -> None:
    """The field's formula: at a utilization of 1.2 and without arrivals, (1.2 - 1) × 100 h are left over."""
    whole = looked_ahead(office(60, 100), flow(("a", None, 0, None)), periods=1).whole
    assert whole.periods[0].closing * 2 == (Fraction(6, 5) - 1) * 100


def test_given_closures_by_hand_and_when_it_becomes_too_much() -> None:
    """40 cases and 6 more each period, 2 of 100 h each: 46, 52, so period 3 is the first with more work than hours."""
    whole = looked_ahead(office(40, 100), flow(("a", None, 10.5, 4.5)), periods=4).whole
    assert numbers(whole, "opening") == [40, 46, 52, 58]
    assert numbers(whole, "utilization") == [Fraction(each, 100) for each in (80, 92, 104, 116)]
    assert numbers(whole, "missing_hours") == [0, 0, 4, 16]
    assert [row.state for row in whole.periods][2:] == [State.UNSUSTAINABLE] * 2
    assert (whole.unsustainable_from, whole.possibly_from, whole.surely_from) == (3, 3, 3)


def test_no_more_is_closed_than_there_is() -> None:
    whole = looked_ahead(office(3, 100), flow(("a", None, 1, 3)), periods=3).whole
    assert numbers(whole, "closures") == [3, 2, 1]
    assert numbers(whole, "closing") == [1, 0, 0]


def test_closures_by_the_hours_are_the_same_part_of_every_type() -> None:
    """80 h of a, 40 h of b, 60 h in all: half of each is closed. What is closed as given takes its hours, too."""
    problem = roster([60], [(Need(), 2)] * 40 + [(Need(), 4)] * 10, types=["a"] * 40 + ["b"] * 10)
    both = looked_ahead(problem, flow(("a", None, 0, None), ("b", None, 0, None)), periods=1)
    assert {each.case_type: each.closures[0] for each in both.types} == {"a": Fraction(20), "b": Fraction(5)}
    one = looked_ahead(problem, flow(("a", None, 0, None), ("b", None, 0, 1)), periods=1)
    assert {each.case_type: each.closures[0] for each in one.types} == {"a": Fraction(20), "b": Fraction(1)}
    assert [each.by_hours for each in one.types] == [True, False]


def test_each_office_has_its_own_month() -> None:
    """North grows by 2 h a period from 8 of 10 h, South by 1 h from 5 of 10 h."""
    problem = roster(
        [10, 10],
        [(Need(office="North"), 2)] * 4 + [(Need(office="South"), 1)] * 5,
        offices=[{"north"}, {"south"}],
        types=["a"] * 4 + ["b"] * 5,
    )
    found = looked_ahead(problem, flow(("a", "NORTH", 3, 2), ("b", "south", 1, 0)), periods=8)
    assert [(each.office, each.unsustainable_from) for each in found.offices] == [("North", 3), ("South", 7)]
    assert found.whole.unsustainable_from == 3
    assert found.notes == ()


def test_a_row_for_the_whole_is_for_the_offices_without_their_own() -> None:
    problem = roster(
        [99],
        [(Need(office="n"), 1)] * 4 + [(Need(office="s"), 1)] * 2 + [(Need(office="w"), 1)] + [(Need(), 1)],
        offices=[set()],
        types=["a"] * 8,
    )
    found = looked_ahead(problem, flow(("A", None, 1, 0.5), ("a", "n", 7, 0)), periods=1)
    arrivals = {each.office: each.arrivals[0] for each in found.types}
    assert arrivals == {"n": 7, "s": Fraction(1, 2), "w": Fraction(1, 4), None: Fraction(1, 4)}
    assert {each.office: each.closures[0] for each in found.types}["s"] == Fraction(1, 4)


def test_arrivals_where_nothing_is_open_yet() -> None:
    """They go to whoever serves the office, at the weight of the table; where nobody does, no hours carry them."""
    problem = roster([10, 10], [(Need(office="n"), 1)] * 9, offices=[{"n"}, {"s"}], types=["a"] * 9)
    weights = table(problem, {"a": (1, 1, 1, None)})
    found = looked_ahead(problem, flow(("a", "s", 6, 0), ("a", "moon", 2, 0)), weights, periods=4)
    offices = {each.office: each for each in found.offices}
    assert numbers(offices["s"], "work_hours") == [0, 6, 12, 18]
    assert numbers(offices["s"], "utilization") == [0, Fraction(6, 10), Fraction(12, 10), Fraction(18, 10)]
    assert offices["s"].unsustainable_from == 3
    assert offices["moon"].periods[1].utilization is None
    assert numbers(offices["moon"], "missing_hours") == [0, 2, 4, 6]
    assert offices["moon"].unsustainable_from == 2


def test_what_is_assumed_is_said() -> None:
    problem = roster([10], [(Need(), 1), (Need(), 1), (Need(), 1)], types=["a", "b", None])
    found = looked_ahead(problem, flow(("a", None, 1, 1), ("ghost", None, 5, 5)))
    assert found.notes == (
        "The flow of ghost is left out: no weight is known and no such case is open.",
        "No flow is given for cases without a type and b: these cases are taken to stay as they are.",
    )
    assert {each.case_type: each.closing[-1] for each in found.types} == {None: 1, "a": 1, "b": 1}


@pytest.mark.parametrize("first", range(0, 120, 40))
def test_no_case_is_lost_or_found(first: int) -> None:
    """Exactly, in every period, for every type, every office and the whole; and all of the flow arrives."""
    for seed in range(first, first + 40):
        problem, given, weights = random_course(seed)
        found = looked_ahead(problem, given, weights, periods=5)
        offices = [found.whole, *found.offices]
        for each in offices:
            for row in each.periods:
                assert row.opening + row.arrivals - row.closures == row.closing
                assert row.closures >= 0
            assert numbers(each, "opening")[1:] == numbers(each, "closing")[:-1]
        for kind in found.types:
            opening = kind.opening
            for come, go, closing in zip(kind.arrivals, kind.closures, kind.closing, strict=True):
                assert (opening := opening + come - go) == closing >= 0
        assert found.whole.periods[0].opening == len(problem.cases)
        for name in ("opening", "arrivals", "closures", "closing", "work_hours", "missing_hours"):
            by_office = zip(*(numbers(each, name) for each in found.offices), strict=True)
            assert numbers(found.whole, name) == [sum(column) for column in by_office]
        known = [kind in ("a", "b") for kind in given.case_type]
        coming = Fraction(int(given.arrivals[known].sum()), PER_CASE)
        assert all(row.arrivals == coming for row in found.whole.periods)


def random_course(seed: int) -> tuple[Problem, Flow, Weights]:
    problem = random_roster(seed)
    while set(problem.cases.type_names) != {"a", "b"}:
        seed += 1_000
        problem = random_roster(seed)
    rng = np.random.default_rng(seed)
    rows = [
        (kind, office, float(rng.integers(0, 40_000)) / 10_000, None if rng.random() < 0.5 else float(rng.random() * 3))
        for kind in ("a", "b", "unheard-of")
        for office in (None, "north", "SOUTH", "moon")
        if rng.random() < 0.6
    ]
    shapes: dict[str, Row] = {"a": (1, 0.5, 2, 1), "b": (1, None, 3, None)}
    return problem, flow(*rows), table(problem, shapes if seed % 2 else dict.fromkeys(shapes, (1, 1, 1, 0)))


def test_the_first_period_is_the_verdict() -> None:
    for seed in range(150):
        problem = seen_ahead(released_roster(seed) if seed % 2 else random_instance(seed).problem)
        report = staffing(problem, fair_shares(problem))
        row = looked_ahead(problem, flow(), periods=1).whole.periods[0]
        assert row.state is report.verdict.state
        assert row.work_hours == report.verdict.demand_hours
        assert row.missing_hours == report.verdict.gap_hours
        if report.verdict.peak_utilization and not report.verdict.outside.hours:
            assert row.utilization == report.verdict.peak_utilization


def test_the_band_has_no_width_where_nothing_is_uncertain() -> None:
    problem = office(60, 100)
    found = looked_ahead(problem, flow(("a", None, 12, None)), table(problem, {"a": (2, 2, 2, 0)}))
    for row in found.whole.periods:
        assert row.band.closing == Range(row.closing, row.closing, row.closing)
        assert row.band.work_hours == Range(*[row.work_hours] * 3)
        assert row.band.missing_hours == Range(*[row.missing_hours] * 3)
        assert row.band.unsustainable.probability == float(row.missing_hours > 0)
        assert row.band.unsustainable.standard_error == 0


def test_without_simulations_there_is_no_band_and_the_course_is_the_same() -> None:
    problem = office(60, 100)
    given, weights = flow(("a", None, 12, None)), table(problem, {"a": (2, 1, 4, 1)})
    found = forecast(problem, given, weights, ForecastParams(simulations=0))
    assert found.simulations == 0
    simulated = forecast(problem, given, weights, ForecastParams(simulations=50))
    assert simulated.simulations == 50
    for row, other in zip(found.whole.periods, simulated.whole.periods, strict=True):
        assert row.band.closing == Range(row.closing, row.closing, row.closing)
        assert (row.closing, row.work_hours) == (other.closing, other.work_hours)
    assert any(row.band.closing.high > row.closing for row in simulated.whole.periods)


def test_as_many_worlds_as_fit_into_memory() -> None:
    problem = office(60, 100)
    weights = table(problem, {"a": (2, 1, 4, 1)})
    found = forecast(problem, flow(("a", None, 12, None)), weights, ForecastParams(simulations=1_000, most_sums=30))
    assert found.simulations == 30


def test_the_worlds_with_hardly_any_error_go_the_exact_way() -> None:
    """The simulated path against the exact one: the same cases but for the rounding of 1/10,000 case."""
    for seed in range(12):
        problem, given, _ = random_course(seed)
        exact = looked_ahead(problem, given, table(problem, {"a": (1, 1, 1, None), "b": (1, 1, 1, None)}))
        rows: dict[str, Row] = {"a": (1, 0.9999, 1.0001, None), "b": (1, None, None, 1e-4)}
        found = looked_ahead(problem, given, table(problem, rows))
        for row, near in zip(exact.whole.periods, found.whole.periods, strict=True):
            assert float(near.band.closing.median) == pytest.approx(float(row.closing), abs=0.02)


def test_the_band_of_a_growing_office_by_hand() -> None:
    """100 cases at 1 h (0.8 to 1.25) for 100 h, 7 more each period. More work than hours in period k where the weight
    is above 100 ÷ (93 + 7k): the chance is Φ(1.645 × ln((93 + 7k) ÷ 100) ÷ ln 1.25), 50 % in period 1.
    """
    problem = office(100, 100, 1)
    weights = table(problem, {"a": (1, 0.8, 1.25, None)})
    whole = forecast(problem, flow(("a", None, 7, 0)), weights, ForecastParams(periods=7, simulations=20_000)).whole
    for row in whole.periods:
        chance = NormalDist().cdf(Z95 * log((93 + 7 * row.period) / 100) / log(1.25))
        assert abs(row.band.unsustainable.probability - chance) < 3.5 * (chance * (1 - chance) / 20_000) ** 0.5
        assert float(row.band.work_hours.low) == pytest.approx(0.8 * float(row.work_hours), rel=0.01)
        assert float(row.band.work_hours.high) == pytest.approx(1.25 * float(row.work_hours), rel=0.01)
        assert row.band.closing == Range(*[row.closing] * 3)  # closures are given, so the weight does not change them
    assert (whole.unsustainable_from, whole.possibly_from, whole.surely_from) == (2, 1, 5)


def test_by_the_hours_a_heavier_weight_is_a_longer_backlog() -> None:
    """60 cases at 2 h (1.6 to 2.5) for 100 h: 100 ÷ 2.5 = 40 are closed at the 95th percentile, 60 at the 5th."""
    problem = office(60, 100)
    weights = table(problem, {"a": (2, 1.6, 2.5, None)})
    row = forecast(
        problem,
        flow(("a", None, 12, None)),
        weights,
        ForecastParams(periods=1, simulations=5_000),
    ).whole.periods[0]
    assert float(row.band.closing.low) == pytest.approx(12, abs=0.01)
    assert float(row.band.closing.median) == pytest.approx(22, abs=0.5)
    assert float(row.band.closing.high) == pytest.approx(32, abs=0.5)


def test_flows_that_contradict_themselves_are_refused() -> None:
    with pytest.raises(InvalidProblem, match="two rows for type A and North"):
        flow(("a", "north", 1, 1), ("A", "North", 1, 1))
    with pytest.raises(InvalidProblem, match=r"flow\.arrivals must be 0 or more"):
        flow(("a", None, -1, 1))
    with pytest.raises(InvalidProblem, match=r"flow\.closures must be int64"):
        Flow(("a",), (None,), np.zeros(1, np.int64), np.zeros(2, np.int64))
    for periods in (0, 121):
        with pytest.raises(InvalidGoals, match="periods must be 1 to 120"):
            looked_ahead(office(1, 1), flow(), periods=periods)
