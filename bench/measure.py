"""Runs a command in a process of its own and measures the whole of it: wall time, and memory with all its children."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SAMPLE_S = 0.2
PAGE = os.sysconf("SC_PAGE_SIZE")
UNIT = 1 if sys.platform == "darwin" else 1024
"""What ``ru_maxrss`` counts in."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One process, from start to end.

    Attributes
    ----------
    wall_s : float, seconds
    peak_bytes : int
        Where the system lists processes: the most that it and its children held at one moment, sampled (pages that
        they share count in each), and at least what it held itself at its largest. Elsewhere the largest process.
    code : int
        Exit code; negative: the signal that ended it.
    timed_out : bool
        It did not end by itself.
    out, err : str
        What it wrote.
    """

    wall_s: float
    peak_bytes: int
    code: int
    timed_out: bool
    out: str
    err: str


def measure(command: Sequence[str], patience_s: float, cwd: Path | None = None) -> Measured:
    """Run a command to its end, or until it has had ``patience_s`` seconds."""
    began = time.monotonic()
    child = subprocess.Popen(
        command,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert child.stdout is not None
    assert child.stderr is not None
    out: list[str] = []
    err: list[str] = []
    readers = [
        threading.Thread(target=lambda: out.append(child.stdout.read() if child.stdout else "")),
        threading.Thread(target=lambda: err.append(child.stderr.read() if child.stderr else "")),
    ]
    for reader in readers:
        reader.start()
    peak, timed_out = 0, False
    while True:
        pid, status, usage = os.wait4(child.pid, os.WNOHANG)
        if pid:
            break
        peak = max(peak, _resident(child.pid))
        if not timed_out and time.monotonic() - began > patience_s:
            timed_out = True
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
        time.sleep(SAMPLE_S if time.monotonic() - began > 5 else SAMPLE_S / 10)
    wall = time.monotonic() - began
    child.returncode = os.waitstatus_to_exitcode(status)
    for reader in readers:
        reader.join()
    child.stdout.close()
    child.stderr.close()
    # On Linux this also counts what the parent held when it started the child, so it is only the second choice.
    peak = peak or usage.ru_maxrss * UNIT
    return Measured(wall, peak, child.returncode, timed_out, "".join(out), "".join(err))


def _resident(root: int) -> int:
    """Bytes of a process and all that descend from it; 0 where the system does not list them."""
    children: dict[int, list[int]] = {}
    pages: dict[int, int] = {}
    for entry in Path("/proc").glob("[0-9]*") if Path("/proc/self/stat").exists() else ():
        with contextlib.suppress(OSError, IndexError):  # one that has just ended
            after_name = (entry / "stat").read_text().rpartition(")")[2].split()
            children.setdefault(int(after_name[1]), []).append(int(entry.name))
            pages[int(entry.name)] = int(after_name[21])
    total, largest, waiting = 0, 0, [root]
    with contextlib.suppress(OSError, StopIteration):
        lines = Path(f"/proc/{root}/status").read_text().splitlines()
        largest = int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) * 1024
    while waiting:
        process = waiting.pop()
        total += pages.get(process, 0)
        waiting += children.get(process, [])
    return max(total * PAGE, largest)
