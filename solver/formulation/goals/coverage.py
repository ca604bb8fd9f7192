"""Coverage: how much of a priority stays without an officer."""

from __future__ import annotations

from dataclasses import dataclass

from solver.certificate import HeldGoals
from solver.formulation.goals.base import LinearGoal, Terms
from solver.goals import Goals, Measure, Unit
from solver.model.part import Part

PREFIX = "coverage_"


@dataclass(frozen=True, slots=True)
class Coverage(LinearGoal):
    """Unplaced cases of one priority, or their ticks.

    Attributes
    ----------
    priority : int, 1 to 5
    """

    priority: int

    @property
    def name(self) -> str:
        """``coverage_1`` to ``coverage_5``."""
        return f"{PREFIX}{self.priority}"

    def applies(self, part: Part) -> bool:
        """Not where nothing can keep a unit from being placed."""
        return not part.placeable_all

    def unit(self, goals: Goals) -> Unit:
        """Cases, or hours where that is asked for."""
        return Unit.HOURS if goals.coverage is Measure.HOURS else Unit.CASES

    def terms(self, part: Part) -> Terms:
        """What one unit adds when nobody holds it: each of its cases at its own priority."""
        return Terms(lost=part.lost[:, self.priority - 1])


COVERAGE = tuple(Coverage(priority) for priority in range(1, 6))
"""The most urgent priority first."""


def coverage_rooms(held: HeldGoals) -> dict[int, int]:
    """How much of each priority may stay without an officer, of those that are held."""
    return {goal.priority: held.rooms[goal.name] for goal in COVERAGE if goal.name in held.rooms}


def priority_of(name: str) -> int | None:
    """The priority that a level of coverage is about; ``None`` where a level is another goal's."""
    return int(name.removeprefix(PREFIX)) if name.startswith(PREFIX) else None
