"""The verdict with changes beside that of the roster as it is: the answer, and how programs get it."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field

from app.intake.checks.roster_settings import with_settings
from app.intake.options import PlanOptions
from app.intake.prepare import prepare
from app.intake.roster import Roster
from app.intake.scenario.apply import changes_asked
from app.report.entry import Entry, PlanStatus, State
from app.report.sections.summary.build import verdict_parts
from app.report.sections.summary.entry import VerdictParts
from app.report.text.numbers import number, ratio
from solver.analysis.scenarios.whatif import Planned, Side, WhatIf, what_if


class PlannedMoves(Entry):
    """Cases that change hands."""

    cases: int
    hours: float
    forced: int


class PlannedEntry(Entry):
    """What a plan does on one side."""

    status: PlanStatus
    peak_utilization: float | None
    unplaced: int = Field(description="Cases that nobody holds.")
    moves: PlannedMoves


class SideEntry(Entry):
    """One of the two things compared."""

    officers: int
    cases: int
    state: State
    parts: VerdictParts = Field(
        description="What the state is made of, as in report.json: each with what waits for it."
    )
    utilization: float | None
    peak_utilization: float | None = Field(description="Of the tightest tier: the least that any plan can reach.")
    target_utilization: float | None
    demand_hours: float
    available_hours: float
    gap_hours: float
    fte_gap: float
    budget_fte_gap: float
    outside_cases: int
    plan: PlannedEntry | None = Field(description="Where both sides were planned, too.")


class Comparison(Entry):
    """Both sides, and what the changes add to what is missing."""

    changes: list[str] = Field(description="In words.")
    fte_basis_hours: float
    base: SideEntry
    changed: SideEntry
    gap_hours_change: float = Field(description="Missing hours that the changes add; below 0: hours that they gain.")
    fte_gap_change: float


def compare(roster: Roster, options: PlanOptions, scenario: Sequence[str]) -> WhatIf:
    """Judge a roster as it is and with changes, without plans.

    Parameters
    ----------
    roster : Roster
    options : PlanOptions
        Its period and target count, and the percentile of the weights on both sides.
    scenario : sequence of str
        Changes (``app.intake.scenario.parse.FORMS``).

    Raises
    ------
    InvalidChange, TooLarge
    """
    options = with_settings(options, roster.settings)
    problem = prepare(roster, options).problem
    changes = changes_asked(problem, scenario, options)
    basis = options.basis_of(problem)
    return what_if(problem, changes, basis=basis, target=options.target_fraction, beta=options.beta_fraction)


def comparison(found: WhatIf) -> Comparison:
    """Both sides: hours as numbers, utilizations as fractions."""
    return Comparison(
        changes=[str(change) for change in found.changes],
        fte_basis_hours=number(found.basis.productive_hours),
        base=_side(found.base),
        changed=_side(found.changed),
        gap_hours_change=number(found.gap_hours_change),
        fte_gap_change=number(found.fte_gap_change),
    )


def _side(side: Side) -> SideEntry:
    verdict = side.verdict
    return SideEntry(
        officers=len(side.problem.officers),
        cases=len(side.problem.cases),
        state=verdict.state.value,
        parts=verdict_parts(verdict),
        utilization=ratio(verdict.utilization),
        peak_utilization=ratio(verdict.peak_utilization),
        target_utilization=None if verdict.target is None else ratio(verdict.target.value),
        demand_hours=number(verdict.demand_hours),
        available_hours=number(verdict.available_hours),
        gap_hours=number(verdict.gap_hours),
        fte_gap=number(verdict.fte_gap),
        budget_fte_gap=number(verdict.budget_fte_gap),
        outside_cases=verdict.outside.cases,
        plan=None if side.plan is None else _planned(side.plan),
    )


def _planned(plan: Planned) -> PlannedEntry:
    moves = PlannedMoves(cases=plan.moves.cases, hours=number(plan.moves_hours), forced=plan.moves.forced)
    return PlannedEntry(
        status=plan.status.value, peak_utilization=ratio(plan.peak_utilization), unplaced=plan.unplaced, moves=moves
    )
