"""The verdict with changes beside that of the roster as it is: the answer, and how programs get it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from pydantic import Field

from app.intake.checks.roster_settings import with_settings
from app.intake.options import PlanOptions
from app.intake.prepare import prepare
from app.intake.roster import Roster
from app.intake.scenario.apply import changes_asked
from app.report.entry import Entry, PlanStatus, State
from app.report.sections.summary.build import verdict_parts
from app.report.sections.summary.entry import VerdictParts
from app.report.text.numbers import about, hours_text, number, percent, ratio
from solver.analysis.scenarios.whatif import Planned, Side, WhatIf, what_if
from solver.analysis.staffing.verdict import Verdict
from solver.analysis.staffing.verdict_parts import PartName
from solver.analysis.words import counted


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


def difference(base: Verdict, changed: Verdict, basis: str) -> Iterator[str]:
    """What becomes of the missing hours, and of the work that waits for somebody who may do it."""
    before, after = (each.part(PartName.HOURS) for each in (base, changed))
    gained = _known(before.hours) - _known(after.hours)
    if gained:
        what = "are gained" if gained > 0 else "more are missing"
        fte = abs(_known(before.fte) - _known(after.fte))
        yield f"{hours_text(_short(abs(gained)))} {what}: {about(fte, 2)} FTE ({basis})."
    else:
        yield f"The missing hours stay the same ({basis})."
    waiting = changed.outside.hours - base.outside.hours
    if waiting:
        than = "more" if waiting > 0 else "less"
        yield f"{hours_text(_short(abs(waiting)))} of work {than} wait for somebody who may do it."


def rows(base: Side, changed: Side) -> Iterator[tuple[str, str, str]]:
    """Figures for people, with their labels: of the roster as it is, and with the changes."""
    sides = (base, changed)

    def row(label: str, texts: Iterator[str]) -> tuple[str, str, str]:
        left, right = texts
        return label, left, right

    yield row("State", (side.verdict.state.value for side in sides))
    for waits, stays, name in (
        ("Wait for somebody", "Not to be held", PartName.SKILLS),
        ("Wait for a place", "Above a standard", PartName.STANDARDS),
    ):
        parts = [side.verdict.part(name) for side in sides]
        waiting, staying = [part.cases - part.staying for part in parts], [part.staying for part in parts]
        for label, counts in ((waits, waiting), (stays, staying)):
            if any(counts):
                yield row(label, (counted(count, "case") for count in counts))
    yield row("Officers", (f"{len(side.problem.officers):,}" for side in sides))
    yield row("Cases", (f"{len(side.problem.cases):,}" for side in sides))
    yield row("Demand", (hours_text(_short(side.verdict.demand_hours)) for side in sides))
    yield row("Available", (hours_text(_short(side.verdict.available_hours)) for side in sides))
    yield row("Utilization", (percent(side.verdict.utilization) for side in sides))
    yield row("Least peak", (percent(side.verdict.peak_utilization) for side in sides))
    hours = [side.verdict.part(PartName.HOURS) for side in sides]
    yield row("Missing hours", (hours_text(_short(_known(part.hours))) for part in hours))
    yield row("Missing FTE", (about(_known(part.fte), 2) for part in hours))
    if any(side.verdict.outside.hours for side in sides):
        yield row("Work that waits", (hours_text(_short(side.verdict.outside.hours)) for side in sides))
    if base.plan is not None and changed.plan is not None:
        plans = (base.plan, changed.plan)
        yield row("Planned peak", (percent(plan.peak_utilization) for plan in plans))
        yield row("Moves", (f"{plan.moves.cases:,} ({plan.moves.forced:,} must)" for plan in plans))
        yield row("Without officer", (counted(plan.unplaced, "case") for plan in plans))
        yield row("Proof", (plan.status.value for plan in plans))


def _known(figure: Fraction | None) -> Fraction:
    """A figure of the hours, which are always known."""
    return Fraction(0) if figure is None else figure


def _short(hours: Fraction) -> Fraction:
    """Hours that changes may have made endless decimals of, to two."""
    return Fraction(round(hours * 100), 100)
