"""Parts side by side, each in a process of its own.

A worker is this module run by another interpreter. Work goes in and results come out as pickles over pipes, so that a
worker could as well be on another machine. A worker ends when its input does: it never outlives who started it.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np

from solver.arrays import Floats
from solver.budget import Budget
from solver.errors import SolverFault
from solver.formulation.goals.base import RankedGoal
from solver.goals import Goals
from solver.lexicographic.part import PartResult, solve_part
from solver.lexicographic.search_params import PARAMS, SearchParams
from solver.model.part import Part

HOME = str(Path(__file__).resolve().parents[2])
"""What holds the package ``solver``."""

Tell = Callable[[int, str, int, int], None]
Finished = Callable[[int, PartResult], None]


@dataclass(frozen=True, slots=True)
class Task:
    """One part to be planned.

    Attributes
    ----------
    seconds : float
        Time for it.
    """

    part: Part
    number: int
    asked: list[RankedGoal]
    goals: Goals
    seconds: float
    workers: int
    seed: int
    params: SearchParams


def solve_parts(
    parts: list[Part],
    asked: list[RankedGoal],
    goals: Goals,
    budget: Budget,
    tell: Tell,
    finished: Finished = lambda _part, _climbed: None,
    params: SearchParams = PARAMS,
) -> list[PartResult]:
    """Plan every part; the time is shared by their size.

    Parameters
    ----------
    tell : callable(part, level, value, bound)
    finished : callable(part, climbed)
        Called when a part is planned; as ``tell`` from any thread.
    """
    size = np.array([len(part.column_class) + 1 for part in parts], np.float64)
    # largest first, so that the last one to finish is a small one
    order = np.argsort(-size, kind="stable").tolist()
    crew = min(budget.workers, len(parts))
    work = _Work(parts, order, size, asked, goals, params)
    if crew < 2 or size.sum() < params.parallel.worthwhile:
        return _in_turn(work, budget, tell, finished)
    return _side_by_side(work, budget, tell, finished, crew)


@dataclass(frozen=True, slots=True)
class _Work:
    """Parts to be planned, the order in which that begins, and how much work each is."""

    parts: list[Part]
    order: list[int]
    size: Floats
    asked: list[RankedGoal]
    goals: Goals
    params: SearchParams


def _in_turn(
    work: _Work,
    budget: Budget,
    tell: Tell,
    finished: Finished,
) -> list[PartResult]:
    done: dict[int, PartResult] = {}
    left = float(work.size.sum())
    for number in work.order:
        share = budget.within(budget.left_s * float(work.size[number]) / left)
        done[number] = solve_part(
            work.parts[number],
            number,
            work.asked,
            work.goals,
            share,
            lambda level, v, b, n=number: tell(n, level, v, b),  # type: ignore[misc]
            work.params,
        )
        finished(number, done[number])
        left -= float(work.size[number])
    return [done[number] for number in range(len(work.parts))]


def _side_by_side(
    work: _Work,
    budget: Budget,
    tell: Tell,
    finished: Finished,
    crew: int,
) -> list[PartResult]:
    done: dict[int, PartResult] = {}
    faults: list[BaseException] = []
    lock = threading.Lock()
    waiting = list(work.order)
    left = [float(work.size.sum())]

    def stop() -> bool:
        # where one has failed there will be no plan, and what the others do is in vain
        return bool(faults) or (budget.should_stop is not None and budget.should_stop())

    def next_task() -> Task | None:
        with lock:
            if not waiting or faults:
                return None
            number = waiting.pop(0)
            seconds = min(budget.left_s, budget.left_s * crew * float(work.size[number]) / left[0])
            left[0] -= float(work.size[number])
        workers = max(1, budget.workers // crew)
        return Task(work.parts[number], number, work.asked, work.goals, seconds, workers, budget.seed, work.params)

    def run() -> None:
        try:
            with _Worker(stop, work.params.parallel.stop_every_s) as worker:
                while (task := next_task()) is not None:
                    done[task.number] = worker.plan(task, tell)
                    finished(task.number, done[task.number])
        except BaseException as fault:  # noqa: BLE001 - handed on to the caller, who raises it
            faults.append(fault)

    threads = [threading.Thread(target=run, daemon=True) for _ in range(crew)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return [done[number] for number in range(len(work.parts))]


class _Worker:
    """One process that plans parts."""

    def __init__(self, stop: Callable[[], bool], look_every_s: float) -> None:
        self._stop, self._look_every_s = stop, look_every_s
        # -c and not -m: the package may be found through the parent's path only, or be another one there
        code = (
            f"import sys; path = {sys.path!r}; sys.path[:] = [{HOME!r}, *path]; import solver; sys.path[:] = path; "
            "from solver.lexicographic.parallel import serve; serve()"
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

    def __enter__(self) -> _Worker:
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

    def plan(self, task: Task, tell: Tell) -> PartResult:
        """Have one part planned."""
        try:
            self._send(task)
            while True:
                message = _read(self._process.stdout)
                if isinstance(message, PartResult):
                    return message
                if isinstance(message, BaseException):
                    raise message
                tell(task.number, *message)
        except (EOFError, BrokenPipeError) as gone:
            code = self._process.wait()
            raise SolverFault(f"the process that planned part {task.number} ended with exit code {code}") from gone

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
    waiting: list[Task] = []

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
        task = waiting.pop(0)
        effort = Budget(time.monotonic() + task.seconds, task.workers, task.seed, stopped.is_set)

        def tell(level: str, value: int, bound: int) -> None:
            _write(out, (level, value, bound))

        try:
            _write(out, solve_part(task.part, task.number, task.asked, task.goals, effort, tell, task.params))
        except Exception as fault:  # noqa: BLE001 - handed on to who asked
            _write(out, fault)
