"""Who may plan parts beside this process: what is asked of them, and what they are given. Who they are, others know."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class SentPart:
    """An errand as bytes (``solver.lexicographic.errand``), and the seconds that it may take."""

    body: bytes
    seconds: float


class Desk(Protocol):
    """The parts that are planned now, as helpers see them. Each of these may be called from any thread."""

    def errand(self, number: int) -> SentPart | None:
        """What a helper needs for a part that it has begun; None: it is no longer wanted."""

    def told(self, number: int, level: str, value: int, bound: int) -> None:
        """How a part goes."""

    def came(self, number: int, result: bytes) -> None:
        """What came of a part."""


class Helpers(Protocol):
    """Whoever may plan parts besides, on this machine or on others. They come and go.

    A part that was offered is begun by whoever is first. Each method but ``offering`` may be called from any thread.
    """

    def offering(self, sizes: Mapping[int, int], desk: Desk) -> AbstractContextManager[frozenset[int]]:
        """Offer parts, by number, for as long as the block lasts; gives those that somebody may really begin."""

    def take(self, numbers: Sequence[int]) -> int | None:
        """Begin the first of these parts that nobody has begun, here; None: there is none."""

    def seize(self, number: int) -> None:
        """Begin a part here, whoever has it: what they may say of it later counts for nothing."""

    def hurry(self) -> None:
        """Have everybody come back soon, with the best that they have so far."""

    def idle(self) -> None:
        """Do something else, here: what is left to be begun is no more than helpers will soon have time for."""


class Nobody:
    """No helpers: every part is planned by this process and those that it starts."""

    @contextmanager
    def offering(self, sizes: Mapping[int, int], desk: Desk) -> Iterator[frozenset[int]]:  # noqa: ARG002
        """Nobody begins any."""
        yield frozenset()

    def take(self, numbers: Sequence[int]) -> int | None:  # noqa: ARG002
        """Nothing was offered."""
        return None

    def seize(self, number: int) -> None:
        """Nothing was offered."""

    def hurry(self) -> None:
        """There is nobody to be hurried."""

    def idle(self) -> None:
        """There is never time for anything else."""


NOBODY = Nobody()


class Occupied:
    """Helpers, and something else that has to be done here sooner or later: while they make the last parts.

    Parameters
    ----------
    helpers : Helpers
    task : callable
        Called once at most.
    """

    def __init__(self, helpers: Helpers, task: Callable[[], None]) -> None:
        self._helpers, self._task = helpers, task
        self._is_done = False
        self._lock = threading.Lock()

    def offering(self, sizes: Mapping[int, int], desk: Desk) -> AbstractContextManager[frozenset[int]]:
        """As the helpers do."""
        return self._helpers.offering(sizes, desk)

    def take(self, numbers: Sequence[int]) -> int | None:
        """As the helpers do."""
        return self._helpers.take(numbers)

    def seize(self, number: int) -> None:
        """As the helpers do."""
        self._helpers.seize(number)

    def hurry(self) -> None:
        """As the helpers do."""
        self._helpers.hurry()

    def idle(self) -> None:
        """Do it, unless it is done or somebody is at it."""
        with self._lock:
            was_done, self._is_done = self._is_done, True
        if not was_done:
            self._task()
