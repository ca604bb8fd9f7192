"""One attempt at one plan, minded: its child process, its deadline, whoever stops it, and what came of it.

The child solves; the thread that minds it holds its memory limit and deadline, passes its progress on, stops it when
somebody asks, and turns whatever happens to it into an ending that the engine records.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any

from app.confined import ChildCancelled, Limits, MemoryShare, run_confined
from app.jobs.failures import FAULT, NO_PLAN, explain, time_limit_s, was_ended
from app.jobs.fan_out.messages import FromChild
from app.jobs.fan_out.offers import Offers, PartFailed
from app.jobs.result import PlanFiles, level_of, rows_of
from app.settings import Settings
from app.store import runs
from app.store.db import Database, DatabaseFault, Session
from app.store.results import PIECE
from app.store.runs import PackedFile, Run
from app.store.tables import State, Stop
from app.telemetry.attempts import Phases, child_process

log = logging.getLogger("caseload.jobs")

NICE = 19
TARGET = "app.jobs.plan_target:solve"
DIED = "died"
HANDED_BACK = "handed_back"


@dataclass(frozen=True, slots=True)
class Ending:
    """What came of an attempt.

    Attributes
    ----------
    name : str
        For logs and metrics: a state, a failure, ``died`` or ``handed_back``.
    record : function of a session that writes
        Says so on the plan; False where the attempt no longer counts.
    prepare : function of the database
        What is kept before that, in transactions of its own; False likewise.
    """

    name: str
    record: Callable[[Session, Run], bool]
    prepare: Callable[[Database, Run], bool] = lambda _database, _run: True


class _GiveUp(Exception):
    """Ends the child at once, without its result."""

    def __init__(self, ending: Ending) -> None:
        self.ending = ending


CANCELLED = Ending(State.CANCELLED, runs.cancel)
LEFT = Ending(HANDED_BACK, runs.hand_back)


def failed(failure: str, message: str) -> Ending:
    """No plan, and why; see ``app.jobs.failures``."""
    return Ending(failure, partial(runs.fail, failure=failure, message=message))


def _stage(database: Database, run: Run, made: PlanFiles) -> bool:
    """Keep who holds what, piece by piece, so that others can write in between; asked again, from the beginning."""
    rows, position = rows_of(made), 0
    while True:
        piece = list(islice(rows, PIECE))
        with database.write() as session:
            if not runs.stage(session, run, piece, position):
                return False
        position += len(piece)
        if len(piece) < PIECE:
            return True


def _finish(session: Session, run: Run, status: str, files: Mapping[str, PackedFile]) -> bool:
    """Make a result visible of which the assignments are kept already."""
    return runs.finish(session, run, status=status, assignments=(), files=files)


@dataclass(frozen=True)
class Supervisor:
    """Minds attempts, each in the thread that calls. Safe to share between threads.

    Attributes
    ----------
    database : Database
    settings : Settings
    target : str
        What the child runs; tests give one that crashes or hangs.
    is_closing : function
        Whether this process is about to end.
    wake : function
        Told when there is something to do for other threads of this process.
    """

    database: Database
    settings: Settings
    target: str
    is_closing: Callable[[], bool]
    wake: Callable[[], None] = lambda: None

    def mind(self, run: Run) -> Ending:
        """Run the child until it has ended, however that happens."""
        try:
            made = self._run_child(run)
            if made.status:
                packed = {name: PackedFile.of(content, level_of(name)) for name, content in made.files.items()}
                finish = partial(_finish, status=made.status, files=packed)
                return Ending(State.DONE, finish, partial(_stage, made=made))
            return CANCELLED if made.interrupted else failed("no_plan_in_time", NO_PLAN)
        except _GiveUp as given_up:
            return given_up.ending
        except ChildCancelled:
            return CANCELLED
        except Exception as error:  # noqa: BLE001 - whatever it was, the plan must say so and the thread go on
            failure, message = explain(error, run.goals, self.settings)
            if failure == FAULT:
                log.error("a run failed with %s", type(error).__name__)  # noqa: TRY400 - no case data
            if was_ended(error):
                return Ending(DIED, partial(runs.die, failure=failure, message=message))
            return failed(failure, message)

    def _run_child(self, run: Run) -> PlanFiles:
        offers = Offers(self.database, self.settings, run, self.wake)
        try:
            with child_process() as phases:
                return self._planned(run, offers, phases)
        except PartFailed as part:
            raise _GiveUp(failed(part.failure, part.message)) from part
        finally:
            offers.close()

    def _planned(self, run: Run, offers: Offers, phases: Phases) -> PlanFiles:
        def on_message(message: dict[str, Any] | FromChild) -> None:
            if not isinstance(message, dict):
                offers.hear(message)
                return
            phases.tell(message)
            with self._forgiven("progress was not stored"), self.database.write() as session:
                if not runs.tell(session, run, message):
                    raise _GiveUp(CANCELLED)

        def should_stop() -> bool:
            if self.is_closing():
                raise _GiveUp(LEFT)
            asked: Stop | None = None
            with self._forgiven("nobody knows whether to stop"), self.database.read() as session:
                asked = runs.stop_asked(session, run)
            if asked is Stop.DISCARD:
                raise _GiveUp(CANCELLED)
            return asked is Stop.KEEP_BEST

        limits = Limits(
            time_limit_s(run.goals) + self.settings.solve_margin_s,
            self.settings.solve_limit_bytes,
            grace_s=self.settings.solve_grace_s,
            nice=NICE,
            share=MemoryShare(self.settings.memory.solve, self.settings.memory.total),
        )
        what = (run.roster, run.goals, run.scenario)
        made = run_confined(
            self.target, what, limits, on_message=on_message, should_stop=should_stop, answers=offers.answers
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
