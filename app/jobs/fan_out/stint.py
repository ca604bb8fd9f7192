"""One thread and one child process that work on parts of plans which others make.

The child plans part after part, of whichever plan offers any: an interpreter with a solver takes longer to start than
many a part takes. It ends when nobody has offered anything for a while, or a plan waits to be made.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from app.confined import ChildCancelled, ChildTimedOut, Limits, MemoryShare, run_confined
from app.jobs.failures import FAULT, UNSTORED, explain, was_ended
from app.jobs.fan_out.messages import PartNews, Planned
from app.jobs.fan_out.taking import Taking
from app.store.db import DatabaseFault, may_pass
from app.store.parts import taken
from app.store.parts.taken import TakenPart

log = logging.getLogger("caseload.jobs")

NICE = 19
LOOK_EVERY_S = 0.2
LINGER_S = 5.0
"""How long a child waits for the next part."""
TELL_EVERY_S = 0.5
RECORD_FOR_S = 120.0
RETRY_S = 0.5
DAY_S = 86_400.0

DONE, DIED, SUPERSEDED, HANDED_BACK, UNRECORDED = "done", "died", "superseded", "handed_back", "unrecorded"


class _Leave(Exception):
    """Ends the child at once, without a result."""


class Stint:
    """One thread's work with one child.

    Parameters
    ----------
    taking : Taking
    another : function
        Told after each part that was taken: there may be more than this stint can do.
    """

    def __init__(self, taking: Taking, another: Callable[[], None]) -> None:
        self._taking, self._another = taking, another
        self._database, self._settings = taking.database, taking.settings
        self._part: TakenPart | None = None
        self._is_sent = self._is_hurried = self._is_over = False
        self._began = self._seconds = self._looked_at = self._looked_for_at = self._told_at = self._idle_since = 0.0

    def work(self, part: TakenPart) -> None:
        """Work on this part, and then on others."""
        self._take(part)
        share = MemoryShare(self._settings.memory.part, self._settings.memory.total)
        try:
            run_confined(
                self._taking.target,
                (),
                Limits(DAY_S, self._settings.solve_limit_bytes, self._settings.solve_grace_s, NICE, share),
                on_message=self._hear,
                should_stop=self._should_stop,
                answers=self._answers,
            )
        except _Leave:
            pass  # the part was ended where it was raised
        except Exception as error:  # noqa: BLE001 - whatever it was, the part must say so and the thread go on
            self._failed(error)
        if self._part is not None:  # its child ended without a word about it
            self._end(HANDED_BACK, self._written(taken.hand_back))

    def _take(self, part: TakenPart) -> None:
        self._part, self._is_sent, self._is_hurried = part, False, False
        self._began, self._looked_at, self._told_at = time.monotonic(), 0.0, 0.0
        self._another()

    def _hear(self, said: PartNews | Planned) -> None:
        part = self._part
        if part is None:
            return
        if isinstance(said, Planned):
            self._end(DONE, partial(taken.finish, self._database, part, said.result))
            return
        if time.monotonic() - self._told_at < TELL_EVERY_S:
            return
        self._told_at = time.monotonic()
        news = {"level": said.level, "value": said.value, "bound": said.bound}
        try:
            with self._database.write() as session:
                taken.tell(session, part, news)
        except DatabaseFault as error:
            log.warning("progress of a part was not stored: %s", type(error).__name__)

    def _should_stop(self) -> bool:
        part, now = self._part, time.monotonic()
        if self._taking.is_closing():
            if part is not None:
                self._end(HANDED_BACK, self._written(taken.hand_back))
            raise _Leave
        if part is None or now - self._looked_at < LOOK_EVERY_S:
            return self._is_hurried and self._is_sent
        self._looked_at = now
        if self._is_sent and now > self._began + self._seconds + self._settings.solve_margin_s:
            raise ChildTimedOut
        try:
            with self._database.read() as session:
                asked = taken.asked(session, part)
        except DatabaseFault as error:
            log.warning("nobody knows whether a part is wanted: %s", type(error).__name__)
            return False
        if not asked.is_wanted:
            self._end(SUPERSEDED)
            raise _Leave
        self._is_hurried = asked.hurry
        return self._is_hurried and self._is_sent

    def _answers(self) -> list[Any]:
        """What the child is told: its next errand, or that there are no more."""
        now = time.monotonic()
        if self._is_over or self._is_sent or now - self._looked_for_at < LOOK_EVERY_S:
            return []
        self._looked_for_at = now
        try:
            with self._database.read() as session:
                if self._part is not None:
                    found = taken.errand(session, self._part)
                    if found is None:
                        return []
                    self._is_sent, self._began, self._seconds = True, now, found[1]
                    return [found[0]]
                leaves = now - self._idle_since > LINGER_S or taken.plan_waits(session)
        except DatabaseFault as error:
            log.warning("no part was found: %s", type(error).__name__)
            return []
        part = None if leaves else self._taking.claim()
        if part is not None:
            self._take(part)
        self._is_over = leaves
        return [None] if leaves else []

    def _failed(self, error: Exception) -> None:
        """Say on the part what became of it, where there is one."""
        failure, message = explain(error, {}, self._settings)
        if isinstance(error, ChildTimedOut):
            message = (
                f"A part of this plan was not ready {self._settings.solve_margin_s:g} s after the "
                f"{self._seconds:.0f} s that it had, so it was ended. Start the plan again; if it happens again, have "
                "CASELOAD_SOLVE_MARGIN_S raised."
            )
        if failure == FAULT:
            log.error("a part failed with %s", type(error).__name__)  # no case data
        if isinstance(error, ChildCancelled):  # hurried, and not back in time: the plan's process does without
            self._end(HANDED_BACK, self._written(taken.hand_back))
        elif was_ended(error):
            self._end(DIED, self._written(taken.die, failure, message))
        else:
            self._end(failure, self._written(taken.fail, failure, message))

    def _written(self, write: Callable[..., bool], *words: str) -> Callable[[], bool]:
        """A write about this part in a transaction of its own."""
        part = self._part

        def written() -> bool:
            if part is None:
                return False
            with self._database.write() as session:
                return write(session, part, *words)

        return written

    def _end(self, outcome: str, write: Callable[[], bool] | None = None) -> None:
        """The part is over: write what came of it, count it, and be free for the next."""
        part = self._part
        if part is None:
            return
        if write is not None:
            outcome = self._recorded(outcome, write)
        self._taking.let_go(part)
        seconds = time.monotonic() - self._began
        self._taking.tally.add(outcome, seconds)
        fields = {"outcome": outcome, "milliseconds": round(seconds * 1000), "attempt": part.attempt}
        log.info("a part ended: %s after %.1f s (attempt %d)", outcome, seconds, part.attempt, extra=fields)
        self._part, self._is_sent, self._idle_since = None, False, time.monotonic()

    def _recorded(self, outcome: str, write: Callable[[], bool]) -> str:
        """Write, and wait for a database that is away; what is given up has no heartbeat, and is taken up elsewhere."""
        gives_up_at = time.monotonic() + RECORD_FOR_S
        while True:
            try:
                return outcome if write() else SUPERSEDED
            except DatabaseFault as error:
                log.error("the end of a part was not stored: %s", type(error).__name__)  # noqa: TRY400 - no case data
                if not may_pass(error) and outcome != FAULT:
                    outcome, write = FAULT, self._written(taken.fail, FAULT, UNSTORED)
                elif time.monotonic() >= gives_up_at or self._taking.is_closing():
                    return UNRECORDED
                else:
                    time.sleep(RETRY_S)
