"""What a pooled relaxation lets enter, dealt out in whole units: who gets which of the cases that change hands.

A pooled plan (``formulation/aggregation.py``) says which cases stay and how many ticks of each pool enter where. Whole
cases seldom add up to these ticks, but where dozens of them change hands there are many ways to deal them, all with as
few moves. This search keeps the number of moves as it is and looks for a deal that passes no limit: units that enter
are handed on or swapped, and a unit may go home if another of the same officer leaves in its place. Each step takes the
exchange that takes most off what lies above the limits; a unit that was just moved rests for a few steps, so that the
search leaves a dead end (tabu search: Glover 1989).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf

import numpy as np

from solver.arrays import Flags, Floats, Ints, sum_by
from solver.budget import Budget, check_ranges
from solver.formulation.aggregation import Aggregation
from solver.formulation.goals.continuity import CONTINUITY
from solver.formulation.level_model import LevelModel
from solver.heuristics.incumbent import Incumbent
from solver.heuristics.local_search import QUICK, LocalSearch, LocalSearchParams

UNITS_A_STEP = 1e-3
"""Of work, about, for one exchange."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TabuSearch:
    """What an aggregated relaxation lets enter, dealt out in whole units without a move more.

    Attributes
    ----------
    share : float, above 0 and at most 1
        Of the work that is left.
    most_entering : int, >= 0
        Units that change hands above which rounding does well enough, and this search would take long.
    rest : int, steps, >= 0
        For which a unit rests once it was moved.
    patience : int, steps, >= 1
        Without a better deal after which the search gives up.
    deals : int, >= 1
        That are tried.
    more : tuple of int, moves, >= 0
        Beyond those of a deal which a repair may take where the deal passes a limit.
    repair : LocalSearchParams
        Of such a repair.
    look_at : int, >= 1
        Other units that enter which one step looks at.
    """

    share: float = 0.3
    most_entering: int = 6_000
    rest: int = 12
    patience: int = 400
    deals: int = 3
    more: tuple[int, ...] = (0, 1, 2, 4, 8, 16, 32)
    repair: LocalSearchParams = QUICK
    look_at: int = 1_500

    def __post_init__(self) -> None:
        check_ranges(self, share=(1e-9, 1), most_entering=(0, inf), rest=(0, inf), patience=(1, inf))
        check_ranges(self, deals=(1, inf), more=(0, inf), look_at=(1, inf))

    def supports(self, level: LevelModel) -> bool:
        """For moves, where everything is to be placed."""
        return level.goal == CONTINUITY and not level.layout.unplaced

    def __call__(self, incumbent: Incumbent, budget: Budget) -> Ints | None:
        """A plan with about as few moves as the relaxation has, or ``None``."""
        relaxed = incumbent.relaxed
        if relaxed is None or relaxed.x is None or relaxed.again is None:
            return None
        soon = budget.within(self.share)
        return from_aggregated(incumbent.level, relaxed.x, incumbent.aim, soon, self)


def from_aggregated(level: LevelModel, wanted: Floats, enough: int, budget: Budget, params: TabuSearch) -> Ints | None:
    """A plan with about as few moves as a pooled relaxation asks for, a few more where no deal keeps all limits.

    Parameters
    ----------
    wanted : float64 array, shape (variables of the layout,)
        A solution of the pooled relaxation, with what stays in whole units.
    enough : int
        Weight of the moves with which nothing better is looked for.

    Returns
    -------
    int64 array, shape (columns,), or None
        ``None`` where units can stay unplaced, too many change hands, or no deal was found.
    """
    part, room, layout = level.part, level.held.load, level.layout
    stays = np.rint(wanted[layout.columns : layout.at_unplaced]).astype(np.int64)
    entering = int(part.count.sum() - stays.sum())
    if not part.placeable_all or entering > params.most_entering:
        return None
    pools = Aggregation.by_ticks(part)
    ticks = pools.ticks_of(part, wanted[: layout.columns])
    best, least = None, np.iinfo(np.int64).max
    for seed in range(budget.seed, budget.seed + params.deals):
        planned, _ = deal(level, pools, stays, ticks, replace(budget, seed=seed), params)
        moves = int(part.keepable.sum()) - part.kept(planned)
        for more in params.more:
            if moves + more >= least or budget.over:
                break
            mend = LocalSearch(part, planned, room, moves + more, seed)
            if mend.run(budget, params.repair):
                best = mend.planned
                least = int(part.keepable.sum()) - part.kept(best)
                break
        if least <= enough:
            break
    return best


def deal(
    level: LevelModel, pools: Aggregation, stays: Ints, ticks: Floats, budget: Budget, params: TabuSearch
) -> tuple[Ints, int]:
    """Deal the units that do not stay.

    Parameters
    ----------
    stays : int64 array, shape (held columns,)
        How many units stay in each column with a holder.
    ticks : float64 array, shape (pools,)
        What is to enter each pool, about.

    Returns
    -------
    planned : int64 array, shape (columns,)
        Every unit with somebody who may hold it; never more moves than the units that do not stay.
    missed : int
        Ticks above the limits that are left, all officers together.
    """
    table = _Table(level, pools, stays, budget.seed, params)
    table.start(ticks)
    table.improve(budget)
    return table.planned(), table.least


@dataclass(frozen=True, slots=True)
class _Exchange:
    """A unit that enters goes to an officer; another (-1: none) that enters there, or stays at its home, comes back."""

    gain: int
    unit: int
    to: int
    back: int = -1
    stay: int = -1


class _Table:
    """Units that change hands and where they are; units that stay, and may take their places."""

    def __init__(self, level: LevelModel, pools: Aggregation, stays: Ints, seed: int, params: TabuSearch) -> None:
        part, held_columns, room = level.part, level.layout.held, level.held.load
        self._part, self._pools, self._params = part, pools, params
        self._random = np.random.default_rng(seed)
        n = len(part.officers)
        self._may: Flags = np.zeros((pools.bins, n), np.bool_)
        self._may[pools.pool_bin, pools.pool_officer] = True
        kind, officer = part.column_class[held_columns], part.column_officer[held_columns]
        # a bundle that several officers hold has no single home
        single = ~part.mixed[kind]
        self._stay_class = np.repeat(kind[single], stays[single])
        self._stay_at = np.repeat(officer[single], stays[single])
        loose = np.where(single, part.held[held_columns] - stays, 0)
        entering = part.count - sum_by(kind, stays, len(part.count))
        homeless = entering - sum_by(kind, loose, len(part.count))
        self._class = np.concatenate([np.repeat(kind, loose), np.repeat(np.arange(len(part.count)), homeless)])
        self._home = np.concatenate([np.repeat(officer, loose), np.full(int(homeless.sum()), -1, np.int64)])
        self._at = np.zeros(len(self._class), np.int64)
        self._fixed = np.zeros(len(part.column_class), np.int64)
        self._fixed[held_columns[~single]] = stays[~single]
        self._weight = np.zeros(len(part.count), np.int64)
        np.maximum.at(self._weight, part.column_class, part.gain)
        load = sum_by(officer, stays * part.effort[kind], n)
        self._slack = np.where(room >= 0, room - load, np.iinfo(np.int64).max // 4)
        self._rest = np.zeros(len(self._class), np.int64)
        self._best_at, self._best_class = self._at.copy(), self._class.copy()
        self._best_stay = self._stay_class.copy()
        self.least = 0

    def start(self, ticks: Floats) -> None:
        """Largest first, each to whoever's pool misses most of its ticks."""
        pools, part = self._pools, self._part
        edge = np.searchsorted(pools.pool_bin, np.arange(pools.bins + 1)).tolist()
        missing = ticks.astype(np.float64).copy()
        effort = part.effort[self._class]
        of = pools.of_class[self._class]
        for u in np.argsort(-effort, kind="stable").tolist():
            first, last = edge[of[u]], edge[of[u] + 1]
            at = first + int(np.argmax(missing[first:last]))
            missing[at] -= effort[u]
            self._at[u] = pools.pool_officer[at]
        self._slack = self._slack - sum_by(self._at, effort, len(self._slack))
        self.least = self._over()
        self._keep()

    def improve(self, budget: Budget) -> None:
        """Exchange until nobody is above the limit, or no better deal was found for a while."""
        since = step = 0
        while self.least and since < self._params.patience and not budget.over:
            step, since = step + 1, since + 1
            budget.charge(UNITS_A_STEP)
            above = np.flatnonzero(self._slack < 0)
            officer = int(self._random.choice(above))
            exchange = self._best(officer, step)
            if exchange is None:
                continue
            self._apply(exchange, step)
            over = self._over()
            if over < self.least:
                self.least, since = over, 0
                self._keep()

    def planned(self) -> Ints:
        """Units per column of the best deal."""
        part, n = self._part, len(self._part.officers)
        number = np.zeros(len(part.count) * n, np.int64)
        np.add.at(number, self._best_class * n + self._best_at, 1)
        np.add.at(number, self._best_stay * n + self._stay_at, 1)
        out: Ints = self._fixed + number[part.column_class * n + part.column_officer]
        return out

    def _over(self) -> int:
        return int(np.maximum(-self._slack, 0).sum())

    def _keep(self) -> None:
        self._best_at, self._best_class = self._at.copy(), self._class.copy()
        self._best_stay = self._stay_class.copy()

    def _gain(self, officer: int, other: Ints, given: Ints, taken: Ints) -> Ints:
        """Ticks above the limits that go away when an officer gives some ticks net of what comes back."""
        slack, theirs = self._slack[officer], self._slack[other]
        before = np.maximum(-slack, 0) + np.maximum(-theirs, 0)
        out: Ints = before - np.maximum(given * -1 - slack, 0) - np.maximum(taken - theirs, 0)
        return out

    def _best(self, officer: int, step: int) -> _Exchange | None:
        """The exchange that takes most off what is above the limits, of an officer who is."""
        part, of = self._part, self._pools.of_class
        mine = np.flatnonzero((self._at == officer) & (self._rest < step))
        choices = [self._homing(officer, step)]
        if len(mine):
            effort = part.effort[self._class[mine]]
            n = len(self._slack)
            everybody = np.broadcast_to(np.arange(n), (len(mine), n))
            gain = self._gain(officer, everybody, effort[:, None], effort[:, None])
            gain = np.where(self._may[of[self._class[mine]]] & (everybody != officer), gain, np.iinfo(np.int64).min)
            i, to = self._pick(gain)
            if i >= 0:
                choices.append(_Exchange(int(gain[i, to]), int(mine[i]), to))
            others = np.flatnonzero((self._at != officer) & (self._rest < step) & self._may[of[self._class], officer])
            if len(others) > self._params.look_at:
                others = self._random.choice(others, self._params.look_at, replace=False)
            if len(others):
                net = effort[:, None] - part.effort[self._class[others]][None, :]
                gain = self._gain(officer, np.broadcast_to(self._at[others], net.shape), net, net)
                fits = self._may[of[self._class[mine]]][:, self._at[others]] & (net != 0)
                gain = np.where(fits, gain, np.iinfo(np.int64).min)
                i, j = self._pick(gain)
                if i >= 0:
                    back = int(others[j])
                    choices.append(_Exchange(int(gain[i, j]), int(mine[i]), int(self._at[back]), back))
        found = [choice for choice in choices if choice is not None]
        return max(found, key=lambda choice: choice.gain) if found else None

    def _homing(self, officer: int, step: int) -> _Exchange | None:
        """The best exchange of a unit that enters for one that stays at its home, where the officer is either side."""
        part, of = self._part, self._pools.of_class
        units = np.flatnonzero((self._home >= 0) & ((self._at == officer) | (self._home == officer)))
        units = units[(self._rest[units] < step) & (self._at[units] != self._home[units])]
        best: _Exchange | None = None
        for home in np.unique(self._home[units]).tolist():
            u = units[self._home[units] == home]
            stay = np.flatnonzero(self._stay_at == home)
            if not len(stay):
                continue
            more = part.effort[self._class[u]][:, None] - part.effort[self._stay_class[stay]][None, :]
            # the unit goes home: its place gives `more` ticks, its home takes them
            at = np.broadcast_to(self._at[u][:, None], more.shape)
            slack = self._slack[at]
            before = np.maximum(-slack, 0) + max(0, -int(self._slack[home]))
            gain = before - np.maximum(-more - slack, 0) - np.maximum(more - self._slack[home], 0)
            fits = self._may[of[self._stay_class[stay]][None, :], at] & (more != 0)
            fits &= self._weight[self._stay_class[stay]][None, :] <= self._weight[self._class[u]][:, None]
            gain = np.where(fits, gain, np.iinfo(np.int64).min)
            i, j = self._pick(gain)
            if i >= 0 and (best is None or gain[i, j] > best.gain):
                best = _Exchange(int(gain[i, j]), int(u[i]), home, stay=int(stay[j]))
        return best

    def _pick(self, gain: Ints) -> tuple[int, int]:
        """One of the best entries, (-1, -1) where none is allowed."""
        most = int(gain.max(initial=np.iinfo(np.int64).min))
        if most == np.iinfo(np.int64).min:
            return -1, -1
        at = self._random.choice(np.flatnonzero(gain.ravel() == most))
        i, j = np.unravel_index(int(at), gain.shape)
        return int(i), int(j)

    def _apply(self, exchange: _Exchange, step: int) -> None:
        u, part = exchange.unit, self._part
        source = int(self._at[u])
        if exchange.stay >= 0:
            # the unit that stayed takes the place, and the number, of the one that goes home
            kind, other = int(self._class[u]), int(self._stay_class[exchange.stay])
            more = int(part.effort[kind] - part.effort[other])
            self._class[u], self._stay_class[exchange.stay] = other, kind
            self._slack[source] += more
            self._slack[exchange.to] -= more
            self._rest[u] = step + self._params.rest
            return
        self._shift(u, exchange.to, step)
        if exchange.back >= 0:
            self._shift(exchange.back, source, step)

    def _shift(self, unit: int, to: int, step: int) -> None:
        effort = int(self._part.effort[self._class[unit]])
        self._slack[self._at[unit]] += effort
        self._slack[to] -= effort
        self._at[unit] = to
        self._rest[unit] = step + self._params.rest
