"""Refusals, recorded within a bound: whoever knocks all day long fills no disk."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace

from app.access.throttle import Throttle, TooManyTries
from app.audit.chain import append
from app.audit.record import Entry
from app.store.db import Database


class Refusals:
    """Records who was refused: ten in a row of one actor, then one in six seconds. Safe to share between threads.

    Whoever has not said who they are is one actor, wherever they come from. How many were left out stands in the
    details of the next record.

    Parameters
    ----------
    database : Database
    clock : function
        Seconds that only go forward.
    """

    def __init__(self, database: Database, clock: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self._throttle = Throttle(clock)
        self._left_out = 0
        self._lock = threading.Lock()

    def note(self, entry: Entry) -> None:
        """Record a refusal, or count it among those that are left out."""
        try:
            self._throttle.check(entry.actor)
        except TooManyTries:
            with self._lock:
                self._left_out += 1
            return
        with self._lock:
            left_out, self._left_out = self._left_out, 0
        if left_out:
            entry = replace(entry, details={**entry.details, "left_out": left_out})
        with self._database.write() as session:
            append(session, entry)
