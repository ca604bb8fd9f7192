"""The peers: other ways to answer the same two questions, each in one file.

Each answers one question at a time: ``fairness`` (how close to the fair shares can the worst officer come?) or
``moves`` (how few cases must move if nobody may carry more than ``Task.room``?). What each is told for free, the fair
shares and, for ``moves``, the best fairness, Caseload has to find within its own time.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol, cast

from bench.view import View
from solver.arrays import Indices, Ints

Tell = Callable[[int | None, int | None], bool]
"""Takes a value and a bound, either may be missing; answers whether that is good enough to stop."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is asked.

    Attributes
    ----------
    level : "fairness" or "moves"
    room : int64 array, shape (officers,), ticks, or None
        The most that each officer may carry, for ``moves``.
    deadline : float
        On the clock of ``time.monotonic``.
    workers, seed : int
    """

    level: str
    room: Ints | None
    deadline: float
    workers: int
    seed: int

    @property
    def left_s(self) -> float:
        """Seconds until the deadline, at least one."""
        return max(1.0, self.deadline - time.monotonic())


class Peer(Protocol):
    """One way to answer."""

    def __call__(self, view: View, task: Task, tell: Tell) -> Indices | None:
        """Give an officer for every case, or None where none was found."""


class Missing(Exception):
    """A peer cannot run on this machine; the message says what it needs."""


NAMES = {
    "booleans": "CP-SAT, one Boolean per pair",
    "classes": "CP-SAT on classes",
    "highs": "HiGHS on classes",
    "timefold": "Timefold",
    "greedy": "greedy, longest first",
}


def peer(name: str) -> Peer:
    """The function ``answer`` of a peer's module."""
    return cast("Peer", import_module(f"bench.peers.{name}").answer)
