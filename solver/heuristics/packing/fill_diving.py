"""Dives among whole fills: the relaxation of fills says who gets which, one after the other, and adapts each time.

Where officers hold few units each, ``restricted_master.py`` is so close to the best plan that what it has most of may
be settled for good: one fill, sometimes a few, and the relaxation of everybody else is solved again (Sadykov,
Vanderbeck, Pessoa, Tahiri and Uchoa 2019). The last officers are dealt with together, by meeting in the middle. A dive
takes a second or two and ends as soon as the relaxation says that it is in vain; so many are made, each with other
random choices, and the best is what counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np

from solver.arrays import Floats, Ints
from solver.budget import Budget, check_ranges
from solver.heuristics.packing.knapsack import MOST_UNITS, AssignmentData
from solver.heuristics.packing.meet_in_the_middle import WITHIN, ListLengths, best_redistribution
from solver.heuristics.packing.restricted_master import PARAMS as RESTRICTED_MASTER
from solver.heuristics.packing.restricted_master import RestrictedMaster, RestrictedMasterParams
from solver.heuristics.packing.subgradient import Worth

SOME = 1e-6
UNITS_A_DEAL = 0.08
"""Of work, about, for dealing with the last officers together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FillDivingParams:
    """When dives are made, and how.

    Attributes
    ----------
    most_pairs : int, >= 0
        Pairs of a unit and an officer up to which they are.
    most_each : float, units, >= 0
        For each officer, on average, up to which they are: with many the linear relaxation does as well, sooner.
    least_officers : int, >= 2
        From which on they are: with fewer, CP-SAT soon proves what the linear relaxation is close to.
    patience : int, dives, >= 1
        In a row without a better plan, after which there are no more.
    noise : float, >= 0
        By which what the relaxation has of a fill may seem more, at random; nothing in the first dive.
    at_once : int, >= 1
        One in so many officers who are left is settled before the next look, at most.
    clear : float, 0 to 1
        What the relaxation has of a fill that may be settled beside another.
    rounds : int, >= 1
        Of letting fills in after each.
    close : float, cost, >= 0
        Between program and bound from which on a relaxation on the way is good enough.
    last_units : int, 0 to 60
        Units that are left from which on the officers who are left are dealt with together.
    last_fills, last_joins : int, >= 1
        Listed for each of them on average, and pairs of sets looked at for every such fill.
    last_loss : float, cost, >= 0
        Above the bound that a plan of the last officers may cost.
    keep : float, cost, >= 0
        What a fill may lose at the first prices to be known at the beginning of another dive, where no plan was found.
    master : RestrictedMasterParams
    """

    most_pairs: int = 20_000
    most_each: float = 12.0
    least_officers: int = 12
    patience: int = 12
    noise: float = 0.6
    at_once: int = 12
    clear: float = 0.4
    rounds: int = 10
    close: float = 0.5
    last_units: int = 44
    last_fills: int = 1_000
    last_joins: int = 250
    last_loss: float = 20.0
    keep: float = 10.0
    master: RestrictedMasterParams = RESTRICTED_MASTER

    def __post_init__(self) -> None:
        check_ranges(self, most_pairs=(0, inf), most_each=(0, inf), least_officers=(2, inf))
        check_ranges(self, patience=(1, inf), noise=(0, inf), last_joins=(1, inf), last_loss=(0, inf), keep=(0, inf))
        check_ranges(
            self,
            at_once=(1, inf),
            clear=(0, 1),
            rounds=(1, inf),
            close=(0, inf),
            last_units=(0, MOST_UNITS),
            last_fills=(1, inf),
        )


PARAMS = FillDivingParams()


def has_fill_dives(data: AssignmentData, params: FillDivingParams = PARAMS) -> bool:
    """Whether dives among fills know every rule, and are quick enough."""
    units, officers = data.cost.shape
    few = units * officers <= params.most_pairs and units <= params.most_each * officers
    return few and officers >= params.least_officers and bool((data.places >= data.size.sum()).all())


@dataclass(frozen=True, slots=True)
class FillDives:
    """What came of some dives.

    Attributes
    ----------
    to : int64 array, shape (units,), or None
        The officer of each unit; ``None`` where nothing cheaper than before was found.
    worth : Worth or None
        The best prices of units; ``None`` where the budget was used up before there were any.
    """

    to: Ints | None
    worth: Worth | None


def dive_among_fills(
    data: AssignmentData,
    price: Floats,
    spent: float,
    aim: float,
    random: np.random.Generator,
    budget: Budget,
    params: FillDivingParams = PARAMS,
) -> FillDives:
    """Give every unit to an officer, within hours, for less than is spent now: one dive after the other.

    Parameters
    ----------
    data : AssignmentData
        For which :func:`has_fill_dives`.
    price : float64 array, shape (units,)
        Of units, about.
    spent : float
        What the units cost now.
    aim : float
        Cost that is low enough.
    """
    master = RestrictedMaster(data, price, params.master)
    hopeful = master.converge(budget, spent - 1 + WITHIN)
    if not np.isfinite(master.bound):
        return FillDives(None, None)
    price, bound = master.price, master.bound
    worth = Worth(price, master.best_worth(price))
    best, noise, in_vain = None, 0.0, 0
    while hopeful and spent > aim and in_vain < params.patience and not budget.over:
        in_vain += 1
        found = _Dive(master, data, spent - 1, random, budget, params).run(noise)
        if found is not None:
            best, spent, in_vain = found, float(data.cost[np.arange(len(found)), found].sum()), 0
        noise = params.noise
        lost = master.cost - master.held @ price + worth.fill[master.owner]
        master.restart(np.flatnonzero(lost <= min(spent - bound, params.keep)), price)
        hopeful = master.converge(budget, spent - 1 + WITHIN, params.close)
    return FillDives(best, worth)


class _Dive:
    """One dive: who is settled with what, for at most ``most`` together."""

    def __init__(
        self,
        master: RestrictedMaster,
        data: AssignmentData,
        most: float,
        random: np.random.Generator,
        budget: Budget,
        params: FillDivingParams,
    ) -> None:
        self._master, self._data, self._most = master, data, most
        self._random, self._budget, self._params = random, budget, params
        self._to = np.full(len(data.size), -1, np.int64)

    def run(self, noise: float) -> Ints | None:
        """Settle fills until everything is placed; ``None`` where that would cost too much."""
        master, params = self._master, self._params
        while True:
            if not self._settle(noise):
                return None
            if not master.free.any():
                return self._to
            if not master.converge(self._budget, self._most + WITHIN, params.close, params.rounds):
                return None
            if int(master.free.sum()) <= params.last_units and int(master.open.sum()) > 1:
                return self._deal()

    def _settle(self, noise: float) -> bool:
        """Settle what the relaxation has most of; false where it has nothing that fits."""
        master, params = self._master, self._params
        share = master.share
        some = np.flatnonzero(share > SOME)
        order = some[np.argsort(-share[some] * (1 + noise * self._random.random(len(some))), kind="stable")]
        most, settled = max(1, int(master.open.sum()) // params.at_once), 0
        for fill in order.tolist():
            whole, clear = share[fill] > 1 - SOME, share[fill] > params.clear
            if (not settled or whole or (clear and settled < most)) and master.fits(fill):
                self._to[master.held[fill]] = master.owner[fill]
                master.settle(fill)
                settled += 1
        return settled > 0

    def _deal(self) -> Ints | None:
        """Deal with the last officers together; ``None`` where there is no good way."""
        master, data, params = self._master, self._data, self._params
        self._budget.charge(UNITS_A_DEAL)
        free, open_ = np.flatnonzero(master.free), np.flatnonzero(master.open)
        at = np.ix_(free, open_)
        rest = AssignmentData(data.cost[at], data.ticks[at], data.hours[open_], data.size[free], data.places[open_])
        most = min(self._most - master.settled, master.bound + params.last_loss)
        lengths = ListLengths(fills=params.last_fills, joins=params.last_joins, knapsack=params.master.knapsack)
        found = best_redistribution(rest, master.price[free], most, 0.0, self._random, lengths)
        if found is None:
            return None
        self._to[free] = open_[found]
        return self._to
