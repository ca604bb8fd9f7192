"""The forecast as charts: open cases, and missing hours, period by period."""

from __future__ import annotations

from app.report.charts.lines import LineChart, Step, line_chart
from app.report.sections.forecast.entry import CourseEntry, ForecastEntry, PeriodEntry
from app.report.sections.uncertainty.show import between
from app.report.text.numbers import about


def open_cases(found: ForecastEntry, labels: list[str]) -> LineChart:
    """How many cases are open at the end of each period."""
    start = found.whole.periods[0].opening
    known = start if found.simulations else None  # a band begins where nothing is unsure
    steps = [Step(label="today", value=start, low=known, high=known, note=f"today: {about(start)} open cases")]
    steps += [
        Step(
            label=str(row.period),
            value=row.closing,
            low=None if row.band is None else row.band.closing.low,
            high=None if row.band is None else row.band.closing.high,
            note=f"{label}: {about(row.closing)} open cases at its end",
            is_over=row.state == "unsustainable",
        )
        for row, label in zip(found.whole.periods, labels, strict=True)
    ]
    description = f"Open cases at the end of each {found.period}. " + "; ".join(step.note for step in steps) + "."
    return line_chart("open-cases", f"Open cases at the end of each {found.period}", description, steps)


def missing(found: ForecastEntry, course: CourseEntry, labels: list[str], name: str, where: str) -> LineChart:
    """How many hours are missing in each period; ``name`` is an id of the page."""
    steps = [
        Step(
            label=str(row.period),
            value=row.missing_hours,
            low=None if row.band is None else row.band.missing_hours.low,
            high=None if row.band is None else row.band.missing_hours.high,
            note=f"{label}: {about(row.missing_hours)} h missing{_in_nine(row)}",
            is_over=row.missing_hours > 0,
        )
        for row, label in zip(course.periods, labels, strict=True)
    ]
    title = f"Missing hours in each {found.period}" + (f", {where}" if where else "")
    return line_chart(name, title, f"{title}. " + "; ".join(step.note for step in steps) + ".", steps)


def _in_nine(row: PeriodEntry) -> str:
    return "" if row.band is None else f" ({between(row.band.missing_hours, 'h')} in nine worlds of ten)"
