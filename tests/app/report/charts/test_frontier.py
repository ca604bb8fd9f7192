"""What is gained against what it takes: the room that the chart needs on its left."""

from __future__ import annotations

from app.report.charts.bars import Tick, gutter
from app.report.charts.frontier import HEIGHT, FrontierChart, Spot


def chart(*labels: str) -> FrontierChart:
    spot = Spot(50, 120, "in the middle")
    heights = tuple(Tick(HEIGHT - 10 * at, label) for at, label in enumerate(labels))
    return FrontierChart("name", "title", "description", "points", (), heights, "", "", (spot,), None, spot)


def test_the_left_has_room_for_the_longest_number() -> None:
    assert chart("0", "12,000").gutter == gutter(["12,000"])
    assert chart("0", "12,000").gutter > chart("0", "9").gutter > chart().gutter


def test_it_is_as_high_as_its_marks_reach_down() -> None:
    assert chart("0").height == HEIGHT == chart("0").heights[0].at
