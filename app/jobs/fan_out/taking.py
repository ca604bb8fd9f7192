"""Parts that this process has taken from others: claimed, kept alive while they are worked on, and let go."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from app.jobs.lookout import Lookout
from app.jobs.metrics import Tally
from app.settings import Settings
from app.store.db import Database, DatabaseFault
from app.store.parts import taken
from app.store.parts.taken import PartPulse, TakenPart

log = logging.getLogger("caseload.jobs")

TARGET = "app.jobs.fan_out.part_target:serve"
TAKEN_AWAY = "taken_away"


class Taking:
    """Takes parts and says that they live. Safe to share between threads, but for what looks for dead ones.

    Parameters
    ----------
    database : Database
    settings : Settings
    is_closing : function
        Whether this process is about to end.
    target : str
        What the child runs that works on them; tests give one that needs no solver.

    Attributes
    ----------
    tally : Tally
        Attempts at parts, by outcome.
    """

    def __init__(
        self, database: Database, settings: Settings, is_closing: Callable[[], bool], target: str = TARGET
    ) -> None:
        self.database = database
        self.settings = settings
        self.is_closing = is_closing
        self.target = target
        self.tally = Tally()
        self._lookout: Lookout[PartPulse] = Lookout(settings.lease_s)
        self._held: set[TakenPart] = set()
        self._lock = threading.Lock()

    def claim(self) -> TakenPart | None:
        """Take the next part, which has a heartbeat from now on; None where there is none, or the database is away."""
        try:
            with self.database.write() as session:
                part = taken.claim(session)
        except DatabaseFault as error:
            log.warning("no part was taken: %s", type(error).__name__)
            return None
        if part is not None:
            with self._lock:
                self._held.add(part)
        return part

    def let_go(self, part: TakenPart) -> None:
        """From now on it has no heartbeat."""
        with self._lock:
            self._held.discard(part)

    def beat(self) -> None:
        """Say that these parts are worked on."""
        with self._lock:
            held = list(self._held)
        if held:
            with self.database.write() as session:
                taken.live(session, held)

    def look_for_dead(self) -> int:
        """Let others plan the parts of processes that are gone; returns how many."""
        with self.database.read() as session:
            found = taken.pulses(session)
        with self._lock:
            held = {(part.number, part.attempt) for part in self._held}
        count = 0
        for pulse in self._lookout.silent(each for each in found if each[:2] not in held):
            with self.database.write() as session:
                count += taken.take_away(session, pulse)
        for _ in range(count):
            self.tally.add(TAKEN_AWAY, 0.0)
        return count

    def forget(self) -> None:
        """The database was away: what was seen before says nothing."""
        self._lookout.forget()
