"""What is worked out while somebody waits, in warm child processes: reading what was sent, reports, what-ifs, advice.

Few run at once, a few more wait for a moment, and the rest are told to come back: whatever is asked, the server itself
reads no roster, keeps its memory, and goes on answering.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Any

from app.confined import (
    ChildCancelled,
    ChildCrashed,
    ChildOutOfMemory,
    ChildTimedOut,
    Limits,
    MemoryShare,
    MemoryUsedUp,
)
from app.confined_pool import Pool
from app.jobs.metrics import Tally
from app.settings import MIB, Settings
from app.telemetry.outcomes import tell_outcome
from app.telemetry.spans import Span, current, within
from solver.errors import CaseloadError

QUESTIONS = "app.jobs.query_targets"
PATIENCE_S = 20.0
"""How long a question waits for a free place."""
LOOK_EVERY_S = 0.2
"""How often who waits looks whether the server is about to end."""
ABOUT_TO_END = "The server is about to end. Ask again when it is back."
WAITING = 4
"""Questions that may wait for each that may run."""


OUTCOMES: dict[type[Exception], str] = {
    ChildOutOfMemory: "out_of_memory",
    MemoryUsedUp: "out_of_memory",
    ChildTimedOut: "timed_out",
    ChildCrashed: "crashed",
    ChildCancelled: "cancelled",
}
"""What the metrics call the ends of a question that gave no answer; ``refused``: what was asked cannot be."""


class TooBusy(CaseloadError):
    """Too many questions are being answered at the same time: ask again in a few seconds."""


class QueryRunner:
    """Answers questions, ``settings.questions_at_once`` at a time. Safe to share between threads.

    Parameters
    ----------
    settings : Settings
    module : str
        Whose functions the children run; tests give one with functions that crash or hang.
    doors : sequence of str
        Further modules whose functions are asked for, so that the children have them at hand.
    """

    def __init__(self, settings: Settings, module: str = QUESTIONS, doors: Sequence[str] = ()) -> None:
        self.tally = Tally()
        self.module = module
        self._settings = settings
        self._pool = Pool(settings.questions_at_once, (*doors, module))
        self._free = threading.BoundedSemaphore(settings.questions_at_once)
        self._waiting = 0
        self._lock = threading.Lock()
        self._closing = threading.Event()

    def warm_up(self) -> None:
        """Start the children before anybody asks."""
        self._pool.warm_up()

    def leave(self) -> None:
        """End what still runs, without waiting for it: whoever waits is told to come back."""
        self._closing.set()

    def close(self) -> None:
        """End what still runs, and the children."""
        self._closing.set()
        self._pool.close()

    @property
    def waiting(self) -> int:
        """Questions that wait for a place."""
        return self._waiting

    def ask(self, question: str, *arguments: Any, files: Sequence[IO[bytes]] = ()) -> Any:
        """Answer a question: a function of the module, or "module:function"; it takes the child and these arguments.

        Raises
        ------
        CaseloadError
            Whatever of that family the question raises.
        TooBusy
        ChildOutOfMemory, ChildTimedOut, ChildCrashed, ChildCancelled
            With sentences for people.
        """
        with within(current().child(f"question {question.rpartition(':')[2]}")) as span:
            wait = span.child("question wait")
            with self.place():
                wait.end()
                return self._tallied(span, question, arguments, files)

    def _tallied(self, span: Span, question: str, arguments: tuple[Any, ...], files: Sequence[IO[bytes]]) -> Any:
        began = time.monotonic()
        outcome = "answered"
        try:
            return self._run(question, arguments, files)
        except Exception as error:
            outcome = OUTCOMES.get(type(error), "refused" if isinstance(error, CaseloadError) else "fault")
            raise
        finally:
            self.tally.add(outcome, time.monotonic() - began)
            tell_outcome(span, outcome)

    @contextmanager
    def place(self) -> Iterator[None]:
        """One of the places at which questions are answered.

        Raises
        ------
        TooBusy
            None became free in time, or enough others wait already: each of them holds a thread of the server.
        """
        if not self._free.acquire(blocking=False):
            with self._lock:
                if self._waiting >= WAITING * self._settings.questions_at_once:
                    raise TooBusy
                self._waiting += 1
            try:
                self._wait()
            finally:
                with self._lock:
                    self._waiting -= 1
        try:
            yield
        finally:
            self._free.release()

    def _wait(self) -> None:
        ends_at = time.monotonic() + PATIENCE_S
        while not self._free.acquire(timeout=LOOK_EVERY_S):
            if self._closing.is_set():
                raise ChildCancelled(ABOUT_TO_END)
            if time.monotonic() >= ends_at:
                raise TooBusy

    def _run(self, question: str, arguments: tuple[Any, ...], files: Sequence[IO[bytes]]) -> Any:
        settings = self._settings
        memory = settings.memory
        share = MemoryShare(memory.question, memory.total)
        try:
            return self._pool.run(
                question if ":" in question else f"{self.module}:{question}",
                arguments,
                Limits(settings.question_limit_s, settings.question_limit_bytes, grace_s=0.0, share=share),
                files=files,
                should_stop=self._closing.is_set,
            )
        except MemoryUsedUp as error:
            raise MemoryUsedUp(
                f"All {memory.total // MIB:,} MiB of memory that the server may use were taken, and answering this had "
                f"more than its share of {memory.question // MIB:,} MiB, so it was ended. Ask again when less is going "
                "on, send a smaller roster or a smaller change, or have CASELOAD_MEMORY_BYTES raised.",
                error.detail,
            ) from None
        except ChildOutOfMemory as error:
            raise ChildOutOfMemory(
                f"Answering this took more than the {settings.question_limit_bytes // MIB:,} MiB of memory that a "
                "question may use. Send a smaller roster or a smaller change, or have "
                "CASELOAD_QUESTION_MEMORY_BYTES raised.",
                error.detail,
            ) from None
        except ChildTimedOut as error:
            raise ChildTimedOut(
                f"Answering this took more than {settings.question_limit_s:g} s, so it was ended. Ask for less (fewer "
                "simulations, less time for remedies), ask for a plan instead, or have CASELOAD_QUESTION_LIMIT_S "
                "raised.",
                error.detail,
            ) from None
        except ChildCancelled as error:
            raise ChildCancelled(ABOUT_TO_END, error.detail) from None
        except ChildCrashed as error:
            raise ChildCrashed(f"No answer was found: {error}. Ask again.", error.detail, error.signal) from None
