"""Cases that a change takes from whoever has them: nobody may hold them, so they stay, until somebody may."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from solver.analysis.scenarios.apply import applied
from solver.analysis.scenarios.cases import with_cases
from solver.analysis.scenarios.changes import Change
from solver.arrays import Flags, Indices, Ints
from solver.model.units import units_of
from solver.problem import Problem


class SetFree:
    """What goes along with a change for one officer.

    Parameters
    ----------
    problem : Problem
    officer : int32 array, shape (cases,)
        Who holds each case; below 0: nobody.
    stays : bool array, shape (cases,)
        Cases that stay because nobody may hold them.
    """

    def __init__(self, problem: Problem, officer: Indices, stays: Flags) -> None:
        bundle = problem.cases.bundle
        families = np.unique(bundle[stays & (bundle >= 0)])
        self._cases: Ints = np.flatnonzero(stays | np.isin(bundle, families)).astype(np.int64)
        self._problem = with_cases(problem, self._cases) if len(self._cases) else problem
        self._holder, self._stays = officer[self._cases], stays[self._cases]

    def by(self, changes: Sequence[Change], officer: int) -> Ints:
        """Cases that stay no longer, with their families, and that the officer does not hold; in the roster's order.

        Parameters
        ----------
        changes : sequence of Change
            For that officer alone, so that nobody else may hold them then.
        officer : int
            In the roster as it is after the changes.
        """
        if not len(self._cases):
            return self._cases
        units = units_of(applied(self._problem, changes))
        free = np.unique(units.of_case[self._stays & ~units.stays[units.of_case]])
        come: Ints = self._cases[np.isin(units.of_case, free) & (self._holder != officer)]
        return come
