"""What memory this machine or container has, and how one process shares its part of it among what it starts."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

OURS = 3, 4
"""Of the machine's memory, what one process and its children use where nothing is said: the rest is the system's, its
files in memory, and what may be taken between two looks."""
GROUPS = "sys/fs/cgroup"
LIMITS = ("memory.max", "memory.limit_in_bytes")
"""Where control groups say how much their processes may have: the second version, and the first."""


@cache
def machine_memory() -> int:
    """Bytes of memory that this process could have: of the machine, or of the container or service that it runs in."""
    return memory_within(Path("/"), os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))


def memory_within(root: Path, physical: int) -> int:
    """The least of what the machine has and what each control group around this process allows.

    Parameters
    ----------
    root : path
        Where ``proc`` and ``sys`` are.
    physical : int, bytes
    """
    least = physical
    for folder in _groups(root):
        for name in LIMITS:
            text = _text(folder / name).strip()
            if text.isascii() and text.isdecimal():
                least = min(least, int(text))
    return least


def _groups(root: Path) -> list[Path]:
    """The control groups of this process and those around them; in a container the outermost stands alone."""
    home = root / GROUPS
    found = [home, home / "memory"]
    for line in _text(root / "proc/self/cgroup").splitlines():
        _, controllers, path = line.split(":", 2)
        base = home if not controllers else home / "memory"
        if not controllers or "memory" in controllers.split(","):
            inner = base / path.lstrip("/")
            found += [each for each in (inner, *inner.parents) if each.is_relative_to(base)]
    return found


def _text(path: Path) -> str:
    """What stands in a file of the system; nothing where there is none."""
    try:
        return path.read_text("ascii", "replace")
    except OSError:
        return ""


@dataclass(frozen=True, slots=True)
class MemoryShares:
    """One budget, and how much of it is whose.

    Attributes
    ----------
    total : int, bytes
        Of a server or worker and all that it starts.
    solve, part, question : int, bytes
        What a plan, a part of another plan, and a question have for certain. More may be taken while it is there.
    """

    total: int
    solve: int
    part: int
    question: int


WEIGHTS = (4, 2, 1)
"""Of one plan, one part and one question against each other: a plan of a million cases takes
0.7 GB, and reading one 0.4."""


RESERVE = 512 << 20
"""Of a budget, for the process itself and for children that wait; a quarter where that is less."""


def shares_of(total: int, solves: int, parts: int, questions: int) -> MemoryShares:
    """What each may have when as many run as may run at the same time.

    A plan counts as two parts or four questions do; who runs none leaves its share to the others.
    """
    per_solve, per_part, per_question = WEIGHTS
    whole = per_solve * solves + per_part * parts + per_question * questions
    shared = total - min(RESERVE, total // 4)
    return MemoryShares(total, *(shared * weight // max(1, whole) for weight in WEIGHTS))


def usual_budget(machine: int) -> int:
    """What a process takes of a machine of so many bytes."""
    return machine * OURS[0] // OURS[1]
