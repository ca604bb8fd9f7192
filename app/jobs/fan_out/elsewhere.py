"""Helpers as the child that makes a plan sees them: it speaks to its parent alone, which speaks to the database."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from app.confined_child import Child
from app.jobs.fan_out.messages import Came, Hurry, Offered, Seize, Sent, Take, Taken, Told, Wanted, Withdrawn

if TYPE_CHECKING:
    from solver.solve import Desk


class RemoteHelpers:
    """Whoever takes parts from the table of the service (``solver.solve.Helpers``).

    Parameters
    ----------
    child : Child
    """

    def __init__(self, child: Child) -> None:
        self._child = child
        self._turn = 0
        self._desk: Desk | None = None
        self._accepted: queue.SimpleQueue[frozenset[int]] = queue.SimpleQueue()
        self._taken: queue.SimpleQueue[int | None] = queue.SimpleQueue()
        self._taking = threading.Lock()
        self._listener = threading.Thread(target=self._listen, name="helpers", daemon=True)

    @contextmanager
    def offering(self, sizes: Mapping[int, int], desk: Desk) -> Iterator[frozenset[int]]:
        """Offer parts for as long as the block lasts; gives those that the service offers to others."""
        if not sizes:
            yield frozenset()
            return
        if self._listener.ident is None:
            self._listener.start()
        self._turn += 1
        self._desk = desk
        self._child.send(Offered(self._turn, dict(sizes)))
        try:
            yield self._accepted.get()
        finally:
            self._desk = None
            self._child.send(Withdrawn(self._turn))

    def take(self, numbers: Sequence[int]) -> int | None:
        """Begin the first of these parts that nobody has begun, here; None: there is none."""
        with self._taking:
            self._child.send(Take(tuple(numbers)))
            return self._taken.get()

    def seize(self, number: int) -> None:
        """Begin a part here, whoever has it."""
        self._child.send(Seize(number))

    def hurry(self) -> None:
        """Have everybody come back soon."""
        self._child.send(Hurry())

    def idle(self) -> None:
        """There is nothing else to do here."""

    def _listen(self) -> None:
        while True:
            self._hear(self._child.hear())

    def _hear(self, said: object) -> None:
        match said:
            case Offered():
                self._accepted.put(frozenset(said.sizes))
            case Taken():
                self._taken.put(said.part)
            case Wanted(turn, part, attempt):
                if (desk := self._desk_of(turn)) is not None and (errand := desk.errand(part)) is not None:
                    self._child.send(Sent(turn, part, attempt, errand.body, errand.seconds))
            case Told(turn, part, level, value, bound):
                if (desk := self._desk_of(turn)) is not None:
                    desk.told(part, level, value, bound)
            case Came(turn, part, result):
                if (desk := self._desk_of(turn)) is not None:
                    desk.came(part, result)

    def _desk_of(self, turn: int) -> Desk | None:
        """Where those parts are planned; None where that turn is over."""
        return self._desk if turn == self._turn else None
