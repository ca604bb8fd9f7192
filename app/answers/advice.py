"""Who should take a case, with what it does to loads, the peak and the target: the answer, and how programs get it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from pydantic import Field

from app.answers.assigned_roster import AssignedRoster
from app.intake.checks.roster_settings import with_settings
from app.intake.options import PlanOptions
from app.report.entry import Entry
from app.report.text.numbers import number, ratio
from solver.analysis.casework.advice import Advice, Candidate, Pace, Terms, advise
from solver.problem import Problem


class CandidateEntry(Entry):
    """An officer who may take the case. Hours are those of cases; the limit is available hours x efficiency."""

    officer_id: str
    load_hours_before: float
    load_hours_after: float
    limit_hours: float = Field(description="The share that `ramp` leaves, where the officer has one.")
    utilization_before: float
    utilization_after: float
    peak_utilization_after: float = Field(description="Highest of all officers with hours, once this one has the case.")
    headed_for: float = Field(
        description="Utilization with what the officer holds and with all that waits, given out as fairly as it can be."
    )
    fair_share: float | None
    target_utilization: float | None
    within_target: bool
    caseload_after: int
    caseload_standard: int | None
    new_cases_after: int = Field(description="Of them, cases that nobody held before.")
    against: list[str] = Field(description="What speaks against it; such officers come last.")


class ObstacleEntry(Entry):
    """Why an officer may not take the case."""

    officer_id: str
    reasons: list[str]


class AdviceEntry(Entry):
    """Who should take one case."""

    case_id: str
    together_with: list[str] = Field(description="Cases that are kept together with it, and go with it.")
    candidates: list[CandidateEntry] = Field(
        description="Best first: nothing speaks against it, then the lowest utilization that the officer is headed "
        "for, then the lowest afterwards, then roster order."
    )
    nobody: list[ObstacleEntry] = Field(description="Where there is no candidate: why each officer may not.")


def advice(
    assigned: AssignedRoster,
    cases: Sequence[str],
    options: PlanOptions,
    pace: Pace | None = None,
    ramp: Mapping[str, Fraction] | None = None,
) -> tuple[Advice, ...]:
    """Rank the officers who may take each of these cases, beside what everybody holds.

    Parameters
    ----------
    assigned : AssignedRoster
    cases : sequence of str
        In the order in which they are given out; one that is named twice is given out once.
    options : PlanOptions
        Its period and target count.
    pace : Pace, optional
        How fast officers may take new cases.
    ramp : mapping of officer to Fraction, optional
        Above 0 and at most 1: officers back from leave count with this share of their hours.

    Raises
    ------
    UnknownName, InvalidGoals
    """
    shares = {assigned.officer_named(name): share for name, share in (ramp or {}).items()}
    terms = replace(terms_of(assigned, options), pace=pace, ramp=shares)
    positions = [assigned.case(name) for name in dict.fromkeys(cases)]
    return advise(assigned.problem, assigned.officer, positions, terms)


def terms_of(assigned: AssignedRoster, options: PlanOptions) -> Terms:
    """What advice takes into account where nothing else is asked for."""
    options = with_settings(options, assigned.settings)
    return Terms(options.basis_of(assigned.problem), options.target_fraction, beta=options.beta_fraction)


def read_pace(text: str) -> Pace | None:
    """A pace as people write it, ``1:6``; None where it is not understood.

    Raises
    ------
    InvalidGoals
        It is understood, but no pace: ``1:0``.
    """
    match = re.fullmatch(r"([0-9]+):([0-9]+)", text)
    return Pace(int(match[1]), int(match[2])) if match else None


def advice_entry(problem: Problem, advice: Advice) -> AdviceEntry:
    """One piece of advice, by names."""
    officers, cases = problem.officers.ids, problem.cases.ids
    return AdviceEntry(
        case_id=cases[advice.case],
        together_with=[cases[case] for case in advice.cases if case != advice.case],
        candidates=[_candidate(officers, each) for each in advice.candidates],
        nobody=[ObstacleEntry(officer_id=officers[o], reasons=list(reasons)) for o, reasons in advice.nobody],
    )


def _candidate(officers: tuple[str, ...], each: Candidate) -> CandidateEntry:
    return CandidateEntry(
        officer_id=officers[each.officer],
        load_hours_before=number(each.load_before),
        load_hours_after=number(each.load_after),
        limit_hours=number(each.limit),
        utilization_before=ratio(each.utilization_before),
        utilization_after=ratio(each.utilization_after),
        peak_utilization_after=ratio(each.peak_after),
        headed_for=ratio(each.headed_for),
        fair_share=ratio(each.fair_share),
        target_utilization=None if each.target is None else ratio(each.target.value),
        within_target=each.within_target,
        caseload_after=each.caseload_after,
        caseload_standard=each.standard,
        new_cases_after=each.new_after,
        against=list(each.against),
    )
