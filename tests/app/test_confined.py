"""A confined function answers, fails in a typed way or is ended, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from app.confined import (
    ChildCancelled,
    ChildCrashed,
    ChildOutOfMemory,
    ChildTimedOut,
    Limits,
    run_confined,
)
from solver.errors import CaseloadError, InvalidProblem
from tests.app import confined_targets as targets

GIB = 1 << 30
LIMITS = Limits(deadline_s=60, memory_bytes=GIB)
TARGETS = "tests.app.confined_targets"


def is_running(pid: int) -> bool:
    """Neither gone nor a zombie that whoever adopted it has yet to reap."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in {"Z", "X"}


def ends(pid: int) -> bool:
    """Whether a process that is not our child ends, within a generous time."""
    for _ in range(1_000):
        if not is_running(pid):
            return True
        time.sleep(0.01)
    return False


def is_gone(pid: int) -> bool:
    """Neither running nor a zombie, within a generous time."""
    for _ in range(1_000):
        if not Path(f"/proc/{pid}").exists():
            return True
        time.sleep(0.01)
    return False


def test_gives_back_the_result_and_takes_a_function_or_its_path() -> None:
    assert run_confined(targets.add, (1, 2), LIMITS) == 3
    assert run_confined(f"{TARGETS}:add", (1, 2), Limits(deadline_s=60)) == 3


def test_large_arguments_and_results_pass() -> None:
    value = {"rows": [str(i) for i in range(200_000)], "bytes": bytes(5_000_000)}
    assert run_confined(targets.echo, (value,), LIMITS) == value


def test_child_is_nice_in_its_own_session_without_input_and_without_core_files() -> None:
    about = run_confined(targets.about, (), Limits(deadline_s=60, memory_bytes=GIB, nice=3))
    assert about["session"] == about["pid"]
    assert about["nice"] >= min(19, os.nice(0) + 3)
    assert about["stdin"] == b""
    assert about["dumps"] == (0, 0)
    assert is_gone(about["pid"])


def test_messages_arrive_in_order_before_the_result() -> None:
    heard: list[Any] = []
    assert run_confined(targets.count, (500,), LIMITS, on_message=heard.append) == 500
    assert heard == [{"at": i} for i in range(500)]


def test_what_the_child_prints_neither_blocks_it_nor_reaches_our_output(capfd: pytest.CaptureFixture[str]) -> None:
    assert run_confined(targets.shout, (), LIMITS) == 7
    assert capfd.readouterr() == ("", "")


def test_stop_is_heard_and_the_result_still_counts() -> None:
    heard: list[Any] = []
    result = run_confined(
        targets.wait_for_stop,
        (),
        LIMITS,
        on_message=heard.append,
        should_stop=lambda: bool(heard),
    )
    assert result == "best so far"


@pytest.mark.parametrize("target", [targets.hang, targets.hang_in_native_code])
def test_child_that_does_not_stop_is_killed_after_its_grace(target: Callable[..., Any]) -> None:
    with pytest.raises(ChildCancelled):
        run_confined(target, (), Limits(deadline_s=60, memory_bytes=GIB, grace_s=0.3), should_stop=lambda: True)


@pytest.mark.parametrize("target", [targets.hang, targets.hang_in_native_code])
def test_deadline_is_hard(target: Callable[..., Any]) -> None:
    with pytest.raises(ChildTimedOut, match="time was over"):
        run_confined(target, (), Limits(deadline_s=0.5, memory_bytes=GIB))


def test_deadline_must_be_a_time() -> None:
    with pytest.raises(ValueError, match="above 0"):
        run_confined(targets.add, (1, 2), Limits(deadline_s=0, memory_bytes=GIB))


def test_exit_without_result_is_a_crash_with_the_code_and_the_last_words() -> None:
    with pytest.raises(ChildCrashed, match="exit code 9") as caught:
        run_confined(targets.end_with, (9,), LIMITS)
    assert "last words" in caught.value.detail
    assert "last words" not in str(caught.value)


def test_signals_are_named() -> None:
    with pytest.raises(ChildCrashed, match="SIGSEGV"):
        run_confined(targets.die_by, (int(signal.SIGSEGV),), LIMITS)
    with pytest.raises(ChildCrashed, match="killed from outside"):
        run_confined(targets.die_by, (int(signal.SIGKILL),), LIMITS)


@pytest.mark.parametrize(
    "target",
    [targets.eat_memory, targets.eat_memory_slowly, targets.abort_like_rust, targets.start_many_threads],
)
def test_running_out_of_memory_is_named_however_it_shows(target: Callable[..., Any]) -> None:
    with pytest.raises(ChildOutOfMemory):
        run_confined(target, (), Limits(deadline_s=120, memory_bytes=GIB // 2))


def test_limit_holds_while_the_arguments_arrive() -> None:
    with pytest.raises(ChildOutOfMemory):
        run_confined(targets.echo, (bytes(GIB // 2),), Limits(deadline_s=60, memory_bytes=GIB // 2))


def test_errors_of_the_family_are_raised_as_themselves() -> None:
    with pytest.raises(InvalidProblem, match="contradicts itself"):
        run_confined(targets.raise_caseload_error, (), LIMITS)


def test_other_exceptions_are_crashes_without_their_text_in_the_message() -> None:
    with pytest.raises(ChildCrashed, match="KeyError") as caught:
        run_confined(targets.raise_key_error, (), LIMITS)
    assert "case 17" not in str(caught.value)
    assert "case 17" in caught.value.detail
    with pytest.raises(ChildCrashed, match="Unpicklable") as caught:
        run_confined(targets.raise_unpicklable, (), LIMITS)
    assert "onetwo" in caught.value.detail
    with pytest.raises(ChildCrashed):
        run_confined(targets.return_unpicklable, (), LIMITS)
    with pytest.raises(ChildCrashed, match="AttributeError"):
        run_confined(f"{TARGETS}:nothing_of_that_name", (), LIMITS)


def test_failures_are_caseload_errors() -> None:
    assert all(issubclass(kind, CaseloadError) for kind in (ChildCrashed, ChildOutOfMemory, ChildTimedOut))


def test_only_functions_at_module_level_can_be_confined() -> None:
    with pytest.raises(ValueError, match="level of a named module"):
        run_confined(lambda child: 1, (), LIMITS)


def test_exception_in_our_callback_ends_the_child() -> None:
    pids: list[int] = []

    def fail(message: Any) -> None:
        pids.append(message)
        raise RuntimeError("the listener failed")

    with pytest.raises(RuntimeError, match="the listener failed"):
        run_confined(targets.hang, (), LIMITS, on_message=fail)
    assert is_gone(pids[0])


def test_what_the_child_started_ends_with_it() -> None:
    pids: list[int] = []
    with pytest.raises(ChildCancelled):
        run_confined(
            targets.hang_with_a_grandchild,
            (),
            Limits(deadline_s=60, memory_bytes=GIB, grace_s=0.1),
            on_message=pids.append,
            should_stop=lambda: bool(pids),
        )
    assert ends(pids[0])
    left = run_confined(targets.leave_a_grandchild, (), LIMITS)
    assert ends(left)


def test_many_threads_may_confine_at_once() -> None:
    with ThreadPoolExecutor(8) as pool:
        sums = list(
            pool.map(lambda i: run_confined(targets.add, (i, i), Limits(deadline_s=120, memory_bytes=GIB)), range(24))
        )
    assert sums == [2 * i for i in range(24)]


@pytest.mark.parametrize("target", ["hang", "hang_in_native_code"])
def test_child_dies_with_its_parent(target: str) -> None:
    """Killed without a chance to clean up, the parent takes its child along, even one that holds the interpreter."""
    code = (
        "from app.confined import Limits, run_confined\n"
        "from pathlib import Path\n"
        "import os\n"
        "def show(message):\n"
        "    children = Path(f'/proc/{os.getpid()}/task/{os.getpid()}/children').read_text().split()\n"
        "    print(children[0], flush=True)\n"
        f"run_confined('{TARGETS}:{target}', (), Limits(deadline_s=600), on_message=show)\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    with parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert is_running(pid)
        parent.kill()
        parent.wait()
    assert ends(pid)


def test_child_lives_while_the_calling_thread_waits() -> None:
    """The parent-death signal follows the thread that started the child; that thread waits here until the end."""
    results: list[int] = []

    def call() -> None:
        results.append(run_confined(targets.add, (2, 3), LIMITS))

    thread = threading.Thread(target=call)
    thread.start()
    thread.join()
    assert results == [5]


def test_a_child_hears_what_its_parent_says_meanwhile_however_large() -> None:
    said: list[bytes] = []

    def answer() -> list[bytes]:
        found, said[:] = list(said), []
        return found

    def listen(_message: object) -> None:
        said.extend([b"x" * 3_000_000, b"", b"yz"])

    assert run_confined(targets.add_what_is_said, (3,), LIMITS, on_message=listen, answers=answer) == 3_000_002


def test_what_is_said_to_a_child_that_has_ended_is_no_fault() -> None:
    assert run_confined(targets.add, (1, 2), LIMITS, answers=lambda: [b"too late"]) == 3
