"""Which caseload standard to lift, found out by planning again: where a plan leaves cases out for want of places."""

from __future__ import annotations

from app.intake.goals import PlanGoals
from app.intake.scenario_text import text_of
from app.present.figures import number
from app.present.model_remedies import LiftEntry
from solver.goals import SolveConfig
from solver.plan import Plan, Reason
from solver.problem import Problem
from solver.report.basis import Basis

MOST_CASES = 20_000
"""Cases of a roster that is planned again and again."""
NOT_NEEDED = "no caseload standard leaves a case without an officer"


def lifts_of(problem: Problem, goals: PlanGoals, plan: Plan | None, basis: Basis) -> tuple[list[LiftEntry], str]:
    """Standards to lift, or why there are none."""
    if plan is None:
        return [], "what standards leave out is known only once there is a plan"
    if not any(shortage.reason is Reason.STANDARDS for shortage in plan.shortages):
        return [], NOT_NEEDED
    if not goals.remedies_s:
        return [], "no time was given to plan again with higher standards (--remedies-time)"
    if len(problem.cases) > MOST_CASES:
        return [], f"with more than {MOST_CASES:,} cases, planning again takes too long; try caseload whatif --solve"
    from solver.report.remedies_standards import MOST_LIFTED, lifts

    wanted, config = goals.to_solver(problem)
    each = SolveConfig(goals.remedies_s / MOST_LIFTED, config.workers, config.seed)
    found = lifts(problem, plan, wanted, each)
    entries = [
        LiftEntry(
            change=text_of(lift.change, full_time_hours=basis.productive_hours),
            cases_placed=lift.cases_placed,
            hours_placed=number(lift.hours_placed),
            sentence=lift.sentence,
        )
        for lift in found
    ]
    return entries, "" if entries else "no single standard that was lifted places more cases in the time that there was"
