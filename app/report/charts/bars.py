"""Charts as data: what is drawn, where, and what it says to somebody who cannot see it.

Positions are per cent of the width, so that a chart fits a phone and a page without its letters shrinking; the
templates under ``templates/charts.html`` turn them into SVG. Nothing is cut off: axes reach from 0 past the largest
value.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor, log10

from app.report.document import ReportDocument
from app.report.sections.officers.entry import OfficerEntry
from app.report.text.numbers import about, counted, grouped, percent, rounded
from app.report.text.words import BASELINE_TITLES

MOST_ROWS = 60
"""Officers drawn one by one; above that the rest is in the distribution."""
LABEL_LENGTH = 14
ROW_PX = 20
BINS = 12


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of an axis: position in per cent of the width, and its label."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a chart. Positions are per cent of the width; None is not drawn.

    Attributes
    ----------
    label, full : str
        As drawn, and in full.
    before, after : float or None
        What is today, and in the plan.
    share : float or None
        Fair share.
    room : float or None
        Available time.
    note : str
        The numbers, for a tooltip.
    is_over : bool
        Past the available time in the plan (today, where there is no plan).
    counts : tuple of int
        Numbers of a distribution, today and in the plan.
    """

    label: str
    full: str
    note: str
    before: float | None = None
    after: float | None = None
    share: float | None = None
    room: float | None = None
    is_over: bool = False
    counts: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart without its paint."""

    name: str
    title: str
    description: str
    ticks: tuple[Tick, ...]
    rows: tuple[Row, ...]
    full_at: float | None = None
    """Where 100% of the available time is."""

    @property
    def height(self) -> int:
        """Pixels of the rows, without the axis."""
        return ROW_PX * len(self.rows)

    @property
    def gutter(self) -> int:
        """Pixels that the labels need on the left."""
        return gutter(row.label for row in self.rows)


def gutter(labels: Iterable[str]) -> int:
    """Pixels that labels need on the left of a chart."""
    return 14 + round(7.4 * max(map(len, labels), default=0))


def curve(corners: Sequence[tuple[float, float]]) -> str:
    """The path of an SVG line through points."""
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in corners)


def axis(largest: float, as_percent: bool) -> tuple[float, tuple[Tick, ...]]:
    """Where an axis from 0 ends, and its marks: at most six, at round numbers."""
    step = _round_step(max(largest, 1e-6) / 4)
    count = max(1, ceil(largest / step - 1e-9))
    if largest > (count - 0.08) * step:  # leave air beside the largest mark
        count += 1
    end = count * step
    exact = Fraction(repr(step))
    marks = [(number, exact * number) for number in range(count + 1)]
    return end, tuple(
        Tick(100 * number / count, f"{grouped(mark * 100)}%" if as_percent else grouped(mark)) for number, mark in marks
    )


def _round_step(rough: float) -> float:
    base = 10.0 ** floor(log10(rough))
    factor = next(factor for factor in (1, 2, 2.5, 5, 10) if factor * base >= rough * (1 - 1e-9))
    return float(f"{factor * base:.12g}")


def shown(document: ReportDocument) -> list[OfficerEntry]:
    """Officers who are drawn one by one, in the order of the roster: all with hours, or the fullest of them."""
    among = [officer for officer in document.officers if officer.effective_hours > 0]
    if len(among) <= MOST_ROWS:
        return among
    fullest = sorted(among, key=lambda officer: -max(officer.utilization or 0, officer.utilization_before or 0))
    kept = {officer.officer_id for officer in fullest[:MOST_ROWS]}
    return [officer for officer in among if officer.officer_id in kept]


def before_and_after(document: ReportDocument) -> Chart:
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
            before=_scaled(officer.utilization_before, end),
            after=_scaled(officer.utilization, end),
            is_over=_is_over(officer),
        )
        for officer in officers
    ]
    what = "Utilization of each officer today" + (" and in the plan" if has_plan else "")
    return Chart("utilization", what, _describe(document, officers), ticks, tuple(rows), 100 / end)


def workload(document: ReportDocument) -> Chart:
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
            after=_scaled(hours, end),
            share=_scaled((officer.fair_share or 0) * officer.effective_hours, end),
            room=_scaled(officer.effective_hours, end),
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
    return Chart("workload", title, description, ticks, tuple(rows))


def peaks(document: ReportDocument) -> Chart:
    """The peak utilization of other ways to hand out the same cases, and of the plan."""
    found = [(BASELINE_TITLES.get(name, name), entry.peak_utilization) for name, entry in document.baselines.items()]
    plan = document.plan.peak_utilization if document.plan is not None else None
    values = [value for _, value in found if value is not None] + ([plan] if plan is not None else [])
    end, ticks = axis(max([1.0, *values]), as_percent=True)
    rows = [
        Row(label=title, full=title, note=f"{title}: {percent(value)}", before=_scaled(value, end))
        for title, value in found
    ]
    if plan is not None:
        rows.append(
            Row(label="This plan", full="This plan", note=f"This plan: {percent(plan)}", after=_scaled(plan, end))
        )
    description = "Peak utilization: " + "; ".join(row.note for row in rows) + "."
    return Chart("peaks", "Peak utilization by way of handing out cases", description, ticks, tuple(rows), 100 / end)


def distribution(document: ReportDocument) -> Chart:
    """How many officers are how full, today and in the plan; everybody with hours is in it."""
    among = [officer for officer in document.officers if officer.effective_hours > 0]
    used = [value for o in among for value in (o.utilization_before, o.utilization) if value is not None]
    step = Fraction(repr(_round_step(min(max(used, default=1.0), 2.0) / (BINS - 2))))
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
            before=_scaled(today, end),
            after=_scaled(planned, end) if has_plan else None,
            counts=(today, planned),
        )
        for label, today, planned in zip(labels, before, after, strict=True)
    ]
    description = f"{counted(len(among), 'officer')} by utilization. " + "; ".join(row.note for row in rows) + "."
    return Chart("distribution", "Officers by utilization, all of them", description, ticks, tuple(rows))


def _edge(value: Fraction) -> str:
    return f"{grouped(rounded(value * 100, 1))}%"


def _binned(values: Iterable[float | None], edges: Sequence[Fraction]) -> list[int]:
    counts = [0] * len(edges)
    for value in values:
        if value is not None:
            counts[max(0, sum(value > edge for edge in edges) - 1)] += 1
    return counts


def short(name: str) -> str:
    """An id as a chart shows it."""
    return name if len(name) <= LABEL_LENGTH else name[: LABEL_LENGTH - 1] + "…"


def _scaled(value: float | None, end: float) -> float | None:
    return None if value is None else round(100 * value / end, 3)


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
