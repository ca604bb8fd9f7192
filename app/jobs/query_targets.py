"""What a child process answers: reports, what-ifs, advice and explanations. Nothing is kept of any of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.answers import whatif
from app.answers.advice import AdviceEntry, advice, advice_entry, read_pace
from app.answers.assigned_roster import AssignedRoster
from app.answers.explanation import ExplanationEntry, explanation, explanation_entry
from app.answers.from_sums.about_case import NewCases, advice_from, explanation_from
from app.answers.from_sums.kept import KeptFiles, MorePieces
from app.answers.whatif import Comparison
from app.confined_child import Child
from app.intake.admission import admit
from app.intake.build.problem import build_problem
from app.intake.checks.roster_settings import with_settings
from app.intake.formats.kept_columns import WITHOUT_CASES
from app.intake.options import PlanOptions
from app.intake.prepare import prepare
from app.intake.read import read_kept
from app.intake.recognise import Recognised, recognise_in_child
from app.intake.recognition.profile import Profile
from app.intake.roster import Roster
from app.intake.scenario.apply import with_changes
from app.jobs.result import officers_in
from app.jobs.roster_source import RosterSource, with_cases
from app.planning import report_roster
from solver.arrays import Indices
from solver.plan import UNPLACED
from solver.problem import Problem


@dataclass(frozen=True, slots=True)
class MadePlan:
    """A plan that is there: what it was made of, and who holds what.

    Attributes
    ----------
    roster : bytes
        As the store keeps it.
    options : PlanOptions
    scenario : tuple of str
    assignments : bytes
        ``assignments.csv``.
    """

    roster: bytes
    options: PlanOptions
    scenario: tuple[str, ...]
    assignments: bytes

    def opened(self) -> tuple[Problem, Roster]:
        """The problem that was planned, and the roster of which it was made."""
        roster = read_kept(self.roster)
        return prepare(roster, self.options, self.scenario).problem, roster


def understand(child: Child, exports: Sequence[tuple[str, bytes]], profile: Profile) -> Recognised:
    """What an office's own export means."""
    return recognise_in_child(child, exports, profile, fix=False, key=None, whole=True)


def report(_child: Child, source: RosterSource, options: PlanOptions, scenario: Sequence[str]) -> str:
    """report.json, without what needs a plan."""
    return report_roster(source.read(), options, scenario).model_dump_json()


def compare(_child: Child, source: RosterSource, options: PlanOptions, scenario: Sequence[str]) -> Comparison:
    """The verdict with changes beside that of the roster as it is."""
    return whatif.comparison(whatif.compare(source.read(), options, scenario))


def try_kept(_child: Child, kept: bytes, options: PlanOptions, scenario: Sequence[str]) -> None:
    """Refuse what cannot be planned of a roster that is kept, as it is refused of one that comes along.

    Raises
    ------
    NotAccepted, InvalidChange
    RosterRefused
        Weights depend on ages that nobody can know.
    """
    roster = read_kept(kept, WITHOUT_CASES)
    if scenario or roster.weights.with_phases:
        roster = read_kept(kept)
    admit(roster, options)
    if scenario:
        try_changes(roster, options, scenario)


def try_changes(roster: Roster, options: PlanOptions, scenario: Sequence[str]) -> None:
    """Refuse changes that cannot be made to a roster that was read."""
    settled = with_settings(options, roster.settings)
    with_changes(build_problem(roster, settled), scenario, settled)


def advise(_child: Child, plan: MadePlan, new: NewCases) -> list[AdviceEntry]:
    """Who should take these cases, beside what everybody holds in the plan."""
    rows = [case for case in new.cases if not isinstance(case, str)]
    assigned, names = _assigned(plan, rows)
    fresh = iter(names)
    cases = [case if isinstance(case, str) else next(fresh) for case in new.cases]
    pace = None if new.pace is None else read_pace(new.pace)
    found = advice(assigned, cases, plan.options, pace, new.ramp)
    return [advice_entry(assigned.problem, each) for each in found]


def explain(_child: Child, plan: MadePlan, case: str, officer: str) -> ExplanationEntry:
    """What would change if the officer held the case."""
    assigned, _ = _assigned(plan, ())
    found = explanation(assigned, case, officer, plan.options)
    return explanation_entry(assigned.problem, found)


def advise_from_sums(_child: Child, files: KeptFiles, new: NewCases) -> list[AdviceEntry] | MorePieces | None:
    """The same from what the plan keeps; None: ask :func:`advise`."""
    return files.answer(advice_from, new)


def explain_from_sums(_child: Child, files: KeptFiles, case: str, officer: str) -> ExplanationEntry | MorePieces | None:
    """The same from what the plan keeps; None: ask :func:`explain`."""
    return files.answer(explanation_from, case, officer)


def _assigned(plan: MadePlan, rows: Sequence[Mapping[str, Any]]) -> tuple[AssignedRoster, tuple[str, ...]]:
    """Who holds what in the plan, with further cases that nobody holds, and the names of these."""
    roster, before = with_cases(plan.roster, rows)
    problem = prepare(roster, plan.options, plan.scenario, frozenset(roster.cases.ids[:before])).problem
    return assigned_in(plan, problem, roster), roster.cases.ids[before:]


def assigned_in(plan: MadePlan, problem: Problem, roster: Roster) -> AssignedRoster:
    """Who holds what in the plan, for questions about its problem."""
    made_for = plan.options.model_dump(mode="json")
    officer = holders_in(problem, plan.assignments)
    return AssignedRoster(problem, officer, "this plan", made_for=made_for, settings=roster.settings)


def holders_in(problem: Problem, assignments: bytes) -> Indices:
    """Who holds each case in an ``assignments.csv``; shape (cases,)."""
    officer_of = {name: at for at, name in enumerate(problem.officers.ids)}
    holder = {case: officer_of[officer] for case, officer in officers_in(assignments) if officer}
    return np.array([holder.get(name, UNPLACED) for name in problem.cases.ids], np.int32)
