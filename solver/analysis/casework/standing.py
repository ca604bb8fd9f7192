"""What everybody holds beside the case that is asked about: all that advice needs to know of the other cases.

It is worked out of a problem and a plan here; whoever keeps these sums up to date as cases come and go (a docket of a
million cases) need not add up all cases again for each question.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from heapq import nlargest
from operator import itemgetter

import numpy as np

from solver.analysis.scenarios.cases import with_cases
from solver.arrays import Indices, Ints
from solver.check.verify import check
from solver.fair_shares.decomposition import fair_shares
from solver.goals import Goals
from solver.problem import ALONE, NEW, Cases, Problem
from solver.tiers import FairShares


@dataclass(frozen=True, slots=True)
class Standing:
    """Who holds how much, without the case that is asked about, and what waits, with it.

    Attributes
    ----------
    loads : int64 array, shape (officers,), ticks
    counts : int64 array, shape (officers,)
        Cases.
    fresh : int64 array, shape (officers,)
        Of them, those that nobody held before.
    waiting : Problem
        The cases that nobody holds, the one that is asked about among them. Several of which the fair shares see one
        may stand there as one.
    shares : FairShares
        Of all cases, those that somebody holds and those that wait.
    """

    loads: Ints
    counts: Ints
    fresh: Ints
    waiting: Problem
    shares: FairShares

    @classmethod
    def of(cls, problem: Problem, held: Indices, shares: FairShares) -> Standing:
        """The standing in a plan; ``held``, shape (cases,), is ``UNPLACED`` for the case that is asked about."""
        checked = check(problem, held, Goals())
        fresh = held[(held >= 0) & (problem.cases.current == NEW)]
        return cls(
            checked.loads,
            np.asarray(checked.counts, np.int64),
            np.bincount(fresh, minlength=len(problem.officers)),
            with_cases(problem, np.flatnonzero(held < 0)),
            shares,
        )

    def headed_for(self) -> tuple[Fraction | None, ...]:
        """Utilization of each officer once all that waits is given out as fairly as it can be, and all else stays.

        What an officer holds is one pinned case of that load here.
        """
        waiting = self.waiting
        holders = np.flatnonzero((self.loads > 0) & (waiting.officers.limit > 0)).astype(np.int32)
        old, n, m = waiting.cases, len(holders), len(waiting.cases)
        cases = Cases(
            ids=tuple(map(str, range(m + n))),
            effort=np.append(old.effort, self.loads[holders]),
            signature=np.append(old.signature, np.zeros(n, np.int32)),
            priority=np.append(old.priority, np.full(n, 5, np.int8)),
            current=np.append(np.full(m, NEW, np.int32), holders),
            pinned=np.repeat([False, True], [m, n]),
            bundle=np.append(old.bundle, np.full(n, ALONE, np.int32)),
            case_type=np.full(m + n, -1, np.int32),
        )
        return fair_shares(replace(waiting, cases=cases)).share

    def highest(self) -> list[tuple[int, Fraction]]:
        """The two officers of the highest utilization, with it: whoever takes a case, one of them stays as it is."""
        limit = self.waiting.officers.limit
        used = [(o, Fraction(int(self.loads[o]), int(limit[o]))) for o in np.flatnonzero(limit > 0).tolist()]
        return nlargest(2, used, key=itemgetter(1))
