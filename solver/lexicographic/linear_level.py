"""One linear level made as small as can be: relaxation, certificate, heuristics, neighbourhoods."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from solver.arrays import Ints
from solver.bounds.lagrangian import lagrangian_bound, no_prices
from solver.bounds.level_relaxation import relax_level
from solver.budget import Budget
from solver.certificate import Certificate, HeldGoals
from solver.formulation.goals.base import RankedGoal
from solver.formulation.goals.continuity import CONTINUITY
from solver.formulation.goals.cost import COST
from solver.formulation.goals.coverage import Coverage
from solver.formulation.goals.evenness import EVENNESS
from solver.formulation.goals.fairness import FAIRNESS
from solver.formulation.goals.ranking import held_after
from solver.formulation.level_model import LevelModel
from solver.heuristics.incumbent import Incumbent
from solver.heuristics.lns.neighbourhoods import LnsParams
from solver.heuristics.lns.search import large_neighbourhood_search
from solver.lexicographic.search_params import PARAMS, SearchParams
from solver.model.part import Part
from solver.plan import Proof


@dataclass(frozen=True, slots=True)
class LinearLevelResult:
    """A plan that holds the better-ranked levels, this level's value in it, and the bound with its proof."""

    planned: Ints
    value: int
    bound: int
    proof: Proof
    certificate: Certificate | None


@dataclass(frozen=True, slots=True)
class LinearLevel:
    """What is asked.

    Attributes
    ----------
    part : Part
    number : int
        Of the part, for certificates.
    goal : RankedGoal
        To be made as small as can be.
    rooms : dict of level name to best + slack
        Better-ranked levels, held.
    """

    part: Part
    number: int
    goal: RankedGoal
    rooms: dict[str, int]


def minimise_level(
    asked: LinearLevel,
    planned: Ints,
    budget: Budget,
    told: Callable[[int, int], None],
    enough: int | None = None,
    params: SearchParams = PARAMS,
) -> LinearLevelResult:
    """Make one linear level as small as can be.

    Parameters
    ----------
    planned : int64 array, shape (columns,)
        A plan that holds the better-ranked levels.
    told : callable(value, bound)
    enough : int or None
        Stop as soon as the value is this or less, or the bound is more.
    """
    part, goal = asked.part, asked.goal
    value = goal.value(part, planned)
    if isinstance(goal, Coverage) and not goal.applies(part):
        return LinearLevelResult(planned, value, 0, Proof.TRIVIAL, None)
    bound, proof, certificate = _without_prices(asked, held_after(part, asked.rooms))
    if value == bound or (enough is not None and value <= enough):
        return LinearLevelResult(planned, value, bound, proof, certificate)
    level, relaxed, priced = relax_level(
        LevelModel.of(part, asked.number, goal, asked.rooms), budget, params.relaxation
    )
    if priced is not None and priced.bound > bound:
        bound, proof, certificate = priced.bound, Proof.ARITHMETIC, priced
    told(value, bound)
    if enough is not None and bound > enough:
        return LinearLevelResult(planned, value, bound, proof, certificate)
    incumbent = Incumbent(level, level.point(planned), bound, told, enough, relaxed, certificate)
    if goal == CONTINUITY:
        incumbent.guide = incumbent.kept_in_relaxation()
    for heuristic in params.heuristics:
        if heuristic.supports(level) and not incumbent.proven:
            incumbent.offer(heuristic(incumbent, budget))
    if large_neighbourhood_search(incumbent, budget, patience_for(goal, asked.rooms, params.lns), params.lns):
        incumbent.raise_bound(incumbent.value)
    if incumbent.bound > bound:
        bound, proof, certificate = incumbent.bound, Proof.SEARCH, None
    return LinearLevelResult(incumbent.planned, incumbent.value, bound, proof, certificate)


def _without_prices(asked: LinearLevel, held: HeldGoals) -> tuple[int, Proof, Certificate | None]:
    """What is known before anything is solved: nothing is below 0, but costs may be."""
    if asked.goal != COST:
        return 0, Proof.TRIVIAL, None
    # without any price: every unit at its cheapest officer
    part = asked.part
    certificate = Certificate(asked.goal.name, asked.number, part.officers.astype(np.int64), no_prices(part), held, 0)
    bound = lagrangian_bound(part, certificate.prices, asked.goal, held)
    return bound, Proof.ARITHMETIC, replace(certificate, bound=bound)


def patience_for(goal: RankedGoal, rooms: dict[str, int], lns: LnsParams) -> int | None:
    """How long a level is worth trying: the last ones least, cost above all else as long as there is time."""
    if goal == COST:
        return lns.evenness if FAIRNESS.name in rooms else None
    return lns.evenness if goal == EVENNESS else lns.continuity
