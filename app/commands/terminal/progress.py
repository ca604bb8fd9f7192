"""Live progress on standard error: one line that changes on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import shutil
import sys
import time
from typing import Any, TextIO

from app.report.text.goals import WORDS

BAR_WIDTH = 10
EVERY_S = 10.0
"""Where nobody watches, a line is written when something new begins, and at most this often besides."""


class ProgressLine:
    """Shows the messages of :mod:`app.jobs.progress`, and wipes itself off a terminal in the end.

    Parameters
    ----------
    time_limit_s : float
        What the bar fills up to.
    stream : text stream
        Standard error by default.
    """

    def __init__(self, time_limit_s: float, stream: TextIO | None = None) -> None:
        self.time_limit_s = time_limit_s
        self.stream = sys.stderr if stream is None else stream
        self.live = self.stream.isatty()
        self.last: dict[str, Any] | None = None
        self.heard_at = 0.0
        self.phase = ""
        self.told_at = 0.0

    def show(self, message: dict[str, Any]) -> None:
        """Show one message."""
        self.last, self.heard_at = message, time.monotonic()
        self._tell(message, message["elapsed_s"])

    def tick(self) -> None:
        """Let the clock go on while nothing new is heard."""
        if self.last is not None:
            self._tell(self.last, self.last["elapsed_s"] + time.monotonic() - self.heard_at)

    def say(self, text: str) -> None:
        """Write a sentence of its own."""
        self.clear()
        self._write(text + "\n")

    def clear(self) -> None:
        """Wipe the live line away."""
        if self.live:
            self._write("\r\x1b[2K")

    def _tell(self, message: dict[str, Any], elapsed_s: float) -> None:
        words = WORDS.get(message["phase"])
        label = message["label"] if words is None else words.label
        text = f"{elapsed_s:5.1f} s  {label}{_numbers(message)}"
        if self.live:
            full = min(BAR_WIDTH, int(BAR_WIDTH * elapsed_s / self.time_limit_s))
            bar = f"[{'#' * full}{'.' * (BAR_WIDTH - full)}] "
            self._write("\r\x1b[2K" + (bar + text)[: shutil.get_terminal_size().columns - 1])
            return
        now = time.monotonic()
        if message["phase"] != self.phase or now - self.told_at >= EVERY_S:
            self.phase, self.told_at = message["phase"], now
            self._write(text + "\n")

    def _write(self, text: str) -> None:
        self.stream.write(text)
        self.stream.flush()


def _numbers(message: dict[str, Any]) -> str:
    """Value, bound and gap of a message, as far as they are known yet."""
    unit, value, bound, gap = (message.get(name) for name in ("unit", "value", "bound", "gap"))
    if value is None:
        return ""
    noun = {"cases": " case" if value == 1 else " cases", "hours": " h", "points": " points"}.get(str(unit), "")
    text = f": {_number(value, unit)}{noun}"
    if bound is not None:
        text += f", bound {_number(bound, unit)}"
    if gap is not None:
        text += f", gap {gap:.2f}" if unit == "points" else f", gap {gap:.2%}"
    return text


def _number(value: float, unit: str | None) -> str:
    return {"hours": f"{value:,.1f}", "points": f"{value:.2f}"}.get(str(unit), f"{value:,.0f}")
