"""A published standard beside two assignments: today's and the plan's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from solver.analysis.standards.apply import Applied, Check, apply, categories_of
from solver.analysis.standards.standard import Standard
from solver.arrays import Indices
from solver.problem import Problem


@dataclass(frozen=True, slots=True)
class Findings:
    """A standard beside one assignment.

    Attributes
    ----------
    applied : Applied
    within, over : int
        Officers who hold a case that counts: without a breach, and with one.
    breaches : tuple of Check
        The furthest over first, by how many times what is allowed.
    """

    applied: Applied
    within: int
    over: int
    breaches: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class ComparedStandard:
    """A standard, today and in the plan.

    Attributes
    ----------
    standard : Standard
    category_of_type : tuple of (int or None)
        Position of the category that each case type of the roster counts in; None: in none.
    supervisors : int or None
        Supervisors for all officers of the roster, where the standard has a number.
    today : Findings
    planned : Findings or None
        None without a plan.
    full_time : Fraction or None, hours
        Of a full-time officer, by whose share of them officers were judged; None: all as if they worked full time.
    """

    standard: Standard
    category_of_type: tuple[int | None, ...]
    supervisors: int | None
    today: Findings
    planned: Findings | None
    full_time: Fraction | None = None


def compared(
    problem: Problem, standards: Iterable[Standard], planned: Indices | None, full_time: Fraction | None = None
) -> tuple[ComparedStandard, ...]:
    """Apply every standard to today's assignment and to the plan's.

    Parameters
    ----------
    planned : int32 array, shape (cases,), or None
        ``Plan.officer``, where there is a plan.
    full_time : Fraction or None, hours
        As for :func:`~solver.analysis.standards.apply.apply`.
    """
    out = []
    for standard in standards:
        today = findings(standard, problem, problem.cases.current, full_time)
        after = None if planned is None else findings(standard, problem, planned, full_time)
        category = categories_of(standard, problem)
        out.append(ComparedStandard(standard, category, today.applied.supervisors, today, after, full_time))
    return tuple(out)


def findings(standard: Standard, problem: Problem, officer: Indices, full_time: Fraction | None = None) -> Findings:
    """What a standard says about one assignment."""
    applied = apply(standard, problem, officer, full_time=full_time)
    breaches = tuple(sorted(applied.breaches, key=_how_far, reverse=True))
    over = {check.officer for check in breaches}
    return Findings(applied, len({check.officer for check in applied.checks} - over), len(over), breaches)


def _how_far(check: Check) -> Fraction:
    """How many times what is allowed; one more than it where nothing is."""
    return check.need / check.have if check.have else check.need + 1
