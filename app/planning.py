"""The job itself: roster → problem → plan → report. The command line and the service's child call these functions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.intake.build import Built, build_problem
from app.intake.goals import PlanGoals
from app.intake.roster import Roster
from app.present.document import ReportDocument, build_document
from solver.plan import Plan, Progress


@dataclass(frozen=True, slots=True)
class Outcome:
    """What planning a roster gives.

    Attributes
    ----------
    built : Built
        The problem that was solved, beside the warnings that came up on the way.
    plan : Plan
        Checked. Its status is ``unknown`` where the time ran out, or a stop was asked for, before there was any.
    document : ReportDocument
        What report.json holds.
    """

    built: Built
    plan: Plan
    document: ReportDocument


def plan_roster(
    roster: Roster,
    goals: PlanGoals,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Outcome:
    """Plan a roster.

    Parameters
    ----------
    roster : Roster
    goals : PlanGoals
    on_progress : function
        Told about once a second how far the search is.
    should_stop : function
        Asked again and again; once it is true the best plan so far is returned.

    Raises
    ------
    CaseloadError
        The roster or the goals contradict themselves.
    CheckFailed
        The independent checker refused the plan: a fault of the program, and no plan.
    """
    from solver.solve import solve  # 0.65 s and pandas: only where a plan is wanted

    built = build_problem(roster)
    wanted, config = goals.to_solver(built.problem)
    plan = solve(built.problem, wanted, config, on_progress, should_stop)
    return Outcome(built, plan, build_document(built, goals, plan))


def report_roster(roster: Roster, goals: PlanGoals) -> ReportDocument:
    """Say whether a roster is sustainable, and what is missing where, without a plan: at once."""
    return build_document(build_problem(roster), goals, None)
