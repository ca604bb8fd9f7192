"""Every officer before and after."""

from __future__ import annotations

import pytest

from app.report.render.html import render
from tests.app.report.planned import (
    built_from,
    cells,
    dealt,
    field_office,
    office,
)
from tests.app.report.render.test_xlsx import book_of


def test_officers_add_up() -> None:
    document = field_office().document
    assert sum(officer.caseload or 0 for officer in document.officers) == 6000
    assert sum(officer.workload_hours or 0 for officer in document.officers) == pytest.approx(
        document.verdict.demand_hours
    )
    away = next(officer for officer in document.officers if officer.officer_id == "D-16")
    assert (away.utilization, away.utilization_before, away.fair_share, away.tier) == (None, None, None, None)
    specialists = [officer for officer in document.officers if officer.tier == 1]
    assert [officer.officer_id for officer in specialists] == document.tiers[0].officers == ["D-10", "D-18", "D-26"]


def test_every_officer_has_a_target_and_a_state_today_in_the_plan_and_of_the_group() -> None:
    """N-1 has 190 h of work for 100 h today; 100 and 90 h in the plan. S-1 goes from nothing to 40 h."""
    document = office().document
    found = {each.officer_id: each for each in document.officers}
    assert {each.target for each in document.officers} == {0.85}
    assert [found[name].state_before for name in ("N-1", "N-2", "S-1")] == [
        "unsustainable",
        "sustainable",
        "sustainable",
    ]
    assert {found["N-1"].state, found["N-2"].state} == {"strained"}
    assert [found[name].tier_state for name in ("N-1", "N-2", "S-1")] == ["strained", "strained", "sustainable"]
    assert found["S-1"].state == "sustainable"
    rows = [row for row in cells(" ".join(render(document).split()), "officers") if row[0] == "S-1"]
    assert rows[0][-4:-2] == ["85%", "sustainable"]
    header, *lines = list(book_of(office())["Officers"].iter_rows(values_only=True))
    line = dict(zip(header, lines[0], strict=True))
    assert (line["Target"], line["State today"], line["State in plan"]) == (0.85, "unsustainable", "strained")


def test_nobody_without_hours_has_a_state() -> None:
    officers = [{"officer_id": "A", "available_hours": 0}, {"officer_id": "B", "available_hours": 10}]
    found = dealt(built_from(officers, [{"case_id": "c", "weight_hours": 1}]), target="0.5").document.officers
    assert (found[0].state_before, found[0].state, found[0].tier_state) == (None, None, None)
    assert (found[1].state_before, found[1].state) == ("sustainable", "sustainable")
