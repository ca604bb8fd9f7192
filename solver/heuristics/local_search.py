"""Moves and swaps that bring a nearly good plan within its limits.

A rounded relaxation misses a few limits by a few ticks. Moving one unit, or swapping two, between an officer above the
limit and one below it mends that quickly, and never moves more cases than a given budget allows. Where cases stay
unplaced, nobody counts as one more officer, without a limit, who gives back a case of the same priority for each one
that is taken. What cannot be mended is left to CP-SAT.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

from solver.arrays import Ints
from solver.budget import Budget, check_ranges
from solver.heuristics.assignment_state import AssignmentState
from solver.model.part import Part


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalSearchParams:
    """How long a repair goes on, and how much one step looks at.

    Attributes
    ----------
    patience : int, steps, >= 1
        Without progress after which the search gives up.
    look_at : int, >= 1
        Officers above their limit, and partners with most room, that one step looks at; half as many again at random.
    most_steps : int, >= 1
        After which it gives up in any case.
    """

    patience: int = 60
    look_at: int = 12
    most_steps: int = 1_000

    def __post_init__(self) -> None:
        check_ranges(self, patience=(1, inf), look_at=(1, inf), most_steps=(1, inf))


PARAMS = LocalSearchParams()
QUICK = LocalSearchParams(patience=8)
"""For a plan that is left to another search soon, which is good at the rest."""


UNITS_A_LOOK, UNITS_A_CELL = 1.5e-4, 8e-8
"""Of work to look at the exchanges between two officers, and for each of these exchanges."""


@dataclass(slots=True)
class _Step:
    """One exchange: a unit of ``out`` goes from ``source`` to ``to``; a unit of ``back`` (-1: none) returns."""

    source: int
    to: int
    out: int
    back: int
    rank: float
    displaced: int


class LocalSearch(AssignmentState):
    """A plan under repair.

    With ``price`` the exchange that helps most for what it costs is taken; without, the one that helps most.
    ``waiting``: unplaced units may be exchanged for others of the same priority and no more cases, or others be left
    out as far as it has room for their priority; where coverage counts hours that would be of no use.
    """

    def __init__(
        self,
        part: Part,
        planned: Ints,
        room: Ints,
        move_limit: int | None,
        seed: int,
        price: NDArray[np.float64] | None = None,
        waiting: dict[int, int] | None = None,
    ) -> None:
        super().__init__(part, planned, room, move_limit, price, waiting)
        self._random = np.random.default_rng(seed)
        self._look_at = PARAMS.look_at
        self._looks = self._cells = 0

    def run(self, budget: Budget, params: LocalSearchParams = PARAMS) -> bool:
        """Repair until nothing is above its limit, or no step helps. Returns whether all is well."""
        stuck, self._look_at = 0, params.look_at
        for _ in range(params.most_steps):
            self._charge(budget)
            if stuck >= params.patience or budget.over:
                break
            over = self._load - self._room
            above = np.flatnonzero(over > 0)
            under = self._least - self._load
            below = np.flatnonzero(under > 0)
            if not len(above) and not len(below):
                return self._left is None or self._left >= 0
            above = above[np.argsort(-over[above], kind="stable")]
            step = next((s for a in above[: self._look_at].tolist() if (s := self._best_from(a)) is not None), None)
            if step is None and len(below):
                below = below[np.argsort(-under[below], kind="stable")]
                step = next((s for b in below[: self._look_at].tolist() if (s := self._best_to(b)) is not None), None)
            if step is None:
                stuck += 1
                step = self._shuffle()
                if step is None:
                    continue
            else:
                stuck = 0
            self._apply(step)
        return self.missed == 0 and (self._left is None or self._left >= 0)

    def polish(self, budget: Budget) -> None:
        """Move and swap for as long as that lowers the price and stays within the limits. Needs prices."""
        n, quiet = len(self._load), 0
        pairs = self._random.permutation(n * n).tolist()
        while quiet < len(pairs):
            for pair in pairs:
                source, to = divmod(pair, n)
                step = None if source == to else self._cheaper(source, to)
                quiet = quiet + 1 if step is None else 0
                if step is not None:
                    self._apply(step)
                self._charge(budget)
                if budget.over or quiet >= len(pairs):
                    return

    def _charge(self, budget: Budget) -> None:
        """Count what was looked at since it was last counted."""
        budget.charge(self._looks * UNITS_A_LOOK + self._cells * UNITS_A_CELL)
        self._looks = self._cells = 0

    def _cheaper(self, source: int, to: int) -> _Step | None:
        """The exchange between two officers that saves most and keeps both within their limits."""
        out = np.flatnonzero((self._units[:, source] > 0) & self.allowed[:, to])
        if not len(out):
            return None
        back = np.flatnonzero((self._units[:, to] > 0) & self.allowed[:, source])
        self._looks, self._cells = self._looks + 1, self._cells + len(out) * (len(back) + 1)
        size = np.concatenate([[0], self._part.size[back]])
        more = self._part.size[out][:, None] - size[None, :]
        lighter = self._effort[out, source][:, None] - np.concatenate([[0], self._effort[back, source]])[None, :]
        heavier = self._effort[out, to][:, None] - np.concatenate([[0], self._effort[back, to]])[None, :]
        fits = (
            (self._load[source] - lighter <= self._room[source])
            & (self._load[to] + heavier <= self._room[to])
            & (self._caseload[to] + more <= self._standard[to])
            & (self._caseload[source] - more <= self._standard[source])
        )
        fits &= self._covered(source, to, out, back)
        dearer = np.where(fits, self._dearer(source, to, out, back), np.inf)
        i, j = np.unravel_index(int(np.argmin(dearer)), dearer.shape)
        if not dearer[i, j] < -1e-9:
            return None
        return _Step(source, to, int(out[i]), int(back[j - 1]) if j else -1, -float(dearer[i, j]), 0)

    def _best_from(self, source: int) -> _Step | None:
        """The exchange that takes most off what is above the limits; the first officer that clears it wins."""
        out = np.flatnonzero(self._units[:, source] > 0)
        out = out[self.allowed[out].sum(axis=1) > 1]
        if not len(out):
            return None
        over = int(self._load[source] - self._room[source])
        slack = self._room - self._load
        order = np.argsort(-slack, kind="stable")
        near = self._look_at
        if len(order) > 2 * near:
            order = np.concatenate([order[:near], self._random.permutation(order[near:])[: near // 2]])
        best: _Step | None = None
        for to in order.tolist():
            if to == source:
                continue
            step = self._exchange(source, to, out)
            if step is not None and (best is None or step.rank > best.rank):
                best = step
                if self._price is None and step.rank >= 4 * over:
                    break
        return best

    def _best_to(self, to: int) -> _Step | None:
        """The exchange that takes most off what an officer lacks, with whoever has most to give."""
        spare = self._load - self._least
        order = np.argsort(-spare, kind="stable")
        best: _Step | None = None
        for source in order[: 2 * self._look_at].tolist():
            if source == to:
                continue
            out = np.flatnonzero(self._units[:, source] > 0)
            step = self._exchange(source, to, out) if len(out) else None
            if step is not None and (best is None or step.rank > best.rank):
                best = step
        return best

    def _exchange(self, source: int, to: int, out: Ints) -> _Step | None:
        """Best move or swap between two officers that lowers the ticks that are missed."""
        out = out[self.allowed[out, to]]
        if not len(out):
            return None
        back = np.flatnonzero((self._units[:, to] > 0) & self.allowed[:, source])
        forth = self._leaving(out, source) - self._arriving(out, to)
        home = self._leaving(back, to) - self._arriving(back, source)
        if self._left is not None:
            # most cases are where they were, and leave only in exchange for one that comes home
            few = forth + min(0, int(home.min(initial=0))) <= self._left
            out, forth = out[few], forth[few]
            if not len(out):
                return None
            few = home + int(forth.min()) <= self._left
            back, home = back[few], home[few]
        self._looks, self._cells = self._looks + 1, self._cells + len(out) * (len(back) + 1)
        size = self._part.size
        give, take = self._effort[out, source], self._effort[out, to]
        returned = np.concatenate([[0], self._effort[back, source]])
        freed = np.concatenate([[0], self._effort[back, to]])
        gain = self._relief(source, to, give[:, None] - returned[None, :], take[:, None] - freed[None, :])
        displaced = forth[:, None] + np.concatenate([[0], home])[None, :]
        if self._left is not None:
            gain[displaced > self._left] = 0
        more = size[out][:, None] - np.concatenate([[0], size[back]])[None, :]
        gain[
            (self._caseload[to] + more > self._standard[to]) | (self._caseload[source] - more > self._standard[source])
        ] = 0
        gain[out[:, None] == np.concatenate([[-1], back])[None, :]] = 0
        gain[self._crowded(source, to, out, back)] = 0
        gain[~self._covered(source, to, out, back)] = 0
        if self._price is None:
            # among exchanges that help as much, prefer those that keep more cases with their officers
            rank = gain.astype(np.float64) * 4 - np.clip(displaced, -1, 1)
        else:
            rank = gain / (1e-3 + np.maximum(self._dearer(source, to, out, back), 0))
        i, j = np.unravel_index(int(np.argmax(np.where(gain > 0, rank, -np.inf))), gain.shape)
        if gain[i, j] <= 0:
            return None
        chosen = int(back[j - 1]) if j else -1
        return _Step(source, to, int(out[i]), chosen, float(rank[i, j]), int(displaced[i, j]))

    def _relief(self, source: int, to: int, given: Ints, taken: Ints) -> Ints:
        """Ticks above the limits, and below what is asked for, of both officers that an exchange takes away."""
        before = self._misses(source, self._load[source]) + self._misses(to, self._load[to])
        after = self._misses(source, self._load[source] - given) + self._misses(to, self._load[to] + taken)
        out: Ints = before - after
        return out

    def _misses(self, officer: int, load: Ints) -> Ints:
        over: Ints = np.maximum(load - self._room[officer], 0)
        return over + np.maximum(self._least[officer] - load, 0) if self._least[officer] else over

    def _dearer(self, source: int, to: int, out: Ints, back: Ints) -> NDArray[np.float64]:
        """What exchanges add to the price of the plan."""
        assert self._price is not None  # noqa: S101 - only asked for where there are prices
        forth = self._price[out, to] - self._price[out, source]
        returned = np.concatenate([[0.0], self._price[back, source] - self._price[back, to]])
        dearer: NDArray[np.float64] = forth[:, None] + returned[None, :]
        return dearer

    def _shuffle(self) -> _Step | None:
        """A random swap that makes nothing worse, so that the next look sees something new."""
        n = len(self._load)
        for _ in range(20):
            source, to = self._random.integers(0, n, 2).tolist()
            if source == to:
                continue
            out = np.flatnonzero((self._units[:, source] > 0) & self.allowed[:, to])
            back = np.flatnonzero((self._units[:, to] > 0) & self.allowed[:, source])
            if not len(out) or not len(back):
                continue
            k, j = int(self._random.choice(out)), int(self._random.choice(back))
            if k == j or self._part.size[k] != self._part.size[j]:
                continue
            if self._nobody in (source, to) and not np.array_equal(self._part.lost[k], self._part.lost[j]):
                continue
            out, back = np.array([k]), np.array([j])
            forth = self._leaving(out, source) - self._arriving(out, to)
            displaced = int((forth + self._leaving(back, to) - self._arriving(back, source))[0])
            fits_source = self._load[source] - self._effort[k, source] + self._effort[j, source]
            fits_to = self._load[to] + self._effort[k, to] - self._effort[j, to]
            worse = max(0, fits_source - self._room[source]) + max(0, fits_to - self._room[to])
            before = max(0, self._load[source] - self._room[source]) + max(0, self._load[to] - self._room[to])
            if self._crowded(source, to, out, back)[0, 1]:
                continue
            if worse <= before and (self._left is None or displaced <= max(0, self._left)):
                return _Step(source, to, k, j, 0.0, displaced)
        return None

    def _apply(self, step: _Step) -> None:
        self._shift(step.out, step.source, step.to)
        if step.back >= 0:
            self._shift(step.back, step.to, step.source)
        if self._left is not None:
            self._left -= step.displaced
