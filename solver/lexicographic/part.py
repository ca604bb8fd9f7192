"""One part through its ranked levels: improve a goal, hold it within its slack, go on to the next.

Everything works on one plan that is never lost: whatever stops the search, the plan so far holds every level that was
climbed, and each level has a value and a bound.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from solver.arrays import Ints
from solver.budget import Budget
from solver.certificate import Certificate
from solver.formulation.goals.base import RankedGoal
from solver.formulation.goals.continuity import CONTINUITY
from solver.formulation.goals.fairness import FAIRNESS, capped
from solver.formulation.goals.ranking import ASKED_AS
from solver.formulation.goals.shortfall import SHORTFALL
from solver.goals import Goals
from solver.heuristics.construction import first_fit
from solver.lexicographic.fairness_level import Fair, fairest
from solver.lexicographic.linear_level import LinearLevel, LinearLevelResult, minimise_level
from solver.lexicographic.move_budget import fairest_with_these_moves, fairest_within_moves
from solver.lexicographic.search_params import PARAMS, SearchParams
from solver.lexicographic.shortfall_level import least_shortfall
from solver.model.part import Part
from solver.plan import Proof

Told = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class LevelOutcome:
    """One level in one part: best value, proven bound, what proves it."""

    goal: RankedGoal
    best: int
    bound: int
    slack: int
    proof: Proof
    certificate: Certificate | None

    @property
    def name(self) -> str:
        """Of the goal."""
        return self.goal.name


@dataclass(frozen=True, slots=True)
class PartResult:
    """A part's plan and its levels."""

    planned: Ints
    rungs: tuple[LevelOutcome, ...]


def solve_part(
    part: Part,
    number: int,
    asked: Sequence[RankedGoal],
    goals: Goals,
    budget: Budget,
    told: Told,
    params: SearchParams = PARAMS,
) -> PartResult:
    """Plan one part.

    Parameters
    ----------
    number : int
        Of the part, for certificates.
    asked : list of RankedGoal
        In rank order.
    told : callable(level, value, bound)
    """
    planned = first_fit(part)
    rooms: dict[str, int] = {}
    rungs: list[LevelOutcome] = []
    fair: Fair | None = None
    for place, goal in enumerate(asked):
        ahead = any(other.applies(part) for other in asked[place + 1 :])
        share = params.shares.of(goal) if ahead else 1.0
        level_budget = budget.within(budget.left_s * share)

        def tell(value: int, bound: int, name: str = goal.name) -> None:
            told(name, value, bound)

        asked_as = ASKED_AS.get(goal.name, goal)
        held = {name: room for name, room in rooms.items() if name != asked_as.name}
        found: Fair | LinearLevelResult
        if goal == SHORTFALL:
            found = least_shortfall(part, held, planned, level_budget, tell, params)
        elif asked_as != FAIRNESS:
            level = LinearLevel(part, number, asked_as, held)
            found = minimise_level(level, planned, level_budget, tell, params=params)
        elif fair is not None:
            found = fairest_with_these_moves(part, held, planned, level_budget, tell, fair, params)
        elif CONTINUITY.name in rooms:
            found = fairest_within_moves(part, held, planned, level_budget, tell, params)
        else:
            found = fair = fairest(part, held, planned, level_budget, tell, params)
        planned = found.planned
        certificate = found.certificate and dataclasses.replace(found.certificate, level=goal.name, part=number)
        best = goal.value(part, planned)
        slack = goal.slack(goals, best)
        rungs.append(LevelOutcome(goal, best, found.bound, slack, found.proof, certificate))
        rooms[goal.name] = best + slack
        if goal == FAIRNESS and slack:
            part = capped(part, best)
    return PartResult(planned, tuple(_settled(rung, part, planned, goals) for rung in rungs))


def _settled(rung: LevelOutcome, part: Part, planned: Ints, goals: Goals) -> LevelOutcome:
    """A later level may have found a plan that is better for an earlier one, too."""
    best = min(rung.best, rung.goal.value(part, planned))
    return dataclasses.replace(rung, best=best, slack=rung.goal.slack(goals, best))
