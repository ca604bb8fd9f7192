"""The engine of durable jobs, and the only file that knows how they are kept going: a table, leases and threads.

Every process that makes plans (a server, a worker) has one. Its threads claim waiting plans, one transaction each, and
mind them; before that, parts of plans that run and that others have offered (``app.jobs.fan_out``). One more thread
says every few seconds that the plans of this process live, and looks for those of processes that do not: whoever sees a
heartbeat stand still for ``settings.lease_s`` puts the plan back into the queue, and the next attempt has the next
number, without which nothing can be written. docs/decisions.md says why this is no library.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from app.jobs.failures import FAULT, UNSTORED
from app.jobs.fan_out.helping import Helping
from app.jobs.fan_out.taking import TARGET as PART_TARGET
from app.jobs.lookout import Lookout
from app.jobs.metrics import Tally
from app.jobs.supervise import TARGET, Ending, Supervisor, failed
from app.settings import Settings
from app.store import runs
from app.store.db import Database, DatabaseFault, may_pass
from app.store.runs import Pulse, Run
from app.telemetry.attempts import attempt
from app.telemetry.outcomes import tell_outcome
from app.telemetry.spans import NOWHERE, Traces

log = logging.getLogger("caseload.jobs")

IDLE_S = 1.0
"""How often an idle thread looks for work that nobody woke it for."""
BEATS = 5
"""Heartbeats within a lease: a few may come late."""
RETRY_S = 0.5
RECORD_FOR_S = 120.0
"""How long a result waits for a database that is away; then its plan is made again."""
SUPERSEDED = "superseded"
UNRECORDED = "unrecorded"
TAKEN_AWAY = "taken_away"


class Engine:
    """Runs waiting plans, ``settings.solves_at_once`` at a time, and takes those of dead processes up again.

    Parameters
    ----------
    database : Database
        SQLite: of this process alone (``app.store.lease``).
    settings : Settings
    target : str
        What the child runs; tests give one that crashes or hangs.
    part_target : str
        What the child runs that works on parts of plans, likewise.
    traces : Traces
        What is told of attempts.
    """

    def __init__(
        self,
        database: Database,
        settings: Settings,
        target: str = TARGET,
        part_target: str = PART_TARGET,
        traces: Traces = NOWHERE,
    ) -> None:
        self.database = database
        self._traces = traces
        self.tally = Tally()
        self.supervisor = Supervisor(database, settings, target, lambda: self.is_closing, self.wake)
        self.helping = Helping(database, settings, lambda: self.is_closing, part_target)
        self._lookout: Lookout[Pulse] = Lookout(settings.lease_s)
        self._beat_every_s = settings.lease_s / BEATS
        self._held: dict[tuple[int, int], Run] = {}
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._work = threading.Event()
        self._threads = [
            threading.Thread(target=self._serve, name=f"solve-{number}", daemon=True)
            for number in range(settings.solves_at_once)
        ]
        self._threads.append(threading.Thread(target=self._keep_watch, name="heartbeat", daemon=True))

    def start(self) -> None:
        """Go to work; where no other process can be there, with the plans that a dead one left running."""
        if self.database.is_sqlite:
            with self.database.write() as session:
                left = [pulse for pulse in runs.pulses(session) if runs.take_away(session, pulse)]
            self._tell_of(left)
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """Tell idle threads that a plan waits."""
        self._work.set()

    def begin_to_close(self) -> None:
        """Hand running plans back, so that others can make them, and take no more. Returns at once."""
        self._closing.set()
        self._work.set()

    def close(self) -> None:
        """Hand running plans back, and end the threads."""
        self.begin_to_close()
        for thread in self._threads:
            if thread.is_alive():
                thread.join()

    @property
    def is_closing(self) -> bool:
        """Whether this process is about to end."""
        return self._closing.is_set()

    @property
    def is_alive(self) -> bool:
        """Whether every thread is there."""
        return all(thread.is_alive() for thread in self._threads)

    def _serve(self) -> None:
        while not self._closing.is_set():
            self._work.clear()  # before looking: whoever wakes us from here on is heard below
            if self.helping.help():  # before anything new is begun: what runs is waited for
                continue
            try:
                with self.database.write() as session:
                    run = runs.claim(session)
            except DatabaseFault as error:
                log.error("the database failed (%s); trying again", type(error).__name__)  # noqa: TRY400 - no case data
                run = None
            if run is not None:
                self._make(run)
            elif not self._closing.is_set():
                self._work.wait(IDLE_S)

    def _make(self, run: Run) -> None:
        began = time.monotonic()
        with self._holding(run), attempt(self._traces, run.attempt, run.asked_at) as span:
            outcome = self._recorded(run, self.supervisor.mind(run))
            tell_outcome(span, outcome)
        seconds = time.monotonic() - began
        self.tally.add(outcome, seconds)
        fields = {"outcome": outcome, "milliseconds": round(seconds * 1000), "attempt": run.attempt}
        log.info("a plan ended: %s after %.1f s (attempt %d)", outcome, seconds, run.attempt, extra=fields)

    @contextmanager
    def _holding(self, run: Run) -> Iterator[None]:
        """While this lasts, the plan has a heartbeat."""
        with self._lock:
            self._held[run.plan_number, run.attempt] = run
        try:
            yield
        finally:
            with self._lock:
                del self._held[run.plan_number, run.attempt]

    def _recorded(self, run: Run, ending: Ending) -> str:
        """Say on the plan what came of it; returns its name for the metrics.

        A database that is away is waited for: the result is here, and making it again would take longer. What is given
        up in the end has no heartbeat any more, and is taken up as if this process had died.
        """
        gives_up_at = time.monotonic() + RECORD_FOR_S
        while True:
            try:
                if not ending.prepare(self.database, run):
                    return SUPERSEDED
                with self.database.write() as session:
                    return ending.name if ending.record(session, run) else SUPERSEDED
            except DatabaseFault as error:
                log.error("the end of a plan was not stored: %s", type(error).__name__)  # noqa: TRY400 - no case data
                if not may_pass(error) and ending.name != FAULT:
                    ending = failed(FAULT, UNSTORED)
                elif time.monotonic() >= gives_up_at or self._closing.wait(RETRY_S):
                    return UNRECORDED

    def _keep_watch(self) -> None:
        while not self._closing.wait(self._beat_every_s):
            try:
                self._beat()
                self._look_for_dead()
            except DatabaseFault as error:
                self._lookout.forget()
                self.helping.taking.forget()
                log.warning("no heartbeat: %s", type(error).__name__)

    def _beat(self) -> None:
        with self._lock:
            held = list(self._held.values())
        if held:
            with self.database.write() as session:
                runs.live(session, held)
        self.helping.taking.beat()

    def _look_for_dead(self) -> None:
        with self.database.read() as session:
            found = runs.pulses(session)
        silent = self._lookout.silent(pulse for pulse in found if not self._holds(pulse))
        taken = []
        for pulse in silent:
            with self.database.write() as session:
                if runs.take_away(session, pulse):
                    taken.append(pulse)
        self._tell_of(taken)
        if parts := self.helping.taking.look_for_dead():
            log.warning("%d parts were left behind by a process that is gone; they are taken up again", parts)
            self.wake()

    def _holds(self, pulse: Pulse) -> bool:
        with self._lock:
            return (pulse.plan_number, pulse.attempt) in self._held

    def _tell_of(self, taken: list[Pulse]) -> None:
        for _ in taken:
            self.tally.add(TAKEN_AWAY, 0.0)
        if taken:
            log.warning("%d plans were left behind by a process that is gone; they are taken up again", len(taken))
            self.wake()
