"""Charts of the officers: each today and in the plan, and how many are how full."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise

from app.report.charts.bars import MOST_ROWS, BarChart, Row, axis, round_step, scaled, short
from app.report.document import ReportDocument
from app.report.sections.officers.entry import OfficerEntry
from app.report.text.numbers import about, grouped, percent, rounded
from solver.analysis.words import counted

BINS = 12


def shown(document: ReportDocument) -> list[OfficerEntry]:
    """Officers who are drawn one by one, in the order of the roster: all with hours, or the fullest of them."""
    among = [officer for officer in document.officers if officer.effective_hours > 0]
    if len(among) <= MOST_ROWS:
        return among
    fullest = sorted(among, key=lambda officer: -max(officer.utilization or 0, officer.utilization_before or 0))
    kept = {officer.officer_id for officer in fullest[:MOST_ROWS]}
    return [officer for officer in among if officer.officer_id in kept]


def before_and_after(document: ReportDocument) -> BarChart:
    """Each officer's utilization today and in the plan, on one axis."""
    officers = shown(document)
    has_plan = document.plan is not None
    values = [value for o in officers for value in (o.utilization_before, o.utilization) if value is not None]
    end, ticks = axis(max([1.0, *values]), as_percent=True)
    rows = [
        Row(
            label=short(officer.officer_id),
            full=officer.officer_id,
            note=_utilization_note(officer),
            before=scaled(officer.utilization_before, end),
            after=scaled(officer.utilization, end),
            is_over=_is_over(officer),
        )
        for officer in officers
    ]
    what = "Utilization of each officer today" + (" and in the plan" if has_plan else "")
    return BarChart("utilization", what, _describe(document, officers), ticks, tuple(rows), 100 / end)


def workload(document: ReportDocument) -> BarChart:
    """Each officer's hours of work in the plan against their fair share and their available time."""
    officers = shown(document)
    has_plan = document.plan is not None
    work = [o.workload_hours if has_plan else o.workload_before_hours for o in officers]
    largest = max([1.0, *(o.effective_hours for o in officers), *(hours for hours in work if hours is not None)])
    end, ticks = axis(largest, as_percent=False)
    rows = [
        Row(
            label=short(officer.officer_id),
            full=officer.officer_id,
            note=_hours_note(officer, hours),
            after=scaled(hours, end),
            share=scaled((officer.fair_share or 0) * officer.effective_hours, end),
            room=scaled(officer.effective_hours, end),
            is_over=_is_over(officer),
        )
        for officer, hours in zip(officers, work, strict=True)
    ]
    title = f"Hours of work {'in the plan' if has_plan else 'today'}, fair share and available time"
    over = sum(row.is_over for row in rows)
    description = (
        f"Hours of work of {counted(len(rows), 'officer')} beside the time that they have and the fair share of it. "
        f"{over or 'Nobody'} of them {'is' if over <= 1 else 'are'} past the available time."
    )
    return BarChart("workload", title, description, ticks, tuple(rows))


def distribution(document: ReportDocument) -> BarChart:
    """How many officers are how full, today and in the plan; everybody with hours is in it."""
    among = [officer for officer in document.officers if officer.effective_hours > 0]
    used = [value for o in among for value in (o.utilization_before, o.utilization) if value is not None]
    step = Fraction(repr(round_step(min(max(used, default=1.0), 2.0) / (BINS - 2))))
    edges = [step * number for number in range(BINS)]
    before = _binned((o.utilization_before for o in among), edges)
    after = _binned((o.utilization for o in among), edges)
    labels = [f"{_edge(low)} to {_edge(high)}" for low, high in pairwise(edges)]
    labels.append(f"over {_edge(edges[-1])}")
    end, ticks = axis(max(1.0, *before, *after), as_percent=False)
    has_plan = document.plan is not None
    rows = [
        Row(
            label=label,
            full=label,
            note=f"{label}: {today:,} today" + (f", {planned:,} in the plan" if has_plan else ""),
            before=scaled(today, end),
            after=scaled(planned, end) if has_plan else None,
            counts=(today, planned),
        )
        for label, today, planned in zip(labels, before, after, strict=True)
    ]
    description = f"{counted(len(among), 'officer')} by utilization. " + "; ".join(row.note for row in rows) + "."
    return BarChart("distribution", "Officers by utilization, all of them", description, ticks, tuple(rows))


def _edge(value: Fraction) -> str:
    return f"{grouped(rounded(value * 100, 1))}%"


def _binned(values: Iterable[float | None], edges: Sequence[Fraction]) -> list[int]:
    counts = [0] * len(edges)
    for value in values:
        if value is not None:
            counts[max(0, sum(value > edge for edge in edges) - 1)] += 1
    return counts


def _is_over(officer: OfficerEntry) -> bool:
    used = officer.utilization_before if officer.utilization is None else officer.utilization
    return used is not None and used > 1


def _utilization_note(officer: OfficerEntry) -> str:
    today = f"{officer.officer_id}: today {percent(officer.utilization_before)}"
    return today if officer.utilization is None else f"{today}, in the plan {percent(officer.utilization)}"


def _hours_note(officer: OfficerEntry, hours: float | None) -> str:
    share = (officer.fair_share or 0) * officer.effective_hours
    return (
        f"{officer.officer_id}: {about(hours or 0)} h of work, fair share {about(share)} h, "
        f"available {about(officer.effective_hours)} h"
    )


def _describe(document: ReportDocument, officers: list[OfficerEntry]) -> str:
    parts = [f"{counted(len(officers), 'officer')}, one line each."]
    for when, used in (
        ("Today", [o.utilization_before for o in officers if o.utilization_before is not None]),
        ("In the plan", [o.utilization for o in officers if o.utilization is not None]),
    ):
        if used and (when == "Today" or document.plan is not None):
            parts.append(f"{when} from {percent(min(used))} to {percent(max(used))} of the available time.")
    return " ".join(parts)
