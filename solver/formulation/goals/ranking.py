"""The ranked goals in their order, and what they leave room for once they are held."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from solver.certificate import HeldGoals, Prices
from solver.formulation.goals.base import RankedGoal
from solver.formulation.goals.continuity import CONTINUITY, CONTINUITY_AGAIN
from solver.formulation.goals.cost import COST
from solver.formulation.goals.coverage import COVERAGE, Coverage
from solver.formulation.goals.evenness import EVENNESS
from solver.formulation.goals.fairness import FAIRNESS, FAIRNESS_AGAIN, loads_at, raised, tightened
from solver.formulation.goals.shortfall import SHORTFALL, least_loads
from solver.goals import Goals, Objective
from solver.model.part import Part

GOALS: tuple[RankedGoal, ...] = (
    *COVERAGE,
    FAIRNESS,
    CONTINUITY,
    FAIRNESS_AGAIN,
    SHORTFALL,
    EVENNESS,
    COST,
    CONTINUITY_AGAIN,
)
"""Every goal that there is, as they are ranked unless :func:`ranked` says otherwise."""
BY_NAME = {goal.name: goal for goal in GOALS}
ASKED_AS: dict[str, RankedGoal] = {FAIRNESS_AGAIN.name: FAIRNESS, CONTINUITY_AGAIN.name: CONTINUITY}
"""The goal as which one that is asked a second time is solved, with the first time's room let go."""
HELD_BY_LOADS = (FAIRNESS.name, FAIRNESS_AGAIN.name, SHORTFALL.name)
"""Goals that are held by the loads that they allow, not by a row."""
SPREAD = (FAIRNESS_AGAIN, SHORTFALL, EVENNESS)
"""How the work lies after the moves."""


def number_of(goal: RankedGoal) -> int:
    """Its place in :data:`GOALS`, by which rows of a program name it."""
    return GOALS.index(goal)


def ranked(goals: Goals, priorities: list[int], with_cost: bool) -> list[RankedGoal]:
    """The goals that are asked for, in rank order.

    Parameters
    ----------
    priorities : list of int
        That cases have.
    with_cost : bool
        Whether any pair costs anything.
    """
    asked = [goal for goal in GOALS if goal.asked(goals)]
    asked = [goal for goal in asked if not isinstance(goal, Coverage) or goal.priority in priorities]
    if goals.objective is Objective.COST:
        return _ahead(asked, COST, CONTINUITY)
    if not with_cost:
        asked.remove(COST)
    if goals.move_freely:
        # moves count for nothing but themselves: of two plans that are equal in all else, the one with fewer
        return [*(goal for goal in asked if goal != CONTINUITY), CONTINUITY]
    # a limit on moves is kept first, and the fairest plan within it is looked for
    return asked if goals.max_moves is None else _ahead(asked, CONTINUITY, FAIRNESS)


def only_refines(goal: RankedGoal, asked: Sequence[RankedGoal]) -> bool:
    """Whether a goal only chooses among plans with the same coverage, worst officer and moves.

    Where a search went back to such a goal until the time is over, nearly every plan would be ended by the clock.
    """
    return goal in (*SPREAD, CONTINUITY_AGAIN) or (goal == COST and FAIRNESS in asked)


def _ahead(asked: list[RankedGoal], first: RankedGoal, second: RankedGoal) -> list[RankedGoal]:
    """The same goals with one of them just before another."""
    rest = [goal for goal in asked if goal != first]
    at = rest.index(second)
    return [*rest[:at], first, *rest[at:]]


def held_after(part: Part, rooms: dict[str, int]) -> HeldGoals:
    """What the levels so far leave room for.

    Parameters
    ----------
    rooms : dict of level name to best + slack
        Fairness is held by the loads that it allows, the others by a row.
    """
    load = part.hard.copy()
    steps = [rooms[name] for name in (FAIRNESS.name, FAIRNESS_AGAIN.name) if name in rooms]
    if steps:
        fair = loads_at(part, min(steps))
        load = np.where(load < 0, fair, np.where(fair < 0, load, np.minimum(load, fair)))
    held = {name: room for name, room in rooms.items() if name not in HELD_BY_LOADS}
    least = raised(part, least_loads(part, rooms[SHORTFALL.name])) if SHORTFALL.name in rooms else np.zeros(0, np.int64)
    return HeldGoals(tightened(part, load), held, least)


def held_goals(held: HeldGoals) -> list[tuple[RankedGoal, int]]:
    """The goals that are held, and their rooms, in the order of :data:`GOALS`."""
    return [(goal, held.rooms[goal.name]) for goal in GOALS if goal.name in held.rooms]


def weight_of(goal: RankedGoal, objective: RankedGoal | None, prices: Prices) -> int:
    """What a unit of a goal counts in a Lagrangian sum: the whole where it is the objective, else its price."""
    return prices.denominator if goal == objective else prices.goals.get(goal.name, 0)
