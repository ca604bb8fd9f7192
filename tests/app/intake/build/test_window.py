"""The period that the hours are for, from its first day to its last."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest

from app.intake.build.window import Window, next_start, starts_of, window_of
from app.intake.limits import LAST_START
from app.intake.options import read_plan_options
from solver.analysis.forecast.flow import MOST_PERIODS


@pytest.mark.parametrize(
    ("period", "start", "last"),
    [
        ("week", "2026-11-30", "2026-12-06"),
        ("month", "2026-12-01", "2026-12-31"),
        ("month", "2026-01-31", "2026-02-28"),
        ("quarter", "2026-11-15", "2027-02-14"),
        ("year", "2024-02-29", "2025-02-28"),
    ],
)
def test_the_last_day_of_a_period(period: str, start: str, last: str) -> None:
    found = window_of(read_plan_options({"period": period, "period_start": start}))
    assert found == Window(dt.date.fromisoformat(start), dt.date.fromisoformat(last))


def test_no_first_day_no_window() -> None:
    assert window_of(read_plan_options({})) is None


@pytest.mark.parametrize(
    ("period", "start", "firsts"),
    [
        ("week", "2026-11-30", ["2026-11-30", "2026-12-07", "2026-12-14"]),
        ("month", "2026-12-31", ["2026-12-31", "2027-01-31", "2027-03-01"]),
        ("quarter", "2026-11-15", ["2026-11-15", "2027-02-15", "2027-05-15"]),
        ("year", "2024-02-29", ["2024-02-29", "2025-03-01", "2026-03-01"]),
    ],
)
def test_the_first_days_of_what_follows(period: str, start: str, firsts: list[str]) -> None:
    found = starts_of(read_plan_options({"period": period, "period_start": start}), 2)
    assert found == [dt.date.fromisoformat(each).toordinal() for each in firsts]


@pytest.mark.parametrize("period", ["week", "month", "quarter", "year"])
def test_of_the_last_period_that_can_be_asked_about_all_that_follow_have_dates(period: str) -> None:
    options = read_plan_options({"period": period, "period_start": LAST_START})
    window, found = window_of(options), starts_of(options, MOST_PERIODS)
    assert window is not None
    assert found is not None
    assert window == Window(LAST_START, dt.date.fromordinal(found[1] - 1))
    assert dt.date.fromordinal(found[-1]).year < 9_999
    assert all(early < late for early, late in pairwise(found))
    assert starts_of(read_plan_options({}), 2) is None


def test_the_period_after_that_of_a_plan() -> None:
    goals = {"policy": "assign-all", "period": "month", "period_start": "2027-01-31"}
    assert next_start(goals) == dt.date(2027, 3, 1)
    assert next_start({"period": "month", "period_start": None}) is None
