"""One part through its ranked levels: improve a goal, hold it within its slack, go on to the next.

Everything works on one plan that is never lost: whatever stops the search, the plan so far holds every level that was
climbed, and each level has a value and a bound.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass

from solver.arrays import Ints
from solver.budget import Budget
from solver.certificate import Certificate
from solver.formulation.goals.ranking import Point, slack_of
from solver.goals import GRID, Goals, Measure
from solver.heuristics.construction import first_fit
from solver.lexicographic.fairness_level import fairest
from solver.lexicographic.linear_level import minimise_level
from solver.lexicographic.move_budget import fairest_within_moves
from solver.model.part import Part
from solver.plan import Proof

TIME_SHARE = {"coverage": 0.35, "fairness": 0.45, "continuity": 0.75, "cost": 0.8}
"""Share of the time that is left which a level may take; others take what they need of it up to a half."""

Told = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class LevelOutcome:
    """One level in one part: best value, proven bound, what proves it."""

    name: str
    best: int
    bound: int
    slack: int
    proof: Proof
    certificate: Certificate | None


@dataclass(frozen=True, slots=True)
class PartResult:
    """A part's plan and its levels."""

    planned: Ints
    rungs: tuple[LevelOutcome, ...]


def solve_part(part: Part, number: int, names: list[str], goals: Goals, budget: Budget, told: Told) -> PartResult:
    """Plan one part.

    Parameters
    ----------
    number : int
        Of the part, for certificates.
    names : list of str
        Levels in rank order.
    told : callable(level, value, bound)
    """
    by_hours = goals.coverage is Measure.HOURS
    planned = first_fit(part)
    rooms: dict[str, int] = {}
    rungs: list[LevelOutcome] = []
    for place, name in enumerate(names):
        ahead = any(_matters(part, other) for other in names[place + 1 :])
        share = TIME_SHARE.get(name.split("_")[0], 0.5) if ahead else 1.0
        level_budget = budget.within(budget.left_s * share)

        def tell(value: int, bound: int, name: str = name) -> None:
            told(name, value, bound)

        if name == "fairness":
            search = fairest_within_moves if "continuity" in rooms else fairest
            fair = search(part, rooms, by_hours, planned, level_budget, tell)
            planned, bound, proof = fair.planned, fair.bound, fair.proof
            certificate = dataclasses.replace(fair.certificate, part=number) if fair.certificate else None
        else:
            lowered = minimise_level(part, number, name, rooms, by_hours, planned, level_budget, tell)
            planned, bound, proof, certificate = lowered.planned, lowered.bound, lowered.proof, lowered.certificate
        best = Point(planned).value(part, name, by_hours, GRID)
        slack = slack_of(name, goals, best)
        rungs.append(LevelOutcome(name, best, bound, slack, proof, certificate))
        rooms[name] = best + slack
    return PartResult(planned, tuple(_settled(rung, part, planned, goals) for rung in rungs))


def _matters(part: Part, name: str) -> bool:
    """Whether a level can be anything but 0, so that time is to be kept for it."""
    if name == "continuity":
        return bool(part.keepable.any())
    if name == "cost":
        return bool(part.column_cost.any())
    if name in ("fairness", "evenness"):
        # nobody can be above a fair share that is all the hours there are
        return bool(((part.hard < 0) | (part.hard > part.fair_load)).any())
    return not (name.startswith("coverage") and part.placeable_all)


def _settled(rung: LevelOutcome, part: Part, planned: Ints, goals: Goals) -> LevelOutcome:
    """A later level may have found a plan that is better for an earlier one, too."""
    value = Point(planned).value(part, rung.name, goals.coverage is Measure.HOURS, GRID)
    best = min(rung.best, value)
    return dataclasses.replace(rung, best=best, slack=slack_of(rung.name, goals, best))
