"""Each ranked goal: its name, its value, and what it leaves room for once it is held."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solver.arrays import Ints
from solver.certificate import HeldGoals
from solver.formulation.goals.coverage import weights_of_unplaced
from solver.goals import Goals, Objective
from solver.model.part import Part

ANY_LOAD = 2**61
"""Ticks that all cases together stay below (``SAFE_TICKS`` of their own, and as many of listed pairs)."""


def ranked(goals: Goals, priorities: list[int], with_cost: bool) -> list[str]:
    """Names of the levels in rank order."""
    names = [f"coverage_{p}" for p in priorities]
    if goals.objective is Objective.COST:
        return [*names, "cost", "continuity"]
    if goals.move_freely:
        names += ["fairness", "evenness"]
    elif goals.max_moves is not None:
        names += ["continuity", "fairness", "evenness"]
    else:
        names += ["fairness", "continuity", "evenness"]
    return [*names, "cost"] if with_cost else names


def slack_of(name: str, goals: Goals, best: int) -> int:
    """How much of a level may be given up for later ones."""
    if name == "fairness" and not goals.move_freely and goals.max_moves is None:
        return goals.keep_within
    if name == "continuity" and goals.max_moves is not None:
        return max(0, goals.max_moves - best)
    return 0


def unit_of(name: str, goals: Goals) -> str:
    """Unit of a level's numbers (see ``Level.unit``)."""
    if name.startswith("coverage"):
        return goals.coverage.value
    return {"fairness": "steps", "continuity": goals.moves.value, "evenness": "hours", "cost": "cost"}[name]


def fairness_step(part: Part, load: Ints, grid: int) -> int:
    """Smallest t with ``load <= floor((target + t / grid) * limit)`` for every officer with hours."""
    worst = 0
    for held, limit, target in zip(load.tolist(), part.limit.tolist(), part.target, strict=True):
        if limit:
            # load <= floor(x) is load <= x for an integer load: (load - target * limit) * grid / limit, rounded up
            over = (held * target.denominator - target.numerator * limit) * grid
            worst = max(worst, -(-over // (limit * target.denominator)))
    return worst


def loads_at(part: Part, step: int, grid: int) -> Ints:
    """``floor((target + step / grid) * limit)`` for officers with hours, at most ``ANY_LOAD``; -1 for the others."""
    return np.array(
        [
            min(ANY_LOAD, (target.numerator * grid + step * target.denominator) * limit // (target.denominator * grid))
            if limit
            else -1
            for limit, target in zip(part.limit.tolist(), part.target, strict=True)
        ],
        np.int64,
    )


def tightened(part: Part, load: Ints) -> Ints:
    """Loads rounded down to what the officer's possible cases can add up to (multiples of their common divisor)."""
    common = common_divisor(part)
    return np.where(load >= 0, load // common * common, -1)


def common_divisor(part: Part) -> Ints:
    """Greatest common divisor of the efforts that each officer may be given, at least 1. Shape (officers,)."""
    out = np.zeros(len(part.officers), np.int64)
    np.gcd.at(out, part.column_officer, part.column_effort)
    return np.maximum(out, 1)


@dataclass(frozen=True, slots=True)
class Point:
    """A plan of one part: units per column; everything else follows from it."""

    planned: Ints

    def value(self, part: Part, name: str, by_hours: bool, grid: int) -> int:
        """Value of a level."""
        if name.startswith("coverage"):
            left = part.count - part.placed(self.planned)
            at = part.priority == int(name[-1])
            return int((left * weights_of_unplaced(part, by_hours))[at].sum())
        if name == "fairness":
            return fairness_step(part, part.loads(self.planned), grid)
        if name == "continuity":
            return int(part.keepable.sum()) - part.kept(self.planned)
        if name == "evenness":
            over = np.maximum(part.loads(self.planned) - part.fair_load, 0)
            return int(over[part.limit > 0].sum())
        return int((self.planned * part.column_cost).sum())


def held_after(part: Part, levels: dict[str, int], by_hours: bool, grid: int) -> HeldGoals:
    """What the levels so far leave room for: name → best + slack, in rank order."""
    load = part.hard.copy()
    if "fairness" in levels:
        fair = loads_at(part, levels["fairness"], grid)
        load = np.where(load < 0, fair, np.where(fair < 0, load, np.minimum(load, fair)))
    return HeldGoals(
        load=tightened(part, load),
        coverage={int(name[-1]): room for name, room in levels.items() if name.startswith("coverage")},
        coverage_by_hours=by_hours,
        continuity=levels.get("continuity"),
        evenness=levels.get("evenness"),
        cost=levels.get("cost"),
    )
