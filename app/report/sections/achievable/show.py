"""What caseload is achievable, as the page says it: group by group, type by type, officer by officer."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from app.report.document import ReportDocument
from app.report.sections.achievable.entry import TierCaseloadEntry
from app.report.text.numbers import about, counted, percent

MOST_TIERS = 40
MOST_ROWS = 60
"""Types, and officers, that the page lists."""


def view(document: ReportDocument) -> dict[str, Any] | None:
    """What the section shows; None where no case takes time."""
    tiers = document.achievable.tiers
    if not tiers:
        return None
    officers = sum(len(tier.officers) for tier in tiers)
    return {
        "whole": _whole(document),
        "sentences": list(_sentences(document)),
        "types": list(islice(_types(document), MOST_ROWS)),
        "officers": list(islice(_officers(document), MOST_ROWS)),
        "more": ""
        if officers <= MOST_ROWS
        else f"Here are {MOST_ROWS} of {counted(officers, 'officer')}, the tightest group first; plan.xlsx lists all.",
    }


def _whole(document: ReportDocument) -> str:
    multiple = document.achievable.multiple
    if multiple is None:
        return ""
    return f"With {about(multiple, 2)} times today's mix every group would be within its target."


def _sentences(document: ReportDocument) -> Iterator[str]:
    """What each group can hold, in a sentence."""
    for tier in document.achievable.tiers[:MOST_TIERS]:
        today = f"Group {tier.tier} has {counted(tier.cases_today, 'case')} today"
        times = f"{about(tier.multiple, 2)} times as many"
        within = f"within its target, which is {percent(tier.utilization)} at that size"
        if tier.multiple < 1:
            yield f"{today}; {tier.cases:,} of the same mix ({times}) would be {within}."
        else:
            yield f"{today}; it can hold {tier.cases:,} of the same mix ({times}) {within}."


def _types(document: ReportDocument) -> Iterator[dict[str, str]]:
    for tier in document.achievable.tiers:
        for row in tier.types:
            yield {
                "group": str(tier.tier),
                "type": row.case_type or "no type",
                "hours": f"{about(row.mean_hours, 4)} h",
                "today": f"{row.cases_today:,}",
                "cases": f"{row.cases:,}",
                "each": about(row.cases_per_officer, 1),
            }


def _officers(document: ReportDocument) -> Iterator[dict[str, str]]:
    for tier in document.achievable.tiers:
        for row in tier.officers:
            yield {
                "officer_id": row.officer_id,
                "group": str(tier.tier),
                "today": f"{row.cases_today:,}",
                "time": time_text(row.hours_per_case_today),
                "cases": f"{row.cases:,}",
                "alone": alone(tier, row.of_one_type),
            }


def time_text(hours: float | None) -> str:
    """Time for one case: 1.5 h, or minutes where it is less than an hour."""
    if hours is None:
        return ""
    return f"{about(hours, 2)} h" if hours >= 1 else f"{about(hours * 60, 1)} min"


def alone(tier: TierCaseloadEntry, counts: list[int | None]) -> str:
    """How many of each type the officer could hold if there were no others."""
    names = [row.case_type or "no type" for row in tier.types]
    told = [f"{count:,} {name}" for name, count in zip(names, counts, strict=False) if count is not None]
    return " or ".join(told[:MOST_NAMED]) + (" or …" if len(told) > MOST_NAMED else "")


MOST_NAMED = 4
"""Types that a cell names."""
