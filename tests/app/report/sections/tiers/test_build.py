"""The tightest group first, with its arithmetic."""

from __future__ import annotations

from tests.app.report.planned import (
    example,
    field_office,
)


def test_field_office_is_strained_and_its_tightest_group_is_checked_by_hand() -> None:
    document = field_office().document
    assert document.verdict.state == "strained"
    assert document.tiers[0].certificate.endswith("360 h ÷ 366 h = 98.4%.")
    assert document.baselines["current"].peak_utilization is not None
    assert document.baselines["current"].peak_utilization > 5, "absurd"
    counts = document.counts
    current = example("field-office").problem.cases.current
    assert counts.new_cases == int((current == -1).sum())
    assert (counts.officers, counts.officers_with_hours, counts.cases) == (30, 29, 6000)
