"""What people do today, and how chance would have done, on the same roster."""

from __future__ import annotations

from app.report.sections.baselines.entry import BaselineEntry, RandomDrawsEntry
from app.report.text.numbers import ratio
from solver.analysis import Analysis
from solver.analysis.comparison import AssignmentFigures, RandomBenchmark


def build(analysis: Analysis) -> dict[str, BaselineEntry]:
    """Every other way; only today's without a plan."""
    return {name: _baseline(found) for name, found in analysis.baselines.items()}


def _baseline(found: AssignmentFigures) -> BaselineEntry:
    return BaselineEntry(
        peak_utilization=ratio(found.peak),
        spread=ratio(found.spread),
        moves=found.moves,
        unassigned_cases=found.unassigned,
    )


def random_draws(found: RandomBenchmark) -> RandomDrawsEntry:
    """How chance would have done."""
    return RandomDrawsEntry(
        draws=found.draws,
        peak_least=ratio(found.peak.least),
        peak_median=ratio(found.peak.median),
        peak_most=ratio(found.peak.most),
        spread_least=ratio(found.spread.least),
        spread_median=ratio(found.spread.median),
        spread_most=ratio(found.spread.most),
        as_good=found.as_good,
    )
