"""Builds report.json: the one document that every way of showing a plan reads."""

from __future__ import annotations

import datetime as dt
from importlib.metadata import version
from typing import TYPE_CHECKING

import numpy as np

from app.intake.build.problem import Built
from app.intake.options import PlanOptions
from app.report import document, entries, standing
from app.report.document import ReportDocument
from app.report.sections.forecast import build as forecast_build
from app.report.sections.frontier import build as frontier_build
from app.report.sections.percentile import build as percentile_build
from app.report.sections.provenance import build as provenance_build
from app.report.sections.provenance import entry as provenance_entry
from app.report.sections.provenance.scenario import ChangeEntry
from app.report.sections.remedies import build as remedies_build
from app.report.sections.standards import build as standards_build
from app.report.sections.summary import spread
from app.report.sections.unassigned import build as unassigned_build
from app.report.sections.unassigned import fixes
from app.report.sections.uncertainty import build as uncertainty_build
from solver.baselines import baselines
from solver.fair_shares.decomposition import fair_shares
from solver.plan import Plan
from solver.problem import NEW, Problem

if TYPE_CHECKING:
    from solver.frontier import Frontier  # the search and its libraries are not needed to show it

__all__ = ["ReportDocument", "build_document"]

NO_PLAN = "no plan was asked for"


def build_document(
    built: Built,
    goals: PlanOptions,
    plan: Plan | None,
    *,
    traced: Frontier | None = None,
    name: str = "",
    created: dt.datetime | None = None,
) -> ReportDocument:
    """Describe a roster and, where there is one, the plan for it.

    Parameters
    ----------
    built : Built
    goals : PlanGoals
    plan : Plan or None
        None: the verdict alone; what needs a plan is null and listed in ``not_computed``.
    traced : Frontier or None
        With the plan's own point, where it was asked for.
    name : str
        What the roster is called, without a path; stands in the command that makes the plan again.
    created : datetime, optional
        With a time zone. Now by default.
    """
    problem = built.problem
    wanted, config = goals.to_solver(problem)
    shares = fair_shares(problem) if plan is None else plan.shares
    staffing = standing.staffing_of(problem, shares, goals)
    # The other ways are there to be compared with a plan; without one, only today's assignment is, and at once.
    ways = {"current": problem.cases.current} if plan is None else baselines(problem, seed=config.seed)
    changes, group = fixes.fixes_of(built, goals, plan, shares)
    cases = (
        unassigned_build.set_aside(built, shares.aside_no_officer, shares.aside_no_hours, group)
        if plan is None
        else unassigned_build.unassigned(built, plan, group)
    )
    least_spread, no_floor = (None, "") if plan is None else spread.floor(problem, plan)
    at_percentile = percentile_build.entry(built, goals)
    uncertainty, why_certain = uncertainty_build.entry(built, goals, plan, shares)
    kept = None
    if plan is not None:
        reached = shares.tier_of_officer >= 0
        kept = provenance_build.record(problem, goals, plan, config, reached, name, [text for text, _ in built.changes])
    balance, no_frontier = frontier_build.reported(traced, problem, goals, plan)
    ahead, no_forecast = forecast_build.entry(built, goals, shares)
    helpful = remedies_build.entry(built, goals, plan, shares, staffing)
    return ReportDocument(
        status=entries.status(plan),
        verdict=percentile_build.labelled(standing.verdict(staffing, shares), at_percentile),
        plan=None if plan is None else entries.figures(problem, plan, least_spread),
        levels=[] if plan is None else entries.levels(problem, plan, wanted),
        counts=_counts(problem, plan),
        tiers=standing.tiers(problem, staffing),
        groups=standing.groups(staffing.groups),
        achievable=standing.caseloads(problem, standing.achievable_of(problem, shares, goals)),
        officers=entries.officers(problem, staffing.officers, plan),
        unassigned=list(cases),
        fixes=changes,
        shortages=[] if plan is None else entries.shortages(problem, plan),
        breaches=[] if plan is None else entries.breaches(problem, plan),
        baselines=entries.baselines(problem, ways, shares.tier_of_officer >= 0),
        remedies=helpful,
        percentile=at_percentile,
        uncertainty=uncertainty,
        forecast=ahead,
        record=kept,
        frontier=balance,
        standards=standards_build.standards(problem, goals, plan),
        not_computed=_not_computed(
            goals,
            plan,
            {
                "remedies": "" if helpful else remedies_build.NOBODY,
                "plan.spread_floor": no_floor,
                "uncertainty": why_certain,
                "forecast": no_forecast,
                "frontier": no_frontier,
            },
        ),
        warnings=list(built.warnings),
        notes=[*percentile_build.notes(at_percentile), *([] if plan is None else plan.notes)],
        provenance=provenance_entry.Provenance(
            input_sha256=built.roster.sha256,
            version=version("caseload"),
            ortools_version=version("ortools"),
            goals=goals.model_dump(mode="json"),
            seed=None if plan is None else config.seed,
            workers=None if plan is None else config.workers,
            wall_s=None if plan is None else round(plan.wall_s, 3),
            scenario=[ChangeEntry(text=text, meaning=meaning) for text, meaning in built.changes],
            created=(created or dt.datetime.now(dt.UTC)).isoformat(timespec="seconds"),
        ),
    )


def _counts(problem: Problem, plan: Plan | None) -> document.Counts:
    cases, pinned = problem.cases, problem.cases.pinned
    holder = np.maximum(cases.current, 0)
    wrong = (cases.current != NEW) & ~pinned
    if len(problem.officers):
        may = problem.eligible[cases.signature, holder] & (cases.current >= 0)
        wrong &= ~may
    return document.Counts(
        officers=len(problem.officers),
        officers_with_hours=int((problem.officers.limit > 0).sum()),
        cases=len(cases),
        pinned_cases=int(pinned.sum()),
        new_cases=int((cases.current == NEW).sum()),
        orphaned_cases=int(wrong.sum()),
        parts=None if plan is None else int(plan.part_of_officer.max(initial=-1)) + 1,
    )


def _not_computed(goals: PlanOptions, plan: Plan | None, reasons: dict[str, str]) -> list[provenance_entry.NotComputed]:
    sections: dict[str, str] = {}
    if not goals.standards:
        sections["standards"] = standards_build.NOT_ASKED
    sections.update({section: reason for section, reason in reasons.items() if reason})
    if plan is None:
        sections.update(dict.fromkeys(("plan", "levels", "shortages", "breaches", "record"), NO_PLAN))
        sections["baselines"] = f"{NO_PLAN}; only today's assignment is there"
    return [provenance_entry.NotComputed(section=name, reason=reason) for name, reason in sections.items()]
