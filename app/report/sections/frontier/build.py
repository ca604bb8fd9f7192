"""The frontier of balance against moves: what every further move buys, in people's units."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from app.report.sections.frontier.entry import FrontierEntry, FrontierPlanEntry, FrontierPointEntry
from app.report.text.numbers import number, ratio
from solver.analysis import Analysis, WhyNot
from solver.goals import GRID, POINT, Measure
from solver.plan import Plan, Status
from solver.problem import Problem

if TYPE_CHECKING:
    from solver.frontier import Frontier  # the search and its libraries are not needed to show it

WHY_NOT = {
    WhyNot.NOT_ASKED: "it was not asked for; --frontier shows it",
    WhyNot.OTHER_OBJECTIVE: "fair shares and moves are weighed against each other for the objective balance only",
    WhyNot.NO_PLAN: "no plan was asked for",
    WhyNot.STOPPED: "the search was stopped before it",
}


def build(analysis: Analysis) -> FrontierEntry | None:
    """The frontier with the plan's own point; None where there is none."""
    found = analysis.frontier
    if isinstance(found, WhyNot):
        return None
    by_hours = analysis.options.goals.moves is Measure.HOURS
    return entry(found, analysis.problem, by_hours=by_hours, plan=analysis.plan)


def entry(found: Frontier, problem: Problem, *, by_hours: bool, plan: Plan | None = None) -> FrontierEntry:
    """The frontier for the document.

    Parameters
    ----------
    found : Frontier
    problem : Problem
    by_hours : bool
        Moves are ticks, not cases.
    plan : Plan or None
        The delivered plan, if it belongs to the frontier.
    """

    def counted(moves: int) -> float:
        return number(problem.hours(moves) if by_hours else Fraction(moves))

    points = [
        FrontierPointEntry(
            fairness=number(Fraction(point.step, GRID)),
            points_above_fair_share=number(Fraction(point.step, POINT)),
            points_above_fairest=number(Fraction(point.step - found.fairest_step, POINT)),
            peak_utilization=ratio(point.peak),
            moves=counted(point.moves),
            bound=counted(point.bound),
            status="optimal" if point.status is Status.OPTIMAL else "feasible",
        )
        for point in found.points
    ]
    place = None if plan is None else found.place_of(plan)
    return FrontierEntry(
        moves_unit="hours" if by_hours else "cases",
        fairest_points=number(Fraction(found.fairest_step, POINT)),
        fairest_points_bound=number(Fraction(found.fairest_bound, POINT)),
        points=points,
        plan=None
        if place is None
        else FrontierPlanEntry(
            points_above_fair_share=number(Fraction(place.step, POINT)),
            moves=counted(place.moves),
            bound=counted(place.bound),
        ),
    )
