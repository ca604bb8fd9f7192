"""Cases that nobody holds, the sums that show why, and the smallest changes that give them an officer."""

from __future__ import annotations

from fractions import Fraction

from app.intake.columns.arrays import Coded
from app.intake.scenario.text import text_of
from app.report.sections.unassigned.entry import FixEntry, NobodyElse, ShortageEntry, Unassigned
from app.report.text.numbers import hours_text, number
from app.report.text.words import KEPT
from solver.analysis import Analysis
from solver.analysis.casework.fixes import Fix
from solver.analysis.words import counted, named
from solver.plan import Reason, Shortage
from solver.problem import Problem

MOST_IDS = 10
"""Cases of a group that are named."""


def build(analysis: Analysis, previous: Coded[str]) -> list[Unassigned]:
    """Every case without an officer, in the order of the roster.

    Parameters
    ----------
    previous : Coded of str, shape (cases,)
        Who holds each case today, by the name in the roster, also where that officer has left.
    """
    problem = analysis.problem
    return [
        Unassigned(
            case_id=problem.cases.ids[each.case],
            priority=int(problem.cases.priority[each.case]),
            hours=number(problem.hours(int(problem.cases.effort[each.case]))),
            previous_officer=previous[each.case],
            reason=each.reason.label,
            fix=each.remedy,
            fix_group=None if each.fix is None else each.fix + 1,
        )
        for each in analysis.unassigned
    ]


def nobody_else(analysis: Analysis) -> list[NobodyElse]:
    """Every case that stays with its officer because nobody may hold it, in the order of the roster."""
    problem = analysis.problem
    return [
        NobodyElse(
            case_id=problem.cases.ids[each.case],
            priority=int(problem.cases.priority[each.case]),
            hours=number(problem.hours(int(problem.cases.effort[each.case]))),
            officer_id=problem.officers.ids[int(problem.cases.current[each.case])],
            reason=each.reason.label,
            fix=each.remedy,
            fix_group=None if each.fix is None else each.fix + 1,
        )
        for each in analysis.staying
    ]


def shortages(analysis: Analysis) -> list[ShortageEntry]:
    """The sums that show why cases stay unassigned; without a plan, those of caseload standards."""
    plan = analysis.plan
    found = analysis.staffing.verdict.places.shortages if plan is None else plan.shortages
    return [_shortage(analysis.problem, shortage) for shortage in found]


def _shortage(problem: Problem, shortage: Shortage) -> ShortageEntry:
    names = [problem.officers.ids[o] for o in shortage.officers.tolist()]
    of_standards = shortage.reason is Reason.STANDARDS
    size = Fraction(1) if of_standards else problem.tick_hours
    need, have = shortage.need * size, shortage.have * size
    one = len(shortage.cases) == 1
    cases = "This case needs" if one else f"These {counted(len(shortage.cases), 'case')} need"
    who = f"{f'only {named(names)}' if names else 'nobody'} may hold {'it' if one else 'them'}"
    return ShortageEntry(
        reason="standards" if of_standards else "hours",
        unit="cases" if of_standards else "hours",
        cases=len(shortage.cases),
        officers=names,
        need=number(need),
        have=number(have),
        sentence=(
            f"{cases} {counted(int(need), 'place')}; {who}, whose standards leave {have}: {need - have} too few."
            if of_standards
            else f"{cases} {hours_text(need)}; {who}, whose hours leave {hours_text(have)}: "
            f"{hours_text(need - have)} too few."
        ),
    )


def fixes(analysis: Analysis) -> list[FixEntry]:
    """The smallest change for each group of cases without an officer."""
    return [_fix(analysis, fix) for fix in analysis.fixes]


def _fix(analysis: Analysis, fix: Fix) -> FixEntry:
    problem, hire_hours = analysis.problem, analysis.options.basis.productive_hours
    label = f"not verified ({fix.why_not})"
    if fix.placed:
        one = len(fix.cases) == 1
        these = "this case" if one else f"{fix.placed:,} of these {len(fix.cases):,} cases"
        gets = "gets" if one or fix.placed == 1 else "get"
        label = f"verified: {these} then {gets} an officer"
    said = "; ".join(str(change) for change in fix.changes) or "no change was found"
    by = "" if analysis.plan is None or not fix.placed else f" while {KEPT}"
    for cases, single, several in (
        (fix.along, "which nobody may hold today, comes to", "which nobody may hold today, come to"),
        (
            fix.lost,
            "which stays with somebody today, has no room with",
            "which stay with somebody today, have no room with",
        ),
    ):
        if len(cases):
            ids = named([problem.cases.ids[case] for case in cases[:MOST_IDS].tolist()])
            more = f" ({counted(len(cases), 'case')})" if len(cases) > MOST_IDS else ""
            by += f"; {ids}{more}, {single if len(cases) == 1 else several} the same officer"
    return FixEntry(
        reason=fix.reason.label,
        needs="; ".join(str(problem.needs[row]) for row in fix.rows),
        cases=len(fix.cases),
        hours=number(problem.hours(int(problem.cases.effort[fix.cases].sum()))),
        case_ids=[problem.cases.ids[case] for case in fix.cases[:MOST_IDS].tolist()],
        changes=[text_of(change, full_time_hours=hire_hours) for change in fix.changes],
        officer_id=fix.officer,
        cases_placed=fix.placed,
        verified=bool(fix.placed),
        label=label,
        sentence=f"{said[:1].upper()}{said[1:]}. {label[:1].upper()}{label[1:]}{by}.",
    )
