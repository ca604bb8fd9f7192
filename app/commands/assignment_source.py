"""A roster with who holds what: today, or in the folder of a plan. For the commands that ask about single cases."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from app.answers.assigned_roster import AssignedRoster, UnknownName
from app.commands.plan_folder import options_in, report_beside, scenario_of
from app.intake.assignments import case_ids, read_assignments
from app.intake.build.problem import build_problem
from app.intake.options import read_plan_options
from app.intake.prepare import prepare
from app.intake.read import read_path
from solver.plan import UNPLACED


def read_assigned(roster: str, plan: str | None) -> AssignedRoster:
    """Read the roster, and the plan where there is one: with the changes that it was made with."""
    read = read_path(Path(roster))
    if plan is None:
        problem = build_problem(read).problem
        return AssignedRoster(problem, problem.cases.current.clip(min=UNPLACED))
    path = Path(plan)
    report, _ = report_beside(path)
    scenario = scenario_of(report)
    there = case_ids(path) if scenario else None
    problem = prepare(read, read_plan_options(options_in(report)), scenario, there).problem
    given = read_assignments(path, problem)
    strays = tuple(text for text in given.mismatches if text.startswith("row "))
    return AssignedRoster(problem, given.officer, strays=strays)


@contextmanager
def names_as_usage() -> Iterator[None]:
    """A name that is not there is an argument that does not fit."""
    try:
        yield
    except UnknownName as error:
        raise click.UsageError(str(error)) from None
