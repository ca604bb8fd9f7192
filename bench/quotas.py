"""Parts of a core for ``make scale``: each worker gets the same, so three can be compared with one on two cores."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PERIOD_US = 20_000
"""Short, so that a process waits for its next period only for a moment."""
CONTROLLERS = Path("/sys/fs/cgroup")


@contextmanager
def part_of_a_core(name: str, share: float) -> Iterator[Path | None]:
    """A control group whose processes have that share of one core together; None where there can be none.

    Yields
    ------
    path or None
        Of the file into which the number of a process is written to put it there.
    """
    first, second = CONTROLLERS / "cpu", CONTROLLERS / "cgroup.controllers"
    quota = str(round(share * PERIOD_US))
    if (first / "cpu.cfs_quota_us").exists() or (first / "cgroup.procs").exists():
        group, limits = first / name, {"cpu.cfs_period_us": str(PERIOD_US), "cpu.cfs_quota_us": quota}
    elif second.exists() and "cpu" in second.read_text().split():
        group, limits = CONTROLLERS / name, {"cpu.max": f"{quota} {PERIOD_US}"}
    else:
        yield None
        return
    try:
        group.mkdir()
        for file, text in limits.items():
            (group / file).write_text(text)
    except (PermissionError, FileNotFoundError):  # not allowed, or the controller is not handed on to new groups
        if group.exists():
            group.rmdir()
        yield None
        return
    try:
        yield group / "cgroup.procs"
    finally:
        group.rmdir()


def group_name(number: int) -> str:
    """Of the group of one worker of this run."""
    return f"caseload-{os.getpid()}-{number}"
