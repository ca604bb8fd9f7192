"""The frontier as a chart: moves over points, with a band where the least is not proven.

Across, the first points stand apart and the last close together (the logarithm of 1 + points): what one more move buys
is decided near the fairest plan.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate
from math import log1p

from app.report.charts.bars import Tick, axis, curve
from app.report.charts.frontier import HEIGHT, FrontierChart, Spot
from app.report.sections.frontier.entry import FrontierEntry, FrontierPointEntry
from app.report.text.numbers import about, as_fraction, grouped, percent

MARKS = (0, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)
"""Points that the axis may name."""
ROOM = 7.0
"""Per cent of the width that a mark needs beside the one before."""


def chart(found: FrontierEntry, leads_to: Callable[[int], str] = lambda _: "") -> FrontierChart:
    """Draw a frontier.

    Parameters
    ----------
    leads_to : function
        The address to which the point of that number leads; empty: none.
    """
    highest = [point.moves for point in found.points] + ([found.plan.moves] if found.plan else [])
    end, marks = axis(max(1.0, *highest), as_percent=False)
    last = max(found.points[-1].points_above_fair_share, found.plan.points_above_fair_share if found.plan else 0.0)

    def x(points: float) -> float:
        return round(2 + 94 * log1p(points) / (log1p(last) or 1.0), 3)

    def y(moves: float) -> float:
        return round(HEIGHT * (1 - moves / end), 2)

    # a plan that is fairer is good enough for a later point, too: one that is only the best found is no hill
    fewest = accumulate((point.moves for point in found.points), min)
    spots = tuple(
        Spot(x(p.points_above_fair_share), y(moves), note(p, found.moves_unit), leads_to(at))
        for at, (p, moves) in enumerate(zip(found.points, fewest, strict=True))
    )
    lows = [(spot.x, max(spot.y, y(point.bound))) for spot, point in zip(spots, found.points, strict=True)]
    is_open = any(point.bound < point.moves for point in found.points)
    delivered = None
    if found.plan is not None:
        above, moves = found.plan.points_above_fair_share, found.plan.moves
        delivered = Spot(x(above), y(moves), f"This plan: {about(above, 2)} points, {amount(moves, found.moves_unit)}")
    return FrontierChart(
        name="frontier",
        title=f"{found.moves_unit.capitalize()} that move, for each distance from the fair shares",
        description=_describe(found),
        across="points above the fair share",
        ticks=_ticks(last, x),
        heights=tuple(Tick(round(HEIGHT * (1 - mark.at / 100), 2), mark.label) for mark in marks),
        line=curve([(spot.x, spot.y) for spot in spots]),
        band=f"{curve([(spot.x, spot.y) for spot in spots] + lows[::-1])}Z" if is_open else "",
        points=spots,
        delivered=delivered,
        least=spots[-1],
    )


def note(point: FrontierPointEntry, unit: str) -> str:
    """A point in words."""
    least = "proven" if point.bound == point.moves else f"at least {grouped(as_fraction(point.bound))}"
    return (
        f"{about(point.points_above_fair_share, 2)} points above the fair share: {amount(point.moves, unit)}, {least}; "
        f"peak {percent(point.peak_utilization)}"
    )


def amount(moves: float, unit: str) -> str:
    """2,030 moves; 1,234.5 h moved."""
    text = grouped(as_fraction(moves))
    return f"{text} h moved" if unit == "hours" else f"{text} {'move' if moves == 1 else 'moves'}"


def _describe(found: FrontierEntry) -> str:
    first, last = found.points[0], found.points[-1]
    unproven = sum(point.bound < point.moves for point in found.points)
    ends = f"the fairest plan ({note(first, found.moves_unit)}) to the one that moves least"
    parts = [f"From {ends} ({note(last, found.moves_unit)})."]
    if found.plan is not None:
        parts.append(
            f"This plan: {about(found.plan.points_above_fair_share, 2)} points, "
            f"{amount(found.plan.moves, found.moves_unit)}."
        )
    parts.append(
        f"{unproven} of {len(found.points)} points are not proven; the band shows how much less it might be."
        if unproven
        else "Every point is proven."
    )
    return " ".join(parts)


def _ticks(last: float, x: Callable[[float], float]) -> tuple[Tick, ...]:
    out: list[Tick] = []
    for mark in MARKS:
        if mark <= last and (not out or x(mark) - out[-1].at >= ROOM):
            out.append(Tick(x(mark), about(mark, 1)))
    return tuple(out)
