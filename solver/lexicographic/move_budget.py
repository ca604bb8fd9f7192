"""The fairest plan with at most so many moves: the question of continuity, asked at one step of fairness after another.

Fewest moves for a given fairness is what the relaxation answers well, so the limit on moves is turned around: the
smallest step is looked for at which the fewest moves are few enough.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass

from solver.arrays import Floats, Ints
from solver.bounds.fairness_bound import bound_by_relaxation
from solver.bounds.lagrangian import lagrangian_bound
from solver.bounds.level_relaxation import relax_level
from solver.budget import Budget
from solver.certificate import Certificate
from solver.formulation.goals.continuity import CONTINUITY
from solver.formulation.goals.fairness import FAIRNESS, Fairness, fairness_step
from solver.formulation.goals.ranking import held_after
from solver.formulation.goals.shortfall import Shortfall
from solver.formulation.level_model import LevelModel
from solver.lexicographic.fairness_level import Fair, fairest, narrow
from solver.lexicographic.linear_level import LinearLevel, minimise_level
from solver.lexicographic.search_params import PARAMS, SearchParams
from solver.model.part import Part
from solver.plan import Proof


def fairest_within_moves(
    part: Part,
    rooms: dict[str, int],
    start: Ints,
    budget: Budget,
    told: Callable[[int, int], None],
    params: SearchParams = PARAMS,
) -> Fair:
    """Find the smallest step that a plan can keep whose continuity is within what is held.

    Parameters are those of :func:`solver.lexicographic.fairness_level.fairest`; ``rooms`` holds continuity.
    """
    most = rooms[CONTINUITY.name]
    loose = {name: room for name, room in rooms.items() if name != CONTINUITY.name}
    low, certificate, _ = bound_by_relaxation(part, rooms, budget, params.relaxation)
    proof = Proof.ARITHMETIC if certificate is not None else Proof.TRIVIAL
    best, value = start, fairness_step(part, part.loads(start))
    told(value, low)
    if len(part.column_class) <= params.fairness.tiny and value > low:
        # few enough for every step to be searched to the end, with the limit on moves as a rule of the search
        known, soon = Fair(start, low, proof, certificate), budget.within(params.move_budget.whole_share)
        whole = fairest_with_these_moves(part, rooms, start, soon, told, known, params)
        best, value = whole.planned, fairness_step(part, part.loads(whole.planned))
        low, proof, certificate = whole.bound, whole.proof, whole.certificate
        if value == low:
            return whole
    soon = budget.within(params.move_budget.free_share)
    free = fairest(part, loose, start, soon, lambda _v, _b: None, params)
    if free.bound > low:
        low, proof, certificate = free.bound, free.proof, free.certificate
    begin = free.planned
    reached = fairness_step(part, part.loads(begin))
    if reached < value and CONTINUITY.value(part, begin) <= most:
        best, value = begin, reached
    failed, width = max(low, reached) - 1, 1
    step = failed + 1
    while value > failed + 1 and not budget.over:
        found = minimise_level(
            LinearLevel(part, -1, CONTINUITY, {**loose, FAIRNESS.name: step}),
            begin,
            budget.within(params.move_budget.step_share),
            lambda _v, _b: None,
            enough=most,
            params=params,
        )
        if found.value <= most:
            best, value, width = found.planned, min(value, fairness_step(part, part.loads(found.planned))), 0
        else:
            failed, width, begin = step, width * 2, found.planned
            if found.bound > most and low <= step:
                low, certificate = step + 1, turned_around(part, found.certificate, rooms, step)
                proof = Proof.ARITHMETIC if certificate is not None else Proof.SEARCH
        told(value, min(low, value))
        step = min(failed + width, value - 1) if width else (failed + value) // 2
    return Fair(best, min(low, value), proof, certificate)


def fairest_with_these_moves(
    part: Part,
    rooms: dict[str, int],
    start: Ints,
    budget: Budget,
    told: Callable[[int, int], None],
    known: Fair,
    params: SearchParams = PARAMS,
) -> Fair:
    """Find the smallest step that a plan can keep with the moves that are held, from one that makes no more.

    The steps at which the relaxation alone asks for more moves than there are lie below one number, which is found by
    halving; from there upwards plans are tried.

    Parameters
    ----------
    rooms : dict of level name to best + slack
        With continuity, held at its best.
    start : int64 array, shape (columns,)
        A plan with these moves.
    known : Fair
        The fairest plan, whatever moves.
    """
    value, proof, certificate = fairness_step(part, part.loads(start)), known.proof, known.certificate
    told(value, known.bound)
    raised = bound_by_moves(part, rooms, FAIRNESS, (known.bound, value), budget, lambda low: told(value, low), params)
    if raised.certificate is not None:
        proof, certificate = Proof.ARITHMETIC, raised.certificate
    best, bound = narrow(part, rooms, (start, raised.step), budget, told, params)
    is_raised = bound > raised.step
    return Fair(best, bound, Proof.SEARCH if is_raised else proof, None if is_raised else certificate)


@dataclass(frozen=True, slots=True)
class BoundByMoves:
    """Where the relaxation no longer asks for more moves than there are.

    Attributes
    ----------
    step : int
        No plan is below.
    certificate : Certificate or None
        Of that, where it says more than was known.
    wanted : float64 array, shape (columns,), or None
        What the relaxation wants at the last step that it allowed.
    """

    step: int
    certificate: Certificate | None
    wanted: Floats | None


def bound_by_moves(
    part: Part,
    rooms: dict[str, int],
    goal: Fairness | Shortfall,
    between: tuple[int, int],
    budget: Budget,
    told: Callable[[int], None],
    params: SearchParams = PARAMS,
) -> BoundByMoves:
    """Halve between a bound and a plan's step: which steps the relaxation allows with the moves that are held.

    Parameters
    ----------
    rooms : dict of level name to best + slack
        With continuity.
    goal : Fairness or Shortfall
        Whose steps they are.
    between : int, int
        What is known: no plan is below the first, one is at the second.
    told : callable(bound)
        Of every step by which it is raised.
    """
    most = rooms[CONTINUITY.name]
    loose = {name: room for name, room in rooms.items() if name != CONTINUITY.name}
    low, high = between
    certificate: Certificate | None = None
    wanted: Floats | None = None
    while low < high and not budget.over:
        step = (low + high) // (2 * goal.grid) * goal.grid
        level = LevelModel.of(part, -1, CONTINUITY, {**loose, goal.name: step})
        level, relaxed, priced = relax_level(level, budget, params.relaxation)
        turned = None if priced is None or priced.bound <= most else turned_around(part, priced, rooms, step, goal)
        if turned is None:
            high = step
            wanted = None if relaxed.x is None else level.layout.planned(relaxed.x)
        else:
            low, certificate = step + goal.grid, turned
            told(low)
    return BoundByMoves(low, certificate, wanted)


def turned_around(
    part: Part, priced: Certificate | None, rooms: dict[str, int], step: int, goal: Fairness | Shortfall = FAIRNESS
) -> Certificate | None:
    """From "at this step more must move than may" to "with what may move, no plan keeps this step".

    Parameters
    ----------
    priced : Certificate or None
        Of the fewest moves at the step.
    rooms : dict of level name to best + slack
        With continuity.
    goal : Fairness or Shortfall
        Of which it is a step.
    """
    if priced is None:
        return None
    prices = priced.prices
    prices = dataclasses.replace(prices, goals={**prices.goals, CONTINUITY.name: prices.denominator})
    held = held_after(part, {**rooms, goal.name: step})
    if lagrangian_bound(part, prices, goal, held) <= 0:
        return None
    return dataclasses.replace(priced, level=goal.name, prices=prices, held=held, bound=step + goal.grid, step=step)
