"""Which caseload standard to lift, found out by planning again: where a plan leaves cases out for want of places."""

from __future__ import annotations

from app.intake.options import PlanOptions
from app.intake.scenario.text import text_of
from app.report.sections.remedies.entry import LiftEntry
from app.report.text.numbers import number
from solver.analysis.fte import Basis
from solver.goals import SolveConfig
from solver.plan import Plan, Reason
from solver.problem import Problem

MOST_CASES = 20_000
"""Cases of a roster that is planned again and again."""
NOT_NEEDED = "no caseload standard leaves a case without an officer"


def lifts_of(problem: Problem, goals: PlanOptions, plan: Plan | None, basis: Basis) -> tuple[list[LiftEntry], str]:
    """Standards to lift, or why there are none."""
    if plan is None:
        return [], "what standards leave out is known only once there is a plan"
    if not any(shortage.reason is Reason.STANDARDS for shortage in plan.shortages):
        return [], NOT_NEEDED
    if not goals.remedies_s:
        return [], "no time was given to plan again with higher standards (--remedies-time)"
    if len(problem.cases) > MOST_CASES:
        return [], f"with more than {MOST_CASES:,} cases, planning again takes too long; try caseload whatif --solve"
    from solver.analysis.remedies.raise_standard import MOST_LIFTED, lifts

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
