"""How sure the verdict and the assignment are, as the document has it."""

from __future__ import annotations

from fractions import Fraction

from app.report.sections.uncertainty import entry as model
from app.report.sections.uncertainty.entry import UncertaintyEntry
from app.report.text.numbers import RATIO_DIGITS, number, ratio
from solver.analysis import Analysis, WhyNot
from solver.analysis.uncertainty.missing_hours import GapEnd
from solver.analysis.uncertainty.monte_carlo import BySource, Chance, Chances, Range
from solver.analysis.uncertainty.report import Uncertainty
from solver.problem import Problem
from solver.tiers import FairShares

HOUR_DIGITS = 4

WHY_NOT = {
    WhyNot.NOT_ASKED: "no simulations were asked for; give simulations, 1000 for example",
    WhyNot.CERTAIN: "nothing is known about how far a case weight may be wrong or how much single cases vary: fill in "
    "low_hours and high_hours, or case_cv, in the sheet weights",
    WhyNot.NOT_BY_TABLE: "no case takes its hours from a weight that has low_hours, high_hours or case_cv in the sheet "
    "weights",
}


def build(analysis: Analysis) -> UncertaintyEntry | None:
    """What the simulated worlds say, from the weights as they stand; None where there are none."""
    if isinstance(analysis.uncertainty, WhyNot):
        return None
    return _entry(
        analysis.problem_as_given,
        analysis.uncertainty,
        analysis.shares_as_given,
        is_plan=analysis.plan is not None,
    )


def _entry(problem: Problem, found: Uncertainty, shares: FairShares, *, is_plan: bool) -> UncertaintyEntry:
    gap = found.gap
    return UncertaintyEntry(
        simulations=found.drawing.simulations,
        seed=found.drawing.seed,
        weight_correlation=found.drawing.correlation,
        unsure_weights=found.unsure_weights,
        assignment="plan" if is_plan else "today",
        expected_overloaded=number(
            sum((Fraction(each.overloaded.both.probability) for each in found.officers), Fraction(0)), HOUR_DIGITS
        ),
        missing=model.MissingRisk(
            hours=number(gap.hours),
            range_hours=ranges(gap.range, HOUR_DIGITS),
            fte=ranges(gap.fte, HOUR_DIGITS),
            budget_fte=ranges(gap.budget_fte, HOUR_DIGITS),
            independent=_end(found.independent),
            together=_end(found.together),
            chance=chances(gap.short),
            tiers_held=gap.tiers_held,
        ),
        tiers=[
            model.TierRiskEntry(
                tier=each.tier + 1,
                cases=len(tier.cases),
                officers=len(tier.officers),
                utilization=ratio(tier.utilization),
                utilization_range=ranges(each.utilization, RATIO_DIGITS),
                gap_hours=ranges(each.gap_hours, HOUR_DIGITS),
                fte_gap=ranges(each.fte_gap, HOUR_DIGITS),
                unsustainable=chances(each.unsustainable),
            )
            for each, tier in zip(found.tiers, shares.tiers, strict=True)
        ],
        officers=[
            model.OfficerRiskEntry(
                officer_id=problem.officers.ids[each.officer],
                utilization=ratio(each.utilization),
                utilization_range=None if each.range is None else ranges(each.range, RATIO_DIGITS),
                overloaded=chances(each.overloaded),
            )
            for each in found.officers
        ],
        certain=model.CertainEntry(
            own_cases=found.known.own_cases,
            own_hours=number(found.known.own_hours),
            types_without_error=list(found.known.types_without_error),
            types_without_variation=list(found.known.types_without_variation),
        ),
    )


def _end(end: GapEnd) -> model.EndEntry:
    return model.EndEntry(range_hours=range_of(end.range, HOUR_DIGITS), chance=chance_of(end.short))


def ranges(found: BySource, digits: int) -> model.RangesEntry:
    """All three sources, rounded half up."""
    return model.RangesEntry(
        weights=range_of(found.weights, digits),
        single_cases=range_of(found.single_cases, digits),
        both=range_of(found.both, digits),
    )


def range_of(found: Range, digits: int) -> model.RangeEntry:
    """One range, rounded half up."""
    return model.RangeEntry(
        low=number(found.low, digits), median=number(found.median, digits), high=number(found.high, digits)
    )


def chances(found: Chances) -> model.ChancesEntry:
    """All three sources."""
    return model.ChancesEntry(
        weights=chance_of(found.weights), single_cases=chance_of(found.single_cases), both=chance_of(found.both)
    )


def chance_of(found: Chance) -> model.ChanceEntry:
    """One probability and its standard error."""
    return model.ChanceEntry(
        probability=ratio(Fraction(found.probability)),
        standard_error=ratio(Fraction(found.standard_error)),
    )
