"""The remark above all hours that are not the sheet's."""

from __future__ import annotations

from app.report.blocks import Notice
from app.report.sections.percentile.entry import AsGiven, PercentileEntry
from app.report.sections.percentile.show import ELSEWHERE, show
from tests.app.report.made import made, source


def test_it_says_what_the_hours_are_what_they_would_be_and_where_they_are_not_so() -> None:
    given = made(AsGiven, sentence="Sustainable. All is well.")
    entry = made(PercentileEntry, percentile=80, sentence="All hours are at the 80th percentile.", as_given=given)
    section = show(source(percentile=entry))
    assert section.blocks == (
        Notice(
            "All hours are at the 80th percentile.",
            f"With the weights as they stand in the sheet: sustainable. All is well. {ELSEWHERE}",
        ),
    )


def test_where_the_hours_are_the_sheets_there_is_nothing_to_remark() -> None:
    assert show(source()).blocks == ()
