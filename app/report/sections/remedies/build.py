"""What would help, as the document has it: each remedy with what it does, and how sure it is that none is better."""

from __future__ import annotations

from app.intake.build.problem import Built
from app.intake.options import PlanOptions
from app.intake.scenario.text import text_of
from app.report.sections.remedies import lift
from app.report.sections.remedies.entry import (
    DropEntry,
    HiresEntry,
    PriorityHours,
    RemediesEntry,
    RemedyEntry,
    RemedyKind,
)
from app.report.sections.remedies.words import (
    MEANING,
    WITHIN_CAPACITY,
    certainty,
    effect,
    in_brief,
    most_useful,
    no_shortage,
    searched,
    subject,
)
from app.report.standing import fte
from app.report.text.numbers import number, percent, ratio
from solver.analysis.fte import Basis, Period, State
from solver.analysis.remedies.hire import Hires
from solver.analysis.remedies.rank import TOGETHER, Remedies, Remedy, remedies
from solver.analysis.remedies.shed import Dropped
from solver.analysis.scenarios.changes import Change
from solver.analysis.staffing.verdict import Staffing
from solver.analysis.words import counted, hours
from solver.goals import Policy
from solver.plan import Plan
from solver.tiers import FairShares

NOBODY = "there are no officers in the roster; add them first"
MOST_IDS = 100
"""Dropped cases that are named."""
KINDS: dict[str, RemedyKind] = {"hire": "hire", "train": "train", "lend": "lend", "drop": "drop"}


def entry(
    built: Built, goals: PlanOptions, plan: Plan | None, shares: FairShares, staffing: Staffing
) -> RemediesEntry | None:
    """All remedies; None where there are no officers, so that there is nothing to mend them by."""
    if not len(built.problem.officers):
        return None
    basis = Basis.of(Period(goals.period))
    state, config = staffing.verdict.state, goals.to_solver(built.problem)[1]
    if state is State.SUSTAINABLE:
        found = Remedies((), (), None, None)
    else:
        found = remedies(
            built.problem,
            shares,
            basis=basis,
            together=TOGETHER if goals.remedies_s else 0,
            time_limit_s=goals.remedies_s,
            seed=config.seed,
        )
    ranked = [_remedy(each, basis) for each in found.ranked if each.kind.value != "drop"]
    drop = None if found.drop is None else _drop(found.drop)
    lifts, why_none = lift.lifts_of(built.problem, goals, plan, basis)
    return RemediesEntry(
        sentence=_sentence(found, staffing),
        in_brief=in_brief(found, staffing.verdict.gap_hours),
        meaning=MEANING + (WITHIN_CAPACITY if goals.policy is Policy.WITHIN_CAPACITY else ""),
        search=searched(goals.remedies_s, state),
        ranked=ranked,
        hires=[_hires(each, basis) for each in found.hires],
        enough=None if found.enough is None else _remedy(found.enough, basis),
        drop=drop,
        lifts=lifts,
        lifts_note=why_none,
    )


def _sentence(found: Remedies, staffing: Staffing) -> str:
    gap = staffing.verdict.gap_hours
    if not gap:
        return no_shortage(staffing, most_useful(found, gap))
    best = most_useful(found, gap)
    if best is not None:
        return best
    if found.drop is not None:
        return _drop(found.drop).sentence
    return f"{hours(gap)} are missing, and nothing that was looked at gains any of them."


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
        least_gap_hours=None if found.least_gap_hours is None else number(found.least_gap_hours),
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
        peak_after=float(ratio(found.after) or 0),
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
        else (f"{hours(after.gap_hours)} that no hours carry, whatever is dropped, stay missing")
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


def _text(change: Change, basis: Basis) -> str:
    return text_of(change, full_time_hours=basis.productive_hours)
