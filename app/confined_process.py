"""The process of a confined function as its parent sees it: how it is started, and ended with all that it started."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO

from app.confined_failures import ChildCrashed

HOME = Path(__file__).resolve().parent.parent
"""What holds this package."""
BOOT = """
import json, sys
home, *path = json.loads(sys.argv[1])
sys.path[:] = [home, *path]
import app, solver
sys.path[:] = path
from app import confined_child
getattr(confined_child, sys.argv[5])()
"""
"""The child has its parent's path, and its packages from where its parent has them: another ``app`` may come first."""


def anonymous_file() -> IO[bytes]:
    """A file without a name, in memory where the system can: case data must not be left on a disk."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("confined", os.MFD_CLOEXEC), "w+b")
    return tempfile.TemporaryFile()


def start(link: socket.socket, inbox: IO[bytes], serve: str = "serve") -> subprocess.Popen[bytes]:
    """Start a child that serves what stands in ``inbox`` and answers through ``link``.

    Parameters
    ----------
    link : socket
    inbox : file
    serve : str
        The function of ``app.confined_child`` that it runs.

    Raises
    ------
    ChildCrashed
        The system started none.
    """
    # OpenBLAS would reserve a stack and buffers per core, which is address space that the limit counts.
    environment = {"OPENBLAS_NUM_THREADS": "1", **os.environ}
    descriptors = (link.fileno(), inbox.fileno())
    command = [
        sys.executable,
        "-P",
        "-c",
        BOOT,
        json.dumps([str(HOME), *sys.path]),
        str(os.getpid()),
        *map(str, descriptors),
        serve,
    ]
    try:
        return subprocess.Popen(  # noqa: S603 - our own interpreter and code
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            pass_fds=descriptors,
            start_new_session=True,
            env=environment,
        )
    except OSError as error:
        raise ChildCrashed(f"the process could not be started: {error.strerror}") from error


def exit_code(process: subprocess.Popen[bytes], patience_s: float) -> int | None:
    """How the child ended, without reaping it (its number must stay ours until its group is ended)."""
    ends_at = time.monotonic() + patience_s
    while time.monotonic() < ends_at:
        seen = os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG)
        if seen is not None:
            return seen.si_status if seen.si_code == os.CLD_EXITED else -seen.si_status
        time.sleep(0.002)
    return None


def has_ended(process: subprocess.Popen[bytes]) -> bool:
    """Whether the child has ended; it is not reaped."""
    return os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG) is not None


def end(process: subprocess.Popen[bytes]) -> None:
    """End what the child may have started, then the child, and reap it. Its number is ours until it is reaped."""
    with process:  # closes the pipe
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            process.kill()  # nothing but the child itself is left of the group
        process.wait()
