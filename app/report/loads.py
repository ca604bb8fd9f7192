"""What each officer holds before and after: counted from the cases, not taken from the solver."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from solver.arrays import Flags, Indices, Ints
from solver.plan import UNPLACED
from solver.problem import ALONE, NEW, OWN_EFFORT, Problem


@dataclass(frozen=True, slots=True)
class Held:
    """What the officers hold under one assignment.

    Attributes
    ----------
    count : int64 array, shape (officers,), cases
    load : int64 array, shape (officers,), ticks of the officers' limits
    """

    count: Ints
    load: Ints

    def utilization(self, problem: Problem) -> list[Fraction | None]:
        """Load by limit, exactly; None for an officer without hours."""
        pairs = zip(self.load.tolist(), problem.officers.limit.tolist(), strict=True)
        return [Fraction(load, limit) if limit else None for load, limit in pairs]


def held(problem: Problem, officer: Indices) -> Held:
    """Count cases and workload of an assignment; negative numbers are nobody."""
    placed = officer >= 0
    who = officer[placed]
    load = np.zeros(len(problem.officers), np.int64)
    np.add.at(load, who, effort_with(problem, officer)[placed])
    return Held(np.bincount(who, minlength=len(problem.officers)).astype(np.int64), load)


def effort_with(problem: Problem, officer: Indices) -> Ints:
    """Effort of each case with its officer, in ticks: the pair's where one is given, else the case's own."""
    effort = problem.cases.effort
    pairs = problem.pairs
    if pairs is None or not len(pairs):
        return effort
    n = len(problem.officers)
    key = pairs.case.astype(np.int64) * n + pairs.officer
    wanted = np.arange(len(officer), dtype=np.int64) * n + officer
    at = np.minimum(np.searchsorted(key, wanted), len(key) - 1)
    listed = (key[at] == wanted) & (officer >= 0) & (pairs.effort[at] != OWN_EFFORT)
    return np.where(listed, pairs.effort[at], effort)


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


def peak(utilization: list[Fraction | None]) -> Fraction | None:
    """The largest utilization; None where nobody has hours."""
    return max((value for value in utilization if value is not None), default=None)


def spread(utilization: list[Fraction | None], reached: Flags) -> Fraction | None:
    """Largest minus smallest utilization of the officers whom some case can reach; None where there are none."""
    among = [value for value, reach in zip(utilization, reached.tolist(), strict=True) if reach and value is not None]
    return max(among) - min(among) if among else None
