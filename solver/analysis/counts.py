"""How much there is: officers, cases, and the cases that need somebody in any case."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

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
        Cases whose officer has left or may not hold them, pins aside.
    parts : int or None
        Groups of officers and cases that have nothing to do with each other; None without a plan.
    """

    officers: int
    officers_with_hours: int
    cases: int
    pinned: int
    new: int
    orphaned: int
    parts: int | None


def counts_of(problem: Problem, plan: Plan | None = None) -> Counts:
    """Count a roster."""
    cases, pinned = problem.cases, problem.cases.pinned
    holder = np.maximum(cases.current, 0)
    wrong = (cases.current != NEW) & ~pinned
    if len(problem.officers):
        may = problem.eligible[cases.signature, holder] & (cases.current >= 0)
        wrong &= ~may
    return Counts(
        officers=len(problem.officers),
        officers_with_hours=int((problem.officers.limit > 0).sum()),
        cases=len(cases),
        pinned=int(pinned.sum()),
        new=int((cases.current == NEW).sum()),
        orphaned=int(wrong.sum()),
        parts=None if plan is None else int(plan.part_of_officer.max(initial=-1)) + 1,
    )
