"""Runs a function in a limited, spawned child process: memory, deadline, parent-death signal, stop, typed failures.

The child is a fresh interpreter (never a fork of a server with threads) in a session of its own, so that Ctrl-C in a
terminal reaches the parent alone and whatever the child starts can be ended with it. It ends when the thread that
called :func:`run_confined` ends, however that happens.

Two limits are worth knowing. ``memory_bytes`` counts *address space*, which is more than what is used: an interpreter
with numpy starts at 0.1 GB, with ortools at 0.25 GB, and every thread of the solver reserves another 0.08 GB. And this
confines accidents, not attackers: results come back pickled, so a target must not run foreign code.
"""

from __future__ import annotations

import os
import pickle
import selectors
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NoReturn

from app import confined_child
from app.confined_child import Child, unframe
from app.confined_failures import (
    ChildCancelled,
    ChildCrashed,
    ChildOutOfMemory,
    ChildTimedOut,
    ConfinedFailure,
    MemoryUsedUp,
)
from app.confined_memory import LEDGER, MemoryShare
from app.confined_process import anonymous_file, end, exit_code, start

__all__ = [
    "Child",
    "ChildCancelled",
    "ChildCrashed",
    "ChildOutOfMemory",
    "ChildTimedOut",
    "ConfinedFailure",
    "Limits",
    "MemoryShare",
    "MemoryUsedUp",
    "run_confined",
]

POLL_S = 0.1
"""How often ``should_stop`` is asked."""
TAIL_BYTES = 8_192
"""How much of what the child printed is kept for ``ConfinedFailure.detail``."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a confined process may take.

    Attributes
    ----------
    deadline_s : float, seconds, > 0
        From the call to the result; then the child is killed.
    memory_bytes : int or None
        Of the child's address space (``RLIMIT_AS``, Linux). None: no limit.
    grace_s : float, seconds
        What a child that was told to stop has to return (its result counts) before it is killed.
    nice : int, 0 to 19
        Added to the child's niceness.
    share : MemoryShare or None
        What it may hold for certain of the memory of all that this process starts. None: it is not counted.

    Raises
    ------
    ValueError
        A deadline that is over before it begins.
    """

    deadline_s: float
    memory_bytes: int | None = None
    grace_s: float = 5.0
    nice: int = 0
    share: MemoryShare | None = None

    def __post_init__(self) -> None:
        if not self.deadline_s > 0:
            raise ValueError(f"deadline_s must be above 0, not {self.deadline_s}")


def run_confined(
    target: str | Callable[..., Any],
    args: tuple[Any, ...],
    limits: Limits,
    *,
    on_message: Callable[[Any], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    answers: Callable[[], Iterable[Any]] = tuple,
) -> Any:
    """Return ``target(child, *args)``, called in a child process.

    Safe in any thread; blocks it until the child has ended and was reaped, whatever is raised here.

    Parameters
    ----------
    target : function at module level, or "module:function" (which this process then need not import)
        Its first parameter is a :class:`Child`, with ``child.send(message)`` and ``child.should_stop()``.
    args : tuple, picklable
    limits : Limits
    on_message : function
        Called in this thread with everything that the target sends.
    should_stop : function
        Asked about ten times a second. Once it is true the child is told, and has ``limits.grace_s`` to return.
    answers : function
        Asked as often, after ``on_message`` too: what the child is told next (picklable), which it hears by
        ``child.hear()``.

    Raises
    ------
    CaseloadError
        Whatever of that family the target raised, as itself.
    ChildCrashed, ChildOutOfMemory, MemoryUsedUp, ChildTimedOut, ChildCancelled
    """
    ends_at = time.monotonic() + limits.deadline_s
    ours, theirs = socket.socketpair()
    with ours, anonymous_file() as inbox:
        with theirs:
            pickle.dump((path_of(target), limits.memory_bytes, limits.nice), inbox)
            pickle.dump(args, inbox, pickle.HIGHEST_PROTOCOL)
            inbox.seek(0)
            process = start(theirs, inbox)
        try:
            with LEDGER.entry(process.pid, limits.share) as is_to_go:
                talk = Conversation(process, ours, ends_at, limits.grace_s, is_to_go)
                return talk.result(on_message, should_stop, answers)
        finally:
            end(process)


class Conversation:
    """What is heard from one child until it has given a result or ended.

    Parameters
    ----------
    process : Popen
        Its standard output is a pipe.
    link : socket
    ends_at : float
        By ``time.monotonic()``; then it is given up.
    grace_s : float, seconds
        As of :class:`Limits`.
    is_to_go : function
        Asked about ten times a second: whether its memory is needed elsewhere.
    """

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        link: socket.socket,
        ends_at: float,
        grace_s: float,
        is_to_go: Callable[[], bool],
    ) -> None:
        assert process.stdout is not None  # noqa: S101 - a pipe was asked for
        self.process = process
        self.printed = process.stdout
        self.link = link
        self.ends_at = ends_at
        self.grace_s = grace_s
        self.is_to_go = is_to_go
        self.buffer = bytearray()
        self.tail = b""
        self.stop_ends_at: float | None = None

    def result(
        self,
        on_message: Callable[[Any], None] | None,
        should_stop: Callable[[], bool] | None,
        answers: Callable[[], Iterable[Any]] = tuple,
    ) -> Any:
        """Wait for the result, as :func:`run_confined` gives or raises it. The child is not ended here."""
        self.link.setblocking(False)
        os.set_blocking(self.printed.fileno(), False)
        with selectors.DefaultSelector() as ready:
            ready.register(self.link, selectors.EVENT_READ, self._hear)
            ready.register(self.printed, selectors.EVENT_READ, self._read_tail)
            while True:
                for key, _ in ready.select(self._wait_s()):
                    if not key.data():
                        ready.unregister(key.fileobj)
                        if key.fileobj is self.link:
                            self._ended()
                while (message := unframe(self.buffer)) is not None:
                    kind, payload = message
                    if kind == "ready":
                        continue  # a warm child was asked before it had begun
                    if kind == "message":
                        if on_message is not None:
                            on_message(payload)
                        continue
                    return self._outcome(kind, payload)
                self._mind_the_time(should_stop)
                for answer in answers():
                    self._say(answer)

    def _hear(self) -> bool:
        try:
            chunk = self.link.recv(1 << 20)
        except ConnectionResetError:
            return False
        self.buffer += chunk
        return bool(chunk)

    def _read_tail(self) -> bool:
        chunk = os.read(self.printed.fileno(), 1 << 16)
        self.tail = (self.tail + chunk)[-TAIL_BYTES:]
        return bool(chunk)

    def _wait_s(self) -> float:
        return max(0.0, min(POLL_S, self.ends_at - time.monotonic()))

    def _mind_the_time(self, should_stop: Callable[[], bool] | None) -> None:
        if self.is_to_go():
            raise MemoryUsedUp(detail=self._printed())
        now = time.monotonic()
        if now >= self.ends_at:
            raise ChildTimedOut(detail=self._printed())
        if self.stop_ends_at is not None and now >= self.stop_ends_at:
            raise ChildCancelled(detail=self._printed())
        if self.stop_ends_at is None and should_stop is not None and should_stop():
            self.stop_ends_at = now + self.grace_s
            try:
                self.link.send(confined_child.STOP)
            except OSError:
                return  # it has ended; what it said last is still to be heard

    def _say(self, answer: Any) -> None:
        """Tell the child something, through a file, so that nothing waits for it to read."""
        with anonymous_file() as outbox:
            pickle.dump(answer, outbox, pickle.HIGHEST_PROTOCOL)
            outbox.seek(0)
            try:
                socket.send_fds(self.link, [confined_child.ANSWER], [outbox.fileno()])
            except OSError:
                return  # it has ended; what it said last is still to be heard

    def _outcome(self, kind: str, payload: Any) -> Any:
        if kind == "result":
            return payload
        if kind == "memory":
            raise ChildOutOfMemory(detail=self._printed())
        if kind == "raised":
            raise payload
        name, text = payload
        raise ChildCrashed(f"the process failed with {name}: a fault of the program, not of the input", text)

    def _ended(self) -> NoReturn:
        """The child hung up without a result: say how it ended."""
        code = exit_code(self.process, 5.0)
        while self._tail_is_left():
            pass
        text = self._printed()
        if any(sign in text for sign in confined_child.SIGNS_OF_NO_MEMORY):
            raise ChildOutOfMemory(detail=text)
        if self.stop_ends_at is not None:
            raise ChildCancelled(detail=text)
        if code is None:
            raise ChildCrashed("the process hung up without a result", text)
        if code >= 0:
            raise ChildCrashed(f"the process ended with exit code {code}: a fault of the program", text)
        name = signal.Signals(-code).name
        if code == -signal.SIGKILL:
            why = "was killed from outside, most often because the machine ran out of memory"
            raise ChildCrashed(f"the process {why}", text, name)
        raise ChildCrashed(f"the process was ended by signal {name}: a fault of the program", text, name)

    def _tail_is_left(self) -> bool:
        try:
            return self._read_tail()
        except BlockingIOError:
            return False

    def _printed(self) -> str:
        return self.tail.decode("utf-8", "replace")


def path_of(target: str | Callable[..., Any]) -> str:
    """A function as "module:function".

    Raises
    ------
    ValueError
        It cannot be found by that.
    """
    if isinstance(target, str):
        return target
    module, name = target.__module__, target.__qualname__
    if module == "__main__" or "." in name or "<" in name:
        raise ValueError(f"{module}.{name} cannot be confined: it must be a function at the level of a named module")
    return f"{module}:{name}"
