"""Officer prices: a bound that anybody can repeat with integers.

Relax every rule that ties cases to each other (hours, standards, better-ranked goals) and pay a price for breaking it
instead. Then each case is free to take its cheapest choice, and the sum of those choices, less what the rules allow at
their prices, lies at or below the value of every plan (Lagrangian relaxation; by linear programming duality the best
prices reach the bound of the relaxation: Geoffrion 1974). The prices come from a floating-point LP, but they are
rounded to integers first, and all that follows is exact.
"""

from __future__ import annotations

import numpy as np

from solver.arrays import Ints
from solver.certificate import HeldGoals, Prices
from solver.formulation.cover_inequalities import cover_cases, keepable_at_most, most_cases, sees_whole_cases, too_long
from solver.formulation.goals.base import RankedGoal, Terms
from solver.formulation.goals.ranking import held_goals, weight_of
from solver.model.part import Part

SAFE_SUM = 2.0**60
"""Sums of a bound stay below this, so that 64 bits hold them."""
NOWHERE = 2**61
"""Price of a pair that cannot be, above every sum."""


Weighted = list[tuple[int, Terms]]
"""What goals add to the sum of choices, each with its weight there."""


def choice_costs(part: Part, prices: Prices, weighted: Weighted) -> tuple[Ints, Ints, Ints]:
    """Price of a column for a unit from elsewhere, what staying saves there, and the price of leaving a unit unplaced.

    Shapes (columns,), (columns,), (classes,); all times the denominator. Python integers where 64 bits might not do.
    """
    o = part.column_officer
    enter = prices.tick[o] * part.column_effort
    enter = enter + prices.standard[o] * part.size[part.column_class]
    counts = cover_cases(part, prices.counted)
    save = -part.gain * np.where(counts[part.column_class], prices.kept[o], 0)
    unplaced = np.zeros(len(part.count), np.int64)
    for weight, terms in weighted:
        enter = enter if terms.enter is None else enter + weight * terms.enter
        save = save if terms.save is None else save + weight * terms.save
        unplaced = unplaced if terms.lost is None else unplaced + weight * terms.lost
    return enter, save, unplaced


def weighted_terms(part: Part, prices: Prices, objective: RankedGoal, held: HeldGoals) -> Weighted:
    """What every goal adds to the sum of choices, and its weight there: the objective, and each goal with a price."""
    # a goal that is asked and held counts once, as the one that is asked: twice would prove too much
    goals = (objective, *(goal for goal, _ in held_goals(held) if goal != objective))
    weights = ((goal, weight_of(goal, objective, prices)) for goal in goals)
    return [(weight, goal.terms(part)) for goal, weight in weights if weight]


def excess_costs(part: Part, weighted: Weighted) -> tuple[Ints, Ints]:
    """What the first tick of excess counts, and each further one, which is the most that any may be priced.

    Shapes (officers,), (officers,); 0 for officers without hours.
    """
    first, more = np.zeros(len(part.officers), np.int64), np.zeros(len(part.officers), np.int64)
    for weight, terms in weighted:
        if terms.first_over is not None and terms.more_over is not None:
            first, more = first + weight * terms.first_over, more + weight * terms.more_over
    return np.where(part.limit > 0, first, 0), np.where(part.limit > 0, more, 0)


def no_prices(part: Part) -> Prices:
    """Nothing is charged: every unit is free to take its cheapest choice."""
    none = np.zeros(len(part.officers), np.int64)
    return Prices(1, hours=none, standard=none, kept=none, excess=none)


def sum_estimate(part: Part, prices: Prices, objective: RankedGoal, held: HeldGoals) -> float:
    """An upper estimate of every sum that a bound is made of, in floating point: no 64-bit sum may come near 2**63."""
    o = part.column_officer
    charged = prices.hours + prices.excess + (prices.least if len(prices.least) else 0)
    tick, case, kept = (p[o].astype(np.float64) for p in (charged, prices.standard, prices.kept))
    enter = tick * part.column_effort + case * part.size[part.column_class]
    save = part.gain * kept
    dearest, constant = np.zeros(len(part.count)), 0.0
    for weight, terms in weighted_terms(part, prices, objective, held):
        enter = enter if terms.enter is None else enter + float(weight) * np.abs(terms.enter)
        save = save if terms.save is None else save + float(weight) * np.abs(terms.save)
        dearest = dearest if terms.lost is None else np.maximum(dearest, float(weight) * np.abs(terms.lost))
        constant += float(weight) * abs(terms.constant)
        constant += 0.0 if terms.more_over is None else float(weight) * float(terms.more_over.sum())
    np.maximum.at(dearest, part.column_class, enter + save)
    if len(prices.least):
        constant += float(prices.least.astype(np.float64) @ held.least)
    return float(part.count @ dearest) + constant


def lagrangian_bound(part: Part, prices: Prices, objective: RankedGoal, held: HeldGoals) -> int:
    """The bound times the denominator, exactly."""
    weighted = weighted_terms(part, prices, objective, held)
    first_over, more_over = excess_costs(part, weighted)
    if bool((prices.excess > more_over).any()):
        raise ValueError("a tick of excess cannot be priced above what it costs")
    enter, save, unplaced = choice_costs(part, prices, weighted)
    kept_limit = keepable_at_most(part, held.load, prices.counted)
    most = part.standard
    if sees_whole_cases(part, objective, held):
        enter = np.where(too_long(part, held.load), NOWHERE, enter)
        most = most_cases(part, held.load) if prices.standard.any() else most
    cheapest = cheapest_choice(part, enter, unplaced)
    if bool((cheapest == NOWHERE).any()):
        return 1  # a unit that fits nowhere: there is no plan, whatever the prices
    staying = enter - save - cheapest[part.column_class]
    staying = np.where(part.held > 0, np.minimum(staying, 0), 0)
    total = exact_dot(part.count, cheapest)
    single = ~part.mixed[part.column_class]
    total += exact_dot(part.held[single], staying[single])
    if part.mixed.any():
        # a bundle that several hold stays with one of them at most
        total += sum(np.minimum.reduceat(staying, part.column_start[:-1])[part.mixed].tolist())
    total += sum(weight * terms.constant for weight, terms in weighted)
    total -= _dot_where(prices.hours, held.load)
    total -= _dot_where(prices.standard, most)
    total -= _dot_where(prices.kept, kept_limit)
    total -= exact_dot(prices.excess, part.fair_load)
    # where a tick is priced above what the first one counts, that one is taken
    total += exact_dot(np.ones(len(first_over), np.int64), np.minimum(first_over - prices.excess, 0))
    if len(prices.least):
        if len(held.least) != len(prices.least):
            raise ValueError("a price on a least load that is not there")
        total += exact_dot(prices.least, held.least)
    if not prices.goals.keys() <= held.rooms.keys():
        raise ValueError("a price on a goal that is not held")
    total -= sum(price * held.rooms[name] for name, price in prices.goals.items())
    return total


def cheapest_choice(part: Part, enter: Ints, unplaced: Ints) -> Ints:
    """Cheapest choice of a unit that nobody may keep, per class; leaving it unplaced counts only where that may be."""
    best = np.minimum.reduceat(enter, part.column_start[:-1]) if len(enter) else np.zeros(0, np.int64)
    return np.where(part.placeable_all | part.pinned, best, np.minimum(best, unplaced))


def exact_dot(a: Ints, b: Ints) -> int:
    """Sum of products in Python integers where 64 bits might not hold it."""
    if not len(a):
        return 0
    if float(np.abs(a.astype(np.float64)) @ np.abs(b.astype(np.float64))) < 2.0**61:
        return int(a @ b)
    return sum(x * y for x, y in zip(a.tolist(), b.tolist(), strict=True))


def _dot_where(price: Ints, room: Ints) -> int:
    """Prices times rooms; an officer without a limit (-1) must have no price."""
    if bool(((price != 0) & (room < 0)).any()):
        raise ValueError("a price on a limit that is not there")
    return exact_dot(price, np.maximum(room, 0))
