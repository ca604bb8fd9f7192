"""The verdict, the plan beside today, and how much there is, by hand."""

from __future__ import annotations

import pytest

from tests.app.report.planned import (
    built_from,
    example,
    planned,
    probation,
)


def test_probation_by_hand() -> None:
    """90 × 4 + 150 × 2 + 240 × 1 = 900 h of 9 × 120 = 1,080 h. An officer there has 120 h a month, not 148.04."""
    verdict = probation().document.verdict
    assert (verdict.demand_hours, verdict.available_hours, verdict.effective_hours) == (900, 1080, 1080)
    assert verdict.utilization == verdict.peak_utilization == 0.833333
    assert (verdict.fte_basis, verdict.fte_basis_hours) == ("roster", 120)
    assert verdict.fte_other_basis_hours == pytest.approx(1776.5 / 12)
    assert verdict.budget_fte_basis_hours == pytest.approx(2080 / 12)
    root = (900 / 120) ** 0.5
    assert verdict.target_utilization == pytest.approx(root / (root + 1), abs=1e-6)
    assert verdict.state == "strained"
    assert (verdict.gap_hours, verdict.fte_gap, verdict.budget_fte_gap) == (0, 0, 0)


def test_a_gap_by_hand() -> None:
    """Two officers of 100 h, 350 h of work: 150 h are missing, 1.5 of these officers; 150 ÷ 173.3333 = 0.8654."""
    officers = [{"officer_id": name, "available_hours": 100} for name in "AB"]
    built = built_from(officers, [{"case_id": f"c{n}", "weight_hours": 35} for n in range(10)])
    verdict = planned(built).document.verdict
    assert verdict.state == "unsustainable"
    assert (verdict.utilization, verdict.gap_hours, verdict.fte_gap, verdict.budget_fte_gap) == (
        1.75,
        150,
        1.5,
        0.8654,
    )
    assert verdict.sentence == (
        "Unsustainable. The work fills 175% of all hours; the tightest group is 175% full. "
        "150 h are missing (1.5 FTE), whoever holds what."
    )


def test_a_given_target_is_the_target() -> None:
    built = example("probation")
    document = planned(built, target="0.85").document
    assert document.verdict.state == "sustainable"
    assert document.verdict.target_utilization == 0.85
    assert document.verdict.sentence.startswith("Sustainable. The work fills 83.3% of all hours")


def test_the_before_of_probation_is_its_uneven_today() -> None:
    plan = probation().document.plan
    assert plan is not None
    assert plan.peak_before == pytest.approx(171 / 120)
    assert plan.peak_utilization is not None
    assert plan.peak_utilization <= 0.8434, "within one point of 83.33 %"
    assert plan.spread is not None
    assert plan.spread_before is not None
    assert plan.spread < plan.spread_before


def test_nobody_with_hours_and_nothing_to_do() -> None:
    idle = planned(built_from([{"officer_id": "A", "available_hours": 0}], [{"case_id": "1", "weight_hours": 1}]))
    assert idle.document.verdict.sentence == (
        "No officer has hours for cases in this period. 1 case waits for hours of those who may hold it."
    )
    assert idle.document.verdict.state == "unsustainable"
    assert idle.document.plan is not None
    assert (idle.document.plan.peak_utilization, idle.document.plan.spread) == (None, None)
