"""What the page says, in words and rounded numbers; the template only lays it out."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import Any

from app.report import report_rows
from app.report.charts import bars
from app.report.document import ReportDocument
from app.report.sections.achievable import show as achievable_show
from app.report.sections.forecast import show as forecast_show
from app.report.sections.frontier import show as frontier_show
from app.report.sections.percentile import build as percentile_build
from app.report.sections.provenance import build as provenance_build
from app.report.sections.remedies import show as remedies_show
from app.report.sections.standards import show as standards_show
from app.report.sections.summary import spread
from app.report.sections.summary.show import cards, headline, least_peak, period, proven, subject
from app.report.sections.unassigned import fixes
from app.report.sections.uncertainty import show as uncertainty_show
from app.report.text.goals import goal_sentences
from app.report.text.numbers import counted
from app.report.text.words import REASON_TITLES, named

MOST_TIERS = 40
MOST_BREACHES = 100
MOST_GROUPS = 60


def view_of(document: ReportDocument) -> dict[str, Any]:
    """Everything that the template shows beside the document itself."""
    utilization = bars.before_and_after(document)
    workload = bars.workload(document)
    drawn = {row.full for row in utilization.rows}
    is_large = len(drawn) < sum(officer.effective_hours > 0 for officer in document.officers)
    bins = bars.distribution(document) if is_large else None
    listed = [o for o in document.officers if o.officer_id in drawn or not (is_large or o.effective_hours)]
    return {
        "subject": subject(document),
        "headline": headline(document),
        "period": _period(document),
        "created": _day(document.provenance.created),
        "cards": cards(document),
        "tiers": [report_rows.tier(group, tier) for group, tier in enumerate(document.tiers[:MOST_TIERS], 1)],
        "more_tiers": _more(len(document.tiers), MOST_TIERS, "groups", "the tightest"),
        "target_note": _target_note(document),
        "utilization": utilization,
        "workload": workload,
        "any_over": any(row.is_over for row in workload.rows),
        "not_drawn": _not_drawn(document, is_large),
        "bins": bins,
        "bin_rows": report_rows.bins(bins) if bins else [],
        "officers": [report_rows.officer(officer) for officer in listed],
        "efficiency_note": _efficiency_note(document),
        "share_note": _share_note(document),
        "moves_note": _moves_note(document),
        "spread": spread.sentence(document),
        "standards": standards_show.view(document),
        "frontier": frontier_show.view(document),
        "as_given": "" if document.percentile is None else percentile_build.beside(document.percentile),
        "remedies": remedies_show.view(document),
        "risk": uncertainty_show.view(document),
        "forecast": forecast_show.view(document),
        "proven": proven(document),
        "goal_sentences": ([] if document.plan is None else list(goal_sentences(document.levels, document.plan.moves))),
        "levels": [report_rows.level(level) for level in document.levels],
        "unassigned_title": f"{counted(len(document.unassigned), 'case')} without an officer",
        "reasons": list(_reasons(document)),
        "unassigned": report_rows.unassigned(document),
        "fixes": fixes.rows(document),
        "fixes_summary": fixes.summary(document),
        "more_unassigned": _more(len(document.unassigned), report_rows.MOST_UNASSIGNED, "cases", "the most urgent"),
        "more_breaches": _more(len(document.breaches), MOST_BREACHES, "breaches", "the first"),
        "peaks": bars.peaks(document),
        "baselines": report_rows.baselines(document),
        "groups": [
            report_rows.whole(document),
            *(report_rows.group(group) for group in document.groups[:MOST_GROUPS]),
        ],
        "more_groups": _more(len(document.groups), MOST_GROUPS, "rows", "the first"),
        "achievable": achievable_show.view(document),
        "facts": list(report_rows.facts(document)),
        "replay": provenance_build.replay_sentence(document),
        "chance": provenance_build.chance_sentence(document),
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
            f"There are too many officers to draw all of them. The {bars.MOST_ROWS} fullest, today or in the plan, "
            "are drawn and listed; everybody with hours is in the distribution below, and officers.csv and plan.xlsx "
            "list all."
        )
    away = [officer.officer_id for officer in document.officers if not officer.effective_hours]
    if not away:
        return ""
    have = "has" if len(away) == 1 else "have"
    return f"{named(away)} {have} no hours for cases in this period, so there is no utilization to draw."


def _efficiency_note(document: ReportDocument) -> str:
    if all(officer.effective_hours == officer.available_hours for officer in document.officers):
        return ""
    return (
        "Available: hours for cases × efficiency. Somebody with 100 hours and an efficiency of 0.8 carries 80 hours of "
        "work."
    )


def _share_note(document: ReportDocument) -> str:
    if document.plan is None or least_peak(document) is not None:
        return ""
    return "Fair shares are what they would be if every case were placed that somebody may hold."


def _moves_note(document: ReportDocument) -> str:
    if document.plan is None or not any(case.previous_officer for case in document.unassigned):
        return ""
    return (
        "Cases in and cases out are handed from officer to officer. Cases that somebody holds today and nobody in the "
        "plan are in neither."
    )


def _reasons(document: ReportDocument) -> Iterator[str]:
    counts = Counter(case.reason for case in document.unassigned)
    for reason, count in counts.most_common():
        yield f"{REASON_TITLES.get(reason, reason)}: {counted(count, 'case')}."


def _absent(document: ReportDocument) -> str:
    if not document.not_computed:
        return ""
    return "Not in this report: " + "; ".join(f"{each.section} ({each.reason})" for each in document.not_computed) + "."
