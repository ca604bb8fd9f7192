"""Rules that pins break."""

from __future__ import annotations

from app.report.sections.breaches.entry import BreachEntry
from app.report.text.numbers import hours_text, number
from solver.analysis import Analysis
from solver.analysis.words import counted
from solver.plan import Breach
from solver.problem import Problem


def build(analysis: Analysis) -> list[BreachEntry]:
    """Every rule that a pin breaks; none without a plan."""
    return [] if analysis.plan is None else [_breach(analysis.problem, breach) for breach in analysis.plan.breaches]


def _breach(problem: Problem, breach: Breach) -> BreachEntry:
    who = problem.officers.ids[breach.officer]
    case = None if breach.case is None else problem.cases.ids[breach.case]
    if breach.rule == "eligibility":
        sentence = f"{case} is pinned to {who}, who may not hold it."
        return BreachEntry(
            rule="eligibility", officer_id=who, case_id=case, need=None, have=None, unit=None, sentence=sentence
        )
    if breach.rule == "standard":
        return BreachEntry(
            rule="standard",
            officer_id=who,
            case_id=case,
            need=breach.need,
            have=breach.have,
            unit="cases",
            sentence=f"{counted(breach.need, 'case')} are pinned to {who}, whose caseload standard is {breach.have}.",
        )
    need, have = problem.hours(breach.need), problem.hours(breach.have)
    return BreachEntry(
        rule="hours",
        officer_id=who,
        case_id=case,
        need=number(need),
        have=number(have),
        unit="hours",
        sentence=f"Cases pinned to {who} need {hours_text(need)}; {who} has {hours_text(have)}.",
    )
