"""The verdict and the tables of staffing, as the document has them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from app.intake.options import PlanOptions
from app.report import document
from app.report.text.numbers import RATIO_DIGITS, number, ratio, rounded
from app.report.text.words import verdict_sentence
from solver.analysis.fte import Basis, Period
from solver.analysis.staffing.achievable import Achievable, TierCaseload, achievable
from solver.analysis.staffing.breakdowns import GroupRow
from solver.analysis.staffing.verdict import Staffing, TierStaffing, staffing
from solver.problem import Problem
from solver.tiers import FairShares

KINDS: dict[str, document.GroupKind] = {"office": "office", "docket": "docket", "skill": "skill"}
FTE_DIGITS = 4
MEAN_DIGITS = 4
MOST_NEEDS = 100
"""Needs that a tier lists; there can be as many as cases."""
MOST_TYPES = 20
"""Types for which it is said how many of them alone an officer could hold."""


def staffing_of(problem: Problem, shares: FairShares, goals: PlanOptions) -> Staffing:
    """The report on staffing under the goals' target and period."""
    target = None if goals.target is None else Fraction(goals.target)
    return staffing(problem, shares, basis=Basis.of(Period(goals.period)), target=target)


def verdict(found: Staffing, shares: FairShares) -> document.Verdict:
    """Whether the whole is sustainable."""
    whole = found.verdict
    return document.Verdict(
        state=whole.state.value,
        sentence=verdict_sentence(whole, len(shares.pinned_no_hours)),
        utilization=ratio(whole.utilization),
        peak_utilization=ratio(whole.peak_utilization),
        target_utilization=ratio(None if whole.target is None else whole.target.value),
        demand_hours=number(whole.demand_hours),
        available_hours=number(whole.available_hours),
        effective_hours=number(whole.limit_hours),
        gap_hours=number(whole.gap_hours),
        fte_gap=fte(whole.fte_gap),
        fte_basis_hours=number(found.basis.productive_hours),
        budget_fte_gap=fte(whole.budget_fte_gap),
        budget_fte_basis_hours=number(found.basis.budget_hours),
        outside_cases=whole.outside.cases,
        outside_hours=number(whole.outside.hours),
    )


def tiers(problem: Problem, found: Staffing) -> list[document.TierEntry]:
    """Groups of cases and officers, from tightest to loosest."""
    return [_tier(problem, tier) for tier in found.tiers]


def _tier(problem: Problem, found: TierStaffing) -> document.TierEntry:
    return document.TierEntry(
        utilization=float(rounded(found.tier.utilization, RATIO_DIGITS)),
        target=float(rounded(found.target.value, RATIO_DIGITS)),
        state=found.state.value,
        demand_hours=number(found.demand_hours),
        available_hours=number(found.available_hours),
        effective_hours=number(found.limit_hours),
        gap_hours=number(found.gap_hours),
        fte_gap=fte(found.fte_gap),
        budget_fte_gap=fte(found.budget_fte_gap),
        cases=len(found.tier.cases),
        officers=[problem.officers.ids[officer] for officer in found.tier.officers.tolist()],
        needs=[
            document.NeedRow(needs=str(row.need), cases=row.cases, demand_hours=number(row.demand_hours))
            for row in found.needs[:MOST_NEEDS]
        ],
        needs_total=len(found.needs),
        certificate=found.certificate,
    )


def groups(rows: Sequence[GroupRow]) -> list[document.GroupEntry]:
    """Offices, dockets and skills."""
    return [_group(row) for row in rows]


def _group(row: GroupRow) -> document.GroupEntry:
    return document.GroupEntry(
        kind=KINDS[row.kind],
        name=row.name,
        state=row.state.value,
        cases=row.cases,
        demand_hours=number(row.demand_hours),
        officers=row.officers,
        effective_hours=number(row.limit_hours),
        utilization=ratio(row.utilization),
        peak_utilization=ratio(row.peak_utilization),
        target=ratio(None if row.target is None else row.target.value),
        gap_hours=number(row.gap_hours),
        gap_is_at_least=row.at_least,
        fte_gap=fte(row.fte_gap),
        budget_fte_gap=fte(row.budget_fte_gap),
        certificate=row.certificate,
    )


def achievable_of(problem: Problem, shares: FairShares, goals: PlanOptions) -> Achievable:
    """The caseload that is achievable under the goals' target and period."""
    target = None if goals.target is None else Fraction(goals.target)
    return achievable(problem, shares, basis=Basis.of(Period(goals.period)), target=target)


def caseloads(problem: Problem, found: Achievable) -> document.AchievableEntry:
    """What can be held within the target, beside what is held today."""
    return document.AchievableEntry(
        multiple=ratio(found.multiple), tiers=[_caseload(problem, tier) for tier in found.tiers]
    )


def _caseload(problem: Problem, found: TierCaseload) -> document.TierCaseloadEntry:
    return document.TierCaseloadEntry(
        tier=found.tier + 1,
        multiple=float(rounded(found.multiple, RATIO_DIGITS)),
        utilization=float(rounded(found.utilization, RATIO_DIGITS)),
        cases_today=found.cases_today,
        cases=found.cases,
        mean_hours=float(rounded(found.mean_hours, MEAN_DIGITS)),
        types=[
            document.TypeShareEntry(
                case_type=share.name,
                mean_hours=float(rounded(share.mean_hours, MEAN_DIGITS)),
                cases_today=share.cases_today,
                cases=share.achievable,
                cases_per_officer=float(rounded(share.per_officer, 2)),
            )
            for share in found.types
        ],
        officers=[
            document.OfficerCaseloadEntry(
                officer_id=problem.officers.ids[each.officer],
                cases_today=each.today,
                cases=each.at_mix,
                hours_per_case_today=None
                if each.hours_per_case_today is None
                else float(rounded(each.hours_per_case_today, MEAN_DIGITS)),
                of_one_type=list(each.by_type[:MOST_TYPES]),
            )
            for each in found.officers
        ],
    )


def fte(value: Fraction) -> float:
    """Full-time officers, rounded half up."""
    return float(rounded(value, FTE_DIGITS))
