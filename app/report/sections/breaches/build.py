"""Rules that pins break."""

from __future__ import annotations

from app.report.sections.breaches.entry import BreachEntry
from app.report.text.numbers import hours_text, number
from solver.analysis import Analysis
from solver.analysis.casework.obstacles import pin_of
from solver.analysis.words import counted
from solver.plan import Breach
from solver.problem import Problem


def build(analysis: Analysis) -> list[BreachEntry]:
    """Every rule that a pin breaks; none without a plan."""
    keeps = {int(analysis.problem.cases.current[each.case]) for each in analysis.staying}
    plan = analysis.plan
    return (
        [] if plan is None else [_breach(analysis.problem, breach, breach.officer in keeps) for breach in plan.breaches]
    )


def _breach(problem: Problem, breach: Breach, keeps_others: bool) -> BreachEntry:
    who = problem.officers.ids[breach.officer]
    case = None if breach.case is None else problem.cases.ids[breach.case]
    others = ", or stay there because nobody else may hold them," if keeps_others else ""
    if breach.rule == "eligibility" and breach.case is not None:
        sentence = _eligibility(problem, breach.case, breach.officer)
        return BreachEntry(
            rule="eligibility", officer_id=who, case_id=case, need=None, have=None, unit=None, sentence=sentence
        )
    if breach.rule == "standard":
        whose = f"{others} and the caseload standard is" if others else ", whose caseload standard is"
        sentence = f"{counted(breach.need, 'case')} are pinned to {who}{whose} {breach.have}."
        return BreachEntry(
            rule="standard",
            officer_id=who,
            case_id=case,
            need=breach.need,
            have=breach.have,
            unit="cases",
            sentence=sentence,
        )
    need, have = problem.hours(breach.need), problem.hours(breach.have)
    cases = f"Cases that are pinned to {who}{others}" if others else f"Cases pinned to {who}"
    return BreachEntry(
        rule="hours",
        officer_id=who,
        case_id=case,
        need=number(need),
        have=number(have),
        unit="hours",
        sentence=f"{cases} need {hours_text(need)}; {who} has {hours_text(have)}.",
    )


def _eligibility(problem: Problem, case: int, officer: int) -> str:
    """Which case is pinned, and who may not hold which; a conflict of interest is called one."""
    ids, who = problem.cases.ids, problem.officers.ids[officer]
    pin = pin_of(problem, case)
    if pin != case:
        return f"{ids[case]} is kept together with {ids[pin]}, which is pinned to {who}, who may not hold {ids[case]}."
    if officer in problem.needs[int(problem.cases.signature[case])].excluded:
        return f"{ids[case]} is pinned to {who}, who is excluded from it: a conflict of interest."
    return f"{ids[case]} is pinned to {who}, who may not hold it."
