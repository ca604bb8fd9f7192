"""Whose heartbeat stands still: the lease of a plan that runs, judged by one clock.

Nobody writes down until when a lease holds: the clocks of two machines differ, and a database that was away for a
minute would leave every lease over and every process alive. Instead each process that looks for dead ones must itself
have seen a heartbeat stand still for the whole term, on its own clock, without a gap in which it saw nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Iterable
from typing import Generic, TypeVar

P = TypeVar("P", bound=Hashable)


class Lookout(Generic[P]):
    """Remembers since when each heartbeat stands still. Used by one thread.

    Parameters
    ----------
    lease_s : float, seconds, > 0
        How long a heartbeat must stand still before its process counts as gone.
    clock : function
        Seconds that only go forward.
    """

    def __init__(self, lease_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._lease_s = lease_s
        self._clock = clock
        self._since: dict[P, float] = {}
        self._looked_at: float | None = None

    def silent(self, pulses: Iterable[P]) -> list[P]:
        """Those of these that have stood still for the whole term.

        Parameters
        ----------
        pulses : iterable of Pulse or PartPulse
            Every one that there is now.
        """
        now = self._clock()
        if self._looked_at is not None and now - self._looked_at > self._lease_s / 2:
            self.forget()  # this process stood still itself, or the machine did: what it saw before says nothing
        self._looked_at = now
        self._since = {pulse: self._since.get(pulse, now) for pulse in pulses}
        return [pulse for pulse, since in self._since.items() if now - since >= self._lease_s]

    def forget(self) -> None:
        """Begin anew: for a time nothing was seen, because the database was away."""
        self._since = {}
