"""The shortfall level: how little below the fair shares everybody can stay, once moves and fairness are settled.

As with fairness, each step is a question of yes or no: everybody carries at least so much. The steps at which the
relaxation asks for more moves than there are, or has no solution, are found by halving; from there upwards plans are
tried, by handing on what moves in any case and, where the program is small, by searching it to the end.
"""

from __future__ import annotations

from collections.abc import Callable

from solver.arrays import Floats, Ints
from solver.budget import Budget
from solver.formulation.goals.continuity import CONTINUITY
from solver.formulation.goals.ranking import held_after
from solver.formulation.goals.shortfall import SHORTFALL, TENTH, shortfall_step
from solver.heuristics.lns.least_used import lift_least_used
from solver.heuristics.rounding import round_fractional
from solver.lexicographic.fairness_level import Fair
from solver.lexicographic.feasibility import keeps, repaired, search_whole
from solver.lexicographic.move_budget import BoundByMoves, bound_by_moves
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
    known = BoundByMoves(0, None, None)
    if CONTINUITY.name in rooms:
        known = bound_by_moves(part, rooms, SHORTFALL, (0, value), budget, lambda bound: told(value, bound), params)
    low, certificate = known.step, known.certificate
    proof = Proof.ARITHMETIC if certificate is not None else Proof.TRIVIAL
    told(value, low)
    large = len(part.column_class) > params.fairness.tiny
    if value > low and large and known.wanted is not None:
        mended = _mended(part, rooms, low, known.wanted, budget, params)
        if mended is not None and shortfall_step(part, part.loads(mended)) < value:
            best, value = mended, shortfall_step(part, part.loads(mended))
        told(value, low)
    if value > low and large:
        held = held_after(part, {**rooms, SHORTFALL.name: low})
        lifted = lift_least_used(part, held, best, budget, params.least_used)
        if keeps(part, lifted, rooms):
            best, value = lifted, min(value, shortfall_step(part, part.loads(lifted)))
        told(value, low)
    failed, step = low - TENTH, low
    while value > failed + TENTH and not budget.over:
        attempt = budget.within(params.fairness.attempt_share)
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


def _mended(
    part: Part, rooms: dict[str, int], step: int, wanted: Floats, budget: Budget, params: SearchParams
) -> Ints | None:
    """What the relaxation wants at a step, rounded and repaired; ``None`` where it breaks what is held."""
    held, start = held_after(part, {**rooms, SHORTFALL.name: step}), round_fractional(part, wanted)
    mend = repaired(part, rooms, held, start, budget, params.fairness.repair)
    return mend.planned if keeps(part, mend.planned, rooms) else None


def _attempt(
    part: Part, rooms: dict[str, int], step: int, best: Ints, budget: Budget, params: SearchParams
) -> tuple[Ints | None, bool]:
    """Look for a plan at a step. Returns the plan, or ``None`` and whether it is proven that there is none."""
    asked = {**rooms, SHORTFALL.name: step}
    held = held_after(part, asked)
    if len(part.column_class) > params.fairness.tiny:
        mend = repaired(part, rooms, held, best, budget, params.fairness.repair)
        if mend.missed == 0 and keeps(part, mend.planned, asked):
            return mend.planned, False
        best = mend.planned
    return search_whole(part, held, best, budget, params) or (None, False)
