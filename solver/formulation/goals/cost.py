"""Cost: what the assigned pairs cost."""

from __future__ import annotations

from dataclasses import dataclass

from solver.formulation.goals.base import LinearGoal, Terms
from solver.goals import Goals, Unit
from solver.model.part import Part


@dataclass(frozen=True, slots=True)
class Cost(LinearGoal):
    """The sum of the costs of all pairs; it may be below 0."""

    name: str = "cost"

    def applies(self, part: Part) -> bool:
        """Where anything costs anything."""
        return bool(part.column_cost.any())

    def unit(self, goals: Goals) -> Unit:  # noqa: ARG002 - the same for all goals
        """Cost."""
        return Unit.COST

    def terms(self, part: Part) -> Terms:
        """The cost of every pair."""
        return Terms(enter=part.column_cost)


COST = Cost()
