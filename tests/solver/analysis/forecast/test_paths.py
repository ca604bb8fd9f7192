"""Period by period: each one's pools are those of its own work, as the verdict of that period's roster has them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from solver.analysis.forecast.forecast import Forecast, ForecastParams, forecast
from solver.analysis.forecast.open_cases import Given
from solver.analysis.forecast.paths import closed
from solver.analysis.fte import State, Target
from solver.analysis.staffing.verdict import Verdict, staffing
from solver.analysis.staffing.verdict_parts import PartName
from solver.analysis.uncertainty.weights import Weights
from solver.fair_shares.decomposition import fair_shares
from solver.problem import Need, Problem
from tests.solver.analysis.made_courses import flow, looked_ahead, random_offices, roster_of
from tests.solver.analysis.made_rosters import roster, seen_ahead

TARGET = Fraction(17, 20)


def test_pools_frozen_as_they_are_today_alarm_where_the_hours_suffice() -> None:
    """A (100 h) may take both types, B (100 h) the general ones alone. Today 90 h of special cases fill A and 60 h of
    general ones B. In period 4 it is 30 h and 120 h: with A's help 150 h of 200 h, which the verdict calls 75 %.
    """
    special, general = Need(skills=frozenset({"x"})), Need()
    problem = roster(
        [100, 100],
        [(special, 1)] * 90 + [(general, 1)] * 60,
        skills=[{"x"}, set()],
        types=["special"] * 90 + ["general"] * 60,
    )
    whole = looked_ahead(problem, flow(("special", None, 0, 20), ("general", None, 20, 0)), periods=8).whole
    fourth = whole.periods[3]
    assert fourth.work_hours == 150
    assert fourth.missing_hours == 0
    assert fourth.utilization == Fraction(3, 4)
    assert fourth.state is State.STRAINED
    assert [row.utilization for row in whole.periods][:2] == [Fraction(9, 10), Fraction(3, 4)]
    assert whole.unsustainable_from is None


def test_pools_that_part_later_alarm_then() -> None:
    """The other way round: today everybody shares 150 h of 200 h; in period 3 B's officers alone have 110 h to do."""
    special, general = Need(skills=frozenset({"x"})), Need()
    problem = roster(
        [100, 100],
        [(special, 1)] * 70 + [(general, 1)] * 80,
        skills=[{"x"}, set()],
        types=["special"] * 70 + ["general"] * 80,
    )
    whole = looked_ahead(problem, flow(("special", None, 20, 0), ("general", None, 0, 20)), periods=4).whole
    assert [row.utilization for row in whole.periods] == [Fraction(each, 100) for each in (75, 90, 110, 130)]
    assert [row.missing_hours for row in whole.periods] == [0, 0, 10, 30]
    assert whole.unsustainable_from == 3


@pytest.mark.parametrize("first", range(0, 60, 20))
def test_every_period_is_the_verdict_of_its_own_roster(first: int) -> None:
    """State, missing hours and tightest group of each period, on the roster with the cases that are open then."""
    states = set()
    for seed in range(first, first + 20):
        problem, given = random_offices(seed)
        problem = seen_ahead(problem)
        params = ForecastParams(periods=4, simulations=0, target=TARGET)
        found = forecast(problem, given, Weights.none(problem), params)
        for period, row in enumerate(found.whole.periods):
            mine = seen_ahead(roster_of(problem, found, period))
            verdict = staffing(mine, fair_shares(mine), target=TARGET).verdict
            assert row.state is expected_state(mine, found, period, verdict), (seed, period)
            assert row.missing_hours == verdict.gap_hours, (seed, period)
            assert row.work_hours == verdict.demand_hours, (seed, period)
            if verdict.peak_utilization and not verdict.outside.hours:
                assert row.utilization == verdict.peak_utilization, (seed, period)
            states.add(row.state)
    assert len(states) == 3, "otherwise nothing was told apart"


def expected_state(mine: Problem, found: Forecast, period: int, verdict: Verdict) -> State:
    """The verdict's word. How many cases wait is told from the forecast: one of the roster stands for all of a type."""
    opening = [each.opening if not period else each.closing[period - 1] for each in found.types]
    held = np.any(mine.eligible & (mine.officers.limit > 0), axis=1).tolist()
    waiting = sum(many for many, somebody in zip(opening, held, strict=True) if not somebody)
    if 2 * waiting > sum(opening):
        return State.UNSUSTAINABLE
    hours = verdict.part(PartName.HOURS).state
    if "more hours than anybody" in verdict.part(PartName.HOURS).sentence:  # whole cases are not looked ahead to
        tiers = fair_shares(mine).tiers
        states = [Target(TARGET).state(tier.utilization) for tier in tiers]
        hours = max(states, key=lambda state: state.rank)
    return State.STRAINED if waiting and hours is State.SUSTAINABLE else hours


def test_a_case_that_waits_for_a_skill_made_every_period_unsustainable() -> None:
    """A has 100 h for 50 h of work; one case asks for a skill that nobody has. The hours suffice; the case waits."""
    needs = [(Need(), 1)] * 50 + [(Need(skills=frozenset({"x"})), 1)]
    problem = roster([100], needs, types=["general"] * 50 + ["special"])
    whole = looked_ahead(problem, flow(("general", None, 0, 0)), periods=2).whole
    assert [row.state for row in whole.periods] == [State.STRAINED] * 2
    assert [row.missing_hours for row in whole.periods] == [1, 1]
    assert [row.band.unsustainable.probability for row in whole.periods] == [0, 0]
    assert (whole.unsustainable_from, whole.possibly_from) == (None, None)


def test_a_new_case_like_a_pinned_one_is_pinned_to_nobody() -> None:
    """10 h are pinned to A (10 h); B has nothing. 2 h arrive each period: B does them, and A is never beyond 10 h."""
    problem = roster([10, 10], [(Need(), 1)] * 10, types=["a"] * 10, current=[0] * 10, pinned=[True] * 10)
    whole = looked_ahead(problem, flow(("a", None, 2, 0)), periods=4).whole
    assert [row.missing_hours for row in whole.periods] == [0, 0, 0, 0]
    assert [row.utilization for row in whole.periods] == [1, 1, 1, 1]


def test_a_new_case_like_one_of_a_family_is_in_no_family() -> None:
    """A north and a south case are kept together, so only C may hold both; new ones go to A and B, too."""
    north, south = Need(office="north"), Need(office="south")
    plain = roster(
        [10, 10, 2], [(north, 1), (south, 1)], offices=[{"north"}, {"south"}, {"north", "south"}], types=["a", "a"]
    )
    problem = replace(plain, cases=replace(plain.cases, bundle=np.zeros(2, np.int32)))
    whole = looked_ahead(problem, flow(("a", "north", 4, 0), ("a", "south", 4, 0)), periods=3).whole
    assert [row.missing_hours for row in whole.periods] == [0, 0, 0]
    assert whole.periods[0].utilization == 1


def test_given_closures_are_spread_over_what_is_open_then() -> None:
    """Where one cell has run out, the others give more: the number that is given is closed as long as it is there."""
    given = Given((0, 2), 60_000)
    assert closed(given, [30_000, 9, 60_000], [0, 0, 0]) == [20_000, 40_000]
    assert closed(given, [0, 9, 60_000], [10_000, 0, 0]) == [0, 60_000]
    assert closed(given, [10_000, 9, 20_000], [10_000, 0, 30_000]) == [17_500, 42_500]
    assert closed(given, [10_000, 9, 20_000], [10_000, 0, 0]) == [20_000, 20_000]
    assert closed(Given((), 60_000), [1], [1]) == []
