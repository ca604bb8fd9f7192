"""What the page says, in words and rounded numbers; the template only lays it out."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import Any

from app.present import charts
from app.present.figures import about, as_fraction, counted, grouped, percent
from app.present.goal_words import TITLES, amount, level_sentence
from app.present.headline import cards, headline, period, proven, subject
from app.present.model import LevelEntry, OfficerEntry, ReportDocument, TierEntry
from app.present.words import BASELINE_TITLES, REASON_TITLES, named

MOST_TIERS = 40
MOST_UNASSIGNED = 100
MOST_BREACHES = 100
MOST_NEEDS = 3
"""Needs of a group that its row names."""


def view_of(document: ReportDocument) -> dict[str, Any]:
    """Everything that the template shows beside the document itself."""
    utilization = charts.before_and_after(document)
    workload = charts.workload(document)
    drawn = {row.full for row in utilization.rows}
    is_large = len(drawn) < sum(officer.effective_hours > 0 for officer in document.officers)
    listed = [o for o in document.officers if o.officer_id in drawn or not (is_large or o.effective_hours)]
    return {
        "subject": subject(document),
        "headline": headline(document),
        "period": _period(document),
        "created": _day(document.provenance.created),
        "cards": cards(document),
        "tiers": [_tier(tier) for tier in document.tiers[:MOST_TIERS]],
        "more_tiers": _more(len(document.tiers), MOST_TIERS, "groups", "the tightest"),
        "target_note": _target_note(document),
        "utilization": utilization,
        "workload": workload,
        "any_over": any(row.is_over for row in workload.rows),
        "not_drawn": _not_drawn(document, is_large),
        "bins": charts.distribution(document) if is_large else (),
        "officers": [_officer(officer) for officer in listed],
        "efficiency_note": _efficiency_note(document),
        "proven": proven(document),
        "goal_sentences": list(_goal_sentences(document)),
        "levels": [_level(level) for level in document.levels],
        "unassigned_title": f"{counted(len(document.unassigned), 'case')} without an officer",
        "reasons": list(_reasons(document)),
        "unassigned": _unassigned(document),
        "more_unassigned": _more(len(document.unassigned), MOST_UNASSIGNED, "cases", "the most urgent"),
        "more_breaches": _more(len(document.breaches), MOST_BREACHES, "breaches", "the first"),
        "peaks": charts.peaks(document),
        "baselines": _baselines(document),
        "facts": list(_facts(document)),
        "replay": _replay(document),
        "absent": _absent(document),
    }


def _more(count: int, most: int, what: str, which: str) -> str:
    if count <= most:
        return ""
    return f"Here are {which} {most} of {count:,} {what}; all of them are in report.json and plan.xlsx."


def _period(document: ReportDocument) -> str:
    start = document.provenance.goals.get("period_start")
    word = period(document).capitalize()
    return f"{word} from {_day(str(start))}" if start else word


def _day(text: str) -> str:
    day = dt.datetime.fromisoformat(text)
    return f"{day.day} {day:%B %Y}"


def _hours(value: float | None) -> str:
    return "" if value is None else f"{grouped(as_fraction(value))} h"


def _tier(tier: TierEntry) -> dict[str, str]:
    names = [row.needs for row in tier.needs]
    needs = "; ".join(names[:MOST_NEEDS])
    if len(names) > MOST_NEEDS:
        needs += f"; and {counted(len(names) - MOST_NEEDS, 'other need')}"
    who = named(tier.officers)
    return {
        "needs": needs,
        "officers": f"{len(tier.officers):,}: {who}",
        "cases": f"{tier.cases:,}",
        "demand": _hours(tier.demand_hours),
        "available": _hours(tier.effective_hours),
        "utilization": percent(tier.utilization),
        "target": percent(tier.target),
        "state": tier.state,
        "missing": f"{_hours(tier.gap_hours)} ({about(tier.fte_gap, 2)} FTE)" if tier.gap_hours else "none",
    }


def _target_note(document: ReportDocument) -> str:
    meaning = (
        "Sustainable is what stays within the target; strained is what the hours still carry; unsustainable is what "
        "they do not. "
    )
    if document.provenance.goals.get("target") is not None:
        return meaning + "The target was given."
    return meaning + (
        "The target depends on the size of the group: with a load of R FTE it is √R ÷ (√R + 1), because a few people "
        "need more slack than many."
    )


def _not_drawn(document: ReportDocument, is_large: bool) -> str:
    if is_large:
        return (
            f"There are too many officers to draw all of them. The {charts.MOST_ROWS} fullest, today or in the plan, "
            "are drawn and listed; everybody with hours is in the distribution below, and officers.csv and plan.xlsx "
            "list all."
        )
    away = [officer.officer_id for officer in document.officers if not officer.effective_hours]
    if not away:
        return ""
    have = "has" if len(away) == 1 else "have"
    return f"{named(away)} {have} no hours for cases in this period, so there is no utilization to draw."


def _officer(officer: OfficerEntry) -> dict[str, Any]:
    return {
        "officer_id": officer.officer_id,
        "caseload_before": f"{officer.caseload_before:,}",
        "caseload": f"{officer.caseload or 0:,}",
        "work_before": _hours(officer.workload_before_hours),
        "work": _hours(officer.workload_hours),
        "available": _hours(officer.effective_hours),
        "used_before": percent(officer.utilization_before),
        "used": percent(officer.utilization),
        "over_before": (officer.utilization_before or 0) > 1,
        "over": (officer.utilization or 0) > 1,
        "share": "" if officer.fair_share is None else percent(officer.fair_share),
        "moves_in": f"{officer.moves_in or 0:,}",
        "moves_out": f"{officer.moves_out or 0:,}",
    }


def _efficiency_note(document: ReportDocument) -> str:
    if all(officer.effective_hours == officer.available_hours for officer in document.officers):
        return ""
    return (
        "Available: hours for cases × efficiency. Somebody with 100 hours and an efficiency of 0.8 carries 80 hours of "
        "work."
    )


def _goal_sentences(document: ReportDocument) -> Iterator[str]:
    coverage = [level for level in document.levels if level.name.startswith("coverage_")]
    if coverage and not any(level.value for level in coverage):
        yield "Every case has an officer. Nothing can be better."
    else:
        yield from map(level_sentence, coverage)
    yield from (level_sentence(level) for level in document.levels if level not in coverage)


def _level(level: LevelEntry) -> dict[str, str]:
    return {
        "title": TITLES.get(level.name, level.name),
        "meaning": level.meaning,
        "value": amount(level.value, level.unit),
        "best": amount(level.best, level.unit),
        "bound": amount(level.bound, level.unit),
        "certificate": level.certificate,
    }


def _reasons(document: ReportDocument) -> Iterator[str]:
    counts = Counter(case.reason for case in document.unassigned)
    for reason, count in counts.most_common():
        yield f"{counted(count, 'case')}: {REASON_TITLES.get(reason, reason).lower()}."


def _unassigned(document: ReportDocument) -> list[dict[str, Any]]:
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


def _baselines(document: ReportDocument) -> list[dict[str, str]]:
    rows = [
        {
            "title": BASELINE_TITLES.get(name, name),
            "peak": percent(entry.peak_utilization),
            "spread": "" if entry.spread is None else percent(entry.spread),
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
                "peak": percent(plan.peak_utilization),
                "spread": "" if plan.spread is None else percent(plan.spread),
                "moves": f"{plan.moves.cases:,}",
                "unassigned": f"{plan.unassigned_cases:,}",
            }
        )
    return rows


def _facts(document: ReportDocument) -> Iterator[tuple[str, str]]:
    origin, counts = document.provenance, document.counts
    yield "Roster", f"{subject(document)}; {counts.pinned_cases:,} pinned, {counts.new_cases:,} new"
    yield "SHA-256 of the roster", origin.input_sha256
    yield "Goals", "; ".join(f"{name} {_goal(value)}" for name, value in origin.goals.items() if value is not None)
    yield "Caseload", origin.version
    yield "OR-Tools", origin.ortools_version
    if origin.seed is not None and origin.workers is not None and origin.wall_s is not None:
        yield "Search", f"{origin.wall_s:.1f} s, {counted(origin.workers, 'worker')}, seed {origin.seed}"
    yield "Made", origin.created


def _goal(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _replay(document: ReportDocument) -> str:
    if document.provenance.workers is None:
        return ""
    if document.provenance.workers == 1:
        return "One worker and the same seed give the same plan, case by case."
    return "With more than one worker another plan may come out, but what is proven keeps its value."


def _absent(document: ReportDocument) -> str:
    if not document.not_computed:
        return ""
    return "Not in this report: " + "; ".join(f"{each.section} ({each.reason})" for each in document.not_computed) + "."
