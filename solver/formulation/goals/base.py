"""What every ranked goal is: a name, what its numbers count, its value in a plan, and its share of rows and bounds.

A goal that is linear says so in :class:`Terms`: what a unit adds for each choice that it has. From these alone follow
its value, its objective, the row that holds it once better-ranked goals are done, and its share of the Lagrangian sum.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from solver.arrays import Ints
from solver.goals import Goals, Unit
from solver.model.part import Part


@dataclass(frozen=True, slots=True)
class Terms:
    """What a linear goal adds up, as integers; ``None``: nothing of that kind.

    Attributes
    ----------
    enter : int64 array, shape (columns,), or None
        Per unit in a column, whether it stays there or comes from elsewhere.
    save : int64 array, shape (columns,), or None
        Per unit that stays with its officer, taken off.
    lost : int64 array, shape (classes,), or None
        Per unit that nobody holds.
    first_over, more_over : int64 arrays, shape (officers,), or None
        Per first, and per further tick above the fair load of an officer with hours; the first counts no more than
        the others. Both or none.
    constant : int
        In any case.
    """

    enter: Ints | None = None
    save: Ints | None = None
    lost: Ints | None = None
    first_over: Ints | None = None
    more_over: Ints | None = None
    constant: int = 0

    def value(self, part: Part, planned: Ints) -> int:
        """The sum in a plan, exactly.

        Parameters
        ----------
        planned : int64 array, shape (columns,)
            Units per column.
        """
        total = self.constant
        if self.enter is not None:
            total += int((planned * self.enter).sum())
        if self.save is not None:
            total -= int((np.minimum(planned, part.held) * self.save).sum())
        if self.lost is not None:
            total += int(((part.count - part.placed(planned)) * self.lost).sum())
        if self.first_over is not None and self.more_over is not None:
            over = np.maximum(part.loads(planned) - part.fair_load, 0)
            counted = np.minimum(over, 1) * self.first_over + np.maximum(over - 1, 0) * self.more_over
            total += int(counted[part.limit > 0].sum())
        return total


NOTHING = Terms()
"""Of a goal that is no sum."""


class RankedGoal(Protocol):
    """One ranked goal. Smaller is better."""

    @property
    def name(self) -> str:
        """As the plan, the checker and the report call it."""
        ...

    def asked(self, goals: Goals) -> bool:
        """Whether these goals ask for it."""
        ...

    def applies(self, part: Part) -> bool:
        """Whether it can be anything but its best value in a part, so that time is to be kept for it."""
        ...

    def unit(self, goals: Goals) -> Unit:
        """What its numbers count."""
        ...

    def terms(self, part: Part) -> Terms:
        """What it adds up, where it is a sum."""
        ...

    def value(self, part: Part, planned: Ints) -> int:
        """Its value in a plan of a part; ``planned`` has shape (columns,)."""
        ...

    def slack(self, goals: Goals, best: int) -> int:
        """How much of it may be given up for later goals."""
        ...


class LinearGoal(ABC):
    """A goal that is a sum over the choices of units and the hours above fair shares; it gives up nothing."""

    def asked(self, goals: Goals) -> bool:  # noqa: ARG002 - the rule; whoever differs says so
        """Whether these goals ask for it: always, unless a goal says otherwise."""
        return True

    @abstractmethod
    def terms(self, part: Part) -> Terms:
        """What it adds up."""

    def value(self, part: Part, planned: Ints) -> int:
        """Its value in a plan of a part; ``planned`` has shape (columns,)."""
        return self.terms(part).value(part, planned)

    def slack(self, goals: Goals, best: int) -> int:  # noqa: ARG002 - the rule; whoever differs says so
        """How much of it may be given up for later goals: nothing, unless a goal says otherwise."""
        return 0
