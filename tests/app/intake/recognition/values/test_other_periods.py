"""Hours of a week are not those of a month."""

from __future__ import annotations

import pytest

from app.intake.recognition.values.other_periods import in_a_month, look_weekly, period_of, without_period


@pytest.mark.parametrize(
    ("name", "period", "rest"),
    [
        ("Hours per week", "week", "hours"),
        ("Weekly hours", "week", "hours"),
        ("Std./Woche", "week", "std"),
        ("Wochenstunden", "week", "stunden"),
        ("Jahresarbeitszeit", "year", "arbeitszeit"),
        ("Annual hours", "year", "hours"),
        ("Horas por semana", "week", "horas"),
        ("Hours", None, "hours"),
        ("Weekend hours", None, "weekend hours"),
        ("Monthly hours", "month", "hours"),
    ],
)
def test_a_name_says_its_period(name: str, period: str | None, rest: str) -> None:
    assert (period_of(name), without_period(name)) == (period, rest)


def test_a_month_has_a_twelfth_of_a_year_and_52_twelfths_of_a_week() -> None:
    assert [in_a_month("12", each) for each in ("year", "quarter", "month", "fortnight", "week")] == [
        "1",
        "4",
        "12",
        "26",
        "52",
    ]
    assert in_a_month("37.5", "week") == "162.5"
    assert in_a_month("40", "week") == "173.3333"


def test_a_full_time_week_is_known_by_its_hours() -> None:
    assert look_weekly(["40", "37.5", "20"])
    assert not look_weekly(["40", "40"]), "two may be chance"
    assert not look_weekly(["40", "40", "120"])
    assert not look_weekly(["30", "30", "25", "40"])
    assert not look_weekly([])
