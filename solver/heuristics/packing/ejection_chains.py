"""Exchanges between several officers at once: some units of a few officers are dealt out again, the best way there is.

Moving or swapping single units gets stuck where hours are nearly full: what is cheaper fits only if three or more
officers exchange at the same time, in chains or rings (ejection chains: Yagiura, Ibaraki and Glover 2004, 2006). Here a
step picks a few officers and some of their units, lists every officer's good fills (``knapsack.py``), joins lists of
disjoint fills pair by pair from two sides, and looks up which pairs of unions are everything: meeting in the middle
(Horowitz and Sahni 1974). Prices of units (``subgradient.py``) make the lists short: the fills of a better plan
cannot lose more, all together, than lies between the plan and its price. Plans that cost the same are accepted, so that
the search wanders. It begins with a dive among all officers (``diving.py``).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np

from solver.arrays import Ints
from solver.budget import Budget, check_ranges
from solver.certificate import Certificate, HeldGoals
from solver.engines.integer_program import Rule
from solver.formulation.goals.cost import COST
from solver.formulation.goals.coverage import COVERAGE
from solver.formulation.goals.ranking import number_of
from solver.formulation.level_model import LevelModel
from solver.heuristics.packing.diving import PARAMS as DIVING
from solver.heuristics.packing.diving import DivingParams, dive
from solver.heuristics.packing.fill_diving import PARAMS as FILL_DIVING
from solver.heuristics.packing.fill_diving import FillDivingParams, dive_among_fills, has_fill_dives
from solver.heuristics.packing.knapsack import MOST_UNITS, AssignmentData, KnapsackParams
from solver.heuristics.packing.knapsack import PARAMS as KNAPSACK
from solver.heuristics.packing.meet_in_the_middle import ListLengths, best_redistribution
from solver.heuristics.packing.subgradient import PARAMS as SUBGRADIENT
from solver.heuristics.packing.subgradient import SubgradientParams, Worth, unit_prices
from solver.model.part import Part

KNOWN = {Rule.ASSIGN, Rule.HOURS, Rule.STANDARD}
"""Rules that a step keeps, beside coverage that is held. Under any other there are no exchanges."""
UNITS_A_STEP = 4e-3
"""Of work, about, for one exchange between several officers."""
EXACT_COST = 2**40
"""Costs of a plan up to which floating point tells two costs apart that differ by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EjectionChainsParams:
    """How large the steps are, and how far the search may wander.

    Attributes
    ----------
    most_dive : int, >= 0
        Pairs of a unit and an officer up to which a dive among all officers comes first.
    dive_share : float, above 0 and at most 1
        Of the work that is left which it may take.
    most_pairs : int, >= 0
        Pairs of a unit and an officer up to which exchanges are tried.
    officers : tuple of int, >= 1
    units : tuple of int, 1 to 60
    fills : tuple of int, >= 1
        Officers and units of a step, and fills that are listed for each officer: one of each, at random.
    joins : int, >= 1
        Pairs of sets that are looked at, for every fill listed for an officer.
    drift : float, 0 to 1
        Share of the distance between the best plan and its price by which a plan on the way may be dearer, in the end.
    quiet : int, steps, >= 1
        Without a better plan before any of that is allowed; it grows for as many more.
    diving : DivingParams
    fill_diving : FillDivingParams
    subgradient : SubgradientParams
    knapsack : KnapsackParams
    """

    most_dive: int = 200_000
    dive_share: float = 0.5
    most_pairs: int = 2_000_000
    officers: tuple[int, ...] = (4, 6, 8, 10)
    units: tuple[int, ...] = (24, 32)
    fills: tuple[int, ...] = (150, 400)
    joins: int = 100
    drift: float = 0.2
    quiet: int = 1_500
    diving: DivingParams = DIVING
    fill_diving: FillDivingParams = FILL_DIVING
    subgradient: SubgradientParams = SUBGRADIENT
    knapsack: KnapsackParams = KNAPSACK

    def __post_init__(self) -> None:
        check_ranges(self, most_dive=(0, inf), dive_share=(1e-9, 1), most_pairs=(0, inf), officers=(1, inf))
        check_ranges(self, units=(1, MOST_UNITS), fills=(1, inf), joins=(1, inf), drift=(0, 1), quiet=(1, inf))


PARAMS = EjectionChainsParams()


def has_ejection_chains(level: LevelModel, params: EjectionChainsParams = PARAMS) -> bool:
    """Whether exchanges know every rule of a level's program, and the part is not too large for them."""
    part, program = level.part, level.program
    units = int(part.count.sum())
    small = units * len(part.officers) <= params.most_pairs
    exact = units * int(np.abs(part.column_cost).max(initial=0)) <= EXACT_COST
    coverage = {number_of(goal) for goal in COVERAGE}
    rules = zip(program.row_rule, program.row_index.tolist(), strict=True)
    known = all(rule in KNOWN or (rule is Rule.GOAL and index in coverage) for rule, index in rules)
    return level.goal == COST and len(part.officers) > 1 and small and exact and known


class EjectionChains:
    """A search by exchanges over the plans of one part.

    Parameters
    ----------
    held : Held
        Loads that must not be passed.
    certificate : Certificate or None
        Prices of the relaxation, which the search begins with.
    """

    def __init__(
        self,
        part: Part,
        held: HeldGoals,
        certificate: Certificate | None,
        budget: Budget,
        params: EjectionChainsParams = PARAMS,
    ) -> None:
        units, officers = int(part.count.sum()), len(part.officers)
        self._params = params
        self._part, self._random = part, np.random.default_rng(budget.seed)
        self._class = np.repeat(np.arange(len(part.count)), part.count)
        number = np.full((len(part.count), officers), -1, np.int64)
        number[part.column_class, part.column_officer] = np.arange(len(part.column_class))
        column = number[self._class]
        may = column >= 0
        self._column = column
        self._cost = np.where(may, part.column_cost[column], np.inf)
        self._weight = np.where(may, part.column_effort[column], 0)
        self._size = part.size[self._class]
        most = int(part.loads(part.count[part.column_class]).max(initial=0))
        self._room = np.where(held.load >= 0, held.load, most)
        self._places = np.where(part.standard >= 0, part.standard, int(self._size.sum()))
        self._hours = np.zeros(officers)
        if certificate is not None:
            self._hours = certificate.prices.hours / certificate.prices.denominator
        self._worth: Worth | None = None
        self._all = np.arange(units)
        self._at = np.zeros(0, np.int64)
        self._best: Ints | None = None
        self._quiet = 0

    def run(self, planned: Ints, aim: int, steps: int, budget: Budget) -> Ints:
        """The best plan that so many steps find, or an equal one; ends early where the cost is ``aim`` or less.

        Where the plan is the one that was returned last, the search goes on from where it had wandered to.
        """
        best = self._best
        if best is None or planned.tobytes() != best.tobytes():
            self._at, self._quiet = self._holders(planned), 0
            best = planned
        if self._worth is None:
            if self._value(self._at) > aim:
                self._at = self._dive(self._at, aim, budget)
                best = self._planned(self._at)
            if self._worth is None:
                self._worth = self._price(self._at, budget)
        placed = self._at >= 0
        floor = float(self._worth.unit[placed].sum() - self._worth.fill.sum())
        value, least = self._value(self._at), int((best * self._part.column_cost).sum())
        most_drift, patience = self._params.drift, self._params.quiet
        for _ in range(steps):
            if least <= aim or budget.over:
                break
            budget.charge(UNITS_A_STEP)
            drift = most_drift * min(1.0, max(0.0, self._quiet / patience - 1)) * max(0.0, least - floor)
            value += self._step(self._at, max(0.0, least + drift - value))
            self._quiet += 1
            if value < least:
                best, least, self._quiet = self._planned(self._at), value, 0
        self._best = best
        return best

    def _planned(self, holder: Ints) -> Ints:
        """Units per column."""
        placed = holder >= 0
        columns = self._column[self._all[placed], holder[placed]]
        return np.bincount(columns, minlength=len(self._part.column_class)).astype(np.int64)

    def _holders(self, planned: Ints) -> Ints:
        """The officer of every unit, -1 for those that are unplaced."""
        out = np.full(len(self._class), -1, np.int64)
        start = self._part.first[:-1]
        used = np.flatnonzero(planned)
        count = planned[used]
        owner = np.repeat(self._part.column_officer[used], count)
        of = np.repeat(self._part.column_class[used], count)
        rank = np.arange(len(of)) - np.searchsorted(of, of)
        out[start[of] + rank] = owner
        return out

    def _value(self, holder: Ints) -> int:
        placed = holder >= 0
        return int(self._cost[self._all[placed], holder[placed]].astype(np.int64).sum())

    def _price(self, holder: Ints, budget: Budget) -> Worth:
        units, spent, params = np.flatnonzero(holder >= 0), float(self._value(holder)), self._params.subgradient
        cost, ticks = self._cost[units], self._weight[units]
        return self._of_all(units, unit_prices(cost, ticks, self._room, self._hours, spent, budget, params))

    def _of_all(self, units: Ints, worth: Worth) -> Worth:
        """Prices of some units, and 0 for all others."""
        unit = np.zeros(len(self._all))
        unit[units] = worth.unit
        return Worth(unit, worth.fill)

    def _step(self, holder: Ints, more: float) -> int:
        """Deal some units out again, in place; what that adds to the cost, at most ``more``."""
        chosen = self._officers(holder)
        units = self._units(holder, chosen)
        if not len(units):
            return 0
        at = np.ix_(units, chosen)
        cost, ticks, size = self._cost[at], self._weight[at], self._size[units]
        now = np.searchsorted(chosen, holder[units])
        stay = np.isin(holder, chosen)
        stay[units] = False
        hours, places = self._room[chosen].copy(), self._places[chosen].copy()
        theirs = np.searchsorted(chosen, holder[stay])
        np.subtract.at(hours, theirs, self._weight[stay, holder[stay]])
        np.subtract.at(places, theirs, self._size[stay])
        assert self._worth is not None  # noqa: S101 - run() has priced the units
        spent = float(cost[np.arange(len(units)), now].sum())
        params = self._params
        lengths = ListLengths(
            fills=int(self._random.choice(params.fills)), joins=params.joins, knapsack=params.knapsack
        )
        data = AssignmentData(cost, ticks, hours, size, places)
        to = best_redistribution(data, self._worth.unit[units], spent, more, self._random, lengths)
        if to is None:
            return 0
        holder[units] = chosen[to]
        return round(float(cost[np.arange(len(units)), to].sum()) - spent)

    def _dive(self, holder: Ints, aim: int, budget: Budget) -> Ints:
        """Deal out everything that is placed again, by dives; the same where none ended below its cost."""
        params, units = self._params, np.flatnonzero(holder >= 0)
        if len(units) * len(self._room) > params.most_dive:
            return holder
        cost, ticks, size = self._cost[units], self._weight[units], self._size[units]
        spent, within = float(self._value(holder)), budget.within(params.dive_share)
        data = AssignmentData(cost, ticks, self._room, size, self._places)
        if has_fill_dives(data, params.fill_diving):
            price = (cost + self._hours * ticks).min(axis=1)
            found = dive_among_fills(data, price, spent, aim, self._random, within, params.fill_diving)
            to = found.to
            if found.worth is not None:
                self._worth = self._of_all(units, found.worth)
        else:
            to = dive(data, self._hours, spent, -1.0, self._random, within, params.diving)
        if to is None:
            return holder
        out = holder.copy()
        out[units] = to
        return out

    def _officers(self, holder: Ints) -> Ints:
        """A few officers, rather those who own much of the distance between the plan and its price."""
        assert self._worth is not None  # noqa: S101 - run() has priced the units
        n = len(self._room)
        placed = self._all[holder >= 0]
        held = holder[placed]
        owned = self._worth.fill.copy()
        np.subtract.at(owned, held, self._worth.unit[placed] - self._cost[placed, held])
        weight = np.maximum(owned, 0)
        weight += weight.mean() / 2 + 1e-9
        size = min(n, int(self._random.choice(self._params.officers)))
        chosen: Ints = np.sort(self._random.choice(n, size=size, replace=False, p=weight / weight.sum()))
        return chosen

    def _units(self, holder: Ints, chosen: Ints) -> Ints:
        """Units of these officers which somebody else among them may have, rather at little more cost."""
        units: Ints = np.flatnonzero(np.isin(holder, chosen))
        charged = self._cost[np.ix_(units, chosen)] + self._hours[chosen] * self._weight[np.ix_(units, chosen)]
        at = np.arange(len(units)), np.searchsorted(chosen, holder[units])
        own = charged[at]
        charged[at] = np.inf
        dearer = charged.min(axis=1) - own
        units, dearer = units[np.isfinite(dearer)], dearer[np.isfinite(dearer)]
        most = int(self._random.choice(self._params.units))
        if len(units) <= most:
            return units
        dearer *= 1 + self._random.random(len(units)) / 2
        near: Ints = np.sort(units[np.argpartition(dearer, most)[:most]])
        return near
