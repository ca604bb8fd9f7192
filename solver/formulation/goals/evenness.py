"""Evenness: what all officers together carry above their fair shares."""

from __future__ import annotations

from dataclasses import dataclass

from solver.formulation.goals.base import LinearGoal, Terms
from solver.formulation.goals.fairness import above_shares
from solver.goals import Goals, Objective, Unit
from solver.model.part import Part


@dataclass(frozen=True, slots=True)
class Evenness(LinearGoal):
    """Ticks above the fair loads."""

    name: str = "evenness"

    def asked(self, goals: Goals) -> bool:
        """Where work is balanced."""
        return goals.objective is Objective.BALANCE

    def applies(self, part: Part) -> bool:
        """Not where nobody can be above a fair share that is all the hours there are."""
        return above_shares(part)

    def unit(self, goals: Goals) -> Unit:  # noqa: ARG002 - the same for all goals
        """Hours: the numbers are ticks."""
        return Unit.HOURS

    def terms(self, part: Part) -> Terms:  # noqa: ARG002 - the same for all parts
        """Every tick above the fair load of an officer with hours."""
        return Terms(excess=True)


EVENNESS = Evenness()
