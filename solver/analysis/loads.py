"""What cases take of the hours of whoever holds them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from solver.arrays import Indices, Ints
from solver.problem import OWN_EFFORT, Problem


def efforts_held(problem: Problem, cases: NDArray[np.intp], officers: Indices) -> Ints:
    """Ticks that each of these cases takes of this officer's limit.

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
