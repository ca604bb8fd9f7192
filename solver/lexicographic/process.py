"""A process that plans parts: the interpreter once more, with this module.

Errands go in and results come out as pickles over pipes. It ends when its input does: it never outlives who started it.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from solver.errors import SolverFault
from solver.lexicographic.errand import Errand
from solver.lexicographic.part import PartResult

HOME = str(Path(__file__).resolve().parents[2])
"""What holds the package ``solver``."""

Tell = Callable[[int, str, int, int], None]


class Worker:
    """One process that plans parts.

    Parameters
    ----------
    stop : callable returning bool
        Asked again and again; once it says yes, the process ends what it does with the best that it has so far.
    look_every_s : float, seconds
    """

    def __init__(self, stop: Callable[[], bool], look_every_s: float) -> None:
        self._stop, self._look_every_s = stop, look_every_s
        # -c and not -m: the package may be found through the parent's path only, or be another one there
        code = (
            f"import sys; path = {sys.path!r}; sys.path[:] = [{HOME!r}, *path]; import solver; sys.path[:] = path; "
            "from solver.lexicographic.process import serve; serve()"
        )
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and code
            [sys.executable, "-P", "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # Ctrl-C reaches a whole group of processes; what becomes of it is for whoever started this one to say
            process_group=0,
        )
        self._done = threading.Event()
        self._lock = threading.Lock()
        self._watch = threading.Thread(target=self._pass_stop_on, daemon=True)

    def __enter__(self) -> Worker:
        self._watch.start()
        return self

    def _send(self, message: Any) -> None:
        assert self._process.stdin is not None  # noqa: S101 - it was asked for
        with self._lock:
            _write(self._process.stdin, message)

    def _pass_stop_on(self) -> None:
        """Hand a stop on to the process, once."""
        while not self._done.wait(self._look_every_s):
            if self._stop():
                with contextlib.suppress(BrokenPipeError):  # it has ended already; plan() raises what is to be raised
                    self._send("stop")
                return

    def plan(self, errand: Errand, tell: Tell) -> PartResult:
        """Have one part planned."""
        number = errand.task.number
        try:
            self._send(errand)
            while True:
                message = _read(self._process.stdout)
                if isinstance(message, PartResult):
                    return message
                if isinstance(message, BaseException):
                    raise message
                tell(number, *message)
        except (EOFError, BrokenPipeError) as gone:
            code = self._process.wait()
            raise SolverFault(f"the process that planned part {number} ended with exit code {code}") from gone

    def __exit__(self, *_: object) -> None:
        self._done.set()
        if self._watch.is_alive():
            self._watch.join()
        assert self._process.stdin is not None  # noqa: S101
        with contextlib.suppress(BrokenPipeError):  # it has ended already; what it left undone was raised by plan()
            self._process.stdin.close()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()


def _write(stream: IO[bytes], message: Any) -> None:
    data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(len(data).to_bytes(8, "little"))
    stream.write(data)
    stream.flush()


def _read(stream: IO[bytes] | None) -> Any:
    assert stream is not None  # noqa: S101 - it was asked for
    header = stream.read(8)
    if len(header) < 8:
        raise EOFError
    return pickle.loads(stream.read(int.from_bytes(header, "little")))  # noqa: S301 - from our own process


def serve() -> None:
    """Plan parts until the input ends. Run in a process of its own."""
    # what C++ code prints must not get between the messages
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    stopped, tasks = threading.Event(), threading.Semaphore(0)
    waiting: list[Errand] = []

    def listen() -> None:
        while True:
            try:
                message = _read(sys.stdin.buffer)
            except EOFError:
                os._exit(0)
            if message == "stop":
                stopped.set()
            else:
                waiting.append(message)
                tasks.release()

    threading.Thread(target=listen, daemon=True).start()
    while True:
        tasks.acquire()
        errand = waiting.pop(0)

        def tell(level: str, value: int, bound: int) -> None:
            _write(out, (level, value, bound))

        try:
            _write(out, errand.run(stopped.is_set, tell))
        except Exception as fault:  # noqa: BLE001 - handed on to who asked
            _write(out, fault)
