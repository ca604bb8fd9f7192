"""Rules that pins break, and cases that stay since nobody else may hold them."""

from __future__ import annotations

import numpy as np

from app.report.sections.breaches.entry import BreachEntry
from app.report.text.numbers import hours_text, number
from solver.analysis import Analysis
from solver.analysis.casework.obstacles import pin_of
from solver.analysis.words import counted
from solver.plan import Breach
from solver.problem import Problem

STAY = "stay there because nobody else may hold them"


def build(analysis: Analysis) -> list[BreachEntry]:
    """Every rule that a pin breaks; none without a plan."""
    plan = analysis.plan
    return [] if plan is None else [breach_entry(analysis.problem, breach) for breach in plan.breaches]


def breach_entry(problem: Problem, breach: Breach) -> BreachEntry:
    """One rule that is broken, with the sentence that says by what."""
    who = problem.officers.ids[breach.officer]
    case = None if breach.case is None else problem.cases.ids[breach.case]
    if breach.rule == "eligibility" and breach.case is not None:
        sentence = _eligibility(problem, breach.case, breach.officer)
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
            sentence=_standard(problem, breach, who),
        )
    need, have = problem.hours(breach.need), problem.hours(breach.have)
    return BreachEntry(
        rule="hours",
        officer_id=who,
        case_id=case,
        need=number(need),
        have=number(have),
        unit="hours",
        sentence=f"{_cases(problem, breach, who)} need {hours_text(need)}; {who} has {hours_text(have)}.",
    )


def is_by_pin(problem: Problem, breach: Breach) -> bool:
    """Whether a pin has a part in it, and not only cases that stay since nobody else may hold them."""
    return not breach.staying or bool(np.any(problem.cases.pinned & (problem.cases.pin == breach.officer)))


def _standard(problem: Problem, breach: Breach, who: str) -> str:
    cases = counted(breach.need, "case")
    are, stay, them = ("is", "stays", "it") if breach.need == 1 else ("are", "stay", "them")
    if not breach.staying:
        return f"{cases} {are} pinned to {who}, whose caseload standard is {breach.have}."
    if not is_by_pin(problem, breach):
        why = f"because nobody else may hold {them}"
        return f"{cases} {stay} with {who} {why}; the caseload standard of {who} is {breach.have}."
    return f"{cases} are pinned to {who}, or {STAY}, and the caseload standard is {breach.have}."


def _cases(problem: Problem, breach: Breach, who: str) -> str:
    if not breach.staying:
        return f"Cases pinned to {who}"
    if not is_by_pin(problem, breach):
        return f"Cases that stay with {who} because nobody else may hold them"
    return f"Cases that are pinned to {who}, or {STAY},"


def _eligibility(problem: Problem, case: int, officer: int) -> str:
    """Which case is pinned, and who may not hold which; a conflict of interest is called one."""
    ids, who = problem.cases.ids, problem.officers.ids[officer]
    pin = pin_of(problem, case)
    if pin != case:
        return f"{ids[case]} is kept together with {ids[pin]}, which is pinned to {who}, who may not hold {ids[case]}."
    if officer in problem.needs[int(problem.cases.signature[case])].excluded:
        return f"{ids[case]} is pinned to {who}, who is excluded from it: a conflict of interest."
    return f"{ids[case]} is pinned to {who}, who may not hold it."
