"""What can be held within the target, beside what is held today."""

from __future__ import annotations

from app.report.sections.achievable.entry import (
    AchievableEntry,
    OfficerCaseloadEntry,
    TierCaseloadEntry,
    TypeShareEntry,
)
from app.report.text.numbers import number, ratio
from solver.analysis import Analysis
from solver.analysis.staffing.achievable import TierCaseload
from solver.problem import Problem

MEAN_DIGITS = 4
MOST_TYPES = 20
"""Types for which it is said how many of them alone an officer could hold."""


def build(analysis: Analysis) -> AchievableEntry:
    """The achievable caseload of the whole and of every tier."""
    found = analysis.achievable
    return AchievableEntry(
        multiple=ratio(found.multiple), tiers=[_caseload(analysis.problem, tier) for tier in found.tiers]
    )


def _caseload(problem: Problem, found: TierCaseload) -> TierCaseloadEntry:
    return TierCaseloadEntry(
        tier=found.tier + 1,
        multiple=ratio(found.multiple),
        utilization=ratio(found.utilization),
        cases_today=found.cases_today,
        cases=found.cases,
        mean_hours=number(found.mean_hours, MEAN_DIGITS),
        types=[
            TypeShareEntry(
                case_type=share.name,
                mean_hours=number(share.mean_hours, MEAN_DIGITS),
                cases_today=share.cases_today,
                cases=share.achievable,
                cases_per_officer=number(share.per_officer, 2),
            )
            for share in found.types
        ],
        officers=[
            OfficerCaseloadEntry(
                officer_id=problem.officers.ids[each.officer],
                cases_today=each.today,
                cases=each.at_mix,
                hours_per_case_today=number(each.hours_per_case_today, MEAN_DIGITS),
                of_one_type=list(each.by_type[:MOST_TYPES]),
            )
            for each in found.officers
        ],
    )
