"""Charts of the officers: positions, and what they say."""

from __future__ import annotations

import pytest

from app.report.build import build_document
from app.report.charts.bars import MOST_ROWS
from app.report.sections.baselines import show as baselines_show
from app.report.sections.officers import charts as officer_charts
from tests.app.report.planned import built_from, crowd, dealt, field_office, impossible


def test_positions_are_in_proportion() -> None:
    document = field_office().document
    chart = officer_charts.before_and_after(document)
    assert len(chart.rows) == 29, "everybody with hours"
    assert chart.full_at is not None
    by_name = {row.full: row for row in chart.rows}
    for officer in document.officers:
        if officer.utilization_before is None:
            assert officer.officer_id not in by_name
            continue
        row = by_name[officer.officer_id]
        assert row.before == pytest.approx(officer.utilization_before * chart.full_at, abs=0.01)
        assert row.after == pytest.approx((officer.utilization or 0) * chart.full_at, abs=0.01)


def test_nothing_is_drawn_outside() -> None:
    for document in (field_office().document, impossible().document, crowd().document):
        for chart in (
            officer_charts.before_and_after(document),
            officer_charts.workload(document),
            baselines_show.peaks(document),
        ):
            for row in chart.rows:
                places = [place for place in (row.before, row.after, row.share, row.room) if place is not None]
                assert all(0 <= place <= 100 for place in places)


def test_work_past_the_available_time_is_marked() -> None:
    document = dealt(
        built_from(
            [{"officer_id": "A", "available_hours": 1}, {"officer_id": "B", "available_hours": 10, "dockets": "x"}],
            [{"case_id": "1", "weight_hours": 2, "docket": "y"}, {"case_id": "2", "weight_hours": 10, "docket": "x"}],
        )
    ).document
    rows = {row.full: row for row in officer_charts.workload(document).rows}
    assert rows["A"].is_over
    assert not rows["B"].is_over, "exactly full is not over"
    assert rows["B"].room == rows["B"].after


def test_the_description_says_what_is_seen() -> None:
    text = officer_charts.before_and_after(field_office().document).description
    assert text.startswith(
        "29 officers, one line each. Today from 7.1% to 522.9% of the available time. In the plan from"
    )
    made = impossible()
    alone = build_document(made.built, made.goals, None)
    assert "In the plan" not in officer_charts.before_and_after(alone).description
    assert all(row.after is None for row in officer_charts.before_and_after(alone).rows)
    assert officer_charts.workload(alone).title == "Hours of work today, fair share and available time"


def test_of_many_officers_the_fullest_are_drawn_and_everybody_is_counted() -> None:
    document = crowd().document
    drawn = officer_charts.before_and_after(document).rows
    assert len(drawn) == MOST_ROWS
    fullest = max(document.officers, key=lambda officer: officer.utilization_before or 0)
    assert fullest.officer_id in {row.full for row in drawn}
    bins = officer_charts.distribution(document).rows
    assert sum(row.counts[0] for row in bins) == sum(row.counts[1] for row in bins) == len(document.officers)


def test_long_names_are_cut_and_kept_in_full() -> None:
    name = "an officer with a very long name"
    document = dealt(
        built_from([{"officer_id": name, "available_hours": 1}], [{"case_id": "1", "weight_hours": 1}])
    ).document
    (row,) = officer_charts.before_and_after(document).rows
    assert (row.label, row.full) == ("an officer wi…", name)
