"""Exchanges of up to two cases for up to two others between two officers, to bring loads to a tick within the hours.

Where hours are nearly full, what one officer is above the limit must go to one who has just so much room, and no single
case, nor two that are swapped, differ by just that. Pairs do: two officers with some eighty cases that can change hands
have thousands of pairs each, and so a few exchanges for every difference there is, even among those that move not one
case more than before. They are found by sorting one officer's pairs and looking up what each of the other's needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np

from solver.arrays import Ints
from solver.budget import Budget, check_ranges
from solver.heuristics.assignment_state import NO_LIMIT, AssignmentState


@dataclass(frozen=True, slots=True, kw_only=True)
class PairExchangeParams:
    """How much an exchange looks at, and how long what is too much is handed on.

    Attributes
    ----------
    staying : int, >= 0
        Cases that are theirs, at most, which an officer puts into an exchange; those that move already are all in it.
    look_up : int, >= 1
        Pairs that are looked at for each of the other officer's.
    tries : int, >= 1
        Couples of officers that are tried before what is too much goes on to somebody else.
    drifts : int, >= 0
        Times that what is too much may go on to somebody else, with better partners, before more moves are allowed.
    """

    staying: int = 60
    look_up: int = 4
    tries: int = 30
    drifts: int = 20

    def __post_init__(self) -> None:
        check_ranges(self, staying=(0, inf), look_up=(1, inf), tries=(1, inf), drifts=(0, inf))


PARAMS = PairExchangeParams()

UNITS_A_LOOK, UNITS_A_PAIR = 3e-4, 5e-8
"""Of work to look at the exchanges between two officers, and for each pair of cases of either."""


class PairExchange(AssignmentState):
    """A plan under repair by exchanges of pairs; who waits, waits."""

    _params = PARAMS

    def run(self, budget: Budget, seed: int, most: int, params: PairExchangeParams = PARAMS) -> bool:
        """Exchange until nothing is above its limit, or nothing helps. Returns whether all is well.

        Parameters
        ----------
        seed : int
        most : int
            How many moves more than the budget, by weight, may be made where it does not do.
        """
        self._params = params
        random = np.random.default_rng(seed)
        n, drifts, raised, self._work = len(self._part.officers), 0, 0, 0.0
        while not budget.over:
            # what the turn before took, and a little for the turn itself
            budget.charge(self._work + UNITS_A_LOOK)
            self._work = 0.0
            over = np.maximum(self._load - self._room, 0)[:n]
            above = np.flatnonzero(over > 0)
            if not len(above):
                return True
            room = np.where(self._room[:n] >= NO_LIMIT, NO_LIMIT, self._room[:n] - self._load[:n])
            some = _some(over, room, random, params.tries)
            if any(self._pass_on(a, b, int(over[a]), int(room[b]), random) for a, b in some):
                continue
            if drifts < params.drifts:
                drifts += 1
                source, to = int(random.choice(above)), int(random.integers(n))
                if source != to and room[to] <= 0:
                    self._pass_on(source, to, int(over[source]), 0, random, drift=True)
                continue
            if self._left is None or raised >= most:
                return False
            # a few more each time
            more = min(most - raised, 1 + raised)
            self._left, raised, drifts = self._left + more, raised + more, params.drifts // 2
        return self.missed == 0

    def _pass_on(
        self, source: int, to: int, over: int, room: int, random: np.random.Generator, drift: bool = False
    ) -> bool:
        """Exchange so that one officer carries less by what the other has room for, at most by all that is too much."""
        least, most = (over, over) if drift else (min(over, room), max(over, room))
        forth, back = self._pairs(source, to, random), self._pairs(to, source, random)
        out, home = forth[2], back[2]
        self._work += UNITS_A_LOOK + (len(out) + len(home)) * UNITS_A_PAIR
        order = np.lexsort((back[3], home))
        sorted_home = home[order]
        first = np.searchsorted(sorted_home, out - most)
        best: tuple[int, int] | None = None
        least_moves = 2**62 if self._left is None else self._left + 1
        for k in range(self._params.look_up):
            at = np.minimum(first + k, len(order) - 1)
            fits = (first + k < len(order)) & (sorted_home[at] <= out - least)
            moves = np.where(fits, forth[3] + back[3][order[at]], 2**62)
            fits &= moves < least_moves
            for i in np.flatnonzero(fits)[np.argsort(moves[fits], kind="stable")][: self._params.look_up].tolist():
                j = int(order[at[i]])
                if self._fits(source, to, forth, back, i, j):
                    best, least_moves = (i, j), int(moves[i])
                    break
        if best is None:
            return False
        for (first_of, second_of, _, _), i, a, b in ((forth, best[0], source, to), (back, best[1], to, source)):
            for k in (int(first_of[i]), int(second_of[i])):
                if k >= 0:
                    self._move(k, a, b)
        return True

    def _move(self, k: int, source: int, to: int) -> None:
        if self._left is not None:
            which = np.array([k])
            self._left -= int((self._leaving(which, source) - self._arriving(which, to))[0])
        self._shift(k, source, to)

    def _fits(self, source: int, to: int, forth: tuple[Ints, ...], back: tuple[Ints, ...], i: int, j: int) -> bool:
        """Whether the standards of both are kept."""
        size = np.append(self._part.size, 0)
        more = int(size[forth[0][i]] + size[forth[1][i]] - size[back[0][j]] - size[back[1][j]])
        return bool(
            self._caseload[to] + more <= self._standard[to] and self._caseload[source] - more <= self._standard[source]
        )

    def _pairs(self, source: int, to: int, random: np.random.Generator) -> tuple[Ints, Ints, Ints, Ints]:
        """None, one or two units that may go from one officer to another and take both the same time.

        Returns
        -------
        first, second, ticks, moves : int64 arrays, shape (pairs,)
            The classes of both, -1 for none.
        """
        same = self._effort[:, source] == self._effort[:, to]
        classes = np.flatnonzero((self._units[:, source] > 0) & self.allowed[:, to] & same)
        moves = self._leaving(classes, source) - self._arriving(classes, to)
        stays = np.flatnonzero(moves > 0)
        if len(stays) > self._params.staying:
            out = random.permutation(stays)[self._params.staying :]
            classes, moves = np.delete(classes, out), np.delete(moves, out)
        # two of a class, where the second weighs as much as the first
        units, extra = self._units[classes, source], self._units[classes, source] - self._held[classes, source]
        absent = self._held[classes, to] - self._units[classes, to]
        twice = (units > 1) & (extra != 1) & (absent != 1)
        a, b = np.triu_indices(len(classes))
        use = (a != b) | twice[a]
        a, b = a[use], b[use]
        none = np.full(len(classes) + 1, -1)
        first = np.concatenate([[-1], classes, classes[a]])
        second = np.concatenate([none, classes[b]])
        ticks = self._effort[classes, source]
        return (
            first,
            second,
            np.concatenate([[0], ticks, ticks[a] + ticks[b]]),
            np.concatenate([[0], moves, moves[a] + moves[b]]),
        )


def _some(over: Ints, room: Ints, random: np.random.Generator, tries: int) -> list[tuple[int, int]]:
    """Officers above their limit, each with one who has room, in the order in which they are to be tried."""
    above, partners = np.flatnonzero(over > 0), np.flatnonzero(room > 0)
    too_much, free = np.repeat(above, len(partners)), np.tile(partners, len(above))
    gain = np.minimum(over[too_much], room[free])
    order = np.argsort(-gain * random.random(len(gain)), kind="stable")[:tries]
    return list(zip(too_much[order].tolist(), free[order].tolist(), strict=True))
