"""The fairness level: how little above the fair shares everybody can stay, and the proof that it is no less.

At a step t every officer's load is limited by a whole number of ticks, so each step is a question of yes or no. The
bound comes from the largest step that even cases which could be split would not fit (a minimum cut, or the relaxation
where officers need different times); from there upwards plans are tried.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from solver.arrays import Ints
from solver.bounds.fairness_bound import bound_by_cut, bound_by_relaxation, flow_at, held_at, splits_evenly
from solver.bounds.fairness_cuts import raise_bound
from solver.bounds.lagrangian import no_prices
from solver.budget import Budget
from solver.certificate import Certificate, HeldGoals, Prices
from solver.engines.beside import side_by_side
from solver.engines.highs import relax
from solver.formulation.cover_inequalities import has_own_times
from solver.formulation.goals.continuity import CONTINUITY
from solver.formulation.goals.evenness import EVENNESS
from solver.formulation.goals.fairness import fairness_step
from solver.formulation.level_model import LevelModel
from solver.formulation.level_program import level_program
from solver.heuristics.construction import first_fit
from solver.heuristics.incumbent import Incumbent
from solver.heuristics.lns.search import large_neighbourhood_search
from solver.heuristics.lns.unrelated import PricedBound, lower_makespan_steps
from solver.heuristics.local_search import LocalSearch, LocalSearchParams
from solver.heuristics.rounding import largest_first, round_fractional
from solver.lexicographic.feasibility import keeps, repaired, search_whole, step_search
from solver.lexicographic.search_params import PARAMS, SearchParams
from solver.model.part import Part, counting_above, restricted
from solver.plan import Proof


@dataclass(frozen=True, slots=True)
class Fair:
    """Outcome of the level in one part.

    Attributes
    ----------
    planned : int64 array, shape (columns,)
    bound : int
    proof : Proof
    certificate : Certificate or None
    """

    planned: Ints
    bound: int
    proof: Proof
    certificate: Certificate | None


def fairest(
    part: Part,
    rooms: dict[str, int],
    start: Ints,
    budget: Budget,
    told: Callable[[int, int], None],
    params: SearchParams = PARAMS,
) -> Fair:
    """Find the smallest step that a plan can keep.

    Parameters
    ----------
    rooms : dict of level name to best + slack
        Better-ranked levels, held.
    start : int64 array, shape (columns,)
        A plan that holds them.
    told : callable(value, bound)
    """
    low, certificate, starts, prices = _bounds_and_starts(part, rooms, start, budget, params)
    best = start
    for other in starts:
        fairer = fairness_step(part, part.loads(other)) < fairness_step(part, part.loads(best))
        if fairer and keeps(part, other, rooms):
            best = other
    proven, value = low, fairness_step(part, part.loads(best))
    told(value, low)
    if value > low and splits_evenly(part, rooms) and CONTINUITY.name not in rooms:
        soon = budget.within(params.fairness.tiers_share)
        low = max(low, bound_by_tiers(part, rooms, soon, params))
        told(value, low)
    large = len(part.column_class) > params.fairness.tiny
    if value > low and large and has_own_times(part) and CONTINUITY.name not in rooms:
        small = len(part.column_class) <= params.fairness.small
        makespan = dataclasses.replace(params.makespan, patience=params.lns.fairness) if small else params.makespan
        # what is small is searched to the end below, and keeps half of the work for that
        soon = budget.within(0.5) if small else budget
        best = lower_makespan_steps(part, rooms, best, PricedBound(low, prices), soon, lambda v: told(v, low), makespan)
        value = fairness_step(part, part.loads(best))
    best, bound = narrow(part, rooms, (best, low), budget, told, params)
    arithmetic = bound == proven
    return Fair(
        best,
        bound,
        (Proof.ARITHMETIC if certificate is not None else Proof.TRIVIAL) if arithmetic else Proof.SEARCH,
        certificate if arithmetic else None,
    )


def narrow(
    part: Part,
    rooms: dict[str, int],
    known: tuple[Ints, int],
    budget: Budget,
    told: Callable[[int, int], None],
    params: SearchParams = PARAMS,
) -> tuple[Ints, int]:
    """Try steps between a bound and a plan, until they meet or the time is over.

    Parameters
    ----------
    known : int64 array, shape (columns,), and int
        A plan that holds the better-ranked levels, and the bound.

    Returns
    -------
    int64 array, shape (columns,), and int
        The best plan, and the bound, which is at most its step.
    """
    best, low = known
    value = fairness_step(part, part.loads(best))
    if value - low > params.fairness.near and len(part.column_class) > params.fairness.tiny:
        best, low = _all_steps(part, rooms, (best, low), budget, params)
        value = fairness_step(part, part.loads(best))
        told(value, low)
    failed, width, step = low - 1, 1, low
    while value > failed + 1 and not budget.over:
        attempt = budget.within(params.fairness.attempt_share)
        near = value - low <= params.fairness.near
        planned, nothing = _attempt(part, rooms, step, best, attempt, params, near)
        reached = value if planned is None else fairness_step(part, part.loads(planned))
        if planned is not None and reached < value:
            best, value = planned, reached
        if value <= step:
            width = 0
        else:
            failed, width = step, width * 2
            low = step + 1 if nothing else low
        told(value, low)
        # double the distance until a plan is found, then halve what lies between
        step = min(failed + width, value - 1) if width else (failed + value) // 2
    return best, min(low, value)


def _all_steps(
    part: Part, rooms: dict[str, int], known: tuple[Ints, int], budget: Budget, params: SearchParams
) -> tuple[Ints, int]:
    """Look among all plans of a small part for a smaller step, twice at random; the best plan, and the bound."""
    best, low = known
    look = step_search(part, rooms, best, low, params)
    if look is None:
        return known
    share = params.fairness.all_steps_share / 2
    slices = [budget.apart(budget.left * share, seed) for seed in (budget.seed, budget.seed + 1)]
    for found, each in zip(side_by_side([partial(look, each) for each in slices], budget.workers), slices, strict=True):
        budget.charge(each.spent)
        planned, bound = found
        if planned is not None and fairness_step(part, part.loads(planned)) < fairness_step(part, part.loads(best)):
            best = planned
        low = max(low, bound)
    return best, low


def bound_by_tiers(part: Part, rooms: dict[str, int], budget: Budget, params: SearchParams = PARAMS) -> int:
    """Bound from the tightest officers alone: the cases that only they may hold, however the rest is planned.

    A group of few officers with a tight share is where whole cases fit worst, and small enough to be searched to the
    end.
    """
    low = 0
    targets = np.array([float(t) for t in part.target])
    loosest = np.maximum.reduceat(-targets[part.column_officer], part.column_start[:-1]) * -1
    for target in np.unique(targets)[::-1].tolist():
        officers, classes = targets >= target, loosest >= target
        columns = int(classes[part.column_class].sum())
        if bool(officers.all()) or columns > params.fairness.small or budget.over:
            break
        if not bool(classes.any()):
            continue
        tight = restricted(part, classes, officers)
        found = fairest(tight, rooms, first_fit(tight), budget, lambda _value, _bound: None, params)
        low = max(low, found.bound)
    return low


def _bounds_and_starts(
    part: Part, rooms: dict[str, int], start: Ints, budget: Budget, params: SearchParams
) -> tuple[int, Certificate | None, list[Ints], Prices]:
    """The best bound that flow and relaxation give, and plans rounded from them where the start is not near it.

    The prices are those of everybody's time in the relaxation that knows nothing of whole cases: with its own the bound
    is higher, but places in them are dear and time is cheap, and a search by them wastes time.
    """
    low, certificate, starts, prices = 0, None, [], no_prices(part)
    even = splits_evenly(part, rooms)
    if even:
        low, certificate = bound_by_cut(part, rooms)
    if even and part.placeable_all and CONTINUITY.name not in rooms:
        near = fairness_step(part, part.loads(start)) - low <= params.fairness.near
        return low, certificate, [] if near else [largest_first(part, flow_at(part, low))], prices
    other, priced, wanted = bound_by_relaxation(part, rooms, budget, params.relaxation)
    if other > low:
        low, certificate = other, priced
    if certificate is not None:
        prices = certificate.prices
    higher, priced, whole = raise_bound(part, rooms, low, wanted, budget, params.fairness.cuts)
    if higher > low:
        low, certificate = higher, priced
    starts = [round_fractional(part, each) for each in (wanted, None if whole is wanted else whole) if each is not None]
    return low, certificate, starts, prices


def _attempt(
    part: Part, rooms: dict[str, int], step: int, best: Ints, budget: Budget, params: SearchParams, near: bool
) -> tuple[Ints | None, bool]:
    """Look for a plan at a step. Returns it, or how near one came to it, and whether it is proven that there is none.

    Parameters
    ----------
    near : bool
        Little can be gained any more, so little is tried.
    """
    held = held_at(part, rooms, step)
    if len(part.column_class) <= params.fairness.tiny:
        found = search_whole(part, held, best, budget, params)
        if found is not None and (found[0] is not None or found[1]):
            return found
    mend = _mended(part, rooms, held, best, budget, params.fairness.repair)
    if mend.missed == 0 and keeps(part, mend.planned, rooms):
        return mend.planned, False
    start = mend.planned if keeps(part, mend.planned, rooms) else best
    excess = counting_above(part, np.where(held.load >= 0, held.load, 2**40))
    over = LevelModel.of(excess, -1, EVENNESS, rooms)
    patience = max(1, params.lns.fairness // params.fairness.hurry) if near else params.lns.fairness
    incumbent = Incumbent(over, over.point(start), 0, lambda _value, _bound: None)
    small = len(part.column_class) <= params.fairness.small
    lns = budget.within(1 - params.fairness.whole_share) if small else budget
    exhausted = large_neighbourhood_search(incumbent, lns, patience, params.lns)
    for seed in range(budget.seed, budget.seed + params.fairness.searches):
        if not incumbent.value or exhausted:
            break
        whole = search_whole(part, held, best, dataclasses.replace(budget, seed=seed), params)
        if whole is not None and (whole[0] is not None or whole[1]):
            return whole
    return incumbent.planned, exhausted and incumbent.value > 0


def _mended(
    part: Part, rooms: dict[str, int], held: HeldGoals, best: Ints, budget: Budget, repair: LocalSearchParams
) -> LocalSearch:
    """The best plan so far, repaired for a step; where times differ, also the quickest fractional plan of the step."""
    mend = repaired(part, rooms, held, best, budget, repair)
    if mend.missed == 0 or splits_evenly(part, rooms):
        return mend
    program, layout = level_program(part, held, None)
    took = np.zeros(layout.size, np.int64)
    took[: layout.columns] = part.column_effort
    took[layout.columns : layout.at_unplaced] = part.column_effort[layout.held]
    relaxed = relax(dataclasses.replace(program, cost=took), budget)
    if relaxed.x is None:
        return mend
    wanted = layout.planned(relaxed.x)
    least = np.minimum.reduceat(part.column_effort, part.column_start[:-1])
    price = (part.column_effort - least[part.column_class]).astype(np.float64)
    other = repaired(part, rooms, held, round_fractional(part, wanted), budget, repair, price)
    return other if other.missed < mend.missed else mend
