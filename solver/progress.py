"""What a search tells while it runs: the values and bounds of all parts, added up to those of the problem."""

from __future__ import annotations

import threading
from collections.abc import Callable

from solver.goals import Unit
from solver.lexicographic.part import PartResult


class ProgressBoard:
    """Tells how far all parts are together: a level once every part has reached it, until then how many are done.

    What is told never goes back: where some parts are further than others, the furthest level of all counts.
    """

    def __init__(self, parts: int, units: dict[str, Unit], aside: dict[str, int], tell: Callable[..., None]) -> None:
        self._parts, self._units, self._aside, self._tell = parts, units, aside, tell
        self._told: dict[str, dict[int, tuple[int, int]]] = {name: {} for name in aside}
        self._done = 0
        self._said_done: int | None = None
        self._furthest: int | None = None
        self._lock = threading.Lock()

    def tell(self, part: int, level: str, value: int, bound: int) -> None:
        """Take in one part's news."""
        with self._lock:
            told = self._told[level]
            told[part] = (value, bound)
            rank = list(self._told).index(level)
            if len(told) < self._parts:
                self._tell_parts()
            elif self._furthest is None or rank >= self._furthest:
                self._furthest = rank
                values, bounds = zip(*told.values(), strict=True)
                add = sum if self._units[level].adds_up else max
                total = add(values) + self._aside[level], add(bounds) + self._aside[level]
                self._tell(level, *total, self._parts, self._done)

    def finished(self, part: int, climbed: PartResult) -> None:
        """Take in that a part is planned; what it never told of was clear from the start."""
        with self._lock:
            self._done += 1
            for rung in climbed.rungs:
                self._told[rung.name][part] = (rung.best, rung.bound)
            if self._done < self._parts:
                self._tell_parts()

    def _tell_parts(self) -> None:
        if self._furthest is None and self._said_done != self._done:
            self._said_done = self._done
            self._tell("parts", None, None, self._parts, self._done)
