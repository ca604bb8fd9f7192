"""What the changes of a draft do to every goal, and to the verdict: the answer, and how programs get it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from pydantic import Field

from app.answers.advice import terms_of
from app.answers.assigned_roster import AssignedRoster
from app.answers.draft.overrides import Change, decisions
from app.answers.explanation import LevelChange, LoadChange, level_change, load_change
from app.intake.checks.roster_settings import with_settings
from app.intake.options import PlanOptions
from app.report.entry import Entry, State
from app.report.text.numbers import number, ratio
from solver.analysis.casework.decisions import Decided, bound_by, decide
from solver.analysis.casework.explain import shared_hours
from solver.analysis.staffing.verdict import Verdict, staffing
from solver.check.facts import facts_of
from solver.check.reasons import Moves
from solver.fair_shares.decomposition import fair_shares
from solver.problem import Problem


class SideOfDraft(Entry):
    """The plan before or after changes: nothing else is moved."""

    peak_utilization: float | None = Field(description="Of the fullest officer.")
    moves: int = Field(description="Cases that have another officer than today.")
    moves_hours: float
    unassigned_cases: int
    verdict: State = Field(description="With the changes as rules: of whatever plan would be made around them.")
    least_peak_utilization: float | None = Field(
        description="Of the tightest tier: the least that any plan can reach that is made around them."
    )


class CaseMoved(Entry):
    """A case that has another officer with the changes. Null: nobody."""

    case_id: str
    officer_now: str | None
    officer_then: str | None


class DraftEffect(Entry):
    """What changes do. Levels are the plan's goals in their order; smaller is better."""

    now: SideOfDraft
    then: SideOfDraft
    levels: list[LevelChange]
    cases: list[CaseMoved] = Field(description="Those that have another officer then.")
    loads: list[LoadChange] = Field(description="Of the officers who hold something else then.")
    broken_rules: list[str] = Field(description="Rules that are broken then and not now, found by the checker.")


def draft_effect(
    assigned: AssignedRoster, options: PlanOptions, before: Sequence[Change], after: Sequence[Change]
) -> DraftEffect:
    """What changes do to a plan, beside the same plan with those that were made before.

    Parameters
    ----------
    assigned : AssignedRoster
        The plan.
    options : PlanOptions
        That it was made with.
    before, after : sequence of Change
        That stand, without and with what is asked about.

    Raises
    ------
    UnknownName, InvalidProblem
    """
    problem = assigned.problem
    goals, _ = options.to_solver(problem)
    now_then = decisions(assigned, before), decisions(assigned, after)
    found = decide(problem, assigned.officer, goals, terms_of(assigned, options), now_then)
    sides = [
        (found.officer_now, found.moves_now, found.peak_now, now_then[0]),
        (found.officer_then, found.moves_then, found.peak_then, now_then[1]),
    ]
    now, then = (
        _side(problem, moves, peak, int((officer < 0).sum()), _verdict(bound_by(problem, rules), assigned, options))
        for officer, moves, peak, rules in sides
    )
    of_hours = number(shared_hours(problem, facts_of(problem).part_of_officer))
    return DraftEffect(
        now=now,
        then=then,
        levels=[level_change(problem, level, of_hours) for level in found.levels],
        cases=[_moved(problem, found, case) for case in found.moved],
        loads=[load_change(problem, load) for load in found.loads],
        broken_rules=list(found.broken),
    )


def _moved(problem: Problem, found: Decided, case: int) -> CaseMoved:
    ids = (*problem.officers.ids, None)  # -1: nobody
    now, then = ids[int(found.officer_now[case])], ids[int(found.officer_then[case])]
    return CaseMoved(case_id=problem.cases.ids[case], officer_now=now, officer_then=then)


def _side(problem: Problem, moves: Moves, peak: Fraction | None, waiting: int, verdict: Verdict) -> SideOfDraft:
    return SideOfDraft(
        peak_utilization=ratio(peak),
        moves=moves.cases,
        moves_hours=number(problem.hours(moves.hours)),
        unassigned_cases=waiting,
        verdict=verdict.state.value,
        least_peak_utilization=ratio(verdict.peak_utilization),
    )


def _verdict(problem: Problem, assigned: AssignedRoster, options: PlanOptions) -> Verdict:
    options = with_settings(options, assigned.settings)
    basis, target = options.basis_of(problem), options.target_fraction
    return staffing(problem, fair_shares(problem), basis=basis, target=target, beta=options.beta_fraction).verdict
