"""FTE bases and targets, worked by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver.analysis.fte import Basis, BasisSource, Period, State, Target, full_time_hours, square_root
from solver.errors import InvalidGoals
from solver.problem import Problem
from tests.solver.analysis.made_rosters import roster

fractions = st.fractions(min_value=0, max_value=2, max_denominator=10_000)
loads = st.fractions(min_value=0, max_value=10_000, max_denominator=1_000)


def test_productive_hours_of_a_year() -> None:
    """2,080 scheduled − 68 holiday − 75 sick − 155.7 annual − 4.8 administrative = 1,776.5."""
    parts = [Fraction(2080), -Fraction(68), -Fraction(75), -Fraction("155.7"), -Fraction("4.8")]
    basis = Basis.of(Period.YEAR)
    assert basis.productive_hours == sum(parts) == Fraction("1776.5")
    assert basis.budget_hours == 2080


@pytest.mark.parametrize(("period", "share"), [("week", 52), ("month", 12), ("quarter", 4), ("year", 1)])
def test_a_period_is_an_equal_part_of_the_year(period: str, share: int) -> None:
    basis = Basis.of(Period(period))
    assert basis.productive_hours * share == Fraction("1776.5")
    assert basis.budget_hours * share == 2080
    assert basis.fte(basis.productive_hours * 3) == 3
    assert basis.budget_fte(basis.budget_hours / 2) == Fraction(1, 2)


def test_month_by_hand() -> None:
    """1,776.5 ÷ 12 = 148.041666…: 72 missing hours are 0.486 FTE, or 0.415 budget FTE of 173.33 h."""
    basis = Basis.of(Period.MONTH)
    assert basis.fte(Fraction(72)) == Fraction(864 * 10, 17765)
    assert round(float(basis.fte(Fraction(72))), 3) == 0.486
    assert round(float(basis.budget_fte(Fraction(72))), 3) == 0.415


def hours(*available: float) -> Problem:
    return roster(list(available), [])


@pytest.mark.parametrize(
    ("available", "full"),
    [
        ([100], 100),
        ([120, 60, 60, 60], 120),
        ([120] * 9 + [60], 120),
        ([150, 149, 151, 148, 60, 60], 150),
        ([136, 120, 120, 240, 0, 0], 240),
        ([136, 120, 120, 240, 110], 136),
    ],
)
def test_a_quarter_of_the_officers_have_the_hours_of_a_full_time_officer_or_more(
    available: list[float], full: int
) -> None:
    """Officers without hours do not count; of five, two are a quarter or more."""
    assert full_time_hours(hours(*available)) == full


def test_nobody_has_hours_of_a_full_time_officer_where_nobody_has_any() -> None:
    assert full_time_hours(hours(0, 0)) is None
    assert Basis.for_roster(hours(0), Period.MONTH) == Basis.of(Period.MONTH)


def test_148_h_where_every_full_time_officer_has_120() -> None:
    """120 h missing are 1 officer of this roster, not 0.81 of another; 134 h are within a tenth of 148.04."""
    basis = Basis.for_roster(hours(120, 120, 120, 60), Period.MONTH)
    assert basis.fte(Fraction(120)) == 1
    assert (basis.source, basis.other_hours) == (BasisSource.ROSTER, Fraction("1776.5") / 12)
    assert basis.budget_hours == Fraction(2080, 12)
    assert Basis.for_roster(hours(134), Period.MONTH) == Basis.of(Period.MONTH)
    assert Basis.for_roster(hours(133), Period.MONTH).source is BasisSource.ROSTER
    assert Basis.for_roster(hours(162), Period.MONTH).source is BasisSource.YEAR
    assert Basis.for_roster(hours(163), Period.MONTH).productive_hours == 163
    assert Basis.for_roster(hours(34), Period.WEEK).source is BasisSource.YEAR


def test_given_hours_of_an_fte_are_the_basis_whatever_the_roster_has() -> None:
    basis = Basis.for_roster(hours(120, 120), Period.MONTH, Fraction(130))
    assert basis.productive_hours == 130
    assert basis.source is BasisSource.GIVEN
    assert basis.other_hours == Fraction("1776.5") / 12
    assert Basis.for_roster(hours(120), Period.YEAR, Fraction("1776.5")).other_hours is None


@pytest.mark.parametrize(("load", "percent"), [(3, 63), (25, 83), (100, 91)])
def test_square_root_staffing_by_hand(load: int, percent: int) -> None:
    """R + √R: 3 of 4.73, 25 of 30, 100 of 110."""
    assert round(Target(load_fte=Fraction(load)).value * 100) == percent


def test_a_target_that_is_a_fraction_is_exact() -> None:
    assert Target(load_fte=Fraction(25)).value == Fraction(5, 6)
    assert Target(load_fte=Fraction(100)).value == Fraction(10, 11)
    assert Target(load_fte=Fraction(9, 4), beta=Fraction(1, 2)).value == Fraction(3, 4)
    assert Target(load_fte=Fraction(25)).allows(Fraction(5, 6))
    assert not Target(load_fte=Fraction(25)).allows(Fraction(5, 6) + Fraction(1, 10**40))


def test_no_load_and_no_slack() -> None:
    assert Target().value == 0
    assert Target().allows(Fraction(0))
    assert not Target().allows(Fraction(1, 10**9))
    assert Target(load_fte=Fraction(7), beta=Fraction(0)).value == 1
    assert Target(beta=Fraction(0)).value == 1


def test_states() -> None:
    target = Target(Fraction(85, 100))
    assert [target.state(Fraction(u, 100)) for u in (85, 86, 100, 101)] == [
        State.SUSTAINABLE,
        State.STRAINED,
        State.STRAINED,
        State.UNSUSTAINABLE,
    ]
    assert max(State, key=lambda state: state.rank) is State.UNSUSTAINABLE


@given(loads, st.fractions(min_value=0, max_value=5, max_denominator=100))
def test_the_value_is_the_largest_that_is_allowed(load: Fraction, beta: Fraction) -> None:
    target = Target(load_fte=load, beta=beta)
    assert target.allows(target.value)
    assert not target.allows(target.value + Fraction(2, 10**12))


@given(loads, loads, fractions)
def test_a_larger_pool_may_be_fuller(one: Fraction, other: Fraction, utilization: Fraction) -> None:
    small, large = sorted([one, other])
    assert Target(load_fte=small).value <= Target(load_fte=large).value
    assert not Target(load_fte=small).allows(utilization) or Target(load_fte=large).allows(utilization)


@given(st.fractions(min_value=0, max_value=10**9, max_denominator=10**6))
def test_square_root(value: Fraction) -> None:
    root, exact = square_root(value)
    assert (root**2 == value) is exact
    assert root**2 <= value <= (root + Fraction(1, 10**29)) ** 2
    assert square_root(value**2) == (value, True)


@pytest.mark.parametrize("bad", [Fraction(0), Fraction(-1)])
def test_nonsense_is_refused(bad: Fraction) -> None:
    with pytest.raises(InvalidGoals, match="target utilization must be above 0"):
        Target(bad)
    with pytest.raises(InvalidGoals, match="hours of one FTE must be above 0"):
        Basis(bad, Fraction(1))
    with pytest.raises(InvalidGoals, match="beta"):
        Target(beta=Fraction(-1))
