"""Slows down whoever tries one key after another at the sign-in, within a bounded memory."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from solver.errors import CaseloadError

TRIES = 10
"""In a row, from one address."""
EVERY_S = 6.0
"""Then one more in so many seconds."""
REMEMBERED = 1_024
"""Addresses; beyond, that which has been silent for longest is forgotten. The keys have 256 bits in any case."""


class TooManyTries(CaseloadError):
    """Too many tries to sign in came from your address. Wait a minute, then try again."""


class Throttle:
    """Counts tries that failed, by address. Safe to share between threads.

    Parameters
    ----------
    clock : function
        Seconds that only go forward.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._free_at: OrderedDict[str, float] = OrderedDict()
        self._lock = threading.Lock()

    def check(self, address: str) -> None:
        """Count a try before it is looked at.

        Raises
        ------
        TooManyTries
        """
        now = self._clock()
        with self._lock:
            free_at = max(self._free_at.pop(address, now), now)
            is_over = free_at - now > (TRIES - 1) * EVERY_S
            self._free_at[address] = free_at if is_over else free_at + EVERY_S
            if len(self._free_at) > REMEMBERED:
                self._free_at.popitem(last=False)
        if is_over:
            raise TooManyTries

    def forgive(self, address: str) -> None:
        """Forget the tries of an address: somebody there knew a key."""
        with self._lock:
            self._free_at.pop(address, None)

    def __len__(self) -> int:
        return len(self._free_at)
