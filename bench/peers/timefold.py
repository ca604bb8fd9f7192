"""Timefold, by its own documentation: the program is ``Timefold.java``, this file asks it and listens.

In Java, because the package for Python translates every Python function that a score needs: the same model took four
times as long to the same plan there, and another five seconds and more to start. Of that package only the Java
libraries are used, so what it needs of Python does not matter.

The search has one thread, whatever ``Task.workers`` says: more are not part of the free edition.
"""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import tempfile
import time
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import numpy as np

from bench.peers import Missing, Task, Tell
from bench.view import View
from solver.arrays import Indices
from solver.goals import GRID

NEEDS = "needs a Java development kit of version 17 or newer (`java`) and, once: make bench-peers"
PROGRAM = Path(__file__).with_name("Timefold.java")
OLDEST_JAVA = 17
HEAP = "2g"
"""The most that Java may use for objects, several times what 10,000 cases need. Left alone it takes up to a quarter of
whatever memory a machine has, and the figures would depend on that."""


def command() -> tuple[str, ...]:
    """How the program is started.

    Raises
    ------
    Missing
        There is no Java, one that is too old or that cannot compile, or the libraries are not installed.
    """
    java = shutil.which("java")
    if java is None:
        raise Missing(NEEDS)
    listed = subprocess.run([java, "--list-modules"], capture_output=True, text=True, check=False).stdout
    versions = [line.partition("@")[2] for line in listed.splitlines() if line.startswith("jdk.compiler@")]
    if not versions or int(versions[0].split(".")[0].partition("-")[0]) < OLDEST_JAVA:
        raise Missing(NEEDS)
    try:
        libraries = Path(str(distribution("timefold").locate_file("timefold/solver/jars")))
    except PackageNotFoundError as error:
        raise Missing(NEEDS) from error
    return (java, f"-Xmx{HEAP}", "-cp", str(libraries / "*"), str(PROGRAM))


COMMAND = command()


def office(view: View, task: Task) -> str:
    """What the program reads: sizes and the grid; then officers, who is able, and cases, a line each."""
    room = view.limit * 0 if task.room is None else task.room
    tables = (
        [(len(view.limit), len(view.eligible), len(view.effort), GRID)],
        zip(room.tolist(), view.fair.tolist(), view.limit.tolist(), strict=True),
        [np.flatnonzero(row).tolist() for row in view.eligible],
        zip(view.effort.tolist(), view.holder.tolist(), view.signature.tolist(), strict=True),
    )
    return "".join(" ".join(map(str, row)) + "\n" for table in tables for row in table)


def answer(view: View, task: Task, tell: Tell) -> Indices | None:
    """Build a plan, then search until the deadline: the default phases, from cases that nobody holds yet."""
    deadline = str(round((time.time() + task.left_s) * 1000))
    chosen: Indices | None = None
    with (
        tempfile.TemporaryFile("w+") as complaints,
        subprocess.Popen(
            [*COMMAND, task.level, deadline, str(task.seed)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
        ) as program,
    ):
        assert program.stdin is not None
        assert program.stdout is not None
        with contextlib.suppress(BrokenPipeError):  # it has ended: its exit code and what it wrote say why, below
            program.stdin.write(office(view, task))
            program.stdin.flush()
        for line in program.stdout:
            said, *numbers = line.split()
            if said == "answer":
                chosen = np.array(numbers, np.int32)
            elif said == "value" and tell(int(numbers[0]), None):
                program.stdin.close()  # it stops then, and gives what it has
        if program.wait():
            complaints.seek(0)
            raise RuntimeError(f"Timefold ended with exit code {program.returncode}: {complaints.read()[:1000]}")
    return chosen if chosen is not None and view.is_allowed(chosen) else None
