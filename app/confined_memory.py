"""The memory that confined children hold together: one budget, of which each has a share for certain.

A limit of address space (``app.confined``) is each process's own, and the sum of such limits says nothing: children
start readers and workers of their own, each with the whole limit again. So here the memory that is *held* is added up,
that of this process and of everything that it started. While it is below the budget everybody may take what they like.
Once it is above, whoever holds most beyond its share is ended. The shares add up to no more than the budget: somebody
is above, and who is not is never ended for what others take.

Whoever waits for a child looks, so there is no thread for it, and looking is spared while children answer at once.
"""

from __future__ import annotations

import os
import resource
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

LOOK_EVERY_S = 0.25
"""How often the memory that is held is added up, at most, whoever asks."""
PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class MemoryShare:
    """What one child may hold for certain, and of how much.

    Attributes
    ----------
    bytes : int, bytes
    of : int, bytes
        The budget of this process and all that it started.
    """

    bytes: int
    of: int


class MemoryLedger:
    """Who may hold how much, and who must go. Safe to share between threads.

    Parameters
    ----------
    held : function
        Bytes that each of these processes holds with all that it started, and that this process holds with all of
        them. None: the system does not say, and nobody is ever ended.
    clock : function
        Seconds that only go forward.
    """

    def __init__(
        self,
        held: Callable[[frozenset[int]], tuple[dict[int, int], int] | None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._held, self._clock = held, clock
        self._lock = threading.Lock()
        self._shares: dict[int, MemoryShare] = {}
        self._looked_at: float | None = None
        self._must_go: int | None = None

    @contextmanager
    def entry(self, pid: int, share: MemoryShare | None) -> Iterator[Callable[[], bool]]:
        """Count a child while it works. What is yielded says whether it must end; it is asked again and again."""
        if share is None:
            yield lambda: False
            return
        with self._lock:
            self._shares[pid] = share
        try:
            yield lambda: self._is_to_go(pid)
        finally:
            with self._lock:
                del self._shares[pid]
                if self._must_go == pid:
                    self._must_go = None

    def _is_to_go(self, pid: int) -> bool:
        with self._lock:
            now = self._clock()
            if self._must_go is None and (self._looked_at is None or now - self._looked_at >= LOOK_EVERY_S):
                self._looked_at = now
                self._must_go = self._furthest_above()
            return self._must_go == pid

    def _furthest_above(self) -> int | None:
        """Who holds most beyond its share; nobody while all of them together are within the budget."""
        budget = min(share.of for share in self._shares.values())
        found = self._held(frozenset(self._shares))
        if found is None or found[1] <= budget:
            return None
        above = {pid: bytes_held - self._shares[pid].bytes for pid, bytes_held in found[0].items()}
        furthest = max(above, key=lambda pid: above[pid], default=None)
        return furthest if furthest is not None and above[furthest] > 0 else None


def held_by(roots: frozenset[int]) -> tuple[dict[int, int], int] | None:
    """Bytes that each of these processes holds with all that it started, and this process with all that it started.

    What is counted is memory that is nobody else's: neither programs and files that several have mapped, nor what is
    only reserved. None where there is no ``/proc``.
    """
    children: dict[int, list[int]] = {}
    try:
        names = [each.name for each in PROC.iterdir() if each.name.isdecimal()]
    except FileNotFoundError:
        return None
    for name in names:
        children.setdefault(_parent(name), []).append(int(name))

    def held(pid: int) -> int:
        return _own_bytes(pid) + sum(held(each) for each in children.get(pid, ()))

    return {pid: held(pid) for pid in roots}, held(os.getpid())


def _parent(pid: str) -> int:
    """Who started a process; 0 where it has ended meanwhile."""
    try:
        status = (PROC / pid / "stat").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return int(status.rpartition(b")")[2].split()[1])  # a name may hold anything, and ends with the last bracket


def _own_bytes(pid: int) -> int:
    try:
        _, resident, shared, *_ = (PROC / str(pid) / "statm").read_bytes().split()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return (int(resident) - int(shared)) * resource.getpagesize()


LEDGER = MemoryLedger(held_by)
"""Of this process: memory is one for all that it starts, whoever asked for it."""
