"""The frontier as a chart: where its marks are, and what it says to somebody who cannot see it."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from app.report.sections.frontier import chart as frontier_chart
from app.report.sections.frontier.entry import FrontierEntry, FrontierPlanEntry, FrontierPointEntry


def point(above: float, moves: float, bound: float) -> FrontierPointEntry:
    return FrontierPointEntry(
        fairness=above / 100,
        points_above_fair_share=above,
        points_above_fairest=above - 1,
        peak_utilization=1.0,
        moves=moves,
        bound=bound,
        status="optimal" if moves == bound else "feasible",
    )


def frontier(*points: FrontierPointEntry, unit: Any = "cases", plan: FrontierPlanEntry | None = None) -> FrontierEntry:
    return FrontierEntry(moves_unit=unit, fairest_points=0, fairest_points_bound=0, points=list(points), plan=plan)


def test_what_is_not_proven_is_a_band() -> None:
    entry = FrontierEntry(
        moves_unit="cases",
        fairest_points=1,
        fairest_points_bound=1,
        points=[point(1, 90, 70), point(7, 50, 50), point(99, 0, 0)],
        plan=FrontierPlanEntry(points_above_fair_share=2, moves=80, bound=50),
    )
    chart = frontier_chart.chart(entry)
    # 90 moves lie at a tenth from the top of an axis to 100; the bound of 70 at three tenths, below it
    assert [mark.label for mark in chart.heights][-1] == "100"
    assert (chart.points[0].y, chart.points[1].y, chart.points[2].y) == (24, 120, 240)
    assert f"{chart.points[0].x:g} 72" in chart.band
    assert chart.points[0].x < (chart.delivered or chart.least).x < chart.points[1].x
    assert "1 of 3 points are not proven" in chart.description
    # log(1 + 7) is three quarters of log(1 + 15): positions are logarithms of 1 + points
    halves = [
        frontier_chart.chart(
            entry.model_copy(update={"points": [point(0, 9, 9), point(3, 5, 5), point(15, 0, 0)], "plan": None})
        )
        .points[at]
        .x
        for at in range(3)
    ]
    assert halves[1] - halves[0] == pytest.approx(halves[2] - halves[1])


def test_a_point_that_is_only_the_best_found_is_no_hill() -> None:
    """A plan that is fairer is good enough for less fairness, too: the line rose to 80 where 50 were known to do."""
    chart = frontier_chart.chart(frontier(point(1, 90, 90), point(7, 50, 50), point(20, 80, 10), point(99, 0, 0)))
    heights = [spot.y for spot in chart.points]
    assert heights == sorted(heights)
    assert heights[2] == heights[1]


def test_where_all_is_proven_there_is_no_band_and_it_says_so() -> None:
    chart = frontier_chart.chart(frontier(point(0, 3, 3), point(8, 1, 1)))
    assert (chart.band, chart.delivered) == ("", None)
    assert chart.least == chart.points[-1]
    assert chart.description == (
        "From the fairest plan (0 points above the fair share: 3 moves, proven; peak 100%) to the one that moves least "
        "(8 points above the fair share: 1 move, proven; peak 100%). Every point is proven."
    )


def test_the_plan_is_inside_the_chart_even_past_both_ends() -> None:
    plan = FrontierPlanEntry(points_above_fair_share=30, moves=12, bound=0)
    chart = frontier_chart.chart(frontier(point(0, 3, 3), point(8, 1, 1), plan=plan))
    assert chart.delivered is not None
    assert chart.delivered.x == 96, "the right end of the axis"
    assert 0 < chart.delivered.y < chart.points[0].y
    assert chart.delivered.note == "This plan: 30 points, 12 moves"
    assert "This plan: 30 points, 12 moves." in chart.description


def test_hours_are_hours() -> None:
    chart = frontier_chart.chart(frontier(point(0, 1234.5, 1000), unit="hours"))
    assert chart.title == "Hours that move, for each distance from the fair shares"
    assert chart.points[0].note == "0 points above the fair share: 1,234.5 h moved, at least 1,000; peak 100%"


@pytest.mark.parametrize(
    ("moves", "unit", "text"),
    [(1, "cases", "1 move"), (0, "cases", "0 moves"), (2030, "cases", "2,030 moves"), (1, "hours", "1 h moved")],
)
def test_one_move_is_no_moves(moves: float, unit: str, text: str) -> None:
    assert frontier_chart.amount(moves, unit) == text


def test_marks_below_keep_their_distance() -> None:
    at = [tick.at for tick in frontier_chart.chart(frontier(point(0, 9, 9), point(10_000, 0, 0))).ticks]
    assert len(at) >= 5
    assert all(after - before >= frontier_chart.ROOM for before, after in pairwise(at))


def test_one_point_without_a_move_is_drawn_at_the_left_below() -> None:
    chart = frontier_chart.chart(frontier(point(0, 0, 0)))
    assert [(spot.x, spot.y) for spot in chart.points] == [(2, chart.height)]
    assert [tick.label for tick in chart.ticks] == ["0"]
