"""The frontier of balance against moves: what every further move buys, in people's units."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from app.intake.options import PlanOptions
from app.report.sections.frontier.entry import FrontierEntry, FrontierPlanEntry, FrontierPointEntry
from app.report.text.numbers import number, ratio
from solver.goals import GRID, POINT, Objective
from solver.plan import Plan, Status
from solver.problem import Problem

if TYPE_CHECKING:
    from solver.frontier import Frontier  # the search and its libraries are not needed to show it

NOT_ASKED = "it was not asked for; --frontier shows it"
OTHER_OBJECTIVE = "fair shares and moves are weighed against each other for the objective balance only"
STOPPED = "the search was stopped before it"


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
    return FrontierEntry(
        moves_unit="hours" if by_hours else "cases",
        fairest_points=number(Fraction(found.fairest_step, POINT)),
        fairest_points_bound=number(Fraction(found.fairest_bound, POINT)),
        points=points,
        plan=None if plan is None else _delivered(plan, problem, points, by_hours),
    )


def _delivered(
    plan: Plan, problem: Problem, points: list[FrontierPointEntry], by_hours: bool
) -> FrontierPlanEntry | None:
    levels = {level.name: level for level in plan.levels}
    fairness, continuity = levels.get("fairness"), levels.get("continuity")
    if fairness is None or continuity is None:
        return None
    above = number(Fraction(fairness.value, POINT))
    moves = number(problem.hours(continuity.value) if by_hours else Fraction(continuity.value))
    # a looser point's bound holds for a stricter plan, too
    bound = max((point.bound for point in points if point.points_above_fair_share >= above), default=0.0)
    return FrontierPlanEntry(points_above_fair_share=above, moves=moves, bound=min(bound, moves))


def reported(
    found: Frontier | None, problem: Problem, goals: PlanOptions, plan: Plan | None
) -> tuple[FrontierEntry | None, str]:
    """The frontier, or why there is none."""
    if found is not None:
        return entry(found, problem, by_hours=goals.moves == "hours", plan=plan), ""
    if not goals.frontier:
        return None, NOT_ASKED
    if goals.objective is not Objective.BALANCE:
        return None, OTHER_OBJECTIVE
    return None, "no plan was asked for" if plan is None else STOPPED
