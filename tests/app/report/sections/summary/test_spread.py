"""The floor of the spread, as the document and the page have it."""

from __future__ import annotations

from app.report.render.html import render
from app.report.sections.summary.spread import sentence
from tests.app.report.planned import built_from, field_office, planned, probation

NORTH = {"officer_id": "N", "available_hours": 100, "offices": "north"}
SOUTH = {"officer_id": "S", "available_hours": 80, "offices": "south"}


def cases(office: str, *hours: float) -> list[dict[str, object]]:
    return [{"case_id": f"{office}-{at}", "weight_hours": each, "office": office} for at, each in enumerate(hours)]


def test_by_hand() -> None:
    """90 of 100 h in the north and 40 of 80 h in the south: 90 % - 50 % = 40 points, whoever holds what."""
    document = planned(built_from([NORTH, SOUTH], [*cases("north", 45, 45), *cases("south", 40)])).document
    assert document.plan is not None
    assert (document.plan.spread, document.plan.spread_floor) == (0.4, 0.4)
    assert sentence(document) == (
        "Between the emptiest and the fullest officer lie 40 points; today 0 points. Since not everybody may "
        "hold every case, no plan can bring that below 40 points: the fullest of the tightest group is at 90% or more, "
        "the emptiest of the loosest at 50% or less."
    )
    assert sentence(document) in render(document)


def test_the_floor_is_not_above_the_spread() -> None:
    for made in (field_office(), probation()):
        plan = made.document.plan
        assert plan is not None
        assert plan.spread is not None
        assert plan.spread_floor is not None
        assert plan.spread_floor <= plan.spread


def test_everybody_could_be_equal() -> None:
    document = planned(built_from([{**NORTH, "offices": ""}, {**SOUTH, "offices": ""}], cases("north", 9, 9))).document
    assert document.plan is not None
    assert document.plan.spread_floor == 0
    assert "would let everybody be equally full" in sentence(document)


def test_where_cases_are_held_back_it_says_so() -> None:
    document = planned(built_from([NORTH], cases("north", 60, 60)), policy="within-capacity").document
    assert document.plan is not None
    assert document.plan.spread_floor is None
    absent = {each.section: each.reason for each in document.not_computed}
    assert "held back" in absent["plan.spread_floor"]
    assert sentence(document) == ""


def test_where_nobody_can_be_compared_it_says_so() -> None:
    document = planned(built_from([{**NORTH, "available_hours": 0}], cases("north", 1))).document
    absent = {each.section: each.reason for each in document.not_computed}
    assert absent["plan.spread_floor"] == "no case reaches an officer with hours"
