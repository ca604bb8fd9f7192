"""The days that cases spend in each phase, by hand."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from solver.analysis.uncertainty.phases import DETACHED, Phases, hours_by_day
from solver.errors import InvalidProblem

STARTS = [dt.date(2026, month, 1).toordinal() for month in (10, 11, 12)]


def day(text: str) -> int:
    return dt.date.fromisoformat(text).toordinal()


def phases(opened: list[int], ages: tuple[int, ...] = (0, 0, 30, 180)) -> Phases:
    """Type 0 has one phase, type 1 three: the first 30 days, up to 180, and after."""
    return Phases(2, np.array([0, 1, 1, 1]), np.array(ages), np.array(opened), np.array(STARTS))


def test_october_has_31_days_and_every_case_spends_all_of_them_somewhere() -> None:
    opened = np.array([day("2026-10-01"), day("2026-09-10"), day("2026-10-20"), day("2026-04-14"), day("2020-01-01")])
    found = phases([]).days(1, opened)
    assert found.tolist() == [[30, 1, 0], [9, 22, 0], [31, 0, 0], [0, 10, 21], [0, 0, 31]]
    assert phases([]).days(1, opened, period=1).tolist()[:3] == [[0, 30, 0], [0, 30, 0], [18, 12, 0]]


def test_hours_are_those_of_both_phases_by_their_days() -> None:
    """6 h for 9 days and 1.5 h for 22 of 31, in 1/10,000 h: a case of the other type takes 2 h on each day."""
    weight = np.array([20_000, 60_000, 15_000, 5_000])
    opened = [-1, day("2026-09-10")]
    found = hours_by_day(weight, phases(opened), np.array([0, 1]), np.array([0, 1]))
    assert found.tolist() == [20_000 * 31, 60_000 * 9 + 15_000 * 22]
    assert hours_by_day(weight, None, np.array([1, 0]), np.array([0, 1])).tolist() == [60_000, 20_000]


def test_a_type_can_lose_its_phases_and_cases_keep_their_ages() -> None:
    lost = phases([7, 8]).without(1)
    assert lost.row_type.tolist() == [0, 1, DETACHED, DETACHED]
    assert not lost.has_several.any()
    assert phases([7, 8]).of_cases([1, 1, 0]).opened.tolist() == [8, 8, 7]
    assert phases([]).rows(1).tolist() == [1, 2, 3]


@pytest.mark.parametrize("ages", [(0, 0, 30, 30), (0, 5, 30, 60), (0, 0, 0, 30)])
def test_phases_begin_at_different_ages_from_0_on(ages: tuple[int, ...]) -> None:
    with pytest.raises(InvalidProblem):
        phases([], ages)


def test_periods_follow_each_other() -> None:
    with pytest.raises(InvalidProblem):
        Phases(1, np.array([0]), np.array([0]), np.array([5]), np.array([9, 9]))
