"""The figures of the plan, side by side."""

from __future__ import annotations

from app.report.blocks import Card, Cards, Section
from app.report.document import ReportDocument
from app.report.sections.summary.entry import PlanFigures
from app.report.sections.summary.facts import (
    BEST,
    enough,
    first_gap,
    fte_basis,
    has_only_ties_open,
    has_today,
    least_peak,
    left_to_nobody,
    peak_with_all,
    period,
)
from app.report.source import Source
from app.report.text.numbers import about, hours_text, percent
from solver.analysis.words import counted


def show(source: Source) -> Section:
    """Peak, proof, moves and staff."""
    return Section("Peak, proof, moves and staff", "figures", blocks=(Cards(tuple(cards(source.document))),))


def cards(document: ReportDocument) -> list[Card]:
    """The figures at the top."""
    found = []
    if document.plan is not None:
        found += [_peak(document, document.plan), _proof(document), _moves(document, document.plan)]
    else:
        found += [_least_peak(document), _today(document)]
    if document.unassigned:
        what = "in the plan" if document.plan is not None else "in any plan"
        have, each = ("has", "it") if len(document.unassigned) == 1 else ("have", "each")
        meaning = f"of {document.counts.cases:,} {have} no officer {what}; {each} is named with its reason."
        found.append(Card("Without an officer", counted(len(document.unassigned), "case"), meaning))
    if document.nobody_else:
        one = len(document.nobody_else) == 1
        meaning = f"{'stays' if one else 'stay'} with the officer who has {'it' if one else 'them'}; each is named."
        found.append(Card("Nobody may hold", counted(len(document.nobody_else), "case"), meaning))
    found.append(_staff(document))
    return found


def _peak(document: ReportDocument, plan: PlanFigures) -> Card:
    least = least_peak(document)
    today = has_today(document)
    meaning = f"The fullest officer, {'today and ' if today else ''}in the plan."
    if least is not None:
        meaning += f" No plan can bring it below {percent(least)}, however the cases are shared out."
    if today and (all_of_them := peak_with_all(plan)):
        meaning += f" Both are of the cases that have an officer in the plan; {all_of_them}."
    before = percent(plan.peak_before_of_placed) if today else ""
    return Card("Peak utilization", percent(plan.peak_utilization), meaning, before)


def _least_peak(document: ReportDocument) -> Card:
    meaning = "With every case placed that somebody may hold, no plan can have less on its fullest officer."
    return Card("Least possible peak", percent(document.verdict.peak_utilization), meaning)


def _today(document: ReportDocument) -> Card:
    used = [officer.utilization_before for officer in document.officers if officer.utilization_before is not None]
    return Card("Peak utilization today", percent(max(used, default=None)), "The fullest officer as cases lie now.")


def _proof(document: ReportDocument) -> Card:
    if document.status == "optimal":
        return Card("Proof", "Proven", BEST)
    title, gap = first_gap(document)
    if not gap:
        return Card("Proof", "None", "Nothing is known about how much better a plan could be.")
    if has_only_ties_open(document):
        return Card(
            "Proof", "What counts most", f"Only tie-breaks are not proven. The first: {title}, by {gap} at most."
        )
    return Card("Proof", f"Gap {gap}", f"{title} may still be improved by that much; not by more.")


def _moves(document: ReportDocument, plan: PlanFigures) -> Card:
    if not plan.moves.cases:
        return Card("Moves", "None", f"No case changes hands.{left_to_nobody(plan.moves)}")
    change = "changes" if plan.moves.cases == 1 else "change"
    meaning = f"of {document.counts.cases:,} {change} hands ({hours_text(plan.moves.hours)} of work)."
    if plan.moves.forced:
        one, others = plan.moves.forced == 1, plan.moves.cases - plan.moves.forced
        why = f"{'its' if one else 'their'} officer has left or may not keep {'it' if one else 'them'}."
        meaning += f" {plan.moves.forced:,} must: {why}"
        meaning += f" The other {others:,} could have stayed." if others else ""
    return Card("Moves", counted(plan.moves.cases, "case"), meaning + left_to_nobody(plan.moves))


def _staff(document: ReportDocument) -> Card:
    verdict = document.verdict
    basis = fte_basis(verdict, period(document))
    missing = verdict.parts.hours
    if not missing.hours:
        return Card("Missing staff", "None", f"{enough(verdict)} {basis}")
    return Card("Missing staff", f"{about(missing.fte or 0, 2)} FTE", f"{hours_text(missing.hours)}. {basis}")
