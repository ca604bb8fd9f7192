"""What every goal would be if another officer held a case: the answer, and how programs get it."""

from __future__ import annotations

from fractions import Fraction

from pydantic import Field

from app.answers.assigned_roster import AssignedRoster
from app.intake.options import PlanOptions, read_plan_options
from app.report.entry import Entry
from app.report.sections.goals.build import size_of
from app.report.text.levels import UNITS, UnitName
from app.report.text.numbers import number, ratio
from solver.analysis.casework.explain import Explanation, Load, explain, fairness_points
from solver.analysis.casework.explain import LevelChange as Compared
from solver.goals import Unit
from solver.problem import Problem


class LevelChange(Entry):
    """One ranked goal now, and if the case were with the other officer. Smaller is better."""

    name: str
    unit: UnitName
    now: float
    then: float
    of_hours: float | None = Field(
        description="Evenness: hours for cases of everybody who has a fair share, all together. Null for other goals."
    )
    good_enough: bool = Field(description="It changes, but both are good enough for the sake of later goals.")


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
    decisive_level: str | None = Field(description="The first goal that prefers one of the two officers.")
    levels: list[LevelChange]
    loads: list[LoadChange]


def explanation(assigned: AssignedRoster, case: str, officer: str, options: PlanOptions) -> Explanation:
    """What would change if the officer held the case.

    Raises
    ------
    UnknownName, InvalidGoals
    """
    goals, _ = options.to_solver(assigned.problem)
    which, who = assigned.case(case), assigned.officer_named(officer)
    is_plan = bool(assigned.made_for) and read_plan_options(assigned.made_for).to_solver(assigned.problem)[0] == goals
    return explain(assigned.problem, assigned.officer, goals, which, who, is_plan=is_plan)


def explanation_entry(problem: Problem, found: Explanation) -> ExplanationEntry:
    """An explanation, by names."""
    officers, cases = problem.officers.ids, problem.cases.ids
    of_hours = number(found.shared_hours)
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
        levels=[level_change(problem, level, of_hours) for level in found.levels],
        loads=[load_change(problem, load) for load in found.loads],
    )


def level_change(problem: Problem, level: Compared, of_hours: float) -> LevelChange:
    """A goal in either of two assignments; ``of_hours``: of everybody who has a fair share."""
    return LevelChange(
        name=level.name,
        unit=UNITS[level.unit],
        now=number(amount_of(problem, level.now, level.unit)),
        then=number(amount_of(problem, level.then, level.unit)),
        of_hours=of_hours if level.unit is Unit.GRAINS else None,
        good_enough=level.is_good_enough,
    )


def load_change(problem: Problem, load: Load) -> LoadChange:
    """What an officer holds in either of two assignments."""
    return LoadChange(
        officer_id=problem.officers.ids[load.officer],
        hours_now=number(load.now),
        hours_then=number(load.then),
        utilization_now=ratio(load.utilization_now),
        utilization_then=ratio(load.utilization_then),
        caseload_now=load.caseload_now,
        caseload_then=load.caseload_then,
    )


def amount_of(problem: Problem, value: int, unit: Unit) -> Fraction:
    """The value of a level in what :data:`app.report.text.levels.UNITS` calls its unit."""
    return fairness_points(value) if unit is Unit.STEPS else value * size_of(problem, unit)
