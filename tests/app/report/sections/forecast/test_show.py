"""What comes next: the document keeps every case, says when it becomes too much, and why there is no forecast."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from app.intake.options import PlanOptions
from app.report.build import build_document
from app.report.document import ReportDocument
from app.report.render.html import render
from app.report.sections.forecast import build as forecast_build
from app.report.sections.forecast import words as forecast_words
from app.report.sections.forecast.entry import ForecastEntry
from solver.analysis import WhyNot
from tests.app.report.planned import built_from, field_office
from tests.app.report.render.test_html import page_of
from tests.app.report.uncertain import uncertain


def today(built: Any, **goals: Any) -> ReportDocument:
    return build_document(built, PlanOptions(**goals), None)


def ahead(document: ReportDocument) -> ForecastEntry:
    assert document.forecast is not None
    return document.forecast


def reason(document: ReportDocument) -> str:
    return {each.section: each.reason for each in document.not_computed}["forecast"]


def test_two_offices_by_hand() -> None:
    """North has 5 cases of 2 h for 10 h and gets one more a month: 2, 4, 6 h are missing from month 2 on. South has
    9.5 h for 10 h, and a quarter of a call of half an hour more each month: 0.125 h, so the hours suffice for 4 months.
    """
    found = ahead(today(uncertain(), forecast_periods=4, simulations=0))
    north, south = found.offices
    assert (north.office, south.office) == ("north", "south")
    assert [row.missing_hours for row in north.periods] == [0, 2, 4, 6]
    assert [row.opening for row in north.periods] == [5, 6, 7, 8]
    assert [row.work_hours for row in south.periods] == [9.5, 9.625, 9.75, 9.875]
    assert (north.unsustainable_from, south.unsustainable_from) == (2, None)
    assert [row.state for row in north.periods] == ["strained", *["unsustainable"] * 3]
    assert found.simulations == 0
    assert all(row.band is None for row in found.whole.periods)
    assert found.whole.possibly_from is None


@pytest.mark.parametrize("make", [lambda: today(uncertain(), forecast_periods=9), lambda: field_office().document])
def test_no_case_is_lost_in_the_document(make: Any) -> None:
    found = ahead(make())
    for course in (found.whole, *found.offices):
        rows = course.periods
        for row in rows:
            come, go = Fraction(repr(row.arrivals)), Fraction(repr(row.closures))
            assert Fraction(repr(row.opening)) + come - go == Fraction(repr(row.closing))
        assert [row.opening for row in rows[1:]] == [row.closing for row in rows[:-1]]
    for name in ("opening", "arrivals", "closures", "closing"):
        for at, row in enumerate(found.whole.periods):
            assert getattr(row, name) == sum(getattr(office.periods[at], name) for office in found.offices)
    for kind in found.types:
        assert kind.opening + sum(kind.arrivals) - sum(kind.closures) == kind.closing[-1]


def test_the_band_holds_the_expected_course() -> None:
    found = ahead(today(uncertain(), forecast_periods=6, simulations=2_000))
    for row in found.offices[0].periods:
        assert row.band is not None
        assert row.band.work_hours.low < row.work_hours < row.band.work_hours.high
        assert row.band.closing.low == row.closing == row.band.closing.high, "closures are given"
    chances = [row.band.unsustainable.probability for row in found.offices[0].periods if row.band is not None]
    assert chances[-1] > chances[0] > 0.4
    assert found.offices[0].likely_from in (1, 2)


@pytest.mark.parametrize(
    ("sheets", "goals", "why"),
    [
        ({"flow": []}, {}, WhyNot.NO_FLOW),
        ({}, {"forecast_periods": 0}, WhyNot.NOT_ASKED),
    ],
)
def test_it_is_null_for_a_reason_that_says_what_to_do(sheets: Any, goals: Any, why: WhyNot) -> None:
    document = today(uncertain(**sheets), **goals)
    assert document.forecast is None
    assert reason(document) == forecast_build.WHY_NOT[why]


def test_what_was_assumed_is_said() -> None:
    flow = [{"case_type": "visit", "office": "north", "arrivals_per_period": 1, "closures_per_period": 0}]
    document = today(uncertain(flow=flow))
    assert any("No flow is given for" in note for note in ahead(document).notes)
    assert "No flow is given for" in render(document)


def test_odd_rosters_have_a_forecast() -> None:
    """Nobody there, hardly anything to do, and a flow all the same."""
    one = [{"case_id": "1", "case_type": "visit"}]
    weights = [{"case_type": "visit", "weight_hours": 2}]
    flow = [{"case_type": "visit", "arrivals_per_period": 3}]
    away = built_from([{"officer_id": "A", "available_hours": 0}], one, weights=weights, flow=flow)
    document = today(away, forecast_periods=3)
    found = ahead(document)
    assert [row.closing for row in found.whole.periods] == [4, 7, 10]
    assert found.whole.unsustainable_from == 1
    assert "What comes next" in render(document)
    idle = built_from([{"officer_id": "A", "available_hours": 10}], one, weights=weights, flow=flow)
    found = ahead(today(idle, forecast_periods=3))
    assert [row.closing for row in found.whole.periods] == [3, 3, 3], "closed once they have had their hours"


def test_when_it_becomes_too_much_in_words() -> None:
    document = today(uncertain(), forecast_periods=4, simulations=0)
    north, south = ahead(document).offices
    assert forecast_words.when(document, north) == "From month 2 on, some officers have more work than hours."
    assert forecast_words.when(document, south) == (
        "With the weights as they stand, the hours suffice for every group of officers through month 4."
    )
    assert "1 office of 2 has more work than hours by then." in list(forecast_words.sentences(document))
    page = render(document)
    assert "Missing hours in each month, north" in page
    assert "not by then" in page


def test_the_charts_of_every_office_are_drawn_and_described() -> None:
    page = page_of(today(uncertain(), forecast_periods=4, simulations=50))
    assert page.faults == []
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    for name in ("open-cases", "missing-whole", "missing-1", "missing-2", "missing-range", "overload"):
        assert {f"{name}-title", f"{name}-desc"} <= set(ids)
