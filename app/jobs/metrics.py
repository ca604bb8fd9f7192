"""What happened since the server started, for the metrics."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Tally:
    """Runs by outcome, and their seconds. Safe to share between threads."""

    ended: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, outcome: str, seconds: float) -> None:
        """Count one run."""
        with self.lock:
            self.ended[outcome] += 1
            self.seconds += seconds

    def snapshot(self) -> tuple[dict[str, int], float]:
        """Runs by outcome, and the seconds they took together."""
        with self.lock:
            return dict(self.ended), self.seconds
