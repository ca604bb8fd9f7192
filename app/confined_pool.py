"""Confined children that are warm: what they need is imported before anybody asks, so that small answers are quick.

A fresh interpreter takes two seconds to import what a report needs, and the report of a small office twenty
milliseconds. Each child here answers one request at a time, within that request's own limits of memory and time, as
:func:`app.confined.run_confined` does. It is not used again after a fault, a stop or a deadline, and it ends by itself
once it holds more memory than a threshold or has given many answers; another one is started in its place.

Children are started by a thread that lives as long as the pool, because they end with the thread that started them.
"""

from __future__ import annotations

import pickle
import select
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import IO, Any

from app.confined import Conversation, Limits, path_of
from app.confined_child import REQUEST
from app.confined_failures import ChildCancelled, ChildCrashed, ChildTimedOut, ConfinedFailure
from app.confined_memory import LEDGER
from app.confined_process import anonymous_file, end, has_ended, start
from solver.errors import CaseloadError

LOOK_EVERY_S = 0.01
"""How often somebody who waits looks whether a child is ready."""
SWEEP_EVERY_S = 1.0
"""How often children that ended while nobody used them are looked for."""
MOST_HELD_BYTES = 400 << 20
"""Memory that a child may hold after an answer and be used again; half of it is what it has imported."""
MOST_ANSWERS = 1_000
"""Then a child ends, whatever it holds."""


class Pool:
    """Warm children, started as they are needed up to ``size``. Safe to share between threads.

    Parameters
    ----------
    size : int, ≥ 1
    modules : sequence of str
        What a child imports before it is asked.
    most_held_bytes, most_answers : int
        A child that holds more after an answer, or has given as many, ends.
    """

    def __init__(
        self,
        size: int,
        modules: Sequence[str],
        *,
        most_held_bytes: int = MOST_HELD_BYTES,
        most_answers: int = MOST_ANSWERS,
    ) -> None:
        self._size = size
        self._setup = (tuple(modules), most_held_bytes, most_answers)
        self._changed = threading.Condition()
        self._idle: list[_Warm] = []
        self._there = 0
        """Children that are idle, busy or being started."""
        self._wanted = 0
        """Of them, those that the keeper has yet to start."""
        self._failure: ChildCrashed | None = None
        self._is_closed = False
        self._keeper: threading.Thread | None = None

    def run(
        self,
        target: str | Callable[..., Any],
        args: tuple[Any, ...],
        limits: Limits,
        *,
        files: Sequence[IO[bytes]] = (),
        should_stop: Callable[[], bool] | None = None,
    ) -> Any:
        """Return ``target(child, *args)``, called in a warm child; waits for one that is free.

        Parameters
        ----------
        target, args, limits, should_stop
            As of :func:`app.confined.run_confined`; the child is not made nicer.
        files : sequence of open files
            The child gets them as ``child.files``; they stay open here. At most ``app.confined_child.MOST_FILES``.

        Raises
        ------
        CaseloadError
            Whatever of that family the target raised, as itself.
        ChildCrashed, ChildOutOfMemory, MemoryUsedUp, ChildTimedOut, ChildCancelled
        """
        if limits.nice:
            raise ValueError("a warm child serves many: it cannot be made nicer for one of them")
        ends_at = time.monotonic() + limits.deadline_s
        warm = self._take(ends_at, should_stop)
        is_usable = False
        try:
            result = warm.ask(path_of(target), args, limits, ends_at, files, should_stop)
            is_usable = True
        except CaseloadError as error:
            is_usable = not isinstance(error, ConfinedFailure)
            raise
        finally:
            self._give_back(warm, is_usable=is_usable)
        return result

    def warm_up(self) -> None:
        """Start every child now, without waiting for them."""
        with self._changed:
            if not self._is_closed:
                self._want(self._size - self._there)

    def close(self) -> None:
        """End every child that is idle at once, and the others when they are given back; waits for them."""
        with self._changed:
            self._is_closed = True
            keeper = self._keeper
            self._changed.notify_all()
        if keeper is not None:
            keeper.join()

    def _take(self, ends_at: float, should_stop: Callable[[], bool] | None) -> _Warm:
        with self._changed:
            while True:
                if self._is_closed or (should_stop is not None and should_stop()):
                    raise ChildCancelled
                for at, warm in enumerate(self._idle):
                    if warm.is_dead:
                        self._replace(self._idle.pop(at))
                        break
                    if warm.is_ready:
                        return self._idle.pop(at)
                if self._failure is not None:
                    failure, self._failure = self._failure, None
                    raise failure
                if not self._idle and not self._wanted and self._there < self._size:
                    self._want(1)
                if time.monotonic() >= ends_at:
                    raise ChildTimedOut
                self._changed.wait(LOOK_EVERY_S)

    def _give_back(self, warm: _Warm, *, is_usable: bool) -> None:
        with self._changed:
            if is_usable and not self._is_closed:
                self._idle.append(warm)
            else:
                self._replace(warm)
            self._changed.notify_all()

    def _replace(self, warm: _Warm) -> None:
        warm.end()
        self._there -= 1
        if not self._is_closed:
            self._want(1)

    def _want(self, count: int) -> None:
        self._there += count
        self._wanted += count
        if self._keeper is None and count:
            self._keeper = threading.Thread(target=self._keep, name="confined-pool", daemon=True)
            self._keeper.start()
        self._changed.notify_all()

    def _keep(self) -> None:
        """Start children that are wanted, replace those that ended, and end all of them in the end."""
        while True:
            with self._changed:
                while not self._is_closed and not self._wanted:
                    self._changed.wait(SWEEP_EVERY_S)
                    for warm in [each for each in self._idle if each.is_dead]:
                        self._idle.remove(warm)
                        self._replace(warm)
                if self._is_closed:
                    self._end_all()
                    return
            try:
                started: _Warm | ChildCrashed = _Warm(self._setup)
            except ChildCrashed as error:
                started = error
            with self._changed:
                self._wanted -= 1
                if isinstance(started, ChildCrashed):
                    self._failure, self._there = started, self._there - 1
                else:
                    self._idle.append(started)
                self._changed.notify_all()

    def _end_all(self) -> None:
        self._there -= self._wanted
        self._wanted = 0
        while self._there:
            while self._idle:
                self._idle.pop().end()
                self._there -= 1
            if self._there:
                self._changed.wait()


class _Warm:
    """One child, and the way to it."""

    def __init__(self, setup: tuple[tuple[str, ...], int, int]) -> None:
        ours, theirs = socket.socketpair()
        try:
            with theirs, anonymous_file() as inbox:
                pickle.dump(setup, inbox)
                inbox.seek(0)
                self._process: subprocess.Popen[bytes] = start(theirs, inbox, "serve_many")
        except BaseException:
            ours.close()
            raise
        self._link = ours
        self._has_said_more = False
        """With its last answer came that it is ready for more."""

    @property
    def is_ready(self) -> bool:
        """Whether it waits for a request (or has ended: whoever asks it then is told how)."""
        if self._has_said_more:
            return True
        look = select.poll()  # select() knows no descriptor above 1,023, and a server may have thousands
        look.register(self._link, select.POLLIN)
        return bool(look.poll(0))

    @property
    def is_dead(self) -> bool:
        """Whether it has ended."""
        return has_ended(self._process)

    def ask(
        self,
        path: str,
        args: tuple[Any, ...],
        limits: Limits,
        ends_at: float,
        files: Sequence[IO[bytes]],
        should_stop: Callable[[], bool] | None,
    ) -> Any:
        """Ask for one thing and wait for what comes of it."""
        with anonymous_file() as inbox:
            pickle.dump((path, limits.memory_bytes), inbox)
            pickle.dump(args, inbox, pickle.HIGHEST_PROTOCOL)
            inbox.seek(0)
            self._link.setblocking(True)
            with suppress(OSError):  # it has ended; how, is heard below
                socket.send_fds(self._link, [REQUEST], [inbox.fileno(), *(each.fileno() for each in files)])
        with LEDGER.entry(self._process.pid, limits.share) as is_to_go:
            talk = Conversation(self._process, self._link, ends_at, limits.grace_s, is_to_go)
            try:
                return talk.result(None, should_stop)
            finally:
                self._has_said_more = bool(talk.buffer)

    def end(self) -> None:
        """End it and all that it started."""
        self._link.close()
        end(self._process)
