"""When it breaks, and how likely it is that it is broken."""

from __future__ import annotations

from typing import Any

import pytest

from app.report.document import ReportDocument
from app.report.sections.forecast.entry import CourseEntry, ForecastEntry, PeriodEntry
from app.report.sections.one_page.risk import NO_FLOW, NO_WEIGHTS, NOTHING_KNOWN, risks
from app.report.sections.uncertainty.entry import UncertaintyEntry
from tests.app.report.made import document, made

PERIODS = [made(PeriodEntry, period=at) for at in range(1, 4)]


def course(**given: Any) -> ReportDocument:
    whole = made(CourseEntry, periods=PERIODS, **given)
    return document(forecast=made(ForecastEntry, period="month", whole=whole))


@pytest.mark.parametrize(
    ("found", "says"),
    [
        (course(), "If cases come and go as now, the hours suffice through month 3."),
        (course(unsustainable_from=1), "Some officers have more work than hours from the start."),
        (course(unsustainable_from=2), "From month 2 on, some officers have more work than hours."),
        (
            course(unsustainable_from=3, possibly_from=1, likely_from=2),
            (
                "From month 3 on, some officers have more work than hours. Since case weights are estimates, that is "
                "possible from month 1, likely from month 2 on."
            ),
        ),
        (
            course(possibly_from=2),
            (
                "If cases come and go as now, the hours suffice through month 3. But case weights are estimates: more "
                "work than hours is possible from month 2 on."
            ),
        ),
    ],
)
def test_the_month_in_which_it_breaks(found: ReportDocument, says: str) -> None:
    said, other = risks(found)
    assert said.text == says
    assert other.text == NO_WEIGHTS


def test_the_chance_that_hours_are_missing_now() -> None:
    found = made(UncertaintyEntry).model_dump()
    found["missing"]["chance"]["both"]["probability"] = 0.527
    found["missing"]["range_hours"]["both"]["high"] = 691.84
    found["missing"]["fte"]["both"]["high"] = 4.673
    other, said = risks(document(uncertainty=UncertaintyEntry.model_validate(found)))
    assert said.text == (
        "The chance that hours are missing now is 52.7%. With 95% certainty they are at most 691.8 h (4.67 FTE)."
    )
    assert other.text == NO_FLOW


def test_what_is_not_known_is_not_said_to_be_safe() -> None:
    assert [said.text for said in risks(document())] == [NOTHING_KNOWN]
