"""Helpers of the tests: threads of this process, which plan what they are given as bytes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from solver.lexicographic.assistance import Desk
from solver.solve import plan_part

Work = Callable[[bytes], bytes]


def planned(errand: bytes) -> bytes:
    return plan_part(errand, lambda *_: None)


class Crowd:
    """Two threads that begin whatever is offered, and do ``work`` on it."""

    def __init__(self, work: Work = planned, threads: int = 2) -> None:
        self.work, self.threads = work, threads
        self.offers: list[dict[int, int]] = []
        self.made: list[int] = []
        self.seized: list[int] = []
        self.hurried = 0
        self.idled = 0
        self._free: list[int] = []
        self._lock = threading.Lock()

    @contextmanager
    def offering(self, sizes: Mapping[int, int], desk: Desk) -> Iterator[frozenset[int]]:
        self.offers.append(dict(sizes))
        self._free = list(sizes)
        at_work = [threading.Thread(target=self._serve, args=(desk,), daemon=True) for _ in range(self.threads)]
        for thread in at_work:
            thread.start()
        yield frozenset(sizes)
        for thread in at_work:
            thread.join(0 if self.seized else None)

    def take(self, numbers: Sequence[int]) -> int | None:
        with self._lock:
            found = next((number for number in numbers if number in self._free), None)
            if found is not None:
                self._free.remove(found)
            return found

    def seize(self, number: int) -> None:
        self.seized.append(number)

    def hurry(self) -> None:
        self.hurried += 1

    def idle(self) -> None:
        self.idled += 1

    def _serve(self, desk: Desk) -> None:
        while (number := self.take(range(100))) is not None:
            errand = desk.errand(number)
            if errand is not None:
                result = self.work(errand.body)
                self.made.append(number)
                desk.came(number, result)
