"""The period that the hours are for, from its first day to its last."""

from __future__ import annotations

import datetime as dt

import pytest

from app.intake.build.window import Window, window_of
from app.intake.options import read_plan_options


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
