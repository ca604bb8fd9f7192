"""Continuity: how much is taken from officers who hold it today and may keep it."""

from __future__ import annotations

from dataclasses import dataclass

from solver.formulation.goals.base import LinearGoal, Terms
from solver.goals import Goals, Measure, Unit
from solver.model.part import Part


@dataclass(frozen=True, slots=True)
class Continuity(LinearGoal):
    """Moved cases, or their ticks; those that are forced do not count.

    Attributes
    ----------
    again : bool
        Asked a second time, after everything else: a move that is allowed and gains nothing is not made.
    """

    name: str = "continuity"
    again: bool = False

    def asked(self, goals: Goals) -> bool:
        """Always: where cases move freely it comes last; a second time where their number was given."""
        return not self.again or goals.max_moves is not None

    def applies(self, part: Part) -> bool:
        """Where anybody holds anything that they may keep."""
        return bool(part.keepable.any())

    def unit(self, goals: Goals) -> Unit:
        """Cases, or hours where that is asked for."""
        return Unit.HOURS if goals.moves is Measure.HOURS else Unit.CASES

    def terms(self, part: Part) -> Terms:
        """All that could stay, less what does."""
        return Terms(save=part.gain, constant=int(part.keepable.sum()))

    def slack(self, goals: Goals, best: int) -> int:
        """Up to the moves that are allowed, where their number is given."""
        return 0 if self.again or goals.max_moves is None else max(0, goals.max_moves - best)


CONTINUITY = Continuity()
CONTINUITY_AGAIN = Continuity("continuity_again", again=True)
