"""What officers hold under an assignment: counted from the cases, not taken from a search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from solver.arrays import Flags, Indices, Ints
from solver.problem import OWN_EFFORT, Problem


@dataclass(frozen=True, slots=True)
class OfficerLoads:
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


def loads_of(problem: Problem, officer: Indices) -> OfficerLoads:
    """Count cases and workload of an assignment.

    Parameters
    ----------
    officer : int32 array, shape (cases,)
        Who holds each case (``Plan.officer``, or ``Cases.current``); below 0: nobody.
    """
    placed = np.flatnonzero(officer >= 0)
    who = officer[placed]
    load = np.zeros(len(problem.officers), np.int64)
    np.add.at(load, who, efforts_held(problem, placed, who))
    return OfficerLoads(np.bincount(who, minlength=len(problem.officers)).astype(np.int64), load)


def efforts_held(problem: Problem, cases: NDArray[np.intp], officers: Indices) -> Ints:
    """Ticks that each of these cases takes of this officer's limit: the pair's where one is given, else its own.

    Parameters
    ----------
    problem : Problem
    cases : integer array, shape (k,)
    officers : integer array, shape (k,), >= 0
        Who holds each of them.
    """
    effort: Ints = problem.cases.effort[cases]
    if problem.pairs is None or not len(problem.pairs):
        return effort
    n = len(problem.officers)
    key = problem.pairs.case.astype(np.int64) * n + problem.pairs.officer
    wanted = cases * n + officers
    at = np.minimum(np.searchsorted(key, wanted), len(key) - 1)
    given = (key[at] == wanted) & (problem.pairs.effort[at] != OWN_EFFORT)
    return np.where(given, problem.pairs.effort[at], effort)


def peak(utilization: Sequence[Fraction | None]) -> Fraction | None:
    """The largest utilization; None where nobody has hours."""
    return max((value for value in utilization if value is not None), default=None)


def spread(utilization: Sequence[Fraction | None], reached: Flags) -> Fraction | None:
    """Largest minus smallest utilization of the officers whom some case can reach; None where there are none."""
    among = [value for value, reach in zip(utilization, reached.tolist(), strict=True) if reach and value is not None]
    return max(among) - min(among) if among else None
