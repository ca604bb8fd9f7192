"""The chart of a study, as data."""

from __future__ import annotations

from app.answers.weights.study_charts import drawn_weights, hours_of, weight_chart
from app.report.charts.bars import MOST_ROWS
from tests.app.answers.weights.documents import document, weight

UNIT = "an open case a month"


def test_a_point_lies_on_its_bar_and_the_axis_reaches_past_the_largest_end() -> None:
    chart = weight_chart(document([weight("adult", 2.0), weight("child", 4.0)]), UNIT)
    assert (chart.title, chart.ticks[-1].label) == ("Hours of an open case a month", "6")
    first = chart.rows[0]
    assert first.before is not None
    assert first.share is not None
    assert first.after is not None
    assert 0 < first.before < first.share < first.after < 100
    assert first.note == "adult: 2.00 h, from 1.60 to 2.50"
    assert chart.description.endswith("from adult (2.00 h, from 1.60 to 2.50) to child (4.00 h, from 3.20 to 5.00).")


def test_a_weight_without_an_interval_is_a_point_alone() -> None:
    chart = weight_chart(document([weight("adult", 2.0, low_hours=None, high_hours=None)]), UNIT)
    (row,) = chart.rows
    assert (row.before, row.after) == (None, None)
    assert row.note == "adult: 2.00 h, without an interval"


def test_types_without_a_weight_are_not_drawn_and_of_many_those_with_the_most_hours() -> None:
    weights = [{**weight(f"t{at}", 1.0), "hours": float(at)} for at in range(MOST_ROWS + 5)]
    drawn = drawn_weights(document([weight("none", None), *weights]))
    assert len(drawn) == MOST_ROWS
    assert (drawn[0]["case_type"], drawn[-1]["case_type"]) == ("t5", f"t{MOST_ROWS + 4}")


def test_a_phase_is_named_behind_its_type() -> None:
    chart = weight_chart(document([weight("adult", phase="from day 30", from_age_days=30)]), UNIT)
    assert chart.rows[0].full == "adult, from day 30"


def test_hours_are_never_rounded_to_nothing() -> None:
    assert [hours_of(value) for value in (None, 1234.5, 0.0123, 0.0)] == ["–", "1,234.50", "0.0123", "0.00"]
