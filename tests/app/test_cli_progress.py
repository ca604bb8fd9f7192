from __future__ import annotations

import io
from typing import Any

import pytest

from app.commands import progress
from app.commands.progress import ProgressLine

FAIR = {
    "phase": "fairness",
    "label": "Sharing the work",
    "value": 0.25,
    "bound": 0.2,
    "gap": 0.05,
    "unit": "points",
    "elapsed_s": 15.0,
}
MOVES = {**FAIR, "phase": "continuity", "label": "Moving", "value": 1204, "bound": 1190, "gap": 0.0116, "unit": "cases"}


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("message", "text"),
    [
        (FAIR, " 15.0 s  Sharing the work: 0.25 points, bound 0.20 points, gap 0.05 points\n"),
        (MOVES, " 15.0 s  Moving: 1,204 cases, bound 1,190 cases, gap 1.16%\n"),
        ({**MOVES, "unit": "hours", "value": 12.34, "bound": None, "gap": None}, " 15.0 s  Moving: 12.3 h\n"),
        ({**MOVES, "unit": "cost", "bound": 7, "gap": None}, " 15.0 s  Moving: 1,204, bound 7\n"),
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
    first, second, rest = stream.getvalue().split("\r\x1b[2K")[1:]
    assert first.startswith("[#####...............]  15.0 s  Sharing")
    assert second.startswith("[####################]  90.0 s  Sharing"), "never longer than the bar"
    assert rest == ""
    assert "\n" not in stream.getvalue()


def test_a_long_line_is_cut_at_the_edge(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    stream = Terminal()
    ProgressLine(60, stream).show({**FAIR, "label": "x" * 200})
    assert len(stream.getvalue().removeprefix("\r\x1b[2K")) == 39


def test_elsewhere_a_line_comes_with_a_new_phase_and_then_only_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr(progress.time, "monotonic", lambda: now)
    stream = io.StringIO()
    line = ProgressLine(60, stream)
    for now in range(25):  # noqa: B007 - the clock reads it
        line.show(FAIR)
    line.show(MOVES)
    assert [text.split()[2] for text in stream.getvalue().splitlines()] == ["Sharing"] * 3 + ["Moving:"]


def test_a_sentence_stands_on_its_own_line() -> None:
    stream = Terminal()
    line = ProgressLine(60, stream)
    line.show(FAIR)
    line.say("Stopping.")
    assert stream.getvalue().endswith("\r\x1b[2KStopping.\n")
