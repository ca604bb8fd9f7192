"""What would help, as the document has it: each remedy with what it does, and how sure it is that none is better."""

from __future__ import annotations

from fractions import Fraction

from app.intake.scenario.text import text_of
from app.report.sections.remedies.entry import (
    DropEntry,
    HiresEntry,
    LiftEntry,
    PriorityHours,
    RemediesEntry,
    RemedyEntry,
    RemedyKind,
)
from app.report.sections.remedies.words import (
    MEANING,
    WITHIN_CAPACITY,
    Gap,
    certainty,
    effect,
    in_brief,
    most_useful,
    no_shortage,
    nothing_helps,
    searched,
    subject,
)
from app.report.text.numbers import fte, number, percent, ratio
from solver.analysis import Analysis, WhyNot
from solver.analysis.fte import Basis
from solver.analysis.remedies.hire import Hires
from solver.analysis.remedies.raise_standard import PARAMS as LIFT
from solver.analysis.remedies.raise_standard import Lift
from solver.analysis.remedies.rank import Kind, Remedies, Remedy
from solver.analysis.remedies.shed import Dropped
from solver.analysis.scenarios.changes import Change
from solver.analysis.staffing.verdict import Staffing, needs_no_remedies
from solver.analysis.staffing.verdict_parts import PartName
from solver.analysis.words import counted, hours
from solver.goals import Policy

WHY_NOT = {WhyNot.NO_OFFICERS: "there are no officers in the roster; add them first"}
WHY_NO_LIFTS = {
    WhyNot.NO_PLAN: "what standards leave out is known only once there is a plan",
    WhyNot.NOT_NEEDED: "no caseload standard leaves a case without an officer",
    WhyNot.NOT_PROVEN: "whether standards leave cases without an officer is not known: the time ran out before",
    WhyNot.NO_TIME: "no time was given to plan again with higher standards (--remedies-time)",
    WhyNot.TOO_LARGE: f"with more than {LIFT.most_cases:,} cases, planning again takes too long; try caseload whatif "
    "--solve",
    WhyNot.NONE_FOUND: "no single standard that was lifted places more cases in the time that there was",
}
MOST_IDS = 100
"""Dropped cases that are named."""
KINDS: dict[str, RemedyKind] = {
    "hire": "hire",
    "train": "train",
    "lend": "lend",
    "drop": "drop",
    "unpin": "unpin",
    "hours": "hours",
}


def build(analysis: Analysis) -> RemediesEntry | None:
    """All remedies; None where there are no officers, so that there is nothing to mend them by."""
    found, staffing, options = analysis.remedies, analysis.staffing, analysis.options
    if isinstance(found, WhyNot):
        return None
    basis, lifts = options.basis, analysis.lifts
    placing = _placing(analysis) or _first(lifts)
    is_fine = needs_no_remedies(staffing)
    return RemediesEntry(
        sentence=_sentence(found, staffing, placing),
        in_brief=(placing if not staffing.verdict.gap_hours else "") or in_brief(found, _gap(staffing)),
        meaning=MEANING + (WITHIN_CAPACITY if options.goals.policy is Policy.WITHIN_CAPACITY else ""),
        search=searched(options.remedies_s, is_fine=is_fine),
        ranked=[_remedy(each, basis) for each in found.ranked if each.kind is not Kind.DROP],
        hires=[_hires(each, basis) for each in found.hires],
        enough=None if found.enough is None else _remedy(found.enough, basis),
        drop=None if found.drop is None else _drop(found.drop),
        lifts=[] if isinstance(lifts, WhyNot) else [_lift(each, basis) for each in lifts],
        lifts_note=WHY_NO_LIFTS[lifts] if isinstance(lifts, WhyNot) else "",
    )


def _first(lifts: tuple[Lift, ...] | WhyNot) -> str:
    """The standard whose lift places most; empty where none is known."""
    return "" if isinstance(lifts, WhyNot) or not lifts else lifts[0].sentence


def _placing(analysis: Analysis) -> str:
    """Of the changes that were made and checked for cases without an officer, the one that places most; or nothing."""
    made = [fix for fix in analysis.fixes if fix.placed] if analysis.plan is not None else []
    if not made:
        return ""
    best = max(made, key=lambda fix: fix.placed)
    changes = " and ".join(map(str, best.changes))
    one = best.placed == 1
    have = f"then {'has' if one else 'have'} an officer"
    staying = {each.case for each in analysis.staying}
    if staying.issuperset(best.cases.tolist()):  # they have one, who may not hold them
        have += f" who may hold {'it' if one else 'them'}"
    return f"{changes}: {counted(best.placed, 'case')} {have}."


def _gap(staffing: Staffing) -> Gap:
    """Hours that are missing by the verdict; the rest of what remedies can gain waits for somebody who may do it."""
    missing = staffing.verdict.part(PartName.HOURS).hours or 0
    return Gap(staffing.verdict.gap_hours, max(Fraction(0), staffing.verdict.gap_hours - missing))


def _sentence(found: Remedies, staffing: Staffing, placing: str) -> str:
    gap = staffing.verdict.gap_hours
    best = most_useful(found, _gap(staffing))
    if not gap:
        return no_shortage(staffing, " ".join(text for text in (placing, best) if text) or None)
    if best is not None:
        return best
    if found.drop is not None:
        return _drop(found.drop).sentence
    return nothing_helps(_gap(staffing))


def _remedy(found: Remedy, basis: Basis) -> RemedyEntry:
    before, after = found.before, found.after
    return RemedyEntry(
        kind=KINDS[found.kind.value],
        sentence=f"{subject(found)}: {effect(before, after)}",
        changes=[_text(change, basis) for change in found.changes],
        hours_gained=number(found.hours_gained),
        fte_gained=fte(found.hours_gained / basis.productive_hours),
        gap_hours_before=number(before.gap_hours),
        gap_hours_after=number(after.gap_hours),
        peak_before=ratio(before.peak),
        peak_after=ratio(after.peak),
        least_gap_hours=number(found.least_gap_hours),
        proven=found.proven,
        certainty=certainty(found),
    )


def _hires(found: Hires, basis: Basis) -> HiresEntry:
    where = "Cases that nobody with hours may hold" if found.tier is None else f"Group {found.tier + 1}"
    fewer = "nobody would carry them" if found.one_fewer is None else f"{percent(found.one_fewer)} would be left"
    before = "" if found.before is None else f"from {percent(found.before)} "
    needs = "need" if found.tier is None else "needs"
    return HiresEntry(
        tier=None if found.tier is None else found.tier + 1,
        officers=found.hire.count,
        change=_text(found.hire, basis),
        peak_before=ratio(found.before),
        peak_after=ratio(found.after),
        peak_one_fewer=ratio(found.one_fewer),
        sentence=f"{where} {needs} {counted(found.hire.count, 'hire')}: {before}to {percent(found.after)}; with one "
        f"fewer {fewer}.",
    )


def _drop(found: Dropped) -> DropEntry:
    ids = found.drop.cases
    after = found.after
    left = (
        "nobody then has more work than hours"
        if not after.gap_hours
        else (f"{hours(after.gap_hours)} that no hours carry wait all the same, whatever is dropped")
    )
    return DropEntry(
        cases=len(ids),
        hours=number(found.hours),
        case_ids=list(ids[:MOST_IDS]),
        gap_hours_after=number(after.gap_hours),
        peak_after=ratio(after.peak),
        least_hours=[PriorityHours(priority=rank, hours=number(least)) for rank, least in found.least_hours],
        sentence=f"Giving up {counted(len(ids), 'case')} of {hours(found.hours)}, the least urgent first: {left}.",
    )


def _lift(found: Lift, basis: Basis) -> LiftEntry:
    return LiftEntry(
        change=_text(found.change, basis),
        cases_placed=found.cases_placed,
        hours_placed=number(found.hours_placed),
        sentence=found.sentence,
    )


def _text(change: Change, basis: Basis) -> str:
    return text_of(change, full_time_hours=basis.productive_hours)
