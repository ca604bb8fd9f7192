"""Whole processes are measured: their own memory, that of their children, and how they end."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bench.measure import measure

HELD = 150_000_000
HOLD = f"import time; held = bytearray({HELD}); time.sleep(0.6)"


def test_memory_is_that_of_the_process() -> None:
    done = measure([sys.executable, "-c", HOLD], 60)
    assert done.code == 0
    assert HELD < done.peak_bytes < 2 * HELD


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the system does not list processes")
def test_memory_of_children_is_added() -> None:
    twice = f"import subprocess, sys; one = [subprocess.Popen([sys.executable, '-c', {HOLD!r}]) for _ in range(2)]; "
    done = measure([sys.executable, "-c", twice + "[each.wait() for each in one]"], 60)
    assert done.peak_bytes > 2 * HELD


def test_what_hangs_is_ended() -> None:
    done = measure([sys.executable, "-c", "import time; print('here', flush=True); time.sleep(600)"], 1)
    assert done.timed_out
    assert done.code < 0
    assert done.out == "here\n"


def test_what_was_said_and_the_exit_code_are_kept() -> None:
    done = measure([sys.executable, "-c", "import sys; print('a'); print('b', file=sys.stderr); sys.exit(3)"], 60)
    assert (done.code, done.out, done.err, done.timed_out) == (3, "a\n", "b\n", False)
