"""The parts of one plan that others may plan, minded by whoever minds its child: between the child and the table.

What the child says is done in its order, and again where the database was away. What becomes of the parts is looked up
a few times a second, and the child told.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable

from app.jobs.fan_out.messages import (
    Came,
    FromChild,
    FromParent,
    Hurry,
    Offered,
    Seize,
    Sent,
    Take,
    Taken,
    Told,
    Wanted,
    Withdrawn,
)
from app.settings import Settings
from app.store.db import Database, DatabaseFault, may_pass
from app.store.parts import offered
from app.store.parts.offered import Seen
from app.store.parts.part_rows import PartState
from app.store.runs import Run

log = logging.getLogger("caseload.jobs")

LOOK_EVERY_S = 0.2


class PartFailed(Exception):
    """A part has failed, and with it the plan.

    Attributes
    ----------
    failure, message : str
        As of ``app.jobs.failures``.
    """

    def __init__(self, failure: str, message: str) -> None:
        super().__init__(failure)
        self.failure = failure
        self.message = message


class Offers:
    """Used by one thread, for one attempt at one plan.

    Parameters
    ----------
    database : Database
    settings : Settings
    run : Run
    wake : function
        Told when parts are offered: other threads of this process may have time.
    """

    def __init__(self, database: Database, settings: Settings, run: Run, wake: Callable[[], None]) -> None:
        self._database = database
        self._settings = settings
        self._run = run
        self._wake = wake
        self._turn = 0
        self._is_open = False
        self._to_do: deque[FromChild] = deque()
        self._to_say: list[FromParent] = []
        self._wanted: set[tuple[int, int]] = set()
        self._told: dict[int, object] = {}
        self._came: set[int] = set()
        self._looked_at = 0.0

    def hear(self, said: FromChild) -> None:
        """Take in what the child says."""
        self._to_do.append(said)

    def answers(self) -> list[FromParent]:
        """Do what the child asked for, look how the parts are, and give what it is to be told.

        Raises
        ------
        PartFailed
        DatabaseFault
            That will not pass.
        """
        try:
            while self._to_do:
                self._do(self._to_do[0])
                self._to_do.popleft()
            if self._is_open and time.monotonic() - self._looked_at >= LOOK_EVERY_S:
                self._look()
        except DatabaseFault as error:
            if not may_pass(error):
                raise
            log.warning("the parts of a plan wait for the database: %s", type(error).__name__)
        said, self._to_say = self._to_say, []
        return said

    def close(self) -> None:
        """Take back what is left: the child has ended. What the database does not hear now it learns of by the plan."""
        if not self._turn:
            return
        try:
            with self._database.write() as session:
                offered.withdraw(session, self._run)
        except DatabaseFault as error:
            log.warning("parts of a plan were not taken back: %s", type(error).__name__)

    def _do(self, said: FromChild) -> None:
        run, database = self._run, self._database
        match said:
            case Offered():
                self._offer(said)
            case Take():
                with database.write() as session:
                    mine = offered.begin(session, run, [part for part in said.parts if part not in self._came])
                self._to_say.append(Taken(mine))
            case Seize():
                with database.write() as session:
                    offered.seize(session, run, said.part)
            case Hurry():
                with database.write() as session:
                    offered.hurry(session, run)
            case Sent():
                if said.turn == self._turn and self._is_open:
                    offered.send(database, run, said.part, said.attempt, said.errand, said.seconds)
            case Withdrawn():
                with database.write() as session:
                    offered.withdraw(session, run)
                self._is_open = False

    def _offer(self, said: Offered) -> None:
        least = self._settings.part_choices
        sizes = {part: size for part, size in said.sizes.items() if size >= least}
        if self._settings.parts == 0 or len(sizes) < 2 or not self._is_offered(sizes):
            sizes = {}
        self._turn, self._is_open = said.turn, bool(sizes)
        self._wanted, self._told, self._came, self._looked_at = set(), {}, set(), 0.0
        self._to_say.append(Offered(said.turn, sizes))
        if sizes:
            self._wake()

    def _is_offered(self, sizes: dict[int, int]) -> bool:
        """Offer these; False where the child goes on alone: without the database, or as another makes its plan."""
        try:
            with self._database.write() as session:
                offered.withdraw(session, self._run)
                return offered.offer(session, self._run, sizes)
        except DatabaseFault as error:
            log.warning("no parts were offered: %s", type(error).__name__)
            return False

    def _look(self) -> None:
        with self._database.read() as session:
            found = offered.look(session, self._run)
        self._looked_at = time.monotonic()
        for seen in found:
            self._see(seen)

    def _see(self, seen: Seen) -> None:
        if seen.failure is not None and seen.message is not None:
            raise PartFailed(seen.failure, seen.message)
        if seen.state == PartState.TAKEN and (seen.part, seen.attempt) not in self._wanted:
            self._wanted.add((seen.part, seen.attempt))
            self._to_say.append(Wanted(self._turn, seen.part, seen.attempt))
        if seen.told is not None and self._told.get(seen.part) != seen.told:
            self._told[seen.part] = seen.told
            self._to_say.append(Told(self._turn, seen.part, **seen.told))
        if seen.state == PartState.DONE:
            self._fetch(seen.part)

    def _fetch(self, part: int) -> None:
        with self._database.read() as session:
            result = offered.result(session, self._run, part)
        if result is None:
            return
        with self._database.write() as session:
            offered.seize(session, self._run, part)
        self._came.add(part)
        self._to_say.append(Came(self._turn, part, result))
