"""What ``caseload rotation`` does in its child process: read the roster and the plan, and find the cover."""

from __future__ import annotations

import datetime as dt
from typing import Any

from app.answers.rotation import MOST_LISTED, RotationDocument, as_csv, document_of, facts, rows
from app.commands.assignment_source import read_held
from app.commands.options import read_options
from app.commands.terminal.table import table
from app.confined_child import Child
from app.intake.options import PlanOptions
from app.intake.spelling import Ids
from solver.analysis.casework.rotation import holding, rotation
from solver.analysis.fte import Period
from solver.errors import InvalidChange
from solver.plan import Status
from solver.problem import Problem

LABEL = 13
HEADER = ("Officer", "takes", "h before", "h during", "before", "during", "more h in all")


def cover(
    child: Child, roster: str, plan: str | None, given: dict[str, Any], detail: tuple[str, int, str | None, int]
) -> dict[str, Any] | None:
    """Texts to print (text, json), the handovers (csv) and what did not fit (strays); None without any plan in time."""
    away, days, first_day, granted = detail
    goals = read_options(given)
    child.send({"phase": "reading", "label": "Reading the roster and the plan", "elapsed_s": 0.0})
    held = read_held(roster, plan)
    problem = holding(held.problem, held.officer)
    wanted, config = goals.to_solver(problem)
    found = rotation(
        problem,
        who(problem, away),
        days,
        Period(goals.period),
        goals=wanted,
        config=config,
        granted_moves=granted,
        should_stop=child.should_stop,
    )
    if found.plan.status is Status.UNKNOWN:
        return None
    document = document_of(found, None if first_day is None else dt.date.fromisoformat(first_day))
    return {
        "text": as_text(document, goals),
        "json": document.model_dump_json(indent=2) + "\n",
        "csv": as_csv(document),
        "strays": held.strays,
    }


def who(problem: Problem, text: str) -> list[int]:
    """Positions of the officers who go.

    Raises
    ------
    InvalidChange
        Names nobody, or somebody who is not there.
    """
    known = problem.officers.ids
    names = [text] if text in known else [name.strip() for name in text.split(",") if name.strip()]
    for name in names:
        if name not in known:
            raise InvalidChange(f"there is no officer {name} in the roster{Ids(known).did_you_mean(name)}")
    return [known.index(name) for name in names]


def as_text(document: RotationDocument, goals: PlanOptions) -> str:
    """The screen."""
    lines = [f"{label:<{LABEL}} {text}" for label, text in facts(document, goals.period)]
    listed = rows(document)
    if listed:
        lines += ["", *table(HEADER, listed)]
        more = sum(1 for each in document.carried if each.cases_taken) - MOST_LISTED
        lines += [f"and {more:,} more; --json lists all."] if more > 0 else []
    lines += ["", "Afterwards every case that was handed over goes back; --out FILE writes both ways as CSV."]
    return "\n".join(lines) + "\n"
