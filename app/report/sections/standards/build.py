"""Published caseload standards beside who holds what, today and in the plan."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, cast

from app.intake.options import PlanOptions
from app.report.sections.standards.entry import (
    StandardBreachEntry,
    StandardCategoryEntry,
    StandardEntry,
    StandardFindings,
)
from app.report.text.numbers import counted, number, ratio
from app.report.text.words import named
from solver.analysis.standards.apply import Applied, Check, Standard, apply, categories_of
from solver.analysis.standards.library import standard_named
from solver.arrays import Indices
from solver.plan import Plan
from solver.problem import Problem

MOST_BREACHES = 1_000
MOST_TYPES = 100
NOT_ASKED = "none was named; name one with --standard (docs/standards.md lists them)"


def standards(problem: Problem, goals: PlanOptions, plan: Plan | None) -> list[StandardEntry] | None:
    """Every standard that was asked for; None where none was."""
    if not goals.standards:
        return None
    return [_entry(problem, standard_named(name), goals, plan) for name in goals.standards]


def _entry(problem: Problem, standard: Standard, goals: PlanOptions, plan: Plan | None) -> StandardEntry:
    category = categories_of(standard, problem)
    types = problem.cases.type_names
    strange = [name for name, at in zip(types, category, strict=True) if at is None]
    today = apply(standard, problem, problem.cases.current)
    planned = None if plan is None else apply(standard, problem, plan.officer)
    return StandardEntry(
        name=standard.key,
        title=standard.title,
        unit=standard.unit,
        period=standard.period.value,
        basis=standard.basis,
        source=standard.source,
        officer_hours=None if standard.officer_hours is None else number(standard.officer_hours),
        categories=[
            StandardCategoryEntry(
                name=each.name,
                cases=standard.most(each.name),
                case_hours=None if each.case_hours is None else number(each.case_hours),
                least_cases=each.least,
                case_types=[name for name, found in zip(types, category, strict=True) if found == at],
            )
            for at, each in enumerate(standard.categories)
        ],
        not_covered=strange[:MOST_TYPES],
        not_covered_total=len(strange),
        supervisors=today.supervisors,
        today=_findings(problem, today, problem.cases.current),
        plan=None if planned is None or plan is None else _findings(problem, planned, plan.officer),
        remarks=_remarks(standard, goals, types, strange),
    )


def _findings(problem: Problem, applied: Applied, officer: Indices) -> StandardFindings:
    breaches = sorted(applied.breaches, key=_how_far, reverse=True)
    over = {check.officer for check in breaches}
    return StandardFindings(
        counted_cases=applied.counted,
        other_cases=int((officer >= 0).sum()) - applied.counted,
        officers_within=len({check.officer for check in applied.checks} - over),
        officers_over=len(over),
        breaches=[_breach(problem, check) for check in breaches[:MOST_BREACHES]],
        breaches_total=len(breaches),
    )


def _how_far(check: Check) -> Fraction:
    """How many times what is allowed; one more than it where nothing is."""
    return check.need / check.have if check.have else check.need + 1


def _breach(problem: Problem, check: Check) -> StandardBreachEntry:
    return StandardBreachEntry(
        officer_id=problem.officers.ids[check.officer],
        rule=cast("Literal['caseload', 'new cases']", check.rule),
        need=ratio(check.need) or 0.0,
        have=number(check.have),
        unit=cast("Literal['cases', 'hours', 'officers']", check.unit),
        sentence=check.sentence,
    )


def _remarks(standard: Standard, goals: PlanOptions, types: tuple[str, ...], strange: list[str]) -> list[str]:
    """What is not counted, and what the figures are for."""
    remarks = []
    known = ", ".join(category.name for category in standard.categories)
    if len(strange) == len(types):
        have = f"the roster's are {named(list(types))}" if types else "the roster has none"
        remarks.append(
            f"Nothing is counted. A case type counts in the category of the same name; the standard knows {known}, "
            f"and {have}. Give the types of the roster those names to compare."
        )
    elif strange:
        remarks.append(
            f"A case type counts in the category of the same name, and {counted(len(strange), 'type')} "
            f"({named(strange)}) {'has' if len(strange) == 1 else 'have'} the name of none: those cases are not "
            "counted."
        )
    if standard.period != goals.period:
        remarks.append(
            f"The standard is for a {standard.period}, the roster for a {goals.period}: compare only where the cases "
            f"of the roster are those of a {standard.period}."
        )
    return remarks
