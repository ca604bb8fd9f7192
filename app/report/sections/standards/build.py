"""Published caseload standards beside who holds what, today and in the plan."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, cast

from app.report.sections.standards.entry import (
    StandardBreachEntry,
    StandardCategoryEntry,
    StandardEntry,
    StandardFindings,
)
from app.report.text.numbers import number, ratio
from solver.analysis import Analysis, WhyNot
from solver.analysis.fte import Basis, Period
from solver.analysis.standards.apply import Check
from solver.analysis.standards.compare import ComparedStandard, Findings
from solver.analysis.standards.standard import Standard
from solver.analysis.words import counted, hours, named
from solver.problem import Problem

MOST_BREACHES = 1_000
MOST_TYPES = 100
FEW = Fraction(3, 4)
"""Of the hours that a standard, or the year, has for a full-time officer."""
WHY_NOT = {WhyNot.NOT_ASKED: "none was named; name one with --standard (docs/standards.md lists them)"}


def build(analysis: Analysis, period: str) -> list[StandardEntry] | None:
    """Every standard that was asked for; None where none was.

    Parameters
    ----------
    period : str
        How long a period of the roster is.
    """
    found = analysis.standards
    return None if isinstance(found, WhyNot) else [_entry(analysis.problem, each, period) for each in found]


def _entry(problem: Problem, found: ComparedStandard, period: str) -> StandardEntry:
    standard, category, types = found.standard, found.category_of_type, problem.cases.type_names
    strange = [name for name, at in zip(types, category, strict=True) if at is None]
    return StandardEntry(
        name=standard.key,
        title=standard.title,
        unit=standard.unit,
        period=standard.period.value,
        basis=standard.basis,
        source=standard.source,
        officer_hours=number(standard.officer_hours),
        categories=[
            StandardCategoryEntry(
                name=each.name,
                cases=standard.most(each.name),
                case_hours=number(each.case_hours),
                least_cases=each.least,
                case_types=[name for name, placed in zip(types, category, strict=True) if placed == at],
            )
            for at, each in enumerate(standard.categories)
        ],
        not_covered=strange[:MOST_TYPES],
        not_covered_total=len(strange),
        supervisors=found.supervisors,
        today=_findings(problem, found.today),
        plan=None if found.planned is None else _findings(problem, found.planned),
        full_time_hours=None if found.full_time is None else number(found.full_time),
        remarks=[
            *_of_full_time(problem, found.full_time),
            *_remarks(standard, period, types, strange),
            *_of_few_hours(standard, found.full_time, period),
        ],
    )


def _findings(problem: Problem, found: Findings) -> StandardFindings:
    return StandardFindings(
        counted_cases=found.applied.counted,
        other_cases=found.applied.uncounted,
        officers_within=found.within,
        officers_over=found.over,
        breaches=[_breach(problem, check) for check in found.breaches[:MOST_BREACHES]],
        breaches_total=len(found.breaches),
    )


def _breach(problem: Problem, check: Check) -> StandardBreachEntry:
    return StandardBreachEntry(
        officer_id=problem.officers.ids[check.officer],
        rule=cast("Literal['caseload', 'new cases']", check.rule),
        need=ratio(check.need),
        have=number(check.have),
        unit=cast("Literal['cases', 'hours', 'officers']", check.unit),
        sentence=check.sentence,
    )


def _of_full_time(problem: Problem, full_time: Fraction | None) -> list[str]:
    """How officers who work part of the time are judged, where there are any."""
    available = problem.officers.available.tolist()
    part = 0 if full_time is None else sum(problem.hours(ticks) < full_time for ticks in available)
    if not part or full_time is None:
        return []
    many = counted(part, "officer")
    less = f"{many} has less, and is" if part == 1 else f"{many} have less, and are"
    whole = f"The figures are for a full-time officer, who has {hours(full_time)} in this roster."
    return [f"{whole} {less} judged by that share of them."]


def _of_few_hours(standard: Standard, full_time: Fraction | None, period: str) -> list[str]:
    """What to do where those who count as full-time in the roster may not be: most of them work part of the time."""
    own = standard.officer_hours if standard.period.value == period else None
    usual = own or Basis.of(Period(period)).productive_hours
    if full_time is None or full_time >= FEW * usual:
        return []
    judged = f"Whoever has {hours(full_time)} is judged as working full time"
    why = f"a quarter of the officers have that much or more; usual are {hours(usual)}"
    return [f"{judged}, since {why}. Give --fte-hours where full time is more."]


def _remarks(standard: Standard, period: str, types: tuple[str, ...], strange: list[str]) -> list[str]:
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
    if standard.period != period:
        remarks.append(
            f"The standard is for a {standard.period}, the roster for a {period}: compare only where the cases "
            f"of the roster are those of a {standard.period}."
        )
    return remarks
