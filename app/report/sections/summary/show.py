"""What stands at the top: the headline, the figures beside it, and whether it is proven. Page and terminal share it."""

from __future__ import annotations

from dataclasses import dataclass

from app.report.document import ReportDocument
from app.report.sections.goals.entry import LevelEntry
from app.report.sections.percentile.build import remark
from app.report.sections.summary.entry import Moves, PlanFigures
from app.report.text.goals import TITLES
from app.report.text.numbers import about, counted, hours_text, percent, points


@dataclass(frozen=True, slots=True)
class Card:
    """One figure: what it is, how much (and how much today), and what that means."""

    title: str
    figure: str
    meaning: str
    before: str = ""


def subject(document: ReportDocument) -> str:
    """30 officers, 6,000 cases."""
    return f"{counted(document.counts.officers, 'officer')}, {counted(document.counts.cases, 'case')}"


def headline(document: ReportDocument) -> str:
    """The one line that must be read."""
    plan = document.plan
    if plan is None or plan.peak_utilization is None:
        return f"{subject(document)}{remark(document.percentile)}"
    after = percent(plan.peak_utilization)
    weights = remark(document.percentile)
    if not has_today(document):
        return f"{subject(document)}: nobody above {after}{weights}"
    before = percent(plan.peak_before)
    return f"{subject(document)}: peak utilization goes from {before} to {after}{weights}"


def has_today(document: ReportDocument) -> bool:
    """Whether anybody with hours is there, and anybody holds a case, so that there is a peak of today to speak of."""
    is_held = any(officer.caseload_before for officer in document.officers)
    return is_held and any(officer.utilization_before is not None for officer in document.officers)


def cards(document: ReportDocument) -> list[Card]:
    """The figures at the top."""
    found = []
    if document.plan is not None:
        found += [_peak(document, document.plan), _proof(document), _moves(document, document.plan)]
    else:
        found += [_least_peak(document), _today(document)]
    if document.unassigned:
        what = "in the plan" if document.plan is not None else "in any plan"
        meaning = f"of {document.counts.cases:,} have no officer {what}; each is named with its reason."
        found.append(Card("Without an officer", counted(len(document.unassigned), "case"), meaning))
    found.append(_staff(document))
    return found


def _peak(document: ReportDocument, plan: PlanFigures) -> Card:
    least = least_peak(document)
    today = has_today(document)
    meaning = f"The fullest officer, {'today and ' if today else ''}in the plan."
    if least is not None:
        meaning += f" It cannot be below {percent(least)}, whoever holds what."
    before = percent(plan.peak_before) if today else ""
    return Card("Peak utilization", percent(plan.peak_utilization), meaning, before)


def least_peak(document: ReportDocument) -> float | None:
    """What no plan's peak can be below; None where cases are held back, since then it can be."""
    held_back = any(case.reason not in ("no_eligible_officer", "no_hours") for case in document.unassigned)
    return None if held_back else document.verdict.peak_utilization


def _least_peak(document: ReportDocument) -> Card:
    meaning = "With every case placed that somebody may hold, no plan can have less on its fullest officer."
    return Card("Least possible peak", percent(document.verdict.peak_utilization), meaning)


def _today(document: ReportDocument) -> Card:
    used = [officer.utilization_before for officer in document.officers if officer.utilization_before is not None]
    return Card("Peak utilization today", percent(max(used, default=None)), "The fullest officer as cases lie now.")


def _proof(document: ReportDocument) -> Card:
    if document.status == "optimal":
        return Card("Proof", "Proven", "No plan is better, goals taken in their order.")
    title, gap = _first_gap(document)
    if not gap:
        return Card("Proof", "None", "Nothing is known about how much better a plan could be.")
    return Card("Proof", f"Gap {gap}", f"{title} may still be improved by that much; not by more.")


def _moves(document: ReportDocument, plan: PlanFigures) -> Card:
    if not plan.moves.cases:
        return Card("Moves", "None", f"No case changes hands.{left_to_nobody(plan.moves)}")
    meaning = f"of {document.counts.cases:,} change hands ({hours_text(plan.moves.hours)} of work)."
    if plan.moves.forced:
        one, others = plan.moves.forced == 1, plan.moves.cases - plan.moves.forced
        why = f"{'its' if one else 'their'} officer has left or may not hold {'it' if one else 'them'}."
        meaning += f" {plan.moves.forced:,} must: {why}"
        meaning += f" The other {others:,} could have stayed." if others else ""
    return Card("Moves", counted(plan.moves.cases, "case"), meaning + left_to_nobody(plan.moves))


def left_to_nobody(moves: Moves) -> str:
    """Cases that leave an officer who may keep them without changing hands."""
    if not moves.held_back:
        return ""
    more = " more" if moves.cases else ""
    what = "loses its officer and gets none" if moves.held_back == 1 else "lose their officer and get none"
    return f" {moves.held_back:,}{more} {what}."


def _staff(document: ReportDocument) -> Card:
    verdict = document.verdict
    basis = f"One FTE is {about(verdict.fte_basis_hours, 2)} h a {period(document)}."
    if not verdict.gap_hours:
        return Card("Missing staff", "None", f"The hours suffice for every group of cases. {basis}")
    return Card("Missing staff", f"{about(verdict.fte_gap, 2)} FTE", f"{hours_text(verdict.gap_hours)}. {basis}")


def period(document: ReportDocument) -> str:
    """Week, month, quarter or year."""
    return str(document.provenance.goals.get("period", "month"))


def proven(document: ReportDocument) -> str:
    """One sentence: proven, or how far from it."""
    if document.plan is not None and document.plan.interrupted:
        start = "The search was stopped early; this is the best plan by then."
    else:
        start = ""
    if document.status == "optimal":
        return f"{start} Proven: no plan is better, goals taken in their order.".strip()
    title, gap = _first_gap(document)
    if not gap:
        return f"{start} Nothing is known about how much better a plan could be.".strip()
    before = "" if document.levels[0].status != "optimal" else " The goals before it are proven."
    lower = title[0].lower() + title[1:]
    return f"{start} Not everything is proven: {lower} has a gap of {gap}.{before}".strip()


def _first_gap(document: ReportDocument) -> tuple[str, str]:
    """The first goal that is not proven: those after it count for less."""
    for level in document.levels:
        if level.status != "optimal":
            return TITLES.get(level.name, level.name), gap_text(level)
    return "", ""


def gap_text(level: LevelEntry) -> str:
    """0.05 points, or 1.2%."""
    return points(level.gap / 100) if level.gap_unit == "points" else percent(level.gap)
