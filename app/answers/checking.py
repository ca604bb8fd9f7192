"""Whether an assignment obeys the rules of a roster, whoever made it: every violation as a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from app.intake.assignments import Assignments
from app.intake.options import PlanOptions
from app.report.sections.breaches.build import breach_entry, is_by_pin
from solver.analysis.words import counted
from solver.check.verify import Checked, check
from solver.plan import Breach
from solver.problem import Problem


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the independent checker finds.

    Attributes
    ----------
    checked : Checked
    violations : tuple of str
        One sentence each; empty where every rule is obeyed.
    notes : tuple of str
        Rules that are broken and are no violations: an order does it, or there is no choice.
    """

    checked: Checked
    violations: tuple[str, ...]
    notes: tuple[str, ...]


def rule(problem: Problem, given: Assignments, options: PlanOptions) -> Ruling:
    """Hold an assignment against a problem.

    Parameters
    ----------
    given : Assignments
        With what does not fit the roster; a case whose missing officer is the subject of such a sentence is told once.
    options : PlanOptions
        Its policy says whether hours are hard.
    """
    goals, _ = options.to_solver(problem)
    checked = check(problem, given.officer, goals)
    violations = [
        found.message
        for found in checked.violations
        if not (found.code == "has_room" and found.case is not None and given.is_told[found.case])
    ]
    notes = tuple(_obeyed(problem, breach) for breach in checked.breaches)
    return Ruling(checked, (*given.mismatches, *violations), notes)


def verdict(problem: Problem, options: PlanOptions, violations: int) -> str:
    """The last line."""
    officers = counted(len(problem.officers), "officer")
    what = f"{counted(len(problem.cases), 'case')} with {officers}, {options.policy}"
    return f"{counted(violations, 'violation')}: {what}." if violations else f"The plan obeys every rule: {what}."


def _obeyed(problem: Problem, breach: Breach) -> str:
    """A rule that is broken and is no violation, in the report's words: an order does it, or there is no choice."""
    begins = "A pin breaks a rule" if is_by_pin(problem, breach) else "A rule that no plan can keep"
    return f"{begins}: {breach_entry(problem, breach).sentence}"
