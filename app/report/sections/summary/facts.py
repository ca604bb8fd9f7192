"""What the top of the page, the first sheet and the terminal rest on: each said once."""

from __future__ import annotations

from app.report.document import ReportDocument
from app.report.sections.goals.entry import LevelEntry
from app.report.sections.summary.entry import Moves, PlanFigures, Verdict
from app.report.text.goals import WORDS
from app.report.text.numbers import about, hours_text, percent, points
from solver.analysis.words import counted

BEST = "No other plan is better. Goals count one after the other, the first one most."
"""What it means that all is proven."""


def subject(document: ReportDocument) -> str:
    """30 officers, 6,000 cases."""
    return f"{counted(document.counts.officers, 'officer')}, {counted(document.counts.cases, 'case')}"


def has_today(document: ReportDocument) -> bool:
    """Whether anybody with hours is there, and anybody holds a case, so that there is a peak of today to speak of."""
    is_held = any(officer.caseload_before for officer in document.officers)
    return is_held and any(officer.utilization_before is not None for officer in document.officers)


def least_peak(document: ReportDocument) -> float | None:
    """What no plan's peak can be below; None where cases are held back, since then it can be."""
    held_back = any(case.reason not in ("no_eligible_officer", "no_hours") for case in document.unassigned)
    return None if held_back else document.verdict.peak_utilization


def left_to_nobody(moves: Moves) -> str:
    """Cases that lose an officer without changing hands."""
    if not moves.lost:
        return ""
    more = " more" if moves.cases else ""
    what = "loses its officer and gets none" if moves.lost == 1 else "lose their officer and get none"
    certain = moves.lost - moves.held_back
    always = f", {certain:,} of them in any plan" if certain and moves.held_back else ""
    return f" {moves.lost:,}{more} {what}{always}."


def peak_with_all(plan: PlanFigures) -> str:
    """Today's peak with the cases that have no officer in the plan, where it is another; empty where it is not."""
    if plan.peak_before_of_placed == plan.peak_before:
        return ""
    return f"today {percent(plan.peak_before)} with all cases"


def period(document: ReportDocument) -> str:
    """Week, month, quarter or year."""
    return str(document.provenance.goals.get("period", "month"))


def fte_basis(verdict: Verdict, per: str) -> str:
    """One FTE is 148.04 h a month. Where that is another basis than the usual, whose it is, and the usual one."""
    text = f"One FTE is {about(verdict.fte_basis_hours, 2)} h a {per}"
    usual = verdict.fte_other_basis_hours
    if usual is None:
        return f"{text}."
    short = verdict.parts.hours.hours
    given = verdict.fte_basis == "given"
    whose = ", as asked for" if given else ": a quarter of the officers of this roster have that much or more"
    missing = f", which makes {about(short / usual, 2)} FTE" if short else ""
    return f"{text}{whose}. The usual basis is {about(usual, 2)} h{missing}."


def enough(verdict: Verdict) -> str:
    """That the hours suffice, and how many hours of work wait for somebody who may do it all the same."""
    work = verdict.outside_hours
    if not work:
        return "The hours suffice for every group of cases."
    return (
        f"The hours suffice; {hours_text(work)} of work {'waits' if work == 1 else 'wait'} for somebody who may do it."
    )


def proven(document: ReportDocument) -> str:
    """One sentence: proven, or how far from it."""
    if document.plan is not None and document.plan.interrupted:
        start = "The search was stopped early; this is the best plan by then."
    else:
        start = ""
    if document.status == "optimal":
        return f"{start} Proven: {BEST[0].lower()}{BEST[1:]}".strip()
    title, gap = first_gap(document)
    if not gap:
        return f"{start} Nothing is known about how much better a plan could be.".strip()
    if has_only_ties_open(document):
        return f"{start} What counts most is proven best; only tie-breaks are not, {title.lower()} first.".strip()
    before = "" if document.levels[0].status != "optimal" else " The goals before it are proven."
    lower = title[0].lower() + title[1:]
    return f"{start} Not everything is proven: {lower} has a gap of {gap}.{before}".strip()


def first_gap(document: ReportDocument) -> tuple[str, str]:
    """The first goal that is not proven: those after it count for less."""
    for level in document.levels:
        if level.status != "optimal":
            return WORDS[level.name].title, gap_text(level)
    return "", ""


TIE_BREAKS = frozenset(("fairness_again", "shortfall", "evenness", "continuity_again"))
"""Goals that only decide between plans that are equal in what counts more."""


def has_only_ties_open(document: ReportDocument) -> bool:
    """Whether what is not proven only breaks ties."""
    unproven = {level.name for level in document.levels if level.status != "optimal"}
    return bool(unproven) and unproven <= TIE_BREAKS


def gap_text(level: LevelEntry) -> str:
    """0.05 points, or 1.2%."""
    return points(level.gap / 100) if level.gap_unit == "points" else percent(level.gap)
