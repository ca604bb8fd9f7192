"""Cases that change hands under an assignment: counted from the cases, not taken from a search."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solver.analysis.loads import OfficerLoads, loads_of
from solver.arrays import Flags, Indices, Ints
from solver.model.units import Units
from solver.plan import UNPLACED, Plan
from solver.problem import ALONE, NEW, Problem


def moved(problem: Problem, officer: Indices) -> Flags:
    """Cases that somebody held and somebody else holds now (one whose officer has left counts). Shape (cases,)."""
    current = problem.cases.current
    flags: Flags = (officer != UNPLACED) & (current != NEW) & (officer != current)
    return flags


def loses_officer(problem: Problem, units: Units) -> Flags:
    """Cases whose officer has left, has no hours or may not hold them, and that do not stay all the same. By case.

    They change hands or wait, whatever is planned; in ``assignments.csv`` those that change hands are ``forced``.
    """
    current = problem.cases.current
    flags: Flags = (current != NEW) & ~units.keepable(current)
    return flags


def held_back(problem: Problem, officer: Indices, units: Units) -> Flags:
    """Cases that nobody holds now, though somebody held them and may keep them. Shape (cases,)."""
    back: Flags = (officer < 0) & units.keepable(problem.cases.current)
    return back


def bundles(problem: Problem) -> dict[int, list[int]]:
    """The cases that stay together, by the number of their bundle."""
    tied = np.flatnonzero(problem.cases.bundle != ALONE)
    members: dict[int, list[int]] = {}
    for case, bundle in zip(tied.tolist(), problem.cases.bundle[tied].tolist(), strict=True):
        members.setdefault(bundle, []).append(case)
    return members


def moves_by_officer(problem: Problem, officer: Indices) -> tuple[Ints, Ints]:
    """How many cases moved to, and away from, each officer. Two arrays of shape (officers,)."""
    n = len(problem.officers)
    cases = moved(problem, officer)
    before = problem.cases.current[cases]
    return (
        np.bincount(officer[cases], minlength=n).astype(np.int64),
        np.bincount(before[before >= 0], minlength=n).astype(np.int64),
    )


@dataclass(frozen=True, slots=True)
class BeforeAndAfter:
    """What each officer holds today and in the plan.

    Attributes
    ----------
    before : OfficerLoads
    after : OfficerLoads or None
        None without a plan, as are the moves.
    moves_in, moves_out : int64 arrays, shape (officers,), or None
        Cases that come to, and go from, each officer.
    """

    before: OfficerLoads
    after: OfficerLoads | None
    moves_in: Ints | None
    moves_out: Ints | None


def before_and_after(problem: Problem, plan: Plan | None) -> BeforeAndAfter:
    """Count what officers hold today, and in the plan where there is one."""
    before = loads_of(problem, problem.cases.current)
    if plan is None:
        return BeforeAndAfter(before, None, None, None)
    return BeforeAndAfter(before, loads_of(problem, plan.officer), *moves_by_officer(problem, plan.officer))
