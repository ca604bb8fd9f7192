"""A roster with who holds what: today, or in the folder of a plan. For the commands that ask about single cases."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from app.commands.plan_folder import goals_in, report_beside, scenario_of
from app.intake.assignments import case_ids, read_assignments
from app.intake.build.percentile import at_goal
from app.intake.build.problem import build_problem
from app.intake.options import read_goals
from app.intake.read import read_path
from app.intake.scenario.prepare import changed
from app.intake.spelling import Ids
from solver.arrays import Indices
from solver.plan import UNPLACED
from solver.problem import Problem


@dataclass(frozen=True, slots=True)
class HeldRoster:
    """A problem, and the officer of each case (``UNPLACED`` where nobody holds it).

    Attributes
    ----------
    strays : tuple of str
        Rows of the plan that do not fit the roster. Cases that it does not have are held by nobody.
    """

    problem: Problem
    officer: Indices
    strays: tuple[str, ...] = ()

    def case(self, name: str) -> int:
        """Position of a case; a usage error where there is none."""
        return _position(name, self.problem.cases.ids, "case")

    def officer_named(self, name: str) -> int:
        """Position of an officer; a usage error where there is none."""
        return _position(name, self.problem.officers.ids, "officer")


def read_held(roster: str, plan: str | None) -> HeldRoster:
    """Read the roster, and the plan where there is one: with the changes that it was made with."""
    built = build_problem(read_path(Path(roster)))
    if plan is None:
        return HeldRoster(built.problem, built.problem.cases.current.clip(min=UNPLACED))
    path = Path(plan)
    report, _ = report_beside(path)
    goals, scenario = read_goals(goals_in(report)), scenario_of(report)
    if scenario:
        built = changed(built, scenario, goals, case_ids(path))
    problem = at_goal(built, goals).problem
    given = read_assignments(path, problem)
    strays = tuple(text for text in given.mismatches if text.startswith("row "))
    return HeldRoster(problem, given.officer, strays)


def _position(name: str, known: tuple[str, ...], what: str) -> int:
    try:
        return known.index(name)
    except ValueError:
        raise click.UsageError(f"There is no {what} {name} in the roster{Ids(known).did_you_mean(name)}.") from None
