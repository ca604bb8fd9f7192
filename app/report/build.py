"""Builds report.json: the one document that every way of showing a plan reads."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from app.intake.build.problem import Built
from app.intake.options import PlanOptions
from app.report.document import ReportDocument
from app.report.sections.achievable import build as achievable
from app.report.sections.baselines import build as baselines
from app.report.sections.breaches import build as breaches
from app.report.sections.findings import build as findings
from app.report.sections.forecast import build as forecast
from app.report.sections.frontier import build as frontier
from app.report.sections.goals import build as levels
from app.report.sections.groups import build as groups
from app.report.sections.notes import build as notes
from app.report.sections.officers import build as officers
from app.report.sections.percentile import build as percentile
from app.report.sections.provenance import build as provenance
from app.report.sections.remedies import build as remedies
from app.report.sections.standards import build as standards
from app.report.sections.summary import build as summary
from app.report.sections.tiers import build as tiers
from app.report.sections.unassigned import build as unassigned
from app.report.sections.uncertainty import build as uncertainty
from solver.analysis import AnalysisOptions, analyse
from solver.analysis.ahead import Ahead
from solver.analysis.standards.library import standard_named
from solver.plan import Plan

if TYPE_CHECKING:
    from solver.frontier import Frontier  # the search and its libraries are not needed to show it

__all__ = ["ReportDocument", "build_document"]


def build_document(
    built: Built,
    options: PlanOptions,
    plan: Plan | None,
    *,
    traced: Frontier | None = None,
    name: str = "",
    created: dt.datetime | None = None,
    ahead: Ahead | None = None,
) -> ReportDocument:
    """Describe a roster and, where there is one, the plan for it.

    Parameters
    ----------
    built : Built
    options : PlanOptions
    plan : Plan or None
        None: the verdict alone; what needs a plan is null and listed in ``not_computed``.
    traced : Frontier or None
        With the plan's own point, where it was asked for.
    name : str
        What the roster is called, without a path; stands in the command that makes the plan again.
    created : datetime, optional
        With a time zone. Now by default.
    ahead : Ahead, optional
        What was worked out while the plan was made.
    """
    analysis = analyse(built.problem, analysis_options(built, options, traced), plan, ahead)
    at_percentile = percentile.build(analysis, options.percentile)
    return ReportDocument(
        status=summary.status(analysis),
        verdict=percentile.labelled(summary.verdict(analysis), at_percentile),
        percentile=at_percentile,
        plan=summary.figures(analysis),
        levels=levels.build(analysis),
        counts=summary.counts(analysis),
        tiers=tiers.build(analysis),
        groups=groups.build(analysis),
        achievable=achievable.build(analysis),
        officers=officers.build(analysis),
        unassigned=unassigned.build(analysis, built.previous),
        nobody_else=unassigned.nobody_else(analysis),
        fixes=unassigned.fixes(analysis),
        shortages=unassigned.shortages(analysis),
        breaches=breaches.build(analysis),
        baselines=baselines.build(analysis),
        remedies=remedies.build(analysis),
        uncertainty=uncertainty.build(analysis),
        forecast=forecast.build(analysis, options.period),
        record=provenance.record(analysis, built, options, name),
        frontier=frontier.build(analysis),
        standards=standards.build(analysis, options.period),
        not_computed=provenance.not_computed(analysis),
        findings=findings.build(built.findings),
        warnings=list(built.warnings),
        notes=[*percentile.notes(at_percentile), *notes.of_phases(built), *([] if plan is None else plan.notes)],
        provenance=provenance.provenance(analysis, built, options, created),
    )


def analysis_options(built: Built, options: PlanOptions, traced: Frontier | None = None) -> AnalysisOptions:
    """What the analysis is to look at, of a roster and what is wanted of a plan for it."""
    goals, config = options.to_solver(built.problem)
    return AnalysisOptions(
        goals=goals,
        config=config,
        basis=options.basis_of(built.problem),
        target=options.target_fraction,
        beta=options.beta_fraction,
        standards=tuple(map(standard_named, options.standards)),
        weights=built.weights,
        flow=built.flow,
        simulations=options.simulations,
        weight_correlation=float(options.weight_correlation),
        forecast_periods=options.forecast_periods,
        remedies_s=options.remedies_s,
        as_given=built.as_given,
        frontier=traced,
        frontier_asked=options.frontier,
    )
