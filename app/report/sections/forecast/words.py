"""What comes next, in sentences and names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from app.report.document import ReportDocument
from app.report.sections.forecast.entry import CourseEntry
from app.report.sections.uncertainty.show import between
from app.report.text import periods
from app.report.text.numbers import about
from solver.analysis.words import counted


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


def period_names(document: ReportDocument) -> list[str]:
    """Month 1, month 2, …; or their names, where the first day is known."""
    found = document.forecast
    if found is None:
        return []
    given = document.provenance.goals.get("period_start")
    first = None if given is None else dt.date.fromisoformat(str(given))
    return periods.names(found.period, len(found.whole.periods), first)


def office_name(office: str | None) -> str:
    """An office in a table."""
    return "no office asked for" if office is None else office
