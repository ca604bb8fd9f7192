"""What is gained against what it takes, as a chart: a line of points, with a band where the least is not proven.

Positions across are per cent of the width; heights are pixels.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.report.charts.bars import Tick, gutter

HEIGHT = 240


@dataclass(frozen=True, slots=True)
class Spot:
    """A mark: per cent across, pixels down. Where it leads, if anywhere."""

    x: float
    y: float
    note: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class FrontierChart:
    """The chart without its paint.

    Attributes
    ----------
    across : str
        What is measured across.
    ticks, heights : tuple of Tick
        Below, in per cent across; on the left, in pixels down.
    line, band : str
        Paths in a box of 100 by ``height``; an empty band is not drawn.
    points : tuple of Spot
    delivered : Spot or None
        The plan of this report.
    least : Spot
        The plan that moves as little as can be.
    """

    name: str
    title: str
    description: str
    across: str
    ticks: tuple[Tick, ...]
    heights: tuple[Tick, ...]
    line: str
    band: str
    points: tuple[Spot, ...]
    delivered: Spot | None
    least: Spot
    height: int = HEIGHT

    @property
    def gutter(self) -> int:
        """Pixels that the labels need on the left."""
        return gutter(tick.label for tick in self.heights)
