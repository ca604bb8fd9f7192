"""Who runs the plans that wait: threads of the server, each minding one child process at a time.

The child solves; the thread holds its memory limit and deadline, passes its progress on, stops it when somebody asks,
and turns whatever happens to it into a state and a message of the plan.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from app.confined import ChildCancelled, Limits, run_confined
from app.jobs.failures import FAULT, NO_PLAN, explain, time_limit_s
from app.jobs.metrics import Tally
from app.jobs.result import PlanFiles, rows_of
from app.settings import Settings
from app.store import runs
from app.store.db import Database, DatabaseFault, Session
from app.store.runs import Run
from app.store.tables import State, Stop

log = logging.getLogger("caseload.jobs")

IDLE_S = 2.0
"""How often an idle thread looks for work that nobody woke it for."""
NICE = 19
TARGET = "app.jobs.plan_target:solve"


class _GiveUp(Exception):
    """Ends the child at once, without its result."""

    def __init__(self, state: State, record: Callable[[Session, Run], bool]) -> None:
        self.state = state
        self.record = record


class Supervisor:
    """Runs waiting plans, ``settings.solves_at_once`` at a time.

    Parameters
    ----------
    database : Database
    settings : Settings
    target : str
        What the child runs; tests give one that crashes or hangs.
    """

    def __init__(self, database: Database, settings: Settings, target: str = TARGET) -> None:
        self.database = database
        self.settings = settings
        self.target = target
        self.tally = Tally()
        self._closing = threading.Event()
        self._work = threading.Event()
        self._threads = [
            threading.Thread(target=self._serve, name=f"solve-{number}", daemon=True)
            for number in range(settings.solves_at_once)
        ]

    def start(self) -> None:
        """Say of plans that a dead server left running that they were interrupted, then go to work."""
        with self.database.write() as session:
            left = runs.interrupt_all(session)
        if left:
            log.warning("%d plans were running when the server ended; they are interrupted", left)
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """Tell idle threads that a plan waits."""
        self._work.set()

    def close(self) -> None:
        """End running solves (their plans become interrupted) and the threads."""
        self._closing.set()
        self._work.set()
        for thread in self._threads:
            if thread.is_alive():
                thread.join()

    @property
    def is_closing(self) -> bool:
        """Whether the server is about to end."""
        return self._closing.is_set()

    @property
    def is_alive(self) -> bool:
        """Whether every thread is there."""
        return all(thread.is_alive() for thread in self._threads)

    def _serve(self) -> None:
        unrecorded: list[Run] = []
        while not self._closing.is_set():
            self._work.clear()  # before looking: whoever wakes us from here on is heard below
            run: Run | None = None
            try:
                while unrecorded:
                    self._end(unrecorded[-1], runs.interrupt, State.INTERRUPTED)
                    unrecorded.pop()
                with self.database.write() as session:
                    run = runs.claim(session)
                if run is not None:
                    self._mind(run)
                    continue
            except DatabaseFault as error:
                log.error("the database failed (%s); trying again", type(error).__name__)  # noqa: TRY400 - no case data
                unrecorded += [run] if run is not None else []
            if not self._closing.is_set():
                self._work.wait(IDLE_S)

    def _mind(self, run: Run) -> None:
        began = time.monotonic()
        outcome = self._outcome(run)
        seconds = time.monotonic() - began
        self.tally.add(outcome, seconds)
        log.info("a plan ended: %s after %.1f s (attempt %d)", outcome, seconds, run.attempt)

    def _outcome(self, run: Run) -> str:
        """Run the child and record what came of it; returns its name for the metrics."""
        try:
            made = self._run_child(run)
            if made.status:
                finish = partial(runs.finish, status=made.status, assignments=rows_of(made), files=made.files)
                return self._end(run, finish, State.DONE)
            failure, message = "no_plan_in_time", NO_PLAN
            if made.interrupted:
                return self._end(run, runs.cancel, State.CANCELLED)
        except _GiveUp as given_up:
            return self._end(run, given_up.record, given_up.state)
        except ChildCancelled:
            return self._end(run, runs.cancel, State.CANCELLED)
        except Exception as error:  # noqa: BLE001 - whatever it was, the plan must say so and the thread go on
            failure, message = explain(error, run.goals, self.settings)
            if failure == FAULT:
                log.error("a run failed with %s", type(error).__name__)  # noqa: TRY400 - no case data
        return self._end(run, partial(runs.fail, failure=failure, message=message), failure)

    def _run_child(self, run: Run) -> PlanFiles:
        def on_message(message: dict[str, Any]) -> None:
            with self._forgiven("progress was not stored"), self.database.write() as session:
                if not runs.tell(session, run, message):
                    raise _GiveUp(State.CANCELLED, runs.cancel)

        def should_stop() -> bool:
            if self._closing.is_set():
                raise _GiveUp(State.INTERRUPTED, runs.interrupt)
            asked: Stop | None = None
            with self._forgiven("nobody knows whether to stop"), self.database.read() as session:
                asked = runs.stop_asked(session, run)
            if asked is Stop.DISCARD:
                raise _GiveUp(State.CANCELLED, runs.cancel)
            return asked is Stop.KEEP_BEST

        made = run_confined(
            self.target,
            (run.roster, run.goals, run.scenario),
            Limits(
                time_limit_s(run.goals) + self.settings.solve_margin_s,
                self.settings.solve_memory_bytes,
                grace_s=self.settings.solve_grace_s,
                nice=NICE,
            ),
            on_message=on_message,
            should_stop=should_stop,
        )
        if not isinstance(made, PlanFiles):
            raise TypeError(f"{self.target} returned {type(made).__name__}")
        return made

    @contextmanager
    def _forgiven(self, what: str) -> Iterator[None]:
        """A run goes on where the database fails for a moment; its result is what must be stored."""
        try:
            yield
        except DatabaseFault as error:
            log.warning("%s: %s", what, type(error).__name__)

    def _end(self, run: Run, record: Callable[[Session, Run], bool], outcome: str) -> str:
        with self.database.write() as session:
            return str(outcome) if record(session, run) else "superseded"
