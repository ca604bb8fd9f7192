"""How much there is, the verdict, and what the plan does."""

from __future__ import annotations

from app.report.entry import PlanStatus
from app.report.sections.summary.entry import Counts, Moves, PlanFigures, Verdict, VerdictPart, VerdictParts
from app.report.text.numbers import fte, number, ratio
from app.report.text.words import verdict_sentence
from solver.analysis import Analysis, WhyNot
from solver.analysis.staffing.verdict import Verdict as Judged
from solver.analysis.staffing.verdict_parts import Part, PartName
from solver.plan import Status

WHY_NO_FLOOR = {
    WhyNot.HELD_BACK: "cases are held back that somebody may hold; the floor is for assignments that place all of "
    "those",
    WhyNot.UNREACHED: "no case reaches an officer with hours",
    WhyNot.TOO_LARGE: "the sheet costs holds too many times of its own for it to be found out in time",
}
"""Why there is no least spread; without a plan nobody asks."""


def status(analysis: Analysis) -> PlanStatus:
    """Of the plan; unknown where there is none."""
    return Status.UNKNOWN.value if analysis.plan is None else analysis.plan.status.value


def counts(analysis: Analysis) -> Counts:
    """How much there is."""
    found = analysis.counts
    return Counts(
        officers=found.officers,
        officers_with_hours=found.officers_with_hours,
        cases=found.cases,
        pinned_cases=found.pinned,
        new_cases=found.new,
        orphaned_cases=found.orphaned,
        nobody_else_cases=found.stays,
        parts=found.parts,
    )


def verdict(analysis: Analysis) -> Verdict:
    """Whether the whole is sustainable."""
    whole, basis = analysis.staffing.verdict, analysis.staffing.basis
    return Verdict(
        state=whole.state.value,
        sentence=verdict_sentence(whole),
        parts=verdict_parts(whole),
        utilization=ratio(whole.utilization),
        peak_utilization=ratio(whole.peak_utilization),
        target_utilization=ratio(None if whole.target is None else whole.target.value),
        demand_hours=number(whole.demand_hours),
        available_hours=number(whole.available_hours),
        effective_hours=number(whole.limit_hours),
        gap_hours=number(whole.gap_hours),
        fte_gap=fte(whole.fte_gap),
        fte_basis_hours=number(basis.productive_hours),
        fte_basis=basis.source.value,
        fte_other_basis_hours=None if basis.other_hours is None else number(basis.other_hours),
        budget_fte_gap=fte(whole.budget_fte_gap),
        budget_fte_basis_hours=number(basis.budget_hours),
        outside_cases=whole.outside.cases,
        outside_hours=number(whole.outside.hours),
    )


def verdict_parts(found: Judged) -> VerdictParts:
    """What a verdict is made of."""
    return VerdictParts(
        hours=_part(found.part(PartName.HOURS)),
        skills_and_offices=_part(found.part(PartName.SKILLS)),
        standards=_part(found.part(PartName.STANDARDS)),
    )


def _part(part: Part) -> VerdictPart:
    return VerdictPart(
        state=part.state.value,
        cases=part.cases,
        staying=part.staying,
        hours=None if part.hours is None else number(part.hours),
        fte=None if part.fte is None else fte(part.fte),
        sentence=part.sentence,
    )


def figures(analysis: Analysis) -> PlanFigures | None:
    """Peak, spread and moves; None without a plan."""
    found, plan, floor = analysis.figures, analysis.plan, analysis.spread_floor
    if isinstance(found, WhyNot) or plan is None:
        return None
    return PlanFigures(
        peak_utilization=ratio(found.after.peak),
        peak_before=ratio(found.before.peak),
        peak_before_of_placed=ratio(found.peak_before_of_placed),
        spread=ratio(found.after.spread),
        spread_before=ratio(found.before.spread),
        spread_floor=None if isinstance(floor, WhyNot) else ratio(floor.value),
        moves=Moves(
            cases=found.after.moves,
            hours=number(found.moved_hours),
            forced=found.forced,
            held_back=found.held_back,
            lost=found.lost,
        ),
        unassigned_cases=found.after.unassigned,
        wall_s=round(plan.wall_s, 3),
        interrupted=plan.interrupted,
    )
