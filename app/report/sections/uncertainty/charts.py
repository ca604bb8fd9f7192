"""Charts of what may really be: ranges as bars from the 5th to the 95th percentile, and chances."""

from __future__ import annotations

from app.report.charts.bars import MOST_ROWS, BarChart, Row, Tick, axis, short
from app.report.sections.uncertainty.entry import OfficerRiskEntry, RangeEntry, RangesEntry, UncertaintyEntry
from app.report.text.numbers import about, percent
from solver.analysis.words import counted

SOURCES = (
    ("weights", "The weights", "the error of the weights alone"),
    ("single_cases", "Single cases", "the variation of single cases alone"),
    ("both", "Both", "both together"),
)
"""Names in the document, titles in charts and tables, and words in sentences."""


def source(ranges: RangesEntry, name: str) -> RangeEntry:
    """The range from one source."""
    found: RangeEntry = getattr(ranges, name)
    return found


def missing(found: UncertaintyEntry) -> BarChart:
    """The missing hours, by what makes them unsure: from the 5th to the 95th percentile, the median marked."""
    ranges = found.missing.range_hours
    end, ticks = axis(max(1.0, found.missing.hours, *(source(ranges, name).high for name, _, _ in SOURCES)), False)
    rows = []
    for name, title, words in SOURCES:
        each = source(ranges, name)
        note = f"{title}: {about(each.low)} to {about(each.high)} h missing, median {about(each.median)} h"
        rows.append(
            Row(
                label=title,
                full=words,
                note=note,
                before=_at(each.low, end),
                after=_at(each.high, end),
                share=_at(each.median, end),
            )
        )
    description = (
        "Hours that are missing in nine worlds of ten, by what is unsure. "
        + "; ".join(row.note for row in rows)
        + f". With the weights as they stand: {about(found.missing.hours)} h."
    )
    return BarChart("missing-range", "Missing hours, in nine worlds of ten", description, ticks, tuple(rows))


def at_risk(found: UncertaintyEntry) -> list[OfficerRiskEntry]:
    """Officers who are drawn and listed, in the order of the roster: all of them, or those most at risk."""
    if len(found.officers) <= MOST_ROWS:
        return found.officers
    riskiest = sorted(found.officers, key=lambda officer: -officer.overloaded.both.probability)
    kept = {officer.officer_id for officer in riskiest[:MOST_ROWS]}
    return [officer for officer in found.officers if officer.officer_id in kept]


def overloads(found: UncertaintyEntry) -> BarChart:
    """The chance of overload of each officer who is listed."""
    officers = at_risk(found)
    end, ticks = 1.0, tuple(Tick(100 * number / 4, f"{25 * number}%") for number in range(5))
    chances = [officer.overloaded.both.probability for officer in officers]
    rows = [
        Row(
            label=short(officer.officer_id),
            full=officer.officer_id,
            note=f"{officer.officer_id}: overloaded with a chance of {percent(chance)}",
            after=_at(chance, end),
        )
        for officer, chance in zip(officers, chances, strict=True)
    ]
    when = "in the plan" if found.assignment == "plan" else "today"
    description = f"{counted(len(officers), 'officer')}, one bar each: the chance of more work than hours {when}."
    if chances:
        more = sum(chance >= 0.5 for chance in chances)
        description += (
            f" From {percent(min(chances))} to {percent(max(chances))}; at least 50% for {more or 'nobody'}"
            f"{' of them' if more else ''}."
        )
    return BarChart("overload", f"Chance of more work than hours, {when}", description, ticks, tuple(rows))


def _at(value: float, end: float) -> float:
    return round(100 * value / end, 3)
