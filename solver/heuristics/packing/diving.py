"""Dives: officers are filled one after the other, and the relaxation of everybody else is solved again each time.

A relaxation that is rounded all at once ends far above its bound, because hours that stay unused are dear and nobody is
left to use them. Filling one officer, the one whose best fill loses least, and letting the relaxation of the others
adapt costs next to nothing for most officers (diving as in branch-and-price: Sadykov, Vanderbeck, Pessoa, Tahiri and
Uchoa 2019). The last few are dealt with together, by ``redeal.deal``. A dive ends as soon as the relaxation
says that it is in vain.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np

from solver.arrays import Floats, Ints
from solver.budget import Budget, check_ranges
from solver.engines.glop import IncrementalAssignmentLp
from solver.heuristics.packing.knapsack import (
    MOST_UNITS,
    AssignmentData,
    KnapsackParams,
    few_fills,
    knapsack_table,
    scaled,
)
from solver.heuristics.packing.knapsack import PARAMS as KNAPSACK
from solver.heuristics.packing.meet_in_the_middle import WITHIN, ListLengths, best_redistribution

WHOLE = 1e-6
UNITS_A_FILL = 5e-3
"""Of work, about, to fill one officer."""
DEAR = 1e9
"""How much dearer the next officer of a unit is where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DivingParams:
    """How officers are chosen and filled.

    Attributes
    ----------
    near : int, officers, >= 1
        Of a unit that the relaxation knows: those who are cheapest at the prices at hand.
    last : int, officers, >= 1
        Who are dealt with together in the end.
    last_units : tuple of int, 1 to 60
        Units that these may have between them; of more, the ones whose choice is clearest are settled beforehand. With
        many units less is lost, with few a way is found more often.
    last_fills : int, >= 1
        Listed for each of them, on average.
    last_joins : int, >= 1
        Pairs of sets that are looked at, for every such fill.
    look_at : int, officers, >= 1
        Whose fills are looked at before one of them is chosen: those with least that the relaxation divides.
    look_for : int, units, >= 1
        That each of them may be filled with: those that lose least there.
    fills : int, >= 1
        Looked at for each of them, on average.
    share_counts : float, cost, >= 0
        What a fill gains for every unit that the relaxation gives to the officer: of equal fills the nearest wins.
    strange : float, cost, >= 0
        What it weighs, beside what a fill loses, that a unit is in the fill but not in the relaxation, or the reverse.
    at_once : int, >= 1
        One in so many officers is filled between two looks at the relaxation, at most.
    calm : float, units, >= 0
        By which the fill of a further one of them may differ from what the relaxation gives that officer.
    knapsack : KnapsackParams
    """

    near: int = 8
    last: int = 4
    last_units: tuple[int, ...] = (46, 40, 34, 28)
    last_fills: int = 4_000
    last_joins: int = 250
    look_at: int = 6
    look_for: int = 60
    fills: int = 6
    share_counts: float = 0.01
    strange: float = 0.2
    at_once: int = 8
    calm: float = 1.5
    knapsack: KnapsackParams = KNAPSACK

    def __post_init__(self) -> None:
        check_ranges(self, near=(1, inf), last=(1, inf), last_units=(1, MOST_UNITS), last_fills=(1, inf))
        check_ranges(self, last_joins=(1, inf), look_at=(1, inf), look_for=(1, inf), fills=(1, inf))
        check_ranges(self, share_counts=(0, inf), strange=(0, inf), at_once=(1, inf), calm=(0, inf))


PARAMS = DivingParams()


def dive(
    data: AssignmentData,
    price: Floats,
    spent: float,
    more: float,
    random: np.random.Generator,
    budget: Budget,
    params: DivingParams = PARAMS,
) -> Ints | None:
    """Give every unit to one of several officers, within hours and places, for at most ``spent + more``.

    Parameters
    ----------
    data : AssignmentData
        Of any size.
    price : float64 array, shape (officers,)
        Of a tick, to tell which officers are worth a thought.
    spent, more : float
        What the units cost now, and how much more they may.

    Returns
    -------
    The officer of each unit, or ``None`` where the dive ended above that.
    """
    return _Dive(data, price, spent, more, random, budget, params).run()


class _Dive:
    """One dive: what is settled, and the relaxation of what is not."""

    def __init__(
        self,
        data: AssignmentData,
        price: Floats,
        spent: float,
        more: float,
        random: np.random.Generator,
        budget: Budget,
        params: DivingParams,
    ) -> None:
        self._cost, self._ticks, self._hours = data.cost, data.ticks, data.hours
        self._size, self._places, self._params = data.size, data.places, params
        self._spent, self._more, self._random, self._budget = spent, more, random, budget
        self._to = np.full(len(data.size), -1, np.int64)
        self._open = np.ones(len(data.hours), np.bool_)
        self._linear = self._relaxation(price * data.ticks, params.near)
        self._began = len(data.hours)
        self._settled = self._ahead = 0.0

    def run(self) -> Ints | None:
        """Fill officers until a few are left, then deal with these."""
        last, at_once, calm = self._params.last, self._params.at_once, self._params.calm
        while True:
            if not self._relax():
                return None
            self._ahead = self._settled + self._linear.value
            if self._ahead > self._spent + self._more + WITHIN:
                return None
            left = self._left
            if left <= last:
                return self._to if self._deal() else None
            if not self._fill(np.inf):
                return None
            for _ in range(min(left - last, left // at_once) - 1):
                if not self._fill(calm):
                    break

    @property
    def _left(self) -> int:
        return int(self._open.sum())

    def _relaxation(self, charge: Floats, near: int) -> IncrementalAssignmentLp:
        """The relaxation of what is open, with the cheapest officers of every unit when hours are charged like this."""
        possible = np.isfinite(self._cost) & self._open & (self._to < 0)[:, None]
        near = min(near, self._left) - 1
        charged = np.where(possible, self._cost + charge, np.inf)
        keep = possible & (charged <= np.partition(charged, near, axis=1)[:, near : near + 1])
        return IncrementalAssignmentLp(
            self._cost, self._ticks, self._hours, self._size, self._places, keep, self._to < 0
        )

    def _relax(self) -> bool:
        """Solve the relaxation of what is open; false where there is none, or the time is over."""
        if self._left * 2 <= self._began:
            # smaller by half: a new one is quicker, and knows the officers that matter now
            self._linear = self._relaxation(self._linear.charge, self._params.near)
            self._began = self._left
        if self._linear.solve(self._budget):
            return True
        self._linear = self._relaxation(self._linear.charge, len(self._open))
        return self._linear.solve(self._budget)

    def _fill(self, most_strange: float) -> bool:
        """Fill one more officer; false where that would take too much, or is too far from the relaxation."""
        linear, params = self._linear, self._params
        self._budget.charge(UNITS_A_FILL)
        open_ = np.flatnonzero(self._open)
        free = np.flatnonzero(self._to < 0)
        divided = np.minimum(linear.share, 1 - linear.share)[:, open_].clip(0).sum(axis=0)
        divided *= 0.5 + self._random.random(len(open_))
        looked = np.sort(open_[np.argsort(divided, kind="stable")[: params.look_at]])
        move_limit = self._spent + self._more + WITHIN - self._ahead
        at = np.ix_(free, looked)
        gain = linear.unit[free, None] - self._cost[at] - linear.place[looked] * self._size[free, None]
        lost = linear.hour[looked] * self._ticks[at] - gain
        gain[lost > move_limit] = -np.inf
        if len(free) > params.look_for:
            few = params.look_for
            far = np.argpartition(lost - params.share_counts * linear.share[at], few, axis=0)[few:]
            np.put_along_axis(gain, far, -np.inf, axis=0)
        # with hours that are worth nothing no unit gains anything, and those of the relaxation are the right ones
        gain += params.share_counts * linear.share[at]
        some = np.flatnonzero((gain > 0).any(axis=1))
        if not len(some):
            self._settle(int(looked[0]), some)
            return True
        units, gain, ticks = free[some], gain[some], self._ticks[np.ix_(free[some], looked)]
        share = linear.share[np.ix_(units, looked)]
        weight, room = scaled(ticks, self._hours[looked], params.knapsack)
        table = knapsack_table(gain, weight, room)
        exact = ticks, self._hours[looked], self._size[units], self._places[looked]
        worst = linear.hour[looked] * self._hours[looked] + linear.place[looked] * self._places[looked]
        best, chosen = np.inf, None
        for j, of in few_fills(table, gain, weight, room, exact, move_limit + 1, params.fills):
            lost = worst[j] - float((linear.unit[units[of]] - self._cost[units[of], looked[j]]).sum())
            strange = float(np.abs(share[:, j] - of).sum())
            rank = lost + params.strange * strange * (0.5 + self._random.random())
            if rank < best and strange <= most_strange:
                best, chosen = rank, (int(looked[j]), units[of])
        if chosen is None:
            return False
        self._settle(*chosen)
        return True

    def _settle(self, officer: int, units: Ints) -> None:
        self._to[units] = officer
        self._open[officer] = False
        self._settled += float(self._cost[units, officer].sum())
        self._linear.close(officer, units)

    def _deal(self) -> bool:
        """Deal with the last officers together; false where there is no good way."""
        free, open_ = np.flatnonzero(self._to < 0), np.flatnonzero(self._open)
        clear, to = self._clear(free, open_)
        for most in self._params.last_units:
            jitter = clear * (1 + self._random.random(len(free)) / 2)
            stay = np.argsort(-jitter, kind="stable")[: max(0, len(free) - most)]
            if np.isfinite(clear[stay]).all() and self._deal_out(free, open_, stay, to[stay]):
                return True
        return False

    def _clear(self, free: Ints, open_: Ints) -> tuple[Floats, Ints]:
        """How much dearer another officer would be for each unit, ``-inf`` where it is divided, and whose it is."""
        linear = self._linear
        at = np.ix_(free, open_)
        share = linear.share[at]
        charged = self._cost[at] + linear.charge[at]
        owner: Ints = np.argmax(share, axis=1)
        mine = np.arange(len(free)), owner
        own = charged[mine]
        charged[mine] = np.inf
        return np.where(share[mine] > 1 - WHOLE, np.minimum(charged.min(axis=1) - own, DEAR), -np.inf), owner

    def _deal_out(self, free: Ints, open_: Ints, stay: Ints, theirs: Ints) -> bool:
        """Some units stay where the relaxation has them, the others are dealt out; whether that was possible."""
        hours, places = self._hours[open_].copy(), self._places[open_].copy()
        rest, kept = np.delete(free, stay), free[stay]
        np.subtract.at(hours, theirs, self._ticks[kept, open_[theirs]])
        np.subtract.at(places, theirs, self._size[kept])
        if (hours < 0).any() or (places < 0).any():
            return False
        self._to[kept] = open_[theirs]
        if not len(rest):
            return self._settled + float(self._cost[kept, open_[theirs]].sum()) <= self._spent + self._more + WITHIN
        at = np.ix_(rest, open_)
        spent = self._spent - self._settled - float(self._cost[kept, open_[theirs]].sum())
        params = self._params
        found = best_redistribution(
            AssignmentData(self._cost[at], self._ticks[at], hours, self._size[rest], places),
            self._linear.unit[rest],
            spent,
            self._more,
            self._random,
            ListLengths(fills=params.last_fills, joins=params.last_joins, knapsack=params.knapsack),
        )
        if found is None:
            return False
        self._to[rest] = open_[found]
        return True
