"""The best plan of a level so far: the one place where a plan is measured, compared, told of and refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from solver.arrays import Ints
from solver.budget import Budget
from solver.certificate import Certificate
from solver.engines.highs import LpSolution
from solver.errors import SolverFault
from solver.formulation.level_model import LevelModel

Told = Callable[[int, int], None]
"""Told a value and a bound."""
Improver = Callable[[Ints, int, Budget], Ints]
"""From a plan, by at most so many steps, to one that is no worse; both of shape (columns,)."""


@dataclass(slots=True)
class Incumbent:
    """The best plan of a level, how good any plan can be, and what the relaxation says.

    Attributes
    ----------
    level : LevelModel
    x : int64 array, shape (variables,)
        Its point.
    bound : int
        No plan is below this.
    told : callable(value, bound)
        Told of every better plan and every better bound.
    enough : int or None
        A value that is good enough, whatever the bound.
    relaxed : LpSolution or None
    certificate : Certificate or None
        Prices of the relaxation.
    guide : int64 array, shape (held columns,), or None
        Units of each held column that stay in a point of an aggregated program.
    improver : Improver or None
        Another search from a plan, by turns with the neighbourhoods or beside them.
    """

    level: LevelModel
    x: Ints
    bound: int
    told: Told
    enough: int | None = None
    relaxed: LpSolution | None = None
    certificate: Certificate | None = None
    guide: Ints | None = None
    improver: Improver | None = None

    @property
    def value(self) -> int:
        """Of the plan."""
        return self.level.program.value(self.x)

    @property
    def planned(self) -> Ints:
        """Units per column. Shape (columns,)."""
        return self.level.layout.planned(self.x)

    @property
    def aim(self) -> int:
        """The value at which nothing more is looked for."""
        return self.bound if self.enough is None else max(self.bound, self.enough)

    @property
    def proven(self) -> bool:
        """Whether nothing better exists, or is needed."""
        return self.value <= self.aim

    def offer(self, planned: Ints | None) -> bool:
        """Take a plan where it keeps every rule of the level and is better; shape (columns,). Whether it was taken."""
        return planned is not None and self.offer_point(self.level.point(planned))

    def offer_point(self, x: Ints) -> bool:
        """The same for a point; shape (variables,)."""
        program = self.level.program
        value = program.value(x)
        if value >= self.value or not program.allows(x):
            return False
        self.x = x
        self.told(value, self.bound)
        return True

    def follow(self, planned: Ints) -> None:
        """Take a plan of a search that keeps every rule and gets no worse, also where it is only as good.

        Raises
        ------
        SolverFault
            It breaks a rule, or is worse.
        """
        program, x = self.level.program, self.level.point(planned)
        before, value = self.value, program.value(x)
        if value > before or not program.allows(x):
            raise SolverFault("a search broke a rule of the level, or made the plan worse")
        self.x = x
        if value < before:
            self.told(value, self.bound)

    def raise_bound(self, bound: int) -> None:
        """Take a better bound, from a search of everything."""
        if bound > self.bound:
            self.bound = bound
            self.told(self.value, bound)

    def kept_in_relaxation(self) -> Ints | None:
        """What stays in an aggregated relaxation, which is whole there. Shape (held columns,)."""
        layout = self.level.layout
        if self.relaxed is None or self.relaxed.x is None or self.relaxed.again is None:
            return None
        return np.rint(self.relaxed.x[layout.columns : layout.at_unplaced]).astype(np.int64)
