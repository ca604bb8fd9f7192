"""Parts side by side: the same answers as in turn, and no process is left behind, whatever happens to it."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from solver.budget import Budget
from solver.errors import SolverFault
from solver.formulation.goals.base import LinearGoal, RankedGoal, Terms
from solver.formulation.goals.ranking import BY_NAME, ranked
from solver.goals import Goals, Policy, Unit
from solver.lexicographic import process as process_module
from solver.lexicographic.parallel import solve_parts
from solver.lexicographic.part import PartResult
from solver.lexicographic.process import Tell
from solver.lexicographic.search_params import ParallelParams, SearchParams
from solver.lexicographic.turn import Watch
from solver.model.part import Part
from solver.problem import Problem
from tests.solver.every_plan import parts_of
from tests.solver.instances import make_problem
from tests.solver.offices import is_a_plan

NAMES = ranked(Goals(), [3], False)


def offices(count: int = 3, cases: int = 6, each: int = 3) -> Problem:
    """Several offices that have nothing to do with each other."""
    rows = [[office * each + o for o in range(each)] for office in range(count)]
    efforts = [20 + (37 * c) % 61 for c in range(count * cases)]
    signature = [c % count for c in range(count * cases)]
    current = [(c % count) * each + (c * 7) % 2 for c in range(count * cases)]
    return make_problem(
        [200 + 10 * o for o in range(count * each)], efforts, rows, signature=signature, current=current
    )


def side_by_side(
    parts: list[Part],
    asked: list[RankedGoal],
    goals: Goals,
    budget: Budget,
    tell: Tell,
) -> list[PartResult]:
    """Planned in processes, however small the work is."""
    params = SearchParams(parallel=ParallelParams(worthwhile=0))
    return solve_parts(parts, asked, goals, budget, Watch(tell), params)


def told_nothing(_part: int, _level: str, _value: int, _bound: int) -> None:
    pass


@pytest.fixture
def workers(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """Every process that is started."""
    started: list[subprocess.Popen[bytes]] = []

    def popen(*args: Any, **kwargs: Any) -> subprocess.Popen[bytes]:
        process: subprocess.Popen[bytes] = subprocess.Popen(*args, **kwargs)
        started.append(process)
        return process

    class Spied:
        PIPE, TimeoutExpired = subprocess.PIPE, subprocess.TimeoutExpired
        Popen = staticmethod(popen)

    monkeypatch.setattr(process_module, "subprocess", Spied)
    return started


def plenty(workers: int = 2) -> Budget:
    return Budget(time.monotonic() + 600, workers, 0)


def values(parts: list[Part], climbed: list[PartResult]) -> list[list[tuple[str, int, int]]]:
    for number, (part, done) in enumerate(zip(parts, climbed, strict=True)):
        assert is_a_plan(part, done.planned)
        assert [rung.goal for rung in done.rungs] == NAMES
        for rung in done.rungs:
            value = BY_NAME[rung.name].value(part, done.planned)
            assert rung.best <= value <= rung.best + rung.slack
            assert rung.certificate is None or rung.certificate.part == number
    return [[(rung.name, rung.best, rung.bound) for rung in done.rungs] for done in climbed]


def test_side_by_side_is_as_good_as_in_turn(workers: list[subprocess.Popen[bytes]]) -> None:
    parts = parts_of(offices())
    assert len(parts) == 3
    news: list[tuple[int, str, int, int]] = []
    together = side_by_side(parts, NAMES, Goals(), plenty(), lambda *told: news.append(told))
    assert len(workers) == 2
    in_turn = side_by_side(parts, NAMES, Goals(), plenty(1), told_nothing)
    assert len(workers) == 2
    assert values(parts, together) == values(parts, in_turn)
    assert all(rung.best == rung.bound for done in in_turn for rung in done.rungs)
    assert [process.poll() for process in workers] == [0, 0]
    assert {part for part, *_ in news} == {0, 1, 2}
    for number in range(3):
        order = [NAMES.index(BY_NAME[level]) for part, level, _, _ in news if part == number]
        assert order == sorted(order)
    assert all(bound <= value for _, _, value, bound in news)


def test_little_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "Popen", lambda *_, **__: pytest.fail("a process was started"))
    parts = parts_of(offices())
    params = SearchParams(parallel=ParallelParams(joined_after_s=3_600))
    assert len(solve_parts(parts, NAMES, Goals(), plenty(), Watch(told_nothing), params)) == 3


def test_forty_seconds_of_small_parts_were_planned_on_one_core_of_two(workers: list[subprocess.Popen[bytes]]) -> None:
    """Their columns were too few for a process; the time that they take says more."""
    parts = parts_of(offices())
    params = SearchParams(parallel=ParallelParams(joined_after_s=0))
    joined = solve_parts(parts, NAMES, Goals(), plenty(), Watch(told_nothing), params)
    assert len(workers) == 1
    alone = solve_parts(parts, NAMES, Goals(), plenty(1), Watch(told_nothing), params)
    assert len(workers) == 1
    assert values(parts, joined) == values(parts, alone)
    assert workers[0].poll() == 0


def test_one_part_and_one_worker_need_no_crew(workers: list[subprocess.Popen[bytes]]) -> None:
    side_by_side(parts_of(offices(1)), NAMES, Goals(), plenty(), told_nothing)
    side_by_side(parts_of(offices(2)), NAMES, Goals(), plenty(1), told_nothing)
    assert side_by_side([], NAMES, Goals(), plenty(), told_nothing) == []
    assert workers == []


def test_a_worker_that_is_killed_is_a_fault_and_no_process_is_left(workers: list[subprocess.Popen[bytes]]) -> None:
    threads = threading.active_count()
    killed: list[int] = []

    def kill(_part: int, _level: str, _value: int, _bound: int) -> None:
        if not killed:
            killed.append(workers[0].pid)
            os.kill(workers[0].pid, signal.SIGKILL)

    with pytest.raises(SolverFault, match=r"the process that planned part \d+ ended with exit code -9"):
        # enough parts for each worker to have something to do when the news come
        side_by_side(parts_of(offices(6)), NAMES, Goals(), plenty(), kill)
    assert killed
    assert all(process.poll() is not None for process in workers)
    assert threading.active_count() == threads


def test_a_stop_after_a_worker_was_killed_is_no_second_fault(workers: list[subprocess.Popen[bytes]]) -> None:
    stopped = threading.Event()

    def kill(_part: int, _level: str, _value: int, _bound: int) -> None:
        for process in workers:
            process.kill()
        stopped.set()

    effort = Budget(time.monotonic() + 120, 2, 0, stopped.is_set)
    with pytest.raises(SolverFault, match="ended with exit code -9"):
        side_by_side(parts_of(offices(4)), NAMES, Goals(), effort, kill)
    assert all(process.poll() is not None for process in workers)


@dataclass(frozen=True)
class Unknown(LinearGoal):
    """A goal that cannot be measured."""

    name: str = "unknown"

    def applies(self, part: Part) -> bool:
        return True

    def unit(self, goals: Goals) -> Unit:
        return Unit.CASES

    def terms(self, part: Part) -> Terms:
        raise ValueError("nobody knows what it adds up")


def test_what_a_worker_cannot_do_is_raised_here(workers: list[subprocess.Popen[bytes]]) -> None:
    with pytest.raises(ValueError, match="nobody knows what it adds up"):
        side_by_side(parts_of(offices()), [Unknown()], Goals(), plenty(), told_nothing)
    assert all(process.poll() is not None for process in workers)


def test_who_watches_may_fail_and_no_process_is_left(workers: list[subprocess.Popen[bytes]]) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("nobody is watching")

    with pytest.raises(RuntimeError, match="nobody is watching"):
        side_by_side(parts_of(offices()), NAMES, Goals(), plenty(), fail)
    assert all(process.poll() is not None for process in workers)


@pytest.mark.parametrize("at_once", [True, False])
def test_a_stop_reaches_the_workers(workers: list[subprocess.Popen[bytes]], at_once: bool) -> None:
    """Ten minutes are given; the plans come when the stop does, and every part has one."""
    stopped = threading.Event()
    if at_once:
        stopped.set()
    parts = parts_of(offices(3, cases=40, each=5), Goals(Policy.WITHIN_CAPACITY))
    effort = Budget(time.monotonic() + 600, 2, 0, stopped.is_set)
    climbed = side_by_side(parts, NAMES, Goals(Policy.WITHIN_CAPACITY), effort, lambda *_: stopped.set())
    assert len(climbed) == 3
    for part, done in zip(parts, climbed, strict=True):
        assert is_a_plan(part, done.planned)
        assert all(rung.bound <= rung.best for rung in done.rungs)
    assert [process.poll() for process in workers] == [0, 0]


def test_ctrl_c_in_the_terminal_is_not_for_the_workers(workers: list[subprocess.Popen[bytes]]) -> None:
    """A terminal interrupts a whole group of processes; whoever started the workers decides what is done about it."""
    groups: set[int] = set()

    def look(_part: int, _level: str, _value: int, _bound: int) -> None:
        groups.update(os.getpgid(process.pid) for process in workers if process.poll() is None)

    side_by_side(parts_of(offices()), NAMES, Goals(), plenty(), look)
    assert groups
    assert os.getpgid(0) not in groups


def test_a_worker_has_the_packages_of_its_parent_whatever_comes_first_on_the_path(
    workers: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Another package called ``solver`` in a folder on the path ended every worker with exit code 1."""
    (tmp_path / "solver").mkdir()
    (tmp_path / "solver" / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    parts = parts_of(offices())
    planned = side_by_side(parts, NAMES, Goals(), plenty(), told_nothing)
    assert len(workers) == 2
    assert all(is_a_plan(part, done.planned) for part, done in zip(parts, planned, strict=True))
