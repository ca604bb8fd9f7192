"""What comes next, in numbers: period by period, office by office, type by type."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import NamedTuple

from app.report.blocks import Column, Kind, SheetChart, Table, Where, present
from app.report.sections.forecast.entry import CourseEntry, ForecastEntry, PeriodEntry, TypeCourseEntry
from app.report.sections.forecast.words import office_name
from app.report.sections.uncertainty.entry import RangeEntry
from app.report.sections.uncertainty.show import between
from app.report.text.numbers import about
from app.report.text.sheet_names import FIGURES, ONE_PAGE

MOST_TYPES = 60
WHOLE = "(all)"
NINE = "Nine worlds of ten"


class Row(NamedTuple):
    """A period of the whole or of an office."""

    office: str
    label: str
    period: PeriodEntry


FLOW = (
    Column[Row]("Open at the start", "number", lambda row: row.period.opening, 11),
    Column[Row]("Arrive", "number", lambda row: row.period.arrivals, 11, sheet_title="Arrivals"),
    Column[Row]("Are closed", "number", lambda row: row.period.closures, 11, sheet_title="Closures"),
    Column[Row]("Open at the end", "number", lambda row: row.period.closing, 11),
)
WORK = Column[Row]("Work", "hours", lambda row: row.period.work_hours, sheet_title="Work (h)", digits=1)
MISSING = Column[Row]("Missing", "hours", lambda row: row.period.missing_hours, sheet_title="Missing (h)", digits=1)
USED = Column[Row](
    "Tightest group", "percent", lambda row: row.period.utilization, over=Where.WORKBOOK, absent="no hours"
)
STATE = Column[Row]("State", "state", lambda row: row.period.state, 14)
CHANCE = Column[Row](
    "Chance that any are",
    "percent",
    lambda row: None if row.period.band is None else row.period.band.unsustainable.probability,
    16,
    sheet_title="Chance of more work than hours",
)
"""Columns that page and workbook share, each in an order of its own."""


class TypeRow(NamedTuple):
    """A period of a type of case in an office."""

    case_type: str
    office: str
    label: str
    arrivals: float
    closures: float
    closing: float


def period_table(found: ForecastEntry, labels: list[str]) -> Table[Row]:
    """The whole, and in the workbook every office, period by period."""
    whole = [Row(WHOLE, label, row) for row, label in zip(found.whole.periods, labels, strict=True)]
    offices = (
        Row(office_name(course.office), label, row)
        for course in found.offices
        for row, label in zip(course.periods, labels, strict=True)
    )
    return Table(
        "The forecast in numbers",
        tuple(_on_page(found)),
        chain(whole, offices),
        listed=whole,
        sheet=FIGURES,
        sheet_columns=tuple(_in_workbook()),
        note="Cases go on arriving and being closed as the sheet flow says; nobody is hired, leaves or is lent.",
        is_as_given=True,
        drawn=SheetChart("Work that finds no hours (h)", "line", "Period", ("Missing (h)",), ONE_PAGE, len(whole)),
    )


def _on_page(found: ForecastEntry) -> Iterator[Column[Row]]:
    """Ranges as words, where anything was simulated."""
    yield Column(found.period.capitalize(), "text", lambda row: row.label, is_head=True)
    yield from FLOW
    if _varies(found):
        yield Column(NINE, "figure", lambda row: _span(_closing(row), ""))
    yield from (WORK, USED, MISSING)
    if found.simulations:
        yield Column(NINE, "figure", lambda row: _span(_missing(row), "h"))
        yield CHANCE
    yield STATE


def _in_workbook() -> Iterator[Column[Row]]:
    """Ranges as their two ends."""
    yield Column("Office", "text", lambda row: row.office, 20)
    yield Column("Period", "text", lambda row: row.label, 14)
    yield from FLOW
    yield from _ends("Open at the end", "number", _closing)
    yield from (WORK, MISSING)
    yield from _ends("Missing (h)", "hours", _missing)
    yield from (USED, STATE, CHANCE)


def _closing(row: Row) -> RangeEntry | None:
    return None if row.period.band is None else row.period.band.closing


def _missing(row: Row) -> RangeEntry | None:
    return None if row.period.band is None else row.period.band.missing_hours


def _span(found: RangeEntry | None, unit: str) -> str:
    return "" if found is None else between(found, unit)


def _varies(found: ForecastEntry) -> bool:
    bands = [row.band.closing for row in found.whole.periods if row.band]
    return any(band.low != band.high for band in bands)


def _ends(title: str, kind: Kind, band: Callable[[Row], RangeEntry | None]) -> Iterator[Column[Row]]:
    """Both ends of a band, as the workbook has them."""

    def low(row: Row) -> float | None:
        found = band(row)
        return None if found is None else found.low

    def high(row: Row) -> float | None:
        found = band(row)
        return None if found is None else found.high

    yield Column(f"{title}, 5th percentile", kind, low, 13)
    yield Column(f"{title}, 95th percentile", kind, high, 13)


def office_table(found: ForecastEntry, offices: list[CourseEntry], labels: list[str]) -> Table[CourseEntry]:
    """From when on each office has more work than hours, and by how much in the end."""

    def begins(title: str, first: Callable[[CourseEntry], int | None]) -> Column[CourseEntry]:
        def cell(office: CourseEntry) -> str:
            number = first(office)
            return "not by then" if number is None else labels[number - 1]

        return Column(title, "text", cell)

    chances = (
        begins("Possible from (5%)", lambda office: office.possibly_from),
        begins("Likely from (50%)", lambda office: office.likely_from),
        begins("Sure from (95%)", lambda office: office.surely_from),
    )
    range_ = Column[CourseEntry](NINE, "figure", _last_missing)
    return Table(
        "Offices, unsustainable soonest first",
        (
            Column("Office", "text", lambda office: office_name(office.office), is_head=True),
            Column("Open today", "number", lambda office: office.periods[0].opening),
            Column("Open at the end", "number", lambda office: office.periods[-1].closing),
            begins("More work than hours from", lambda office: office.unsustainable_from),
            *(chances if found.simulations else ()),
            Column(
                f"Missing in the last {found.period}",
                "hours",
                lambda office: office.periods[-1].missing_hours,
                digits=1,
            ),
            *((range_,) if found.simulations else ()),
        ),
        offices,
    )


def _last_missing(office: CourseEntry) -> str:
    band = office.periods[-1].band
    return _span(None if band is None else band.missing_hours, "h")


def type_table(found: ForecastEntry, *, has_offices: bool) -> Table[TypeCourseEntry]:
    """What the page says of each type in each office."""
    office = Column[TypeCourseEntry]("Office", "text", lambda each: office_name(each.office))
    return Table(
        "Open cases by type",
        present(
            Column[TypeCourseEntry]("Case type", "text", lambda each: each.case_type or "no type", is_head=True),
            office if has_offices else None,
            Column[TypeCourseEntry]("Open today", "number", lambda each: each.opening),
            Column[TypeCourseEntry](f"Arrive in a {found.period}", "number", lambda each: each.arrivals[0]),
            Column[TypeCourseEntry](
                f"Closed in the first {found.period}",
                "figure",
                lambda each: "by the hours" if each.by_hours else about(each.closures[0]),
            ),
            Column[TypeCourseEntry]("Open at the end", "number", lambda each: each.closing[-1]),
        ),
        found.types[:MOST_TYPES],
    )


def type_period_table(found: ForecastEntry, labels: list[str]) -> Table[TypeRow]:
    """Every type in every office, period by period."""
    return Table(
        "Open cases by type and period",
        (
            Column("Type", "text", lambda row: row.case_type, 22),
            Column("Office", "text", lambda row: row.office, 20),
            Column("Period", "text", lambda row: row.label, 14),
            Column("Arrivals", "number", lambda row: row.arrivals, 11),
            Column("Closures", "number", lambda row: row.closures, 11),
            Column("Open at the end", "number", lambda row: row.closing, 11),
        ),
        (
            TypeRow(each.case_type or "(no type)", office_name(each.office), *row)
            for each in found.types
            for row in zip(labels, each.arrivals, each.closures, each.closing, strict=True)
        ),
        sheet=FIGURES,
        is_as_given=True,
    )
