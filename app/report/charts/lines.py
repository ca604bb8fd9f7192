"""A line with a band, period by period: where the caseload goes, and between which limits.

Positions across are per cent of the width, as in the other charts; heights are pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from app.report.charts.bars import Tick, axis, curve, gutter

HEIGHT = 180
MOST_MARKS = 13
"""Labels below the line, and points on it that can be told apart."""


@dataclass(frozen=True, slots=True)
class Step:
    """One point in time.

    Attributes
    ----------
    label : str
        As it stands below.
    value : float
    low, high : float or None
        The band; None: no band here.
    note : str
        The numbers, for a tooltip.
    is_over : bool
        More work than hours.
    """

    label: str
    value: float
    low: float | None
    high: float | None
    note: str
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """A mark on the line: per cent across, pixels down."""

    x: float
    y: float
    note: str
    is_over: bool


@dataclass(frozen=True, slots=True)
class LineChart:
    """A line chart without its paint.

    Attributes
    ----------
    name, title, description : str
    ticks : tuple of Tick
        Below; per cent across.
    heights : tuple of Tick
        On the left; pixels down.
    line, band : str
        Paths in a box of 100 by ``height``; an empty band is not drawn.
    points : tuple of Point
    """

    name: str
    title: str
    description: str
    ticks: tuple[Tick, ...]
    heights: tuple[Tick, ...]
    line: str
    band: str
    points: tuple[Point, ...]
    height: int = HEIGHT

    @property
    def gutter(self) -> int:
        """Pixels that the labels need on the left."""
        return gutter(tick.label for tick in self.heights)


def line_chart(name: str, title: str, description: str, steps: Sequence[Step]) -> LineChart:
    """Draw at least one point in time; the axis reaches from 0 past the largest value."""
    largest = max(value for step in steps for value in (step.value, step.high) if value is not None)
    end, marks = axis(max(1.0, largest), as_percent=False)
    heights = tuple(Tick(round(HEIGHT * (1 - mark.at / 100), 2), mark.label) for mark in marks)
    xs = [round(100 * (at + 0.5) / len(steps), 3) for at in range(len(steps))]
    every = ceil(len(steps) / MOST_MARKS)

    def y(value: float) -> float:
        return round(HEIGHT * (1 - value / end), 2)

    points = tuple(
        Point(x, y(step.value), step.note, step.is_over)
        for at, (x, step) in enumerate(zip(xs, steps, strict=True))
        if at % every == 0
    )
    banded = [
        (x, y(step.low), y(step.high))
        for x, step in zip(xs, steps, strict=True)
        if step.low is not None and step.high is not None
    ]
    band = [(x, low) for x, low, _ in banded] + [(x, high) for x, _, high in reversed(banded)]
    return LineChart(
        name=name,
        title=title,
        description=description,
        ticks=tuple(Tick(x, step.label) for at, (x, step) in enumerate(zip(xs, steps, strict=True)) if at % every == 0),
        heights=heights,
        line=curve([(x, y(step.value)) for x, step in zip(xs, steps, strict=True)]),
        band=f"{curve(band)}Z" if band else "",
        points=points,
    )
