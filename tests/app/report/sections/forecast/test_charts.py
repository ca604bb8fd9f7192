"""The forecast as charts: the numbers in are the marks out, and each is told."""

from __future__ import annotations

from app.report.charts.lines import HEIGHT
from app.report.sections.forecast.charts import missing, open_cases
from tests.app.report.sections.forecast.made import band, course, forecast, period

LABELS = ["month 1", "month 2"]


def test_open_cases_start_with_today_and_a_band_that_is_known_there() -> None:
    """10 cases today, 12 and 14 at the ends, on an axis to 20: half, 12/20 and 14/20 of the height."""
    whole = course(
        period(1, band=band((11, 13), (0, 0))), period(2, band=band((10, 18), (0, 0)), state="unsustainable")
    )
    chart = open_cases(forecast(whole, simulations=9), LABELS)
    assert [tick.label for tick in chart.ticks] == ["today", "1", "2"]
    assert chart.heights[-1].label == "20"
    assert [point.y for point in chart.points] == [HEIGHT / 2, HEIGHT * 8 / 20, HEIGHT * 6 / 20]
    assert [point.is_over for point in chart.points] == [False, False, True]
    assert chart.band.startswith("M16.667 90L50 81L83.333 90L83.333 18L50 63L16.667 90Z")
    assert chart.description == (
        "Open cases at the end of each month. today: 10 open cases; month 1: 12 open cases at its end; month 2: 14 "
        "open cases at its end."
    )


def test_without_simulation_there_is_no_band() -> None:
    chart = open_cases(forecast(course(period(1), period(2))), LABELS)
    assert chart.band == ""
    assert (chart.name, chart.title) == ("open-cases", "Open cases at the end of each month")


def test_missing_hours_are_marked_where_there_are_any() -> None:
    whole = course(period(1), period(2, missing_hours=2.5, band=band((0, 0), (0, 8))))
    chart = missing(forecast(whole), whole, LABELS, "missing-whole", "")
    assert [(point.y, point.is_over) for point in chart.points] == [(HEIGHT, False), (HEIGHT * 3 / 4, True)]
    assert chart.title == "Missing hours in each month"
    assert chart.description == (
        "Missing hours in each month. month 1: 0 h missing; month 2: 2.5 h missing (0 to 8 h in nine worlds of ten)."
    )


def test_a_chart_of_an_office_has_its_name_and_an_id_of_its_own() -> None:
    north = course(period(1), office="north")
    chart = missing(forecast(course(period(1), period(2)), north), north, LABELS[:1], "missing-1", "north")
    assert (chart.name, chart.title) == ("missing-1", "Missing hours in each month, north")
    assert len(chart.points) == 1
