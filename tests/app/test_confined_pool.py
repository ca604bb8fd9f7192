"""Warm children answer at once, each within its own limits; one that failed, grew or died is not used again."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.confined import ChildCancelled, ChildCrashed, ChildOutOfMemory, ChildTimedOut, Limits
from app.confined_pool import Pool
from solver.errors import InvalidProblem
from tests.app import confined_targets as targets
from tests.app.test_confined import is_gone

GIB = 1 << 30
LIMITS = Limits(deadline_s=60, memory_bytes=GIB)
TARGETS = "tests.app.confined_targets"

ENDS: tuple[tuple[Any, tuple[Any, ...], type[Exception]], ...] = (
    (targets.raise_key_error, (), ChildCrashed),
    (targets.eat_memory, (), ChildOutOfMemory),
    (targets.die_by, (signal.SIGSEGV,), ChildCrashed),
)


@pytest.fixture
def pool() -> Iterator[Pool]:
    found = Pool(1, (TARGETS,))
    yield found
    found.close()


def pid_of(pool: Pool) -> int:
    return int(pool.run(targets.about, (), LIMITS)["pid"])


def test_one_child_gives_many_answers(pool: Pool) -> None:
    assert pool.run(targets.add, (1, 2), LIMITS) == 3
    assert pool.run(f"{TARGETS}:add", (3, 4), LIMITS) == 7
    assert pid_of(pool) == pid_of(pool)


def test_a_refusal_is_raised_as_itself_and_the_child_is_used_again(pool: Pool) -> None:
    before = pid_of(pool)
    with pytest.raises(InvalidProblem):
        pool.run(targets.raise_caseload_error, (), LIMITS)
    assert pid_of(pool) == before


def test_after_a_fault_a_crash_or_a_lack_of_memory_there_is_another_child(pool: Pool) -> None:
    seen = [pid_of(pool)]
    for target, args, kind in ENDS:
        with pytest.raises(kind):
            pool.run(target, args, LIMITS)
        assert is_gone(seen[-1])
        seen.append(pid_of(pool))
    assert len(set(seen)) == 4


def test_the_limit_of_memory_is_that_of_each_request(pool: Pool) -> None:
    before = pid_of(pool)
    assert pool.run(targets.room, (300 << 20,), LIMITS)
    assert not pool.run(targets.room, (300 << 20,), Limits(60, 256 << 20))
    assert pool.run(targets.room, (300 << 20,), LIMITS)
    assert pid_of(pool) == before


def test_what_hangs_is_ended_at_its_deadline_and_replaced(pool: Pool) -> None:
    before = pid_of(pool)
    with pytest.raises(ChildTimedOut):
        pool.run(targets.hang, (), Limits(0.2))
    assert is_gone(before)
    assert pool.run(targets.add, (1, 2), LIMITS) == 3


def test_a_stop_is_one_request_s_alone(pool: Pool) -> None:
    with pytest.raises(ChildCancelled):
        pool.run(targets.hang, (), Limits(60, grace_s=0.0), should_stop=iter([False, True, True]).__next__)
    assert pool.run(targets.add, (1, 2), LIMITS) == 3


def test_a_child_that_died_while_nobody_asked_is_replaced(pool: Pool) -> None:
    before = pid_of(pool)
    os.kill(before, signal.SIGKILL)
    assert is_gone(before)  # the keeper looks for it
    assert pid_of(pool) != before


def test_a_child_that_holds_too_much_ends_by_itself() -> None:
    pool = Pool(1, (TARGETS,), most_held_bytes=1)
    try:
        before = pid_of(pool)
        assert is_gone(before)
        assert pid_of(pool) != before
    finally:
        pool.close()


def test_a_child_ends_after_so_many_answers() -> None:
    pool = Pool(1, (TARGETS,), most_answers=2)
    try:
        first, second, third = pid_of(pool), pid_of(pool), pid_of(pool)
        assert first == second != third
    finally:
        pool.close()


def test_files_come_along(pool: Pool, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"case data")
    with (tmp_path / "file").open("rb") as file:
        assert pool.run(targets.first_file, (), LIMITS, files=[file]) == b"case data"
        assert pool.run(targets.first_file, (), LIMITS, files=[file]) == b"case data"


def test_who_asks_while_all_are_busy_waits_for_one(pool: Pool) -> None:
    found: list[int] = []
    asking = [
        threading.Thread(target=lambda at=at: found.append(pool.run(targets.add, (at, 0), LIMITS))) for at in range(5)
    ]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    assert sorted(found) == [0, 1, 2, 3, 4]


def test_children_that_are_warm_were_started_before_anybody_asked() -> None:
    pool = Pool(2, (TARGETS,))
    try:
        pool.warm_up()
        ends_at = time.monotonic() + 60
        while len(pool._idle) < 2 and time.monotonic() < ends_at:
            time.sleep(0.01)
        assert len(pool._idle) == 2
    finally:
        pool.close()
    assert pool._there == 0


def test_a_closed_pool_answers_nothing(pool: Pool) -> None:
    before = pid_of(pool)
    pool.close()
    assert is_gone(before)
    with pytest.raises(ChildCancelled):
        pool.run(targets.add, (1, 2), LIMITS)


def test_a_module_that_is_not_there_is_a_fault_and_not_a_wait() -> None:
    pool = Pool(1, ("tests.app.no_such_module",))
    try:
        with pytest.raises(ChildCrashed, match="exit code 1"):
            pool.run(targets.add, (1, 2), LIMITS)
    finally:
        pool.close()
