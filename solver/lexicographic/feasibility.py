"""Whether a plan keeps what is held: repairs of one that nearly does, and a search of all where they are few."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from solver.arrays import Floats, Ints
from solver.budget import Budget
from solver.certificate import HeldGoals
from solver.engines.cp_sat import search, search_by_turns
from solver.formulation.goals.continuity import CONTINUITY
from solver.formulation.goals.fairness import fairness_step
from solver.formulation.goals.ranking import BY_NAME, held_after
from solver.formulation.level_program import level_program
from solver.formulation.step_program import step_program
from solver.heuristics.local_search import LocalSearch, LocalSearchParams
from solver.lexicographic.search_params import PARAMS, SearchParams
from solver.model.part import Part


def repaired(
    part: Part,
    rooms: dict[str, int],
    held: HeldGoals,
    start: Ints,
    budget: Budget,
    repair: LocalSearchParams,
    price: Floats | None = None,
) -> LocalSearch:
    """A plan repaired for a step, as far as local search goes.

    Parameters
    ----------
    held : HeldGoals
        The loads of the step, the most and the least.
    start : int64 array, shape (columns,)
    price : float64 array, shape (columns,), or None
        What a unit costs there above the cheapest.
    """
    waiting: dict[int, int] | None = None if part.coverage_by_hours else {}
    mend = LocalSearch(part, start, held.load, rooms.get(CONTINUITY.name), budget.seed, price, waiting)
    mend.ask_for(held.least)
    mend.run(budget, repair)
    return mend


def search_whole(
    part: Part, held: HeldGoals, near: Ints, budget: Budget, params: SearchParams = PARAMS
) -> tuple[Ints | None, bool] | None:
    """Look through all plans that keep what is held; ``None`` where there are too many variables for that.

    Parameters
    ----------
    near : int64 array, shape (columns,)
        A plan to begin at.

    Returns
    -------
    int64 array, shape (columns,), or None, and bool
        A plan, or whether it is proven that there is none.
    """
    if len(part.column_class) > params.fairness.small:
        return None  # a program has a variable for each column at least, and takes long to write
    program, layout = level_program(part, held, None)
    if layout.size > params.fairness.small:
        return None
    hint = layout.point(part, near)
    found = search(program, program.low, program.high, hint, budget.slice(params.fairness.attempt_s, budget.seed))
    return (None, found.complete) if found.x is None else (layout.planned(found.x), False)


def step_search(
    part: Part, rooms: dict[str, int], best: Ints, low: int, params: SearchParams = PARAMS
) -> Callable[[Budget], tuple[Ints | None, int]] | None:
    """Prepare one search for the smallest step of fairness among all plans that hold the better-ranked levels.

    Parameters
    ----------
    rooms : dict of level name to best + slack
    best : int64 array, shape (columns,)
        A plan that holds them.
    low : int
        No plan is below this step.

    Returns
    -------
    callable(budget), or None
        Each call searches, at random by its seed: a better plan of shape (columns,) or ``None``, and the bound.
        ``None`` instead of it where there are too many variables.
    """
    if len(part.column_class) > params.fairness.small:
        return None
    value = fairness_step(part, part.loads(best))
    written = step_program(part, held_after(part, rooms), (low, value))
    if written is None or written[1].size > params.fairness.small:
        return None
    program, layout = written
    hint = np.append(layout.point(part, best), value)

    def look(budget: Budget) -> tuple[Ints | None, int]:
        found = search_by_turns(program, hint, budget, value)
        if found.x is None:
            return None, value if found.complete else max(low, found.bound or low)
        return layout.planned(found.x), max(low, found.bound or low)

    return look


def keeps(part: Part, planned: Ints, rooms: dict[str, int]) -> bool:
    """Whether a plan keeps hours that are hard, standards, and the better-ranked levels.

    Parameters
    ----------
    planned : int64 array, shape (columns,)
    rooms : dict of level name to best + slack
    """
    for carried, most in ((part.loads(planned), part.hard), (part.caseloads(planned), part.standard)):
        if bool(((carried > most) & (most >= 0)).any()):
            return False
    return all(BY_NAME[name].value(part, planned) <= room for name, room in rooms.items())
