"""What ``caseload frontier`` does in its child process: read the roster and trace the frontier."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

from app.commands.admitted import read_admitted, to_parent
from app.commands.options import read_options
from app.commands.terminal.table import table
from app.confined_child import Child
from app.intake.prepare import prepare
from app.intake.roster_file import RosterFile
from app.jobs.progress import without_value
from app.report.sections.frontier.build import entry
from app.report.text.numbers import about, grouped, percent
from solver.frontier import Frontier, FrontierPoint, frontier
from solver.goals import POINT, Measure
from solver.problem import Problem


def trace(child: Child, roster: RosterFile, given: dict[str, Any], points: int, as_json: bool) -> str:
    """The text to print."""
    options = read_options(given)
    child.send(without_value("reading", 0.0))
    problem = prepare(read_admitted(roster, options, to_parent(child.send)), options).problem
    goals, config = options.to_solver(problem)
    child.send(without_value("frontier", 0.0))
    found = frontier(problem, goals, config, points, child.should_stop)
    by_hours = goals.moves is Measure.HOURS
    if as_json:
        return json.dumps(as_data(found, problem, by_hours), indent=2) + "\n"
    return as_text(found, problem, by_hours)


def as_data(found: Frontier, problem: Problem, by_hours: bool) -> dict[str, Any]:
    """The points for programs, as report.json has them; moves in cases or hours."""
    return entry(found, problem, by_hours=by_hours).model_dump(mode="json", exclude={"plan"})


def as_text(found: Frontier, problem: Problem, by_hours: bool) -> str:
    """The points for people: the points as ``--keep-within`` takes them."""
    unit = "h moved" if by_hours else "moves"

    def row(point: FrontierPoint) -> tuple[str, ...]:
        return (
            about(Fraction(point.step - found.fairest_step, POINT), 2),
            about(Fraction(point.step, POINT), 2),
            percent(point.peak),
            grouped(_counted(point.moves, problem, by_hours)),
            grouped(_counted(point.bound, problem, by_hours)),
            point.status.value,
        )

    header = ("keep within", "above fair share", "peak", unit, "bound", "status")
    lines = table(header, [row(point) for point in found.points])
    return "\n".join([*lines, "", "Points of utilization (hundredths). Forced moves are not counted."]) + "\n"


def _counted(moves: int, problem: Problem, by_hours: bool) -> Fraction:
    return problem.hours(moves) if by_hours else Fraction(moves)
