"""A line with a band: where its points are, and which of them have a label."""

from __future__ import annotations

from itertools import pairwise

import pytest

from app.report.charts.lines import HEIGHT, MOST_MARKS, Step, line_chart


def test_a_line_with_its_band() -> None:
    """Two points on an axis to 10: 5 is in the middle, 8 at four fifths; the band is drawn there and back."""
    steps = [Step("1", 5, 4, 6, "five"), Step("2", 8, 7, 9, "eight", is_over=True)]
    chart = line_chart("name", "title", "description", steps)
    assert [tick.label for tick in chart.heights] == ["0", "2.5", "5", "7.5", "10"]
    assert chart.heights[-1].at == 0
    assert [(point.x, point.y, point.is_over) for point in chart.points] == [
        (25, HEIGHT / 2, False),
        (75, HEIGHT / 5, True),
    ]
    assert chart.line == "M25 90L75 36"
    assert chart.band == "M25 108L75 54L75 18L25 72Z"
    assert line_chart("name", "title", "description", [Step("1", 0, None, None, "")]).band == ""


def test_the_axis_reaches_past_the_band_and_not_only_the_line() -> None:
    steps = [Step("1", 5, 1, 60, "")]
    chart = line_chart("name", "title", "description", steps)
    assert float(chart.heights[-1].label) >= 60
    assert "-" not in chart.band, "nothing is above the drawing"


def test_nothing_at_all_is_a_line_on_the_ground() -> None:
    chart = line_chart("name", "title", "description", [Step("1", 0, None, None, ""), Step("2", 0, None, None, "")])
    assert chart.line == f"M25 {HEIGHT}L75 {HEIGHT}"
    assert chart.heights[0].label == "0"


def test_a_band_stands_where_it_is_known() -> None:
    steps = [Step("1", 5, None, None, ""), Step("2", 5, 4, 6, ""), Step("3", 5, 5, None, "")]
    band = line_chart("name", "title", "description", steps).band
    assert band.count("50 ") == 2
    assert not any(f"{x} " in band for x in ("16.667", "83.333"))


@pytest.mark.parametrize(("count", "marks"), [(1, 1), (MOST_MARKS, MOST_MARKS), (MOST_MARKS + 1, 7), (60, 12)])
def test_of_many_periods_as_many_are_marked_as_can_be_told_apart(count: int, marks: int) -> None:
    steps = [Step(str(at), at, None, None, f"note {at}") for at in range(count)]
    chart = line_chart("name", "title", "description", steps)
    assert all(tick.label == str(round(tick.at / 100 * count - 0.5)) for tick in chart.ticks)
    assert len(chart.ticks) == len(chart.points) == marks
    assert chart.line.count("L") == count - 1, "the line goes through all of them"
    assert len({round(after.x - before.x, 1) for before, after in pairwise(chart.points)}) <= 2
    assert chart.points[0].note == "note 0"


def test_the_left_has_room_for_the_longest_number() -> None:
    def gutter(value: float) -> int:
        return line_chart("name", "title", "description", [Step("1", value, None, None, "")]).gutter

    assert gutter(100_000) > gutter(9)
