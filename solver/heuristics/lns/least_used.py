"""Neighbourhoods around the officer who lies furthest below the fair share.

That officer and a few who could give are freed, everybody else stays as they are, and CP-SAT gives the officer as much
as can be there: nobody who lacks something is left with less than before, and nothing that is held is given up.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf

import numpy as np

from solver.arrays import Ints
from solver.budget import Budget, check_ranges
from solver.certificate import HeldGoals
from solver.engines.cp_sat import search
from solver.formulation.level_program import level_program
from solver.model.part import Part


@dataclass(frozen=True, slots=True, kw_only=True)
class LeastUsedParams:
    """How long the least used are looked after.

    Attributes
    ----------
    givers : int, officers, >= 1
        Freed beside the officer who lacks most.
    patience : int, neighbourhoods, >= 1
        In vain in a row, after which the search gives up.
    seconds : float, > 0
        Units of work for one neighbourhood, about seconds of a core.
    """

    givers: int = 7
    patience: int = 6
    seconds: float = 2.0

    def __post_init__(self) -> None:
        check_ranges(self, givers=(1, inf), patience=(1, inf), seconds=(1e-9, inf))


PARAMS = LeastUsedParams()


def lift_least_used(
    part: Part, held: HeldGoals, planned: Ints, budget: Budget, params: LeastUsedParams = PARAMS
) -> Ints:
    """Give more to whoever lacks most, again and again.

    Parameters
    ----------
    held : HeldGoals
        What the plan keeps to; its ``least`` is what everybody should have in the end.
    planned : int64 array, shape (columns,)
        A plan that keeps to the rest of it.

    Returns
    -------
    int64 array, shape (columns,)
        In which nobody lacks more than the worst off in ``planned`` did.
    """
    random = np.random.default_rng(budget.seed)
    share = np.maximum(part.limit, 1).astype(np.float64)
    in_vain = 0
    while in_vain < params.patience and not budget.over:
        load = part.loads(planned)
        lack = (held.least - load) / share
        worst = int(np.argmax(lack))
        if lack[worst] <= 0:
            break
        freed = _freed(part, worst, -lack, params.givers, in_vain, random)
        found = _lifted(part, held, planned, (worst, freed), budget.slice(params.seconds, budget.seed + in_vain))
        if found is None or part.loads(found)[worst] <= load[worst]:
            in_vain += 1
        else:
            planned, in_vain = found, 0
    return planned


def _freed(part: Part, worst: int, spare: np.ndarray, givers: int, in_vain: int, random: np.random.Generator) -> Ints:
    """The officer who lacks most, and some of those who may hold the same cases: those with most first, then any."""
    shared = np.unique(part.column_class[part.column_officer == worst])
    beside = np.unique(part.column_officer[np.isin(part.column_class, shared)])
    beside = beside[beside != worst]
    order = beside[np.argsort(-spare[beside], kind="stable")]
    if in_vain:  # the nearest have not helped
        order = random.permutation(order)
    return np.append(order[:givers], worst)


def _lifted(part: Part, held: HeldGoals, planned: Ints, who: tuple[int, Ints], budget: Budget) -> Ints | None:
    """The best that a neighbourhood has for its officer; ``None`` where nothing was found."""
    worst, freed = who
    least = np.minimum(held.least, part.loads(planned))
    program, layout = level_program(part, replace(held, least=least), None)
    x = layout.point(part, planned)
    cost = np.zeros(layout.size, np.int64)
    mine = part.column_officer == worst
    cost[: layout.columns] = np.where(mine, -part.column_effort, 0)
    cost[layout.columns : layout.at_unplaced] = cost[: layout.columns][layout.held]
    free = np.zeros(len(part.officers), np.bool_)
    free[freed] = True
    open_columns = free[part.column_officer]
    open_variables = np.zeros(layout.size, np.bool_)
    open_variables[: layout.columns] = open_columns
    open_variables[layout.columns : layout.at_unplaced] = open_columns[layout.held]
    low, high = np.where(open_variables, program.low, x), np.where(open_variables, program.high, x)
    program = replace(program, cost=cost)
    found = search(program, low, high, x, budget, below=program.value(x))
    return None if found.x is None else layout.planned(found.x)
