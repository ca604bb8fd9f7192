"""Published standards as the page shows them: the figures of each, and who holds more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.report.document import ReportDocument
from app.report.sections.standards.entry import StandardEntry, StandardFindings
from app.report.text.numbers import about, counted

MOST_OFFICERS = 60
"""Officers whom the table of one standard lists."""
WITHIN = "within"


def view(document: ReportDocument) -> list[dict[str, Any]]:
    """One part of the section for each standard."""
    return [_standard(entry) for entry in document.standards or []]


def _standard(entry: StandardEntry) -> dict[str, Any]:
    rows = list(_officers(entry))
    return {
        "key": entry.name,
        "title": f"{entry.title} ({entry.name})",
        "meaning": entry.basis if entry.unit == "case" else f"{entry.basis} One case is a {entry.unit}.",
        "source": entry.source,
        "says": _says(entry),
        "remarks": entry.remarks,
        "supervisors": "" if entry.supervisors is None else _supervisors(entry.supervisors),
        "categories": [_category(entry, at) for at in range(len(entry.categories))],
        "in_hours": entry.officer_hours is not None,
        "officers": rows[:MOST_OFFICERS],
        "more": ""
        if len(rows) <= MOST_OFFICERS
        else f"Here are {MOST_OFFICERS} of {len(rows):,} officers who are over.",
        "has_plan": entry.plan is not None,
    }


def _supervisors(count: int) -> str:
    return f"For all officers of the roster the standard asks for {counted(count, 'supervisor')}."


def _says(entry: StandardEntry) -> str:
    """How many are within, today and in the plan."""
    today = f"Today {_over(entry.today)}"
    if not (entry.today.counted_cases or (entry.plan and entry.plan.counted_cases)):
        return "Nobody holds a case that counts."
    return f"{today}." if entry.plan is None else f"{today}; in the plan {_over(entry.plan)}."


def _over(found: StandardFindings) -> str:
    among = found.officers_over + found.officers_within
    if not among:
        return "nobody holds a case that counts"
    is_are = "is" if found.officers_over == 1 else "are"
    over = f"{found.officers_over:,} of {counted(among, 'officer')} {is_are} over"
    return (
        over if found.officers_over else f"all {counted(among, 'officer')} are within" if among > 1 else "1 is within"
    )


def _category(entry: StandardEntry, at: int) -> dict[str, str]:
    category = entry.categories[at]
    most = f"{category.cases:,}" if category.least_cases is None else f"{category.least_cases:,} to {category.cases:,}"
    return {
        "name": category.name,
        "hours": "" if category.case_hours is None else f"{about(category.case_hours, 2)} h",
        "cases": most,
        "types": ", ".join(category.case_types) or "none of the roster",
    }


def _officers(entry: StandardEntry) -> Iterator[dict[str, str]]:
    """Whoever is over today or in the plan, the furthest over in the plan first."""
    planned = _sentences(entry.plan) if entry.plan is not None else {}
    today = _sentences(entry.today)
    for name in [*planned, *(name for name in today if name not in planned)]:
        yield {"officer_id": name, "today": today.get(name, WITHIN), "planned": planned.get(name, WITHIN)}


def _sentences(found: StandardFindings) -> dict[str, str]:
    out: dict[str, str] = {}
    for breach in found.breaches:
        out[breach.officer_id] = f"{out.get(breach.officer_id, '')} {breach.sentence}".strip()
    return out
