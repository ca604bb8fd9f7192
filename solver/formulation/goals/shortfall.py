"""Shortfall: how far the least used officer lies below their fair share, in whole tenths of a point."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from solver.arrays import Ints
from solver.formulation.goals.base import NOTHING, Terms
from solver.goals import GRID, POINT, Goals, Objective, Unit
from solver.model.part import Part

TENTH = POINT // 10
"""Grid steps in a tenth of a point. Nobody is asked to move a case for less."""


@dataclass(frozen=True, slots=True)
class Shortfall:
    """The least step that every officer's load keeps to from below. No sum: it is held by the loads that it asks for.

    Fairness looks from above only, so the slack of a whole office may be taken from one officer; this gives it back,
    as far as no more cases move for it.
    """

    name: str = "shortfall"
    grid: ClassVar[int] = TENTH
    """Between two steps at which it is looked for."""

    def asked(self, goals: Goals) -> bool:
        """Where work is balanced."""
        return goals.objective is Objective.BALANCE

    def applies(self, part: Part) -> bool:
        """Where somebody else could have what an officer lacks, or nobody has it."""
        return int((part.limit > 0).sum()) > 1 or not part.placeable_all

    def unit(self, goals: Goals) -> Unit:  # noqa: ARG002 - the same for all goals
        """Grid steps."""
        return Unit.STEPS

    def terms(self, part: Part) -> Terms:  # noqa: ARG002 - no sum
        """Nothing: it is one officer's, not everybody's together."""
        return NOTHING

    def value(self, part: Part, planned: Ints) -> int:
        """Grid steps of a plan, a multiple of :data:`TENTH`; ``planned`` has shape (columns,)."""
        return shortfall_step(part, part.loads(planned))

    def slack(self, goals: Goals, best: int) -> int:  # noqa: ARG002 - nothing is given up
        """None."""
        return 0


SHORTFALL = Shortfall()


def shortfall_step(part: Part, load: Ints) -> int:
    """How far the officer furthest below lies below the fair share: whole tenths of a point, in grid steps."""
    worst = 0
    for carried, limit, target in zip(load.tolist(), part.limit.tolist(), part.target, strict=True):
        if limit:
            under = (target.numerator * limit - carried * target.denominator) * GRID
            worst = max(worst, under // (limit * target.denominator * TENTH) * TENTH)
    return worst


def least_loads(part: Part, step: int) -> Ints:
    """The least loads of officers whose shortfall is at most ``step``, a multiple of :data:`TENTH`; 0 or more ticks."""
    out = []
    for limit, target in zip(part.limit.tolist(), part.target, strict=True):
        # less than a tenth more than the step: the smallest load above (target - (step + TENTH) / GRID) * limit
        low = (target.numerator * GRID - (step + TENTH) * target.denominator) * limit
        out.append(max(0, low // (target.denominator * GRID) + 1) if limit else 0)
    return np.array(out, np.int64)
