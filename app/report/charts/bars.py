"""Charts as data: what is drawn, where, and what it says to somebody who cannot see it.

Positions are per cent of the width, so that a chart fits a phone and a page without its letters shrinking; the
templates under ``templates/charts.html`` turn them into SVG. Nothing is cut off: axes reach from 0 past the largest
value.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, log10

from app.report.text.numbers import grouped

MOST_ROWS = 60
"""Officers drawn one by one; above that the rest is in the distribution."""
LABEL_LENGTH = 14
ROW_PX = 20


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of an axis: position in per cent of the width, and its label."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a chart. Positions are per cent of the width; None is not drawn.

    Attributes
    ----------
    label, full : str
        As drawn, and in full.
    before, after : float or None
        What is today, and in the plan.
    share : float or None
        Fair share.
    room : float or None
        Available time.
    note : str
        The numbers, for a tooltip.
    is_over : bool
        Past the available time in the plan (today, where there is no plan).
    counts : tuple of int
        Numbers of a distribution, today and in the plan.
    """

    label: str
    full: str
    note: str
    before: float | None = None
    after: float | None = None
    share: float | None = None
    room: float | None = None
    is_over: bool = False
    counts: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class BarChart:
    """A chart without its paint."""

    name: str
    title: str
    description: str
    ticks: tuple[Tick, ...]
    rows: tuple[Row, ...]
    full_at: float | None = None
    """Where 100% of the available time is."""

    @property
    def height(self) -> int:
        """Pixels of the rows, without the axis."""
        return ROW_PX * len(self.rows)

    @property
    def gutter(self) -> int:
        """Pixels that the labels need on the left."""
        return gutter(row.label for row in self.rows)


def gutter(labels: Iterable[str]) -> int:
    """Pixels that labels need on the left of a chart."""
    return 14 + round(7.4 * max(map(len, labels), default=0))


def curve(corners: Sequence[tuple[float, float]]) -> str:
    """The path of an SVG line through points."""
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in corners)


def axis(largest: float, as_percent: bool) -> tuple[float, tuple[Tick, ...]]:
    """Where an axis from 0 ends, and its marks: at most six, at round numbers."""
    step = round_step(max(largest, 1e-6) / 4)
    count = max(1, ceil(largest / step - 1e-9))
    if largest > (count - 0.08) * step:  # leave air beside the largest mark
        count += 1
    end = count * step
    exact = Fraction(repr(step))
    marks = [(number, exact * number) for number in range(count + 1)]
    return end, tuple(
        Tick(100 * number / count, f"{grouped(mark * 100)}%" if as_percent else grouped(mark)) for number, mark in marks
    )


def round_step(rough: float) -> float:
    """The next of 1, 2, 2.5, 5 and 10, times a power of ten."""
    base = 10.0 ** floor(log10(rough))
    factor = next(factor for factor in (1, 2, 2.5, 5, 10) if factor * base >= rough * (1 - 1e-9))
    return float(f"{factor * base:.12g}")


def short(name: str) -> str:
    """An id as a chart shows it."""
    return name if len(name) <= LABEL_LENGTH else name[: LABEL_LENGTH - 1] + "…"


def scaled(value: float | None, end: float) -> float | None:
    """A position in per cent of the width; None stays None."""
    return None if value is None else round(100 * value / end, 3)
