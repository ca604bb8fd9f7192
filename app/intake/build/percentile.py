"""A roster whose case weights are taken at a percentile of their own error instead of as they stand."""

from __future__ import annotations

from dataclasses import replace

from app.intake.build.problem import Built
from app.intake.options import PlanOptions
from solver.analysis.uncertainty.percentile import at_percentile


def at_goal(built: Built, goals: PlanOptions) -> Built:
    """The same roster with the weights that the goals ask for.

    Parameters
    ----------
    built : Built
        With the weights as they stand; returned as it is where no percentile is asked for.
    goals : PlanGoals

    Raises
    ------
    TooLarge
        The hours could not be added.
    """
    if goals.percentile is None:
        return built
    problem = at_percentile(built.problem, built.weights, float(goals.percentile))
    return replace(built, problem=problem, as_given=built.problem)
