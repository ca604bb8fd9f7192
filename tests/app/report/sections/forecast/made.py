"""Forecasts made by hand, which the tests of this folder share."""

from __future__ import annotations

from typing import Any

from app.report.document import ReportDocument
from app.report.sections.forecast.entry import BandEntry, CourseEntry, ForecastEntry, PeriodEntry
from app.report.sections.uncertainty.entry import ChanceEntry, RangeEntry
from tests.app.report.made import document, made


def span(low: float, high: float) -> RangeEntry:
    return RangeEntry(low=low, median=(low + high) / 2, high=high)


def band(closing: tuple[float, float], missing: tuple[float, float], chance: float = 0.25) -> BandEntry:
    sure = ChanceEntry(probability=chance, standard_error=0)
    return made(BandEntry, closing=span(*closing), missing_hours=span(*missing), unsustainable=sure)


def period(number: int, **given: Any) -> PeriodEntry:
    """10 cases become 12 at first, 2 more in each period; nothing is missing."""
    start = 8 + 2 * number
    cases = {"opening": start, "arrivals": 3, "closures": 1, "closing": start + 2}
    return made(PeriodEntry, period=number, **{**cases, "work_hours": start, **given})


def course(*periods: PeriodEntry, **given: Any) -> CourseEntry:
    return made(CourseEntry, periods=list(periods), **given)


def forecast(whole: CourseEntry, *offices: CourseEntry, **given: Any) -> ForecastEntry:
    return made(ForecastEntry, **{"period": "month", "whole": whole, "offices": list(offices), **given})


def ahead(found: ForecastEntry, **goals: Any) -> ReportDocument:
    return document(forecast=found, goals=goals)
