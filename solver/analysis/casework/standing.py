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
from solver.arrays import Flags, Indices, Ints
from solver.check.verify import check
from solver.fair_shares.decomposition import fair_shares
from solver.goals import Goals
from solver.model.units import units_of
from solver.problem import ALONE, NEW, Cases, Need, Officers, Problem
from solver.tiers import FairShares

MARGIN = 1e-9
"""Relative error of floating point that decides nothing: officers so close to a level are asked exactly."""


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

    def headed_for(self, who: Ints) -> dict[int, Fraction]:
        """Utilization of these officers once all that waits is given out as fairly as it can be, and all else stays.

        What an officer holds is one pinned case of that load here. Whoever is too full to get anything stays as full as
        they are, and is left out of the question.

        Parameters
        ----------
        who : int64 array
            Officers with hours.
        """
        beside = replace(self, waiting=self._waiting_for(who))
        able = beside._able()
        limit = self.waiting.officers.limit
        found = {} if not len(able) else dict(zip(able.tolist(), beside._shared_among(able), strict=True))
        out = {}
        for officer in who.tolist():
            value = found.get(officer)
            out[officer] = Fraction(int(self.loads[officer]), int(limit[officer])) if value is None else value
        return out

    def _waiting_for(self, who: Ints) -> Problem:
        """What waits for these officers, and all that hangs together with it: the rest changes nothing for them."""
        units = units_of(replace(self.waiting, cases=_free(self.waiting.cases)))
        concerned = np.zeros(len(self.loads), np.bool_)
        concerned[who] = True
        while True:
            rows: Flags = np.any(units.allowed & concerned, axis=1)
            wider: Flags = concerned | np.any(units.allowed[rows], axis=0)
            if np.array_equal(wider, concerned):
                break
            concerned = wider
        return with_cases(self.waiting, np.flatnonzero(rows[units.group[units.of_case]]))

    def _shared_among(self, able: Ints) -> tuple[Fraction | None, ...]:
        """Fair shares of what waits and of what these officers hold, as if there were nobody else."""
        return fair_shares(_among(self.waiting, able, self.loads[able])).share

    def _able(self) -> Ints:
        """Officers who may get some of what waits; everybody where it takes different officers different times.

        Whoever gets some of the work of a group ends at the level of it, and nobody whom that work may go to ends
        below. So the level is at most that at which they would be if all that waits, whatever it asks for, were poured
        over them alone; who is above it already gets nothing of it.
        """
        limit = self.waiting.officers.limit
        if self.waiting.pairs is not None:
            return np.arange(len(limit))
        units = units_of(replace(self.waiting, cases=_free(self.waiting.cases)))
        total = float(units.effort.sum())
        used = np.divide(self.loads, limit, out=np.full(len(limit), np.inf), where=limit > 0)
        order = np.argsort(used, kind="stable")
        out = np.zeros(len(limit), np.bool_)
        for reach in units.allowed[np.unique(units.group)]:
            mine = order[reach[order] & (limit[order] > 0)]
            if not len(mine):
                continue
            levels = (np.cumsum(self.loads[mine], dtype=np.float64) + total) / np.cumsum(limit[mine], dtype=np.float64)
            out[mine[used[mine] <= float(levels.min()) * (1 + MARGIN) + MARGIN]] = True
        return np.flatnonzero(out)

    def highest(self) -> list[tuple[int, Fraction]]:
        """The two officers of the highest utilization, with it: whoever takes a case, one of them stays as it is."""
        limit = self.waiting.officers.limit
        used = np.divide(self.loads, limit, out=np.full(len(limit), -1.0), where=limit > 0)
        least = np.partition(used, -2)[-2] if len(used) > 1 else -1.0
        close = np.flatnonzero((limit > 0) & (used >= least - MARGIN * abs(least))).tolist()
        return nlargest(2, ((o, Fraction(int(self.loads[o]), int(limit[o]))) for o in close), key=itemgetter(1))


def _free(cases: Cases) -> Cases:
    """The same cases, which nobody holds or has to keep."""
    m = len(cases)
    return replace(cases, current=np.full(m, NEW, np.int32), pinned=np.zeros(m, np.bool_))


def _among(problem: Problem, officers: Ints, loads: Ints) -> Problem:
    """What waits, and what these officers hold as one pinned case each, as if there were nobody else."""
    staff, old, m = problem.officers, _free(problem.cases), len(problem.cases)
    holders = np.flatnonzero(loads > 0).astype(np.int32)
    n = len(holders)
    cases = Cases(
        ids=tuple(map(str, range(m + n))),
        effort=np.append(old.effort, loads[holders]),
        signature=np.append(old.signature, np.zeros(n, np.int32)),
        priority=np.append(old.priority, np.full(n, 5, np.int8)),
        current=np.append(old.current, holders),
        pinned=np.append(old.pinned, np.ones(n, np.bool_)),
        bundle=np.append(old.bundle, np.full(n, ALONE, np.int32)),
        case_type=np.full(m + n, -1, np.int32),
    )
    few = Officers(
        tuple(staff.ids[officer] for officer in officers.tolist()),
        staff.available[officers],
        staff.limit[officers],
        staff.standard[officers],
    )
    needs = tuple(Need() for _ in problem.needs)  # who is excluded is numbered otherwise here, and nobody asks
    return Problem(few, cases, problem.eligible[:, officers], needs, problem.tick_hours, problem.pairs)
