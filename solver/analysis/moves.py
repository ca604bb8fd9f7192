"""Cases that change hands under an assignment: counted from the cases, not taken from a search."""

from __future__ import annotations

import numpy as np

from solver.arrays import Flags, Indices, Ints
from solver.plan import UNPLACED
from solver.problem import ALONE, NEW, Problem


def moved(problem: Problem, officer: Indices) -> Flags:
    """Cases that somebody held and somebody else holds now (one whose officer has left counts). Shape (cases,)."""
    current = problem.cases.current
    flags: Flags = (officer != UNPLACED) & (current != NEW) & (officer != current)
    return flags


def held_back(problem: Problem, officer: Indices) -> Flags:
    """Cases that nobody holds now, though somebody held them and may keep them. Shape (cases,)."""
    current = problem.cases.current
    back: Flags = (officer < 0) & (current >= 0)
    where = np.flatnonzero(back)
    back[where] &= problem.eligible[problem.cases.signature[where], current[where]]
    back[where] &= problem.officers.limit[current[where]] > 0
    special = back & ((problem.cases.bundle != ALONE) | _has_pairs(problem))
    members = bundles(problem) if bool(special.any()) else {}
    for case in np.flatnonzero(special).tolist():
        together = members.get(int(problem.cases.bundle[case]), [case])
        back[case] = all(bool(problem.may_hold(member)[current[case]]) for member in together)
    return back


def _has_pairs(problem: Problem) -> Flags:
    has = np.zeros(len(problem.cases), np.bool_)
    if problem.pairs is not None:
        has[problem.pairs.case] = True
    return has


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
