"""Rows of the page's tables: the document's numbers as people read them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.present.charts import Chart
from app.present.figures import about, as_fraction, counted, grouped, percent, points
from app.present.goal_words import TITLES, amount
from app.present.headline import subject
from app.present.model import GroupEntry, LevelEntry, OfficerEntry, ReportDocument, TierEntry
from app.present.words import BASELINE_TITLES, REASON_TITLES

MOST_UNASSIGNED = 100
MOST_NEEDS = 3
"""Needs of a group that its row names."""
MOST_NAMED = 4
"""Officers of a group that its row names."""


def _hours(value: float | None) -> str:
    return "" if value is None else f"{grouped(as_fraction(value))} h"


def _plain(value: float | None) -> str:
    """Hours in a column whose header says so."""
    return "" if value is None else grouped(as_fraction(value))


def tier(group: int, tier: TierEntry) -> dict[str, Any]:
    """A group of cases and officers, by its place from the tightest on."""
    needs = "; ".join(row.needs for row in tier.needs[:MOST_NEEDS])
    if tier.needs_total > MOST_NEEDS:
        needs += f"; and {counted(tier.needs_total - MOST_NEEDS, 'other need')}"
    ids, others = tier.officers[:MOST_NAMED], len(tier.officers) - MOST_NAMED
    return {
        "group": group,
        "needs": needs,
        "officers": ids + ([f"and {counted(others, 'other')}"] if others > 0 else []),
        "cases": f"{tier.cases:,}",
        "demand": _plain(tier.demand_hours),
        "available": _plain(tier.effective_hours),
        "utilization": percent(tier.utilization, is_table=True),
        "target": percent(tier.target, is_table=True),
        "state": tier.state,
        "missing": _missing(tier.gap_hours, tier.fte_gap),
    }


def group(group: GroupEntry) -> dict[str, str]:
    """An office, docket or skill."""
    return {
        "kind": group.kind,
        "name": group.name or "none asked for",
        "cases": f"{group.cases:,}",
        "demand": _hours(group.demand_hours),
        "officers": f"{group.officers:,}",
        "hours": _hours(group.effective_hours),
        "state": group.state,
        "missing": _missing(group.gap_hours, group.fte_gap, at_least=group.gap_is_at_least),
    }


def _missing(hours: float, fte: float, *, at_least: bool = False) -> str:
    if not hours:
        return "none"
    return f"{'at least ' if at_least else ''}{_hours(hours)} ({about(fte, 2)} FTE)"


def types(document: ReportDocument) -> Iterator[dict[str, str]]:
    """Case types of what is achievable, group by group."""
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


def officer(officer: OfficerEntry) -> dict[str, Any]:
    """One officer, today and in the plan."""
    return {
        "officer_id": officer.officer_id,
        "caseload_before": f"{officer.caseload_before:,}",
        "caseload": f"{officer.caseload or 0:,}",
        "work_before": _plain(officer.workload_before_hours),
        "work": _plain(officer.workload_hours),
        "available": _plain(officer.effective_hours),
        "used_before": percent(officer.utilization_before, is_table=True),
        "used": percent(officer.utilization, is_table=True),
        "over_before": (officer.utilization_before or 0) > 1,
        "over": (officer.utilization or 0) > 1,
        "share": "" if officer.fair_share is None else percent(officer.fair_share, is_table=True),
        "moves_in": f"{officer.moves_in or 0:,}",
        "moves_out": f"{officer.moves_out or 0:,}",
    }


def bins(distribution: Chart) -> list[dict[str, str]]:
    """How many officers are how full."""
    return [
        {"label": row.label, "today": f"{row.counts[0]:,}", "planned": f"{row.counts[1]:,}"}
        for row in distribution.rows
    ]


def level(level: LevelEntry) -> dict[str, str]:
    """A goal in numbers."""
    return {
        "title": TITLES.get(level.name, level.name),
        "meaning": level.meaning,
        "value": amount(level.value, level.unit),
        "best": amount(level.best, level.unit),
        "bound": amount(level.bound, level.unit),
        "certificate": level.certificate,
    }


def unassigned(document: ReportDocument) -> list[dict[str, Any]]:
    """Cases without an officer, the most urgent first."""
    urgent = sorted(document.unassigned, key=lambda case: case.priority)[:MOST_UNASSIGNED]
    return [
        {
            "case_id": case.case_id,
            "priority": case.priority,
            "hours": _hours(case.hours),
            "previous": case.previous_officer or "nobody",
            "reason": REASON_TITLES.get(case.reason, case.reason),
            "fix": case.fix,
        }
        for case in urgent
    ]


def baselines(document: ReportDocument) -> list[dict[str, str]]:
    """Other ways to hand out the cases, and the plan."""
    rows = [
        {
            "title": BASELINE_TITLES.get(name, name),
            "peak": percent(entry.peak_utilization, is_table=True),
            "spread": "" if entry.spread is None else points(entry.spread),
            "moves": f"{entry.moves:,}",
            "unassigned": f"{entry.unassigned_cases:,}",
        }
        for name, entry in document.baselines.items()
    ]
    plan = document.plan
    if plan is not None:
        rows.append(
            {
                "title": "This plan",
                "peak": percent(plan.peak_utilization, is_table=True),
                "spread": "" if plan.spread is None else points(plan.spread),
                "moves": f"{plan.moves.cases:,}",
                "unassigned": f"{plan.unassigned_cases:,}",
            }
        )
    return rows


def facts(document: ReportDocument) -> Iterator[tuple[str, str]]:
    """Enough to make the plan again."""
    origin, counts = document.provenance, document.counts
    yield "Roster", f"{subject(document)}; {counts.pinned_cases:,} pinned, {counts.new_cases:,} new"
    yield "SHA-256 of the roster", origin.input_sha256
    yield "Goals", "; ".join(f"{name} {_goal(value)}" for name, value in origin.goals.items() if value is not None)
    for change in origin.scenario:
        yield "Changed first", f"{change.meaning} ({change.text})"
    yield "Caseload", origin.version
    yield "OR-Tools", origin.ortools_version
    if origin.seed is not None and origin.workers is not None and origin.wall_s is not None:
        yield "Search", f"{origin.wall_s:.1f} s, {counted(origin.workers, 'worker')}, seed {origin.seed}"
    if document.record is not None and document.record.command is not None:
        yield "To make it again", document.record.command
    yield "Made", origin.created


def _goal(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
