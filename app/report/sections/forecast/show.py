"""What comes next: where the caseload goes, period by period, office by office, type by type."""

from __future__ import annotations

from collections.abc import Iterator

from app.report.blocks import Block, Bullets, Chart, Heading, Key, Paragraph, Section, paragraph, present
from app.report.sections.forecast import charts
from app.report.sections.forecast.entry import CourseEntry, ForecastEntry
from app.report.sections.forecast.tables import MOST_TYPES, office_table, period_table, type_period_table, type_table
from app.report.sections.forecast.words import office_name, period_names, sentences
from app.report.source import Source
from app.report.text.words import cut

TITLE = "What comes next"
MOST_OFFICES = 60
MOST_DRAWN = 6
"""Offices that get a chart of their own: those that become unsustainable soonest."""


def show(source: Source) -> Section:
    """Sentences, charts and numbers; nothing where nothing is said of what arrives."""
    document = source.document
    found = document.forecast
    if found is None:
        return Section(TITLE, "forecast")
    labels = period_names(document)
    several = [office for office in found.offices if office.office is not None or len(found.offices) > 1]
    keys = _keys(found)
    table = period_table(found, labels)
    return Section(
        TITLE,
        "forecast",
        blocks=present(
            Bullets(tuple(sentences(document))),
            Chart(charts.open_cases(found, labels), "course", keys),
            Chart(
                charts.missing(found, found.whole, labels, "missing-whole", "all offices" if several else ""),
                "course",
                keys,
            ),
            table,
            *_offices(found, several, labels, keys),
            Heading("Each type of case"),
            paragraph(cut(len(found.types), MOST_TYPES, "the first", "rows")),
            type_table(found, has_offices=bool(several)),
            Bullets(tuple(found.notes), is_note=True) if found.notes else None,
            Paragraph(_taken_as_given(found), "note"),
        ),
        sheets=(table, type_period_table(found, labels)),
    )


def _keys(found: ForecastEntry) -> tuple[Key, ...]:
    is_past = any(row.state == "unsustainable" for row in found.whole.periods)
    return present(
        ("planned", "with the weights as they stand"),
        ("past", "more work than hours") if is_past else None,
        ("band", "nine worlds of ten") if found.simulations else None,
    )


def _taken_as_given(found: ForecastEntry) -> str:
    band = (
        "; the band comes from the error of the weights and the variation of single cases, in "
        f"{found.simulations:,} possible worlds"
        if found.simulations
        else ""
    )
    held = (
        " Times differ by officer, or there are too many kinds of cases, to find the best sharing of the work in every "
        "world: the upper ends of the bands, and the chances, may be too high."
        if found.pools_held
        else ""
    )
    return f"Arrivals, and closures that are given, are taken as they are{band}.{held}"


def _offices(
    found: ForecastEntry, several: list[CourseEntry], labels: list[str], keys: tuple[Key, ...]
) -> Iterator[Block]:
    if not several:
        return
    yield Heading("Each office")
    if more := cut(len(several), MOST_OFFICES, "those that become unsustainable soonest", "offices"):
        yield Paragraph(more)
    for at, office in enumerate(several[:MOST_DRAWN], 1):
        yield Chart(charts.missing(found, office, labels, f"missing-{at}", office_name(office.office)), "course", keys)
    yield office_table(found, several[:MOST_OFFICES], labels)
