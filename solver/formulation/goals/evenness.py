"""Evenness: what all officers together carry above their fair shares.

A fair share is no whole number of ticks, and a tick is as long as the hours of the roster allow. So what lies above it
is counted in grains of at most 0.0001 h (``solver/goals.py``). Loads are whole ticks, so an officer's excess is 0 up to
the last whole tick of the share, and from there on straight: the first tick above counts what of it lies above the
share, every further one counts whole. These two pieces are exact at every load that can be, and their relaxation is
the convex hull of it.
"""

from __future__ import annotations

from dataclasses import dataclass

from solver.formulation.goals.base import LinearGoal, Terms
from solver.formulation.goals.fairness import above_shares
from solver.goals import Goals, Objective, Unit
from solver.model.part import Part


@dataclass(frozen=True, slots=True)
class Evenness(LinearGoal):
    """Grains above the fair shares."""

    name: str = "evenness"

    def asked(self, goals: Goals) -> bool:
        """Where work is balanced."""
        return goals.objective is Objective.BALANCE

    def applies(self, part: Part) -> bool:
        """Not where nobody can be above a fair share that is all the hours there are."""
        return above_shares(part)

    def unit(self, goals: Goals) -> Unit:  # noqa: ARG002 - the same for all goals
        """Hours, in grains."""
        return Unit.GRAINS

    def terms(self, part: Part) -> Terms:
        """Every tick above the fair load of an officer with hours, the first as far as it is above the share."""
        return Terms(first_over=part.first_over, more_over=part.more_over)


EVENNESS = Evenness()
