"""The sheets of plan.xlsx that say what comes next."""

from __future__ import annotations

from collections.abc import Iterator

from app.report.document import ReportDocument
from app.report.sections.forecast.entry import CourseEntry, ForecastEntry
from app.report.sections.forecast.show import office_name, period_names
from app.report.sheets import TYPE, Cell, Column, Table

OFFICE, PERIOD = Column("Office", "text", 20), Column("Period", "text", 14)
ARRIVALS, CLOSURES, CLOSING = "Arrivals", "Closures", "Open at the end"
WHOLE = "(all)"


def forecast(document: ReportDocument, found: ForecastEntry) -> Table:
    """The whole and every office, period by period."""
    columns = (
        OFFICE,
        PERIOD,
        Column("Open at the start", "number", 11),
        Column(ARRIVALS, "number", 11),
        Column(CLOSURES, "number", 11),
        Column(CLOSING, "number", 11),
        Column("Open at the end, 5th percentile", "number", 13),
        Column("Open at the end, 95th percentile", "number", 13),
        Column("Work (h)", "hours", 12),
        Column("Missing (h)", "hours", 12),
        Column("Missing (h), 5th percentile", "hours", 13),
        Column("Missing (h), 95th percentile", "hours", 13),
        Column("Tightest group", "percent", 12, over=True),
        Column("State", "text", 14),
        Column("Chance of more work than hours", "percent", 16),
    )
    note = "Cases go on arriving and being closed as the sheet flow says; nobody is hired, leaves or is lent."
    names = period_names(document)
    rows = (
        row
        for name, course in ((WHOLE, found.whole), *((office_name(each.office), each) for each in found.offices))
        for row in _course(name, course, names)
    )
    return Table("Forecast", columns, rows, note, as_given=True)


def _course(name: str, course: CourseEntry, names: list[str]) -> Iterator[tuple[Cell, ...]]:
    for row, period in zip(course.periods, names, strict=True):
        band = row.band
        yield (
            name,
            period,
            row.opening,
            row.arrivals,
            row.closures,
            row.closing,
            None if band is None else band.closing.low,
            None if band is None else band.closing.high,
            row.work_hours,
            row.missing_hours,
            None if band is None else band.missing_hours.low,
            None if band is None else band.missing_hours.high,
            row.utilization,
            row.state,
            None if band is None else band.unsustainable.probability,
        )


def types(document: ReportDocument, found: ForecastEntry) -> Table:
    """Every type in every office, period by period."""
    columns = (
        TYPE,
        OFFICE,
        PERIOD,
        Column(ARRIVALS, "number", 11),
        Column(CLOSURES, "number", 11),
        Column(CLOSING, "number", 11),
    )
    rows = (
        (each.case_type or "(no type)", office_name(each.office), *row)
        for each in found.types
        for row in zip(period_names(document), each.arrivals, each.closures, each.closing, strict=True)
    )
    return Table("Forecast by type", columns, rows, as_given=True)
