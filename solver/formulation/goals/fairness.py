"""Fairness: how far the worst-off officer lies above their fair share, in steps of 1/10,000 of their limit."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from solver.arrays import Ints
from solver.formulation.goals.base import NOTHING, Terms
from solver.goals import GRID, Goals, Objective, Unit
from solver.model.part import Part

ANY_LOAD = 2**61
"""Ticks that all cases together stay below (``SAFE_TICKS`` of their own, and as many of listed pairs)."""


@dataclass(frozen=True, slots=True)
class Fairness:
    """The least step that every officer's load keeps to. No sum: it is held by the loads that it allows.

    Attributes
    ----------
    again : bool
        Asked a second time, once the moves are fewest: what its slack gave away is taken back as far as these moves
        allow.
    """

    name: str = "fairness"
    again: bool = False
    grid: ClassVar[int] = 1
    """Between two steps at which it is looked for."""

    def asked(self, goals: Goals) -> bool:
        """Where work is balanced; a second time where its slack was there to be used."""
        return goals.objective is Objective.BALANCE and (not self.again or self._room(goals) > 0)

    def applies(self, part: Part) -> bool:
        """Not where nobody can be above a fair share that is all the hours there are."""
        return above_shares(part)

    def unit(self, goals: Goals) -> Unit:  # noqa: ARG002 - the same for all goals
        """Grid steps."""
        return Unit.STEPS

    def terms(self, part: Part) -> Terms:  # noqa: ARG002 - no sum
        """Nothing: it is the worst officer's, not everybody's together."""
        return NOTHING

    def value(self, part: Part, planned: Ints) -> int:
        """Grid steps of a plan; ``planned`` has shape (columns,)."""
        return fairness_step(part, part.loads(planned))

    def slack(self, goals: Goals, best: int) -> int:  # noqa: ARG002 - whatever the best is
        """How far it may fall behind so that fewer cases move."""
        return 0 if self.again else self._room(goals)

    @staticmethod
    def _room(goals: Goals) -> int:
        return 0 if goals.move_freely or goals.max_moves is not None else goals.keep_within


FAIRNESS = Fairness()
FAIRNESS_AGAIN = Fairness("fairness_again", again=True)


def above_shares(part: Part) -> bool:
    """Whether anybody can be above their fair share."""
    return bool(((part.hard < 0) | (part.hard > part.fair_load)).any())


def fairness_step(part: Part, load: Ints) -> int:
    """Smallest t with ``load <= floor((target + t / GRID) * limit)`` for every officer with hours."""
    worst = 0
    for held, limit, target in zip(load.tolist(), part.limit.tolist(), part.target, strict=True):
        if limit:
            # load <= floor(x) is load <= x for an integer load: (load - target * limit) * GRID / limit, rounded up
            over = (held * target.denominator - target.numerator * limit) * GRID
            worst = max(worst, -(-over // (limit * target.denominator)))
    return worst


def capped(part: Part, best: int) -> Part:
    """The part as levels after fairness see it: its slack lifts nobody above their hours who need not be there.

    Parameters
    ----------
    best : int
        Grid steps of the fairest plan. Whoever lies above their hours there may do so; nobody else may.
    """
    most = np.where(part.limit > 0, np.maximum(part.limit, loads_at(part, best)), -1)
    hard = np.where(part.hard < 0, most, np.where(most < 0, part.hard, np.minimum(part.hard, most)))
    return dataclasses.replace(part, hard=hard)


def loads_at(part: Part, step: int) -> Ints:
    """``floor((target + step / GRID) * limit)`` for officers with hours, at most ``ANY_LOAD``; -1 for the others."""
    return np.array(
        [
            min(ANY_LOAD, (target.numerator * GRID + step * target.denominator) * limit // (target.denominator * GRID))
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


def raised(part: Part, load: Ints) -> Ints:
    """Least loads rounded up to what the officer's possible cases can add up to."""
    common = common_divisor(part)
    return -(-load // common) * common


def common_divisor(part: Part) -> Ints:
    """Greatest common divisor of the efforts that each officer may be given, at least 1. Shape (officers,)."""
    out = np.zeros(len(part.officers), np.int64)
    np.gcd.at(out, part.column_officer, part.column_effort)
    return np.maximum(out, 1)
