"""What may go wrong, and when: from the forecast and from how sure the case weights are."""

from __future__ import annotations

from app.report.document import ReportDocument
from app.report.sections.forecast.words import period_names
from app.report.sections.one_page.said import Said
from app.report.sections.uncertainty.entry import UncertaintyEntry
from app.report.text.numbers import about, hours_text, percent

NOTHING_KNOWN = "Not known: the roster does not say how sure its case weights are, or how many cases come in."
NO_WEIGHTS = "How sure the case weights are is not known."
NO_FLOW = "What comes next is not known: the roster does not say how many cases come in."


def risks(document: ReportDocument) -> tuple[Said, ...]:
    """The period in which it breaks, and the chance that it is broken already."""
    if document.forecast is None and document.uncertainty is None:
        return (Said(NOTHING_KNOWN),)
    course = Said(NO_FLOW, "", 6) if document.forecast is None else _course(document)
    doubt = Said(NO_WEIGHTS, "", 6) if document.uncertainty is None else _doubt(document.uncertainty)
    return (course, doubt)


def _course(document: ReportDocument) -> Said:
    found = document.forecast
    if found is None:
        raise ValueError("there is no forecast to speak of")
    labels, course = period_names(document), found.whole
    if course.unsustainable_from is None:
        text = f"If cases come and go as now, the hours suffice through {labels[-1]}."
    elif course.unsustainable_from == 1:
        text = "Some officers have more work than hours from the start."
    else:
        text = f"From {labels[course.unsustainable_from - 1]} on, some officers have more work than hours."
    # of two that begin in the same period, the later one says more
    words = {course.possibly_from: "possible", course.likely_from: "likely", course.surely_from: "nearly sure"}
    chances = [f"{word} from {labels[at - 1]}" for at, word in words.items() if at is not None]
    if not chances:
        return Said(text)
    more = f"Since case weights are estimates, that is {', '.join(chances)} on."
    if course.unsustainable_from is None:
        more = f"But case weights are estimates: more work than hours is {', '.join(chances)} on."
    return Said(f"{text} {more}")


def _doubt(found: UncertaintyEntry) -> Said:
    missing, most = found.missing.chance.both, found.missing.range_hours.both.high
    chance = f"The chance that hours are missing now is {percent(missing.probability)}"
    if not most:
        return Said(f"{chance}.")
    fte = about(found.missing.fte.both.high, 2)
    much = f"With 95% certainty they are at most {hours_text(round(most, 1))} ({fte} FTE)"
    return Said(f"{chance}. {much}.", f"{chance}.", 2)
