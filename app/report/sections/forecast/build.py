"""What comes next, as the document has it."""

from __future__ import annotations

from app.report.sections.forecast import entry as model
from app.report.sections.forecast.entry import ForecastEntry, PeriodName
from app.report.sections.uncertainty.build import HOUR_DIGITS, chance_of, range_of
from app.report.text.numbers import number, ratio
from solver.analysis import Analysis, WhyNot
from solver.analysis.forecast.periods import Band, Course, PeriodRow, TypeCourse

WHY_NOT = {
    WhyNot.NOT_ASKED: "no forecast was asked for; give forecast_periods, 12 for example",
    WhyNot.NO_FLOW: "the roster has no sheet flow, which says how many cases arrive and are closed in a period",
}
CASE_DIGITS = 4


def build(analysis: Analysis, period: PeriodName) -> ForecastEntry | None:
    """How the open cases go on, from the weights as they stand; None where it is not known.

    Parameters
    ----------
    period : str
        How long a period of the roster is.
    """
    found = analysis.forecast
    if isinstance(found, WhyNot):
        return None
    has_band = found.simulations > 0
    return ForecastEntry(
        period=period,
        simulations=found.simulations,
        seed=found.seed,
        whole=_course(found.whole, has_band),
        offices=[_course(office, has_band) for office in found.offices],
        types=[_type(each) for each in found.types],
        notes=list(found.notes),
        pools_held=found.is_held,
    )


def _course(found: Course, has_band: bool) -> model.CourseEntry:
    return model.CourseEntry(
        office=found.office,
        unsustainable_from=found.unsustainable_from,
        possibly_from=found.possibly_from if has_band else None,
        likely_from=found.likely_from if has_band else None,
        surely_from=found.surely_from if has_band else None,
        periods=[_period(row, has_band) for row in found.periods],
    )


def _period(row: PeriodRow, has_band: bool) -> model.PeriodEntry:
    return model.PeriodEntry(
        period=row.period,
        opening=number(row.opening),
        arrivals=number(row.arrivals),
        closures=number(row.closures),
        closing=number(row.closing),
        work_hours=number(row.work_hours, HOUR_DIGITS),
        missing_hours=number(row.missing_hours, HOUR_DIGITS),
        utilization=ratio(row.utilization),
        state=row.state.value,
        band=_band(row.band) if has_band else None,
    )


def _band(found: Band) -> model.BandEntry:
    return model.BandEntry(
        closing=range_of(found.closing, CASE_DIGITS),
        work_hours=range_of(found.work_hours, HOUR_DIGITS),
        missing_hours=range_of(found.missing_hours, HOUR_DIGITS),
        unsustainable=chance_of(found.unsustainable),
    )


def _type(found: TypeCourse) -> model.TypeCourseEntry:
    return model.TypeCourseEntry(
        case_type=found.case_type,
        office=found.office,
        by_hours=found.by_hours,
        opening=number(found.opening),
        arrivals=[number(each) for each in found.arrivals],
        closures=[number(each) for each in found.closures],
        closing=[number(each) for each in found.closing],
    )
