"""Live progress on standard error: one line that changes on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import shutil
import sys
import time
from typing import Any, TextIO

BAR_WIDTH = 20
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
        self.phase = ""
        self.told_at = 0.0

    def show(self, message: dict[str, Any]) -> None:
        """Show one message."""
        text = self._text(message)
        if self.live:
            width = shutil.get_terminal_size().columns - 1
            self._write(f"\r\x1b[2K{text[:width]}")
            return
        now = time.monotonic()
        if message["phase"] != self.phase or now - self.told_at >= EVERY_S:
            self.phase, self.told_at = message["phase"], now
            self._write(text + "\n")

    def say(self, text: str) -> None:
        """Write a sentence of its own."""
        self.clear()
        self._write(text + "\n")

    def clear(self) -> None:
        """Wipe the live line away."""
        if self.live:
            self._write("\r\x1b[2K")

    def _text(self, message: dict[str, Any]) -> str:
        elapsed = message["elapsed_s"]
        text = f"{elapsed:5.1f} s  {message['label']}{_numbers(message)}"
        if not self.live:
            return text
        full = min(BAR_WIDTH, int(BAR_WIDTH * elapsed / self.time_limit_s))
        return f"[{'#' * full}{'.' * (BAR_WIDTH - full)}] {text}"

    def _write(self, text: str) -> None:
        self.stream.write(text)
        self.stream.flush()


def _numbers(message: dict[str, Any]) -> str:
    """Value, bound and gap of a message, as far as they are known yet."""
    unit, value, bound, gap = (message.get(name) for name in ("unit", "value", "bound", "gap"))
    if value is None:
        return ""
    text = ": " + _with_unit(value, unit)
    if bound is not None:
        text += ", bound " + _with_unit(bound, unit)
    if gap is not None:
        text += ", gap " + (f"{gap:.2f} points" if unit == "points" else f"{gap:.2%}")
    return text


def _with_unit(value: float, unit: str | None) -> str:
    if unit == "cases":
        return "1 case" if value == 1 else f"{value:,.0f} cases"
    if unit == "hours":
        return f"{value:,.1f} h"
    return f"{value:.2f} points" if unit == "points" else f"{value:,.0f}"
