"""A roster with who holds what: today, or in the folder of a plan. For the commands that ask about single cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from app.answers.assigned_roster import AssignedRoster, UnknownName
from app.commands.admitted import Tell, read_admitted
from app.commands.plan_folder import options_in, report_beside, scenario_of
from app.intake.assignments import case_ids, read_assignments
from app.intake.build.window import dated
from app.intake.options import PlanOptions, read_plan_options
from app.intake.prepare import prepare
from app.intake.roster_file import RosterFile
from solver.plan import UNPLACED

ALTERNATIVES = ("keep_within_points", "max_moves", "move_freely")
"""Options of which a plan has one at most."""


def read_assigned(roster: RosterFile, plan: str | None, given: Mapping[str, Any], tell: Tell) -> AssignedRoster:
    """Read the roster, and the plan where there is one: with the changes that it was made with.

    Parameters
    ----------
    given : mapping of str
        Options that were given, as JSON has them; without a plan they say what the problem is, and beside one of which
        days (:func:`options_beside`).
    tell : callable taking str
        Called with what was noticed in the roster.
    """
    if plan is None:
        options = read_plan_options(given)
        read = read_admitted(roster, options, tell)
        problem = prepare(read, options).problem
        return AssignedRoster(problem, problem.cases.current.clip(min=UNPLACED), settings=read.settings)
    path = Path(plan)
    report, _ = report_beside(path)
    scenario = scenario_of(report)
    there = case_ids(path) if scenario else None
    options = options_beside(report, given)
    read = read_admitted(roster, options, tell)
    problem = prepare(read, options, scenario, there).problem
    held = read_assignments(path, problem)
    strays = tuple(text for text in held.mismatches if text.startswith("row "))
    return AssignedRoster(problem, held.officer, strays=strays, made_for=options_in(report), settings=read.settings)


def options_beside(report: Mapping[str, Any] | None, given: Mapping[str, Any]) -> PlanOptions:
    """The options of the report of a plan, with the period that was given and findings that are accepted, too.

    Parameters
    ----------
    report : mapping or None
        None: the plan has none.
    given : mapping of str
        As JSON has them; all others are not about the problem.

    Raises
    ------
    InvalidGoals
    """
    options = read_plan_options({**options_in(report), **dated(given)})
    return options.model_copy(update={"accept": tuple(dict.fromkeys((*options.accept, *given.get("accept", ()))))})


def options_for(assigned: AssignedRoster, given: Mapping[str, Any]) -> dict[str, Any]:
    """The options that were given, and for all others those that the plan was made with."""
    made_for = dict(assigned.made_for)
    if given.get("objective") or any(name in given for name in ALTERNATIVES):
        made_for = {name: value for name, value in made_for.items() if name not in ALTERNATIVES}
    return made_for | dict(given)


@contextmanager
def names_as_usage() -> Iterator[None]:
    """A name that is not there is an argument that does not fit."""
    try:
        yield
    except UnknownName as error:
        raise click.UsageError(str(error)) from None
