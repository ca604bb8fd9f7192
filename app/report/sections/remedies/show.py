"""What would help, as rows of the page and as a line of the terminal."""

from __future__ import annotations

from typing import Any

from app.report.document import ReportDocument
from app.report.sections.remedies.entry import RemediesEntry, RemedyEntry
from app.report.text.numbers import about, percent

MOST_HIRES = 20
TITLES = {"hire": "Hire", "train": "Cross-train", "lend": "Lend", "drop": "Give up"}


def view(document: ReportDocument) -> dict[str, Any] | None:
    """What the section shows; None where there is none."""
    found = document.remedies
    if found is None:
        return None
    more = len(found.hires) - MOST_HIRES
    return {
        "sentence": found.sentence,
        "meaning": found.meaning,
        "search": found.search,
        "ranked": [_row(each) for each in found.ranked],
        "hires": [{"sentence": each.sentence, "change": each.change} for each in found.hires[:MOST_HIRES]],
        "more_hires": f"Here are the {MOST_HIRES} tightest of {len(found.hires):,} groups." if more > 0 else "",
        "enough": "" if found.enough is None else f"{_together(found)}{found.enough.sentence}",
        "drop": _drop(found),
        "lifts": [{"sentence": each.sentence, "change": each.change} for each in found.lifts],
    }


def _together(found: RemediesEntry) -> str:
    return "All groups together: " if len(found.hires) > 1 else "What that does to the whole: "


def _row(found: RemedyEntry) -> dict[str, str]:
    return {
        "kind": TITLES[found.kind],
        "sentence": found.sentence,
        "changes": " · ".join(found.changes),
        "gained": f"{about(found.hours_gained, 2)} h",
        "fte": about(found.fte_gained, 2),
        "before": percent(found.peak_before),
        "after": percent(found.peak_after),
        "certainty": found.certainty,
    }


def _drop(found: RemediesEntry) -> str:
    drop = found.drop
    if drop is None:
        return ""
    named = ", ".join(drop.case_ids[:10])
    rest = drop.cases - len(drop.case_ids[:10])
    ids = f"{named} and {rest:,} more" if rest else named
    least = "; ".join(f"{about(each.hours, 2)} h of priority {each.priority}" for each in drop.least_hours)
    return f"{drop.sentence} They are {ids}. What no plan can carry when more urgent work goes first: {least}."


def in_a_line(document: ReportDocument) -> str | None:
    """The most useful remedy; None where nothing helps or is needed."""
    return (document.remedies.in_brief or None) if document.remedies else None
