from __future__ import annotations

import io
from typing import Any

import pytest

from app.commands.terminal import progress
from app.commands.terminal.progress import ProgressLine

FAIR = {
    "phase": "fairness",
    "label": "Sharing the work as evenly as can be",
    "value": 0.25,
    "bound": 0.2,
    "gap": 0.05,
    "unit": "points",
    "elapsed_s": 15.0,
}
MOVES = {**FAIR, "phase": "continuity", "label": "Moving", "value": 1204, "bound": 1190, "gap": 0.0116, "unit": "cases"}
WIPE = "\r\x1b[2K"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    """Stands in for the ``time`` module."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(progress, "time", clock)
    return clock


@pytest.mark.parametrize(
    ("message", "text"),
    [
        (FAIR, " 15.0 s  Fair shares: 0.25 points, bound 0.20, gap 0.05\n"),
        (MOVES, " 15.0 s  Fewest moves: 1,204 cases, bound 1,190, gap 1.16%\n"),
        ({**MOVES, "value": 1, "bound": 1, "gap": 0.0}, " 15.0 s  Fewest moves: 1 case, bound 1, gap 0.00%\n"),
        ({**MOVES, "unit": "hours", "value": 12.34, "bound": None, "gap": None}, " 15.0 s  Fewest moves: 12.3 h\n"),
        ({**MOVES, "phase": "cost", "unit": "cost", "bound": 7, "gap": None}, " 15.0 s  Lowest cost: 1,204, bound 7\n"),
        ({"phase": "reading", "label": "Reading", "elapsed_s": 0.0}, "  0.0 s  Reading\n"),
    ],
)
def test_a_line_for_nobody_who_watches(message: dict[str, Any], text: str) -> None:
    stream = io.StringIO()
    ProgressLine(60, stream).show(message)
    assert stream.getvalue() == text


def test_a_terminal_sees_one_line_with_a_bar_that_is_wiped_away() -> None:
    stream = Terminal()
    line = ProgressLine(60, stream)
    line.show(FAIR)
    line.show({**FAIR, "elapsed_s": 90.0})
    line.clear()
    first, second, rest = stream.getvalue().split(WIPE)[1:]
    assert first == "[##........]  15.0 s  Fair shares: 0.25 points, bound 0.20, gap 0.05"
    assert second.startswith("[##########]  90.0 s  Fair"), "never longer than the bar"
    assert rest == ""
    assert "\n" not in stream.getvalue()


def test_value_bound_and_gap_fit_on_a_narrow_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    stream = Terminal()
    large = {**MOVES, "phase": "coverage_3", "value": 123_456, "bound": 111_111, "elapsed_s": 600.0}
    ProgressLine(600, stream).show(large)
    assert stream.getvalue().endswith("bound 111,111, gap 1.16%")


def test_a_long_line_is_cut_at_the_edge(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    stream = Terminal()
    ProgressLine(60, stream).show({**FAIR, "phase": "other", "label": "x" * 200})
    assert len(stream.getvalue().removeprefix(WIPE)) == 39


def test_the_clock_goes_on_while_nothing_is_heard(clock: Clock) -> None:
    stream = Terminal()
    line = ProgressLine(60, stream)
    line.tick()
    assert stream.getvalue() == "", "nothing was heard yet"
    line.show(FAIR)
    clock.now = 2.5
    line.tick()
    assert "  17.5 s  Fair shares: 0.25 points" in stream.getvalue().split(WIPE)[-1]


def test_elsewhere_a_line_comes_with_a_new_phase_and_then_only_now_and_then(clock: Clock) -> None:
    stream = io.StringIO()
    line = ProgressLine(60, stream)
    for second in range(25):
        clock.now = second
        if second == 0:
            line.show(FAIR)
        else:
            line.tick()
    line.show(MOVES)
    times = [text.split(" s ")[0].strip() for text in stream.getvalue().splitlines()]
    assert times == ["15.0", "25.0", "35.0", "15.0"]


def test_a_sentence_stands_on_its_own_line() -> None:
    stream = Terminal()
    line = ProgressLine(60, stream)
    line.show(FAIR)
    line.say("Stopping.")
    assert stream.getvalue().endswith(WIPE + "Stopping.\n")
