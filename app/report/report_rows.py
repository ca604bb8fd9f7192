"""Rows of the page's tables: the document's numbers as people read them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.report.charts.bars import Chart
from app.report.document import ReportDocument
from app.report.sections.goals.entry import LevelEntry
from app.report.sections.groups.entry import GroupEntry
from app.report.sections.officers.entry import OfficerEntry
from app.report.sections.summary.show import subject
from app.report.sections.tiers.entry import TierEntry
from app.report.text.goals import TITLES, amount
from app.report.text.numbers import about, counted, hours_text, percent, points
from app.report.text.words import BASELINE_TITLES, REASON_TITLES

MOST_UNASSIGNED = 100
MOST_NEEDS = 3
"""Needs of a group that its row names."""
MOST_NAMED = 4
"""Officers of a group that its row names."""


def _hours(value: float | None) -> str:
    return "" if value is None else hours_text(value)


def _plain(value: float | None) -> str:
    """Hours in a column whose header says so."""
    return "" if value is None else hours_text(value).removesuffix(" h")


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
        "used": percent(group.utilization, is_table=True),
        "peak": "" if group.peak_utilization is None else percent(group.peak_utilization, is_table=True),
        "target": "" if group.target is None else percent(group.target, is_table=True),
        "state": group.state,
        "missing": _missing(group.gap_hours, group.fte_gap, at_least=group.gap_is_at_least),
    }


def whole(document: ReportDocument) -> dict[str, str]:
    """The whole roster, as the row above offices, dockets and skills."""
    verdict = document.verdict
    return {
        "kind": "whole",
        "name": "everybody",
        "cases": f"{document.counts.cases:,}",
        "demand": _hours(verdict.demand_hours),
        "officers": f"{document.counts.officers_with_hours:,}",
        "hours": _hours(verdict.effective_hours),
        "used": percent(verdict.utilization, is_table=True),
        "peak": "" if verdict.peak_utilization is None else percent(verdict.peak_utilization, is_table=True),
        "target": "" if verdict.target_utilization is None else percent(verdict.target_utilization, is_table=True),
        "state": verdict.state,
        "missing": _missing(verdict.gap_hours, verdict.fte_gap),
    }


def _missing(hours: float, fte: float, *, at_least: bool = False) -> str:
    if not hours:
        return "none"
    return f"{'at least ' if at_least else ''}{_hours(hours)} ({about(fte, 2)} FTE)"


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
        "target": "" if officer.target is None else percent(officer.target, is_table=True),
        "state": (officer.state_before if officer.state is None else officer.state) or "",
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
    yield "Goals", "; ".join(f"{name} {goal_text(value)}" for name, value in origin.goals.items() if value is not None)
    for change in origin.scenario:
        yield "Changed first", f"{change.meaning} ({change.text})"
    yield "Caseload", origin.version
    yield "OR-Tools", origin.ortools_version
    if origin.seed is not None and origin.workers is not None and origin.wall_s is not None:
        yield "Search", f"{origin.wall_s:.1f} s, {counted(origin.workers, 'worker')}, seed {origin.seed}"
    if document.record is not None:
        yield "To make it again", document.record.command
    yield "Made", origin.created


def goal_text(value: Any) -> str:
    """A goal as people read it."""
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
