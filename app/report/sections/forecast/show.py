"""What comes next, in words and rounded numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from app.report.charts.lines import LineChart, Step, line_chart
from app.report.document import ReportDocument
from app.report.sections.forecast.entry import CourseEntry, ForecastEntry, PeriodEntry
from app.report.sections.uncertainty.show import between
from app.report.text.numbers import about, counted, percent

MOST_OFFICES = 60
MOST_DRAWN = 6
"""Offices that get a chart of their own: those that become unsustainable soonest."""
MOST_TYPES = 60
MONTHS = {"month": 1, "quarter": 3, "year": 12}


def view(document: ReportDocument) -> dict[str, Any] | None:
    """What the section shows; None where there is none."""
    found = document.forecast
    if found is None:
        return None
    labels = period_names(document)
    several = [office for office in found.offices if office.office is not None or len(found.offices) > 1]
    return {
        "sentences": list(sentences(document)),
        "has_band": found.simulations > 0,
        "any_past": any(row.state == "unsustainable" for row in found.whole.periods),
        "closing_varies": any(
            row.band and row.band.closing.low != row.band.closing.high for row in found.whole.periods
        ),
        "worlds": f"{found.simulations:,}",
        "charts": [
            _open_cases(found, labels),
            _missing(found, found.whole, labels, "missing-whole", "all offices" if several else ""),
        ],
        "periods": [_period(row, label) for row, label in zip(found.whole.periods, labels, strict=True)],
        "offices": [_office(office, labels) for office in several[:MOST_OFFICES]],
        "more_offices": _more(len(several), MOST_OFFICES, "offices", "those that become unsustainable soonest"),
        "office_charts": [
            _missing(found, office, labels, f"missing-{at}", office_name(office.office))
            for at, office in enumerate(several[:MOST_DRAWN], 1)
        ],
        "types": list(_types(found))[:MOST_TYPES],
        "more_types": _more(len(found.types), MOST_TYPES, "rows", "the first"),
        "notes": found.notes,
        "period": found.period,
    }


def _more(count: int, most: int, what: str, which: str) -> str:
    if count <= most:
        return ""
    return f"Here are {which} of {count:,} {what}; all of them are in report.json and plan.xlsx."


def sentences(document: ReportDocument) -> Iterator[str]:
    """The answer, one idea a sentence."""
    found = document.forecast
    if found is None:
        return
    first, last = found.whole.periods[0], found.whole.periods[-1]
    count = counted(len(found.whole.periods), found.period)
    verb = "become" if last.closing != first.opening else "stay"
    yield (
        f"After {count}, {about(first.opening)} open cases {verb} {about(last.closing)}, if cases go on arriving and "
        "being closed as the sheet flow says. Nobody is hired, leaves or is lent, and everybody keeps today's hours."
    )
    yield when(document, found.whole)
    late = [office for office in found.offices if office.office is not None and office.unsustainable_from is not None]
    if late and len(found.offices) > 1:
        have = "has" if len(late) == 1 else "have"
        yield f"{counted(len(late), 'office')} of {len(found.offices):,} {have} more work than hours by then."
    if last.missing_hours:
        band = "" if last.band is None else f" ({between(last.band.missing_hours, 'h')} in nine worlds of ten)"
        yield f"In the last {found.period}, {about(last.missing_hours)} h of work find no hours{band}."


def when(document: ReportDocument, course: CourseEntry) -> str:
    """From which period on there is more work than hours, as expected and by chance."""
    labels = period_names(document)

    def at(number: int) -> str:
        return labels[number - 1]

    if course.unsustainable_from is None:
        text = f"With the weights as they stand, the hours suffice for every group of officers through {labels[-1]}."
    elif course.unsustainable_from == 1:
        text = "Some officers have more work than hours from the start."
    else:
        text = f"From {at(course.unsustainable_from)} on, some officers have more work than hours."
    # of two that begin in the same period, the later one says more
    words = {
        course.possibly_from: "possible (a chance of 5% or more)",
        course.likely_from: "more likely than not",
        course.surely_from: "nearly sure (95%)",
    }
    chances = [f"{chance} from {at(number)} on" for number, chance in words.items() if number is not None]
    return f"{text} It is {', '.join(chances)}." if chances else text


def in_a_line(document: ReportDocument) -> str:
    """For a small screen: at most 60 characters."""
    found, labels = document.forecast, period_names(document)
    if found is None:
        return ""
    if found.whole.unsustainable_from is None:
        return f"the hours suffice through {labels[-1]}"
    return f"more work than hours from {labels[found.whole.unsustainable_from - 1]} on"


def period_names(document: ReportDocument) -> list[str]:
    """Month 1, month 2, …; or their names, where the first day is known."""
    found = document.forecast
    if found is None:
        return []
    count = len(found.whole.periods)
    given = document.provenance.goals.get("period_start")
    if given is None:
        return [f"{found.period} {number}" for number in range(1, count + 1)]
    return [_name(found.period, start(dt.date.fromisoformat(str(given)), found.period, at)) for at in range(count)]


def start(first: dt.date, period: str, periods: int) -> dt.date:
    """First day so many periods later; the last of the month where the month is too short."""
    if period == "week":
        return first + dt.timedelta(weeks=periods)
    months = first.year * 12 + first.month - 1 + periods * MONTHS[period]
    year, month = divmod(months, 12)
    last = (dt.date(year + (month == 11), (month + 1) % 12 + 1, 1) - dt.timedelta(days=1)).day
    return dt.date(year, month + 1, min(first.day, last))


def _name(period: str, day: dt.date) -> str:
    if period in ("week", "quarter") or day.day != 1:
        return f"{day.day} {day:%b %Y}"
    return f"{day:%b %Y}" if period == "month" else f"{day:%Y}"


def office_name(office: str | None) -> str:
    """An office in a table."""
    return "no office asked for" if office is None else office


def _open_cases(found: ForecastEntry, labels: list[str]) -> LineChart:
    start = found.whole.periods[0].opening
    steps = [Step(label="today", value=start, low=start, high=start, note=f"today: {about(start)} open cases")]
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


def _missing(found: ForecastEntry, course: CourseEntry, labels: list[str], name: str, where: str) -> LineChart:
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


def _period(row: PeriodEntry, label: str) -> dict[str, Any]:
    return {
        "label": label,
        "opening": about(row.opening),
        "arrivals": about(row.arrivals),
        "closures": about(row.closures),
        "closing": about(row.closing),
        "closing_range": "" if row.band is None else between(row.band.closing, ""),
        "work": f"{about(row.work_hours)} h",
        "used": percent(row.utilization, is_table=True),
        "missing": f"{about(row.missing_hours)} h",
        "range": "" if row.band is None else between(row.band.missing_hours, "h"),
        "chance": "" if row.band is None else percent(row.band.unsustainable.probability, is_table=True),
        "state": row.state,
    }


def _office(course: CourseEntry, labels: list[str]) -> dict[str, str]:
    first, last = course.periods[0], course.periods[-1]

    def at(number: int | None) -> str:
        return "not by then" if number is None else labels[number - 1]

    return {
        "office": office_name(course.office),
        "opening": about(first.opening),
        "closing": about(last.closing),
        "unsustainable": at(course.unsustainable_from),
        "possibly": at(course.possibly_from),
        "likely": at(course.likely_from),
        "surely": at(course.surely_from),
        "missing": f"{about(last.missing_hours)} h",
        "range": "" if last.band is None else between(last.band.missing_hours, "h"),
    }


def _types(found: ForecastEntry) -> Iterator[dict[str, str]]:
    for each in found.types:
        yield {
            "type": each.case_type or "no type",
            "office": office_name(each.office),
            "opening": about(each.opening),
            "arrivals": about(each.arrivals[0]),
            "closures": "by the hours" if each.by_hours else about(each.closures[0]),
            "closing": about(each.closing[-1]),
        }
