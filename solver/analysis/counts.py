"""How much there is: officers, cases, and the cases that need somebody in any case."""

from __future__ import annotations

from dataclasses import dataclass

from solver.analysis.moves import loses_officer
from solver.model.units import units_of
from solver.plan import Plan
from solver.problem import NEW, Problem


@dataclass(frozen=True, slots=True)
class Counts:
    """Of a roster.

    Attributes
    ----------
    officers, officers_with_hours : int
    cases, pinned : int
    new : int
        Cases that nobody held before.
    orphaned : int
        Cases that lose their officer whatever is planned, who has left, has no hours or may not hold them
        (:func:`solver.analysis.moves.loses_officer`).
    stays : int
        Cases that nobody may hold and that stay with the officer who has them.
    parts : int or None
        Groups of officers and cases that have nothing to do with each other; None without a plan.
    """

    officers: int
    officers_with_hours: int
    cases: int
    pinned: int
    new: int
    orphaned: int
    stays: int
    parts: int | None


def counts_of(problem: Problem, plan: Plan | None = None) -> Counts:
    """Count a roster."""
    cases, units = problem.cases, units_of(problem)
    return Counts(
        officers=len(problem.officers),
        officers_with_hours=int((problem.officers.limit > 0).sum()),
        cases=len(cases),
        pinned=int(cases.pinned.sum()),
        new=int((cases.current == NEW).sum()),
        orphaned=int(loses_officer(problem, units).sum()),
        stays=int(units.stays.sum()),
        parts=None if plan is None else int(plan.part_of_officer.max(initial=-1)) + 1,
    )
