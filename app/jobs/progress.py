"""What a running plan tells, in units that people read."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from app.report.text.goals import WORDS
from app.report.text.levels import UNITS
from solver.goals import POINT, Unit
from solver.plan import Progress

EVERY_S = 0.5
"""Within one phase nothing is told more often than this."""

PHASES = {
    "reading": "Reading the roster",
    "fair shares": "Working out fair shares",
    "checking": "Checking the plan",
    "frontier": "Tracing the frontier",
    "writing": "Writing the report",
    **{name: words.doing for name, words in WORDS.items()},
}


def plain(progress: Progress) -> dict[str, Any]:
    """A progress message as the service keeps and sends it."""

    def shown(value: int | None) -> float | int | None:
        if value is None:
            return None
        if progress.unit in (Unit.HOURS, Unit.GRAINS):
            return float(value * progress.unit_hours)
        return value / POINT if progress.unit is Unit.STEPS else value

    return {
        "phase": progress.phase,
        "label": _label(progress),
        "value": shown(progress.value),
        "bound": shown(progress.bound),
        "gap": progress.gap,
        "unit": None if progress.unit is None else UNITS[progress.unit],
        "elapsed_s": round(progress.elapsed_s, 1),
    }


def _label(progress: Progress) -> str:
    if progress.phase == "parts":
        return f"Planning part by part: {progress.parts_done:,} of {progress.parts:,} done"
    return PHASES.get(progress.phase, progress.phase)


def without_value(phase: str, elapsed_s: float) -> dict[str, Any]:
    """A message about a phase that has no value."""
    return {
        "phase": phase,
        "label": PHASES[phase],
        "value": None,
        "bound": None,
        "gap": None,
        "unit": None,
        "elapsed_s": round(elapsed_s, 1),
    }


def seldom(send: Callable[[dict[str, Any]], None], clock: Callable[[], float] = time.monotonic) -> Callable[..., None]:
    """Pass a message on when its phase is new, and otherwise at most every ``EVERY_S`` seconds."""
    phase: str | None = None
    told_at = 0.0

    def tell(message: dict[str, Any]) -> None:
        nonlocal phase, told_at
        now = clock()
        if message["phase"] != phase or now - told_at >= EVERY_S:
            phase, told_at = message["phase"], now
            send(message)

    return tell
