"""What every goal would be if another officer held a case: the answer, and how programs get it."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from pydantic import Field

from app.answers.assigned_roster import AssignedRoster
from app.intake.options import PlanOptions
from app.report.entry import Entry
from app.report.text.numbers import number, ratio
from solver.analysis.casework.explain import Explanation, explain, fairness_points
from solver.goals import Goals, Measure
from solver.problem import Problem

Unit = Literal["points", "hours", "cases", "cost"]


class LevelChange(Entry):
    """One ranked goal now, and if the case were with the other officer. Smaller is better."""

    name: str
    unit: Unit
    now: float
    then: float


class LoadChange(Entry):
    """What one officer holds now, and what then."""

    officer_id: str
    hours_now: float
    hours_then: float
    utilization_now: float | None
    utilization_then: float | None
    caseload_now: int
    caseload_then: int


class ExplanationEntry(Entry):
    """Why a case is with its officer and not with another."""

    case_id: str
    moves_with: list[str] = Field(description="Cases that are kept together with it.")
    holder: str | None = Field(description="Null: nobody.")
    officer_id: str
    may_hold: bool
    obstacles: list[str] = Field(description="Why the officer may not hold it.")
    broken_rules: list[str] = Field(description="Rules that it would break.")
    decisive_level: str | None = Field(description="The first goal that changes.")
    levels: list[LevelChange]
    loads: list[LoadChange]


def explanation(assigned: AssignedRoster, case: str, officer: str, options: PlanOptions) -> tuple[Explanation, Goals]:
    """What would change if the officer held the case, and the ranked goals by which that is judged.

    Raises
    ------
    UnknownName, InvalidGoals
    """
    goals, _ = options.to_solver(assigned.problem)
    which, who = assigned.case(case), assigned.officer_named(officer)
    return explain(assigned.problem, assigned.officer, goals, which, who), goals


def explanation_entry(problem: Problem, found: Explanation, goals: Goals) -> ExplanationEntry:
    """An explanation, by names."""
    officers, cases = problem.officers.ids, problem.cases.ids
    decisive = found.decisive
    return ExplanationEntry(
        case_id=cases[found.case],
        moves_with=[cases[case] for case in found.cases if case != found.case],
        holder=officers[found.holder] if found.holder >= 0 else None,
        officer_id=officers[found.officer],
        may_hold=not found.obstacles,
        obstacles=list(found.obstacles),
        broken_rules=list(found.broken),
        decisive_level=None if decisive is None else decisive.name,
        levels=[
            LevelChange(
                name=level.name,
                unit=unit_of(level.name, goals),
                now=number(value_of(problem, level.name, level.now, goals)),
                then=number(value_of(problem, level.name, level.then, goals)),
            )
            for level in found.levels
        ],
        loads=[
            LoadChange(
                officer_id=officers[load.officer],
                hours_now=number(load.now),
                hours_then=number(load.then),
                utilization_now=ratio(load.utilization_now),
                utilization_then=ratio(load.utilization_then),
                caseload_now=load.caseload_now,
                caseload_then=load.caseload_then,
            )
            for load in found.loads
        ],
    )


def unit_of(name: str, goals: Goals) -> Unit:
    """What the value of a level counts."""
    if name == "fairness":
        return "points"
    if name in ("evenness", "cost"):
        return "hours" if name == "evenness" else "cost"
    return "hours" if (goals.moves if name == "continuity" else goals.coverage) is Measure.HOURS else "cases"


def value_of(problem: Problem, name: str, value: int, goals: Goals) -> Fraction:
    """The value of a level in its unit."""
    unit = unit_of(name, goals)
    if unit == "points":
        return fairness_points(value)
    if unit == "cost":
        return value * (problem.pairs.cost_unit if problem.pairs is not None else Fraction(1))
    return problem.hours(value) if unit == "hours" else Fraction(value)
