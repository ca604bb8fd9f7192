"""Line charts as SVG files that explain themselves: axes with units, a name at each line, a title and a description."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from math import ceil, floor, log10

WIDTH, HEIGHT = 860, 420
LEFT, RIGHT, TOP, BOTTOM = 80, 240, 50, 60
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#7a6a00", "#56b4e9")
"""Told apart by people who see colours differently (Okabe and Ito), dark enough on white."""
DASHES = ("", "8 3", "3 3", "10 3 2 3", "1 3", "14 4")
READ_AS = 'role="img" aria-labelledby="title description" font-family="system-ui, sans-serif" font-size="13"'
LEAST_APART = 15
"""Pixels between two names."""


@dataclass(frozen=True, slots=True)
class Line:
    """One contestant.

    Attributes
    ----------
    name : str
    points : sequence of (x, y)
    open : sequence of bool, or empty
        Points drawn hollow: there the time was over before the answer was proven.
    """

    name: str
    points: Sequence[tuple[float, float]]
    open: Sequence[bool] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn.

    Attributes
    ----------
    title, description, x_label, y_label : str
    lines : sequence of Line
    steps : bool
        A value holds until the next point (over time), instead of straight lines between sizes.
    """

    title: str
    description: str
    x_label: str
    y_label: str
    lines: Sequence[Line]
    steps: bool = False


class _Axis:
    """A logarithmic scale from decade to decade, or along twos and fives where the decades are few."""

    def __init__(self, values: Sequence[float], start: float, end: float) -> None:
        low, high = log10(min(values)), log10(max(values))
        if high - low < 2:
            marks = [m * 10.0**e for e in range(floor(low), ceil(high) + 1) for m in (1, 2, 5)]
            below = max((m for m in marks if log10(m) <= low + 1e-9), default=marks[0])
            above = min((m for m in marks if log10(m) >= high - 1e-9), default=marks[-1])
            if below == above:
                above = marks[marks.index(below) + 1] if below != marks[-1] else below * 2
            self.marks = [m for m in marks if below <= m <= above]
        else:
            self.marks = [10.0**e for e in range(floor(low), max(ceil(high), floor(low) + 1) + 1)]
        self._low, self._high = log10(self.marks[0]), log10(self.marks[-1])
        self._start, self._end = start, end

    def at(self, value: float) -> float:
        share = (log10(value) - self._low) / (self._high - self._low)
        return self._start + share * (self._end - self._start)


def render(chart: Chart) -> str:
    """The chart as the text of an SVG file. Values must be above 0: both scales are logarithmic."""
    lines = [line for line in chart.lines if line.points]
    xs = [x for line in lines for x, _ in line.points] or [1, 10]
    ys = [y for line in lines for _, y in line.points] or [1, 10]
    across, up = _Axis(xs, LEFT, WIDTH - RIGHT), _Axis(ys, HEIGHT - BOTTOM, TOP)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" {READ_AS}>',
        f'<title id="title">{escape(chart.title)}</title>',
        f'<desc id="description">{escape(chart.description)}</desc>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{LEFT}" y="26" font-size="16" font-weight="600" fill="#1b1b1b">{escape(chart.title)}</text>',
    ]
    for mark in across.marks:
        x = across.at(mark)
        out.append(f'<path d="M{x:.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="#e6e6e6"/>')
        out.append(_text(x, HEIGHT - BOTTOM + 20, _number(mark), "middle"))
    for mark in up.marks:
        y = up.at(mark)
        out.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#e6e6e6"/>')
        out.append(_text(LEFT - 8, y + 4, _number(mark), "end"))
    out.append(_text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 14, chart.x_label, "middle"))
    middle = (TOP + HEIGHT - BOTTOM) / 2
    out.append(f'<g transform="rotate(-90 18 {middle})">{_text(18, middle, chart.y_label, "middle")}</g>')
    names = _apart([up.at(line.points[-1][1]) for line in lines])
    for number, (line, name_at) in enumerate(zip(lines, names, strict=True)):
        out += _drawn(line, number, chart.steps, across, up, name_at)
    return "\n".join([*out, "</svg>", ""])


def _drawn(line: Line, number: int, steps: bool, across: _Axis, up: _Axis, name_at: float) -> list[str]:
    colour, dash = COLOURS[number % len(COLOURS)], DASHES[number % len(DASHES)]
    at = [(across.at(x), up.at(y)) for x, y in line.points]
    path = f"M{at[0][0]:.1f} {at[0][1]:.1f}"
    for x, y in at[1:]:
        path += f"H{x:.1f}V{y:.1f}" if steps else f"L{x:.1f} {y:.1f}"
    style = (
        f'stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"'
        if dash
        else f'stroke="{colour}" stroke-width="2"'
    )
    out = [f'<path d="{path}" fill="none" {style}/>']
    marks = at if not steps else at[-1:]
    for place, (x, y) in enumerate(marks):
        hollow = bool(line.open) and line.open[place if not steps else -1]
        fill = "#fff" if hollow else colour
        out.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{fill}" stroke="{colour}" stroke-width="2"/>')
    end = WIDTH - RIGHT
    out.append(
        f'<path d="M{at[-1][0] + 5:.1f} {at[-1][1]:.1f}L{end + 8} {name_at:.1f}" stroke="{colour}" stroke-width=".5"/>'
    )
    out.append(f'<text x="{end + 12}" y="{name_at + 4:.1f}" fill="{colour}">{escape(line.name)}</text>')
    return out


def _apart(heights: list[float]) -> list[float]:
    """Move names so that none covers another or leaves the drawing, in the order of their lines' ends."""
    out = list(heights)
    order = sorted(range(len(heights)), key=heights.__getitem__)
    for before, after in pairwise(order):
        out[after] = max(out[after], out[before] + LEAST_APART)
    lowest = float(HEIGHT - BOTTOM)
    for place in reversed(order):
        out[place] = min(out[place], lowest)
        lowest = out[place] - LEAST_APART
    return out


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="#3d4551">{escape(text)}</text>'


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 1 else f"{value:.10f}".rstrip("0")
