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
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import IO, Any

from solver.budget import Budget, Clock
from solver.errors import SolverFault
from solver.formulation.goals.base import RankedGoal
from solver.goals import Goals
from solver.lexicographic.part import PartResult, PartTask
from solver.lexicographic.search_params import PARAMS, SearchParams
from solver.model.part import Part

HOME = str(Path(__file__).resolve().parents[2])
"""What holds the package ``solver``."""

Tell = Callable[[int, str, int, int], None]
Finished = Callable[[int, PartResult], None]


@dataclass(frozen=True, slots=True)
class Errand:
    """One part to be planned, and how long and how hard to try.

    Attributes
    ----------
    task : PartTask
    seconds, work : float
        For it; work in units (``solver.budget``).
    """

    task: PartTask
    seconds: float
    work: float
    workers: int
    seed: int


def solve_parts(
    parts: list[Part],
    asked: list[RankedGoal],
    goals: Goals,
    budget: Budget,
    tell: Tell,
    finished: Finished = lambda _part, _climbed: None,
    params: SearchParams = PARAMS,
) -> list[PartResult]:
    """Plan every part; work and time are shared by their size.

    Then, for as long as there is time, parts with a level that is not proven are taken up again at the first such
    level, each turn with twice the work of the one before. What a part is given depends on its size alone, never on
    how quickly others were done, so that its plan is the same with any number of workers.

    Parameters
    ----------
    tell : callable(part, level, value, bound)
    finished : callable(part, climbed)
        Called when a part is planned; as ``tell`` from any thread.
    """
    tasks = [PartTask(part, number, asked, goals, params) for number, part in enumerate(parts)]
    work = budget.left
    done = _turn(tasks, budget, tell, finished)
    for _ in range(params.turns):
        tasks = [task.after(done[task.number]) for task in tasks]
        tasks = [task for task in tasks if task.open_level is not None]
        if not tasks or budget.cut_off():
            break
        clock = Clock()
        done |= _turn(tasks, budget.anew(work, clock), tell, lambda _part, _climbed: None)
        if clock.ended:
            budget.clock.ended = True
            if budget.left_s < params.least_turn_s:
                break  # else a level kept seconds for others that had no need of them
    return [done[number] for number in range(len(parts))]


def _turn(tasks: list[PartTask], budget: Budget, tell: Tell, finished: Finished) -> dict[int, PartResult]:
    """Plan some parts, or go on with them: side by side where that is worth starting processes."""
    # largest first, so that the last one to finish is a small one
    tasks = sorted(tasks, key=lambda task: -_size(task))
    crew, columns = min(budget.workers, len(tasks)), sum(_size(task) for task in tasks)
    work = budget.left / max(1, columns)
    if crew < 2 or columns < tasks[0].params.parallel.worthwhile:
        return _in_turn(tasks, work, budget, tell, finished)
    return _side_by_side(tasks, work, budget, tell, finished)


def _size(task: PartTask) -> int:
    """By which work is shared out."""
    return len(task.part.column_class) + 1


def _in_turn(
    tasks: list[PartTask], work: float, budget: Budget, tell: Tell, finished: Finished
) -> dict[int, PartResult]:
    """One part after the other; ``work`` is what each has for each column in a first turn."""
    done: dict[int, PartResult] = {}
    left = sum(_size(task) for task in tasks)
    for task in tasks:
        size, number = _size(task), task.number
        own = replace(budget.anew(work * size * task.times, budget.clock), deadline=_in(budget.left_s * size / left))
        done[number] = task.solve(own, partial(tell, number))
        budget.charge(own.spent)
        finished(number, done[number])
        left -= size
    return done


def _in(seconds: float) -> float:
    return time.monotonic() + seconds


def _side_by_side(
    tasks: list[PartTask], work: float, budget: Budget, tell: Tell, finished: Finished
) -> dict[int, PartResult]:
    """Parts in processes of their own; ``work`` is what each has for each column in a first turn."""
    done: dict[int, PartResult] = {}
    faults: list[BaseException] = []
    lock = threading.Lock()
    waiting, crew = list(tasks), min(budget.workers, len(tasks))
    left = [sum(_size(task) for task in tasks)]

    def stop() -> bool:
        # where one has failed there will be no plan, and what the others do is in vain
        return bool(faults) or (budget.should_stop is not None and budget.should_stop())

    def next_errand() -> Errand | None:
        with lock:
            if not waiting or faults:
                return None
            task = waiting.pop(0)
            size = _size(task)
            seconds = min(budget.left_s, budget.left_s * crew * size / left[0])
            left[0] -= size
        return Errand(task, seconds, work * size * task.times, max(1, budget.workers // crew), budget.seed)

    def run() -> None:
        try:
            with _Worker(stop, tasks[0].params.parallel.stop_every_s) as worker:
                while (errand := next_errand()) is not None:
                    number = errand.task.number
                    done[number] = worker.plan(errand, tell)
                    finished(number, done[number])
        except BaseException as fault:  # noqa: BLE001 - handed on to the caller, who raises it
            faults.append(fault)

    threads = [threading.Thread(target=run, daemon=True) for _ in range(crew)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    budget.charge(sum(result.work for result in done.values()))
    if any(result.clock_ended for result in done.values()):
        budget.clock.ended = True
    return done


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
        effort = Budget(_in(errand.seconds), errand.workers, errand.seed, stopped.is_set).limited(errand.work)

        def tell(level: str, value: int, bound: int) -> None:
            _write(out, (level, value, bound))

        try:
            _write(out, errand.task.solve(effort, tell))
        except Exception as fault:  # noqa: BLE001 - handed on to who asked
            _write(out, fault)
