"""What a child process answers: reports, what-ifs, advice and explanations. Nothing is kept of any of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from app.answers.advice import AdviceEntry, advice_entry
from app.answers.explanation import ExplanationEntry, explanation_entry
from app.answers.whatif import Comparison, comparison
from app.confined_child import Child
from app.intake.build.percentile import at_goal
from app.intake.build.problem import build_problem
from app.intake.options import PlanOptions
from app.intake.scenario.parse import read_changes
from app.intake.scenario.prepare import changed
from app.intake.scenario.window import window_of
from app.intake.spelling import Ids
from app.jobs.result import rows_in
from app.jobs.roster_source import Source, with_cases
from app.planning import report_roster
from solver.analysis.fte import Basis, Period
from solver.arrays import Indices
from solver.errors import CaseloadError
from solver.plan import UNPLACED
from solver.problem import Problem


class UnknownName(CaseloadError):
    """There is no case or officer of that name in this plan."""


@dataclass(frozen=True, slots=True)
class MadePlan:
    """A plan that is there: what it was made of, and who holds what.

    Attributes
    ----------
    roster : bytes
        As the store keeps it.
    goals : PlanGoals
    scenario : tuple of str
    assignments : bytes
        ``assignments.csv``.
    """

    roster: bytes
    goals: PlanOptions
    scenario: tuple[str, ...]
    assignments: bytes


@dataclass(frozen=True, slots=True)
class NewCases:
    """Cases to be given out.

    Attributes
    ----------
    cases : tuple of (str or dict)
        Ids of cases that are there, and rows as of the sheet ``cases``, in the order in which they are given out.
    pace : tuple of int or None
        At most so many new ones for so many others.
    ramp : dict of officer to float, above 0 and at most 1
    """

    cases: tuple[str | Mapping[str, Any], ...]
    pace: tuple[int, int] | None = None
    ramp: Mapping[str, Fraction] = field(default_factory=dict)


def report(_child: Child, source: Source, goals: PlanOptions, scenario: Sequence[str]) -> str:
    """report.json, without what needs a plan."""
    return report_roster(source.read(), goals, scenario).model_dump_json()


def compare(_child: Child, source: Source, goals: PlanOptions, scenario: Sequence[str]) -> Comparison:
    """The verdict with changes beside that of the roster as it is."""
    from solver.analysis.scenarios.whatif import what_if

    problem = at_goal(build_problem(source.read()), goals).problem
    basis = Basis.of(Period(goals.period))
    changes = read_changes(scenario, problem, full_time_hours=basis.productive_hours, window=window_of(goals))
    return comparison(what_if(problem, changes, basis=basis, target=_target(goals)))


def try_scenario(_child: Child, source: Source, goals: PlanOptions, scenario: Sequence[str]) -> None:
    """Refuse changes that cannot be made."""
    changed(build_problem(source.read()), scenario, goals)


def advise(_child: Child, plan: MadePlan, new: NewCases) -> list[AdviceEntry]:
    """Who should take these cases, beside what everybody holds in the plan."""
    from solver.analysis.casework.advice import Pace, Terms
    from solver.analysis.casework.advice import advise as advised

    rows = [case for case in new.cases if not isinstance(case, str)]
    problem, names = _problem(plan, rows)
    fresh = iter(names)
    cases = [
        _position(case, problem.cases.ids, "case") if isinstance(case, str) else problem.cases.ids.index(next(fresh))
        for case in new.cases
    ]
    ramp = {_position(name, problem.officers.ids, "officer"): share for name, share in new.ramp.items()}
    pace = None if new.pace is None else Pace(*new.pace)
    terms = Terms(Basis.of(Period(plan.goals.period)), _target(plan.goals), pace, ramp)
    found = advised(problem, _held(problem, plan.assignments), list(dict.fromkeys(cases)), terms)
    return [advice_entry(problem, each) for each in found]


def explain(_child: Child, plan: MadePlan, case: str, officer: str) -> ExplanationEntry:
    """What would change if the officer held the case."""
    from solver.analysis.casework.explain import explain as explained

    problem, _ = _problem(plan, ())
    goals, _ = plan.goals.to_solver(problem)
    which, who = _position(case, problem.cases.ids, "case"), _position(officer, problem.officers.ids, "officer")
    found = explained(problem, _held(problem, plan.assignments), goals, which, who)
    return explanation_entry(problem, found, goals)


def _problem(plan: MadePlan, rows: Sequence[Mapping[str, Any]]) -> tuple[Problem, tuple[str, ...]]:
    """The problem that the plan is for, with further cases, and the names of these."""
    roster, before = with_cases(plan.roster, rows)
    built = build_problem(roster)
    there = frozenset(roster.cases.ids[:before])
    return at_goal(changed(built, plan.scenario, plan.goals, there), plan.goals).problem, roster.cases.ids[before:]


def _held(problem: Problem, assignments: bytes) -> Indices:
    officer_of = {name: at for at, name in enumerate(problem.officers.ids)}
    holder = {row["case_id"]: officer_of[row["officer_id"]] for row in rows_in(assignments) if row["officer_id"]}
    return np.array([holder.get(name, UNPLACED) for name in problem.cases.ids], np.int32)


def _position(name: str, known: tuple[str, ...], what: str) -> int:
    try:
        return known.index(name)
    except ValueError:
        raise UnknownName(f"There is no {what} {name} in this plan{Ids(known).did_you_mean(name)}.") from None


def _target(goals: PlanOptions) -> Fraction | None:
    return None if goals.target is None else Fraction(goals.target)
