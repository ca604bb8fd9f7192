"""Fairness where a case takes each officer a different time: large-neighbourhood search at the relaxation's prices.

The question at a step is whether all officers' loads fit into their limits; it is pressed from above, one step after
the other. What is made small is the time that the plan takes, each officer's at their price in the relaxation, plus a
multiple of what lies above the limits. A plan that is cheap at these prices wastes nobody's time, so there is room to
mend the last limit that is passed; counting only what lies above the limits (as is enough where everybody takes the
same time) leaves the search without a direction as soon as little is left.

A few officers are freed at a time, and only for the pairs that matter: those the relaxation uses and the cheapest few
of each case, at most as long as the limit itself (the size reduction of Fanjul-Peyro and Ruiz, 2011). Groups of
officers that share nobody are freed at once, and all that is found counts; with several workers they are searched side
by side.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import partial

import numpy as np

from solver.arrays import Flags, Floats, Ints
from solver.budget import Budget
from solver.certificate import Prices
from solver.engines.beside import side_by_side
from solver.engines.cp_sat import SearchResult, search
from solver.engines.integer_program import IntegerProgram
from solver.formulation.goals.evenness import EVENNESS
from solver.formulation.goals.fairness import FAIRNESS, fairness_step, loads_at
from solver.formulation.goals.ranking import held_after
from solver.formulation.level_program import VariableLayout, level_program
from solver.heuristics.branch_and_bound import first_feasible
from solver.heuristics.lns.makespan_params import PARAMS, MakespanParams, Weighting
from solver.model.part import Part, counting_above


@dataclasses.dataclass(frozen=True, slots=True)
class PricedBound:
    """What the relaxation says of a step.

    Attributes
    ----------
    step : int
        No plan is below it.
    prices : Prices
        What everybody's time and places are worth. Where all are 0, everybody's are worth the same.
    """

    step: int
    prices: Prices


def lower_makespan_steps(
    part: Part,
    rooms: dict[str, int],
    planned: Ints,
    known: PricedBound,
    budget: Budget,
    told: Callable[[int], None],
    params: MakespanParams = PARAMS,
) -> Ints:
    """Lower the largest step of a plan for as long as there is time and success.

    Parameters
    ----------
    rooms : dict of level name to best + slack
        Better-ranked levels, held; continuity is not among them.
    planned : int64 array, shape (columns,)
        A plan that holds them, best rounded from the relaxation.
    known : PricedBound
    told : callable(value)

    Returns
    -------
    int64 array, shape (columns,)
        A plan at least as fair as ``planned``.
    """
    low, hunt = known.step, _Search(part, rooms, known.prices, planned, budget, params)
    best, value = planned, fairness_step(part, part.loads(planned))
    now, failed, in_vain, nodes = planned, low - 1, 0, params.first_nodes
    while value > low and not budget.over and in_vain < params.patience:
        aim = max(low, value - max(1, (value - failed) // params.stride))
        last = aim == value - 1 and failed >= aim - int(aim == low)
        found = hunt.at_once(aim, nodes, params.first_at_once)
        if found is None:
            found = hunt.towards(aim, now, min(params.short, params.patience))
            if fairness_step(part, part.loads(found)) > aim and (later := hunt.at_once(aim, nodes)) is not None:
                found = later
        now, step = found, fairness_step(part, part.loads(found))
        if step < value:
            best, value = now, step
            told(value)
        if step <= aim:
            in_vain, nodes = 0, params.first_nodes
        else:
            failed, nodes = aim, min(params.most_nodes, nodes * 4)
            in_vain += params.short if last else 0
        failed = min(failed, value - 1)
    return best


class _Search:
    """Chooses neighbourhoods at one step after the other, and learns how large they may be."""

    def __init__(
        self,
        part: Part,
        rooms: dict[str, int],
        prices: Prices,
        planned: Ints,
        budget: Budget,
        params: MakespanParams,
    ) -> None:
        self._part, self._rooms, self._budget, self._params = part, rooms, budget, params
        self._used = planned > 0
        self._random = np.random.default_rng(budget.seed)
        self._size, self._core_size, self._tries, self._mood = params.first_size, params.first_core, 0, 0
        timed = part.limit > 0
        price = prices.hours.astype(np.float64)
        mean = float(price[timed].sum()) / max(1, int(timed.sum()))
        self._price = np.where(timed, np.maximum(price / mean, params.floor) if mean else 1.0, 0.0)
        self._place = prices.standard / mean if mean else np.zeros(len(price))

    def towards(self, step: int, planned: Ints, patience: int) -> Ints:
        """Bring a plan to a step, or as near as can be within so many neighbourhoods without success."""
        part = self._part
        limits = loads_at(part, step)
        target = counting_above(part, np.where(limits >= 0, limits, 0))
        held = held_after(part, self._rooms)
        program, layout = level_program(target, held, EVENNESS)
        x = layout.point(target, planned)
        in_vain = 0
        price = self._prices()
        priced, core = self._priced(program, layout, price), self._core(price, limits, self._core_size)
        while in_vain < patience and not self._budget.over and x[layout.at_excess :].any():
            if in_vain and in_vain % self._params.restless == 0:
                self._mood += 1
                price = self._prices()
                priced, core = self._priced(program, layout, price), self._core(price, limits, self._core_size)
            found = self._around(priced, layout, core, x)
            # what is cheaper but no closer to the step helps later, if at all
            if found is None:
                core, in_vain = self._core(price, limits, self._core_size), in_vain + 1
            else:
                closer = int(found[layout.at_excess :].sum()) < int(x[layout.at_excess :].sum())
                x, in_vain = found, 0 if closer else in_vain + 1
        return layout.planned(x)

    def at_once(self, step: int, nodes: int, most: int | None = None) -> Ints | None:
        """A plan at a step from a search among all officers, with the pairs of the core; or ``None``.

        Called with ``most`` for small cores, and without it for larger ones only: no search is made twice.
        """
        part = self._part
        limits = loads_at(part, step)
        core = self._core(self._price, limits, self._params.first_core)
        size = int(core.sum())
        if size > (self._params.most_at_once if most is None else most) or (
            most is None and size <= self._params.first_at_once
        ):
            return None
        held = held_after(part, {**self._rooms, FAIRNESS.name: step})
        program, layout = level_program(part, held, None)
        cost = np.zeros(layout.size, np.int64)
        cost[: layout.columns] = self._costs(self._price)[0]
        free = np.ones(layout.size, np.bool_)
        free[: layout.columns] = core
        budget = self._budget.within(self._params.at_once_share)
        x = first_feasible(dataclasses.replace(program, cost=cost), free, nodes, budget)
        return None if x is None else layout.planned(x)

    @property
    def _weighting(self) -> Weighting:
        return self._params.weightings[self._mood % len(self._params.weightings)]

    def _prices(self) -> Floats:
        """What everybody's time is worth in the present mood. Shape (officers,), about 1; 0 without hours."""
        price = np.where(self._price > 0, self._price**self._weighting.power, 0.0)
        if self._mood >= len(self._params.weightings):
            price *= 1 + self._params.noise * (2 * self._random.random(len(price)) - 1)
        return price

    def _priced(self, program: IntegerProgram, layout: VariableLayout, price: Floats) -> IntegerProgram:
        """The program with everybody's time at its price."""
        cost = np.zeros(layout.size, np.int64)
        cost[: layout.columns], scale = self._costs(price)
        above = self._weighting.above * price[layout.excess] * scale
        cost[layout.at_excess :] = np.maximum(1, np.rint(above))
        return dataclasses.replace(program, cost=cost, constant=0)

    def _costs(self, price: Floats) -> tuple[Ints, float]:
        """How much dearer each pair is than the cheapest of its class, in whole numbers, and times what that is."""
        part = self._part
        worth = price[part.column_officer] * part.column_effort
        worth += self._place[part.column_officer] * part.size[part.column_class]
        dearer = worth - np.minimum.reduceat(worth, part.column_start[:-1])[part.column_class]
        scale = min(self._params.finest, self._params.coarsest / max(1.0, float(dearer.max(initial=0.0))))
        return np.rint(dearer * scale).astype(np.int64), scale

    def _core(self, price: Floats, limits: Ints, size: int) -> Flags:
        """Columns that are worth a look: what the relaxation uses and the cheapest of each class, if they can fit."""
        part = self._part
        cost = price[part.column_officer] * part.column_effort
        start = part.column_start
        most = limits[part.column_officer]
        fits = (most < 0) | (part.column_effort <= most)
        order = np.lexsort((np.where(fits, cost, np.inf), part.column_class))
        rank = np.empty(len(order), np.int64)
        rank[order] = np.arange(len(order)) - start[part.column_class]
        core: Flags = (self._used | (rank < size)) & fits
        return core

    def _around(self, program: IntegerProgram, layout: VariableLayout, core: Flags, x: Ints) -> Ints | None:
        """The best point around another; ``None`` where all of the core holds none that is better, and it has grown."""
        n = len(self._part.officers)
        size = min(n, max(2, round(self._size)))
        groups = self._groups(layout, x, size)
        boxes = [self._box(program, layout, core, x, group, place == 0) for place, group in enumerate(groups)]
        value = program.value(x)
        slices = [self._budget.apart(self._params.neighbourhood_s, self._tries + place) for place in range(len(groups))]

        def look(place: int) -> SearchResult:
            return search(program, *boxes[place], x, slices[place], below=value)

        found = side_by_side([partial(look, place) for place in range(len(groups))], self._budget.workers)
        for slice_ in slices:
            self._budget.charge(slice_.spent)
        self._tries += len(groups)
        if size == n and found[0].complete and found[0].x is None:
            self._core_size *= 2
            self._size = self._params.first_size
            return None
        for one in found:
            if one.x is None:
                self._size = min(float(n), self._size * 1.05) if one.complete else max(2.0, self._size * 0.8)
        return x + sum((one.x - x for one in found if one.x is not None), np.zeros_like(x))

    def _groups(self, layout: VariableLayout, x: Ints, size: int) -> list[Ints]:
        """Groups of officers that share nobody: a third of each are above their limits, the others are drawn."""
        n = len(self._part.officers)
        over = self._random.permutation(layout.excess[x[layout.at_excess :] > 0])
        rest = self._random.permutation(np.setdiff1d(np.arange(n), over))
        groups = max(1, min(self._params.groups, n // size, len(over)))
        first = min(max(1, size // 3), len(over) // groups)
        drawn = np.concatenate([over[groups * first :], rest])
        drawn = self._random.permutation(drawn)
        others = size - first
        return [
            np.concatenate([over[g * first : (g + 1) * first], drawn[g * others : (g + 1) * others]])
            for g in range(groups)
        ]

    def _box(
        self, program: IntegerProgram, layout: VariableLayout, core: Flags, x: Ints, officers: Ints, unplaced: bool
    ) -> tuple[Ints, Ints]:
        """What may change when these officers are freed; units that nobody holds join one group only."""
        part = self._part
        free_officer = np.zeros(len(part.officers), np.bool_)
        free_officer[officers] = True
        mine = free_officer[part.column_officer]
        there = np.zeros(len(part.count), np.bool_)
        there[part.column_class[mine & (x[: layout.columns] > 0)]] = True
        free = np.zeros(layout.size, np.bool_)
        if unplaced and layout.unplaced:
            there |= x[layout.at_unplaced : layout.at_excess] > 0
            free[layout.at_unplaced : layout.at_excess] = there
        free[: layout.columns] = mine & there[part.column_class] & (core | (x[: layout.columns] > 0))
        free[layout.at_excess :] = free_officer[layout.excess]
        return np.where(free, program.low, x), np.where(free, program.high, x)
