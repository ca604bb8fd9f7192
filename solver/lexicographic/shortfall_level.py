"""The shortfall level: how little below the fair shares everybody can stay, once moves and fairness are settled.

As with fairness, each step is a question of yes or no: everybody carries at least so much. The steps at which the
relaxation asks for more moves than there are, or has no solution, are found by halving; from there upwards plans are
tried, by handing on what moves in any case and, where the program is small, by searching it to the end.
"""

from __future__ import annotations

from collections.abc import Callable

from solver.arrays import Floats, Ints
from solver.bounds.level_relaxation import relax_level
from solver.budget import Budget
from solver.certificate import Certificate, HeldGoals
from solver.engines.cp_sat import search
from solver.formulation.goals.continuity import CONTINUITY
from solver.formulation.goals.ranking import held_after
from solver.formulation.goals.shortfall import SHORTFALL, TENTH, shortfall_step
from solver.formulation.level_model import LevelModel
from solver.formulation.level_program import level_program
from solver.heuristics.lns.least_used import lift_least_used
from solver.heuristics.local_search import LocalSearch
from solver.heuristics.rounding import round_fractional
from solver.lexicographic.fairness_level import Fair, keeps
from solver.lexicographic.move_budget import turned_around
from solver.lexicographic.search_params import PARAMS, SearchParams
from solver.model.part import Part
from solver.plan import Proof


def least_shortfall(
    part: Part,
    rooms: dict[str, int],
    start: Ints,
    budget: Budget,
    told: Callable[[int, int], None],
    params: SearchParams = PARAMS,
) -> Fair:
    """Find the smallest shortfall that a plan can keep.

    Parameters
    ----------
    rooms : dict of level name to best + slack
        Better-ranked levels, held.
    start : int64 array, shape (columns,)
        A plan that holds them.
    told : callable(value, bound)
    """
    best, value = start, shortfall_step(part, part.loads(start))
    low, certificate, wanted = _bound(part, rooms, value, budget, params)
    proof = Proof.ARITHMETIC if certificate is not None else Proof.TRIVIAL
    told(value, low)
    if value > low and wanted is not None:
        mended = _mended(part, rooms, (wanted, low), budget, params)
        if mended is not None and shortfall_step(part, part.loads(mended)) < value:
            best, value = mended, shortfall_step(part, part.loads(mended))
        told(value, low)
    if value > low and len(part.column_class) > params.fairness.tiny:
        lifted = lift_least_used(part, held_after(part, {**rooms, SHORTFALL.name: low}), best, budget)
        if keeps(part, lifted, rooms):
            best, value = lifted, min(value, shortfall_step(part, part.loads(lifted)))
        told(value, low)
    failed, step = low - TENTH, low
    while value > failed + TENTH and not budget.over:
        attempt = budget.within(budget.left_s * params.fairness.attempt_share)
        planned, nothing = _attempt(part, rooms, step, best, attempt, params)
        if planned is not None:
            best, value = planned, min(value, shortfall_step(part, part.loads(planned)))
        else:
            failed = step
            if nothing:
                low, certificate, proof = step + TENTH, None, Proof.SEARCH
        told(value, min(low, value))
        # the bound first: mostly it can be reached; then halve what lies between
        step = (failed + value) // (2 * TENTH) * TENTH
    return Fair(best, min(low, value), proof, certificate if low <= value else None)


def _bound(
    part: Part, rooms: dict[str, int], value: int, budget: Budget, params: SearchParams
) -> tuple[int, Certificate | None, Floats | None]:
    """The first step at which the relaxation needs no more moves than are held, by halving; and what it wants there.

    Returns
    -------
    int, certificate or None, float64 array of shape (columns,) or None
    """
    low, high = 0, value
    certificate: Certificate | None = None
    wanted: Floats | None = None
    if CONTINUITY.name not in rooms:
        return low, certificate, wanted
    most = rooms[CONTINUITY.name]
    loose = {name: room for name, room in rooms.items() if name != CONTINUITY.name}
    while low < high and not budget.over:
        step = (low + high) // (2 * TENTH) * TENTH
        level = LevelModel.of(part, -1, CONTINUITY, {**loose, SHORTFALL.name: step})
        level, relaxed, priced = relax_level(level, budget, params.relaxation)
        turned = None if priced is None or priced.bound <= most else turned_around(part, priced, rooms, step, SHORTFALL)
        if turned is None:
            high = step
            wanted = None if relaxed.x is None else level.layout.planned(relaxed.x)
        else:
            low, certificate = step + TENTH, turned
    return low, certificate, wanted


def _mended(
    part: Part, rooms: dict[str, int], target: tuple[Floats, int], budget: Budget, params: SearchParams
) -> Ints | None:
    """What the relaxation wants at a step, rounded and repaired; ``None`` where it breaks what is held."""
    wanted, step = target
    held = held_after(part, {**rooms, SHORTFALL.name: step})
    waiting: dict[int, int] | None = None if part.coverage_by_hours else {}
    mend = LocalSearch(
        part, round_fractional(part, wanted), held.load, rooms.get(CONTINUITY.name), budget.seed, waiting=waiting
    )
    mend.ask_for(held.least)
    mend.run(budget, params.fairness.repair)
    return mend.planned if keeps(part, mend.planned, rooms) else None


def _attempt(
    part: Part, rooms: dict[str, int], step: int, best: Ints, budget: Budget, params: SearchParams
) -> tuple[Ints | None, bool]:
    """Look for a plan at a step. Returns the plan, or ``None`` and whether it is proven that there is none."""
    asked = {**rooms, SHORTFALL.name: step}
    held = held_after(part, asked)
    waiting: dict[int, int] | None = None if part.coverage_by_hours else {}
    if len(part.column_class) <= params.fairness.tiny:
        return _searched(part, held, best, budget, params)
    mend = LocalSearch(part, best, held.load, rooms.get(CONTINUITY.name), budget.seed, waiting=waiting)
    mend.ask_for(held.least)
    mend.run(budget, params.fairness.repair)
    if mend.missed == 0 and keeps(part, mend.planned, asked):
        return mend.planned, False
    return _searched(part, held, mend.planned, budget, params)


def _searched(
    part: Part, held: HeldGoals, near: Ints, budget: Budget, params: SearchParams
) -> tuple[Ints | None, bool]:
    """A small program searched to the end; of a large one nothing is known."""
    program, layout = level_program(part, held, None)
    if layout.size > params.fairness.small:
        return None, False
    hint = layout.point(part, near)
    found = search(program, program.low, program.high, hint, budget.slice(params.fairness.attempt_s, budget.seed))
    return (None, found.complete) if found.x is None else (layout.planned(found.x), False)
