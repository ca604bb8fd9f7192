"""The child's side of :mod:`app.confined`: sets the limits, runs the target, reports. Imports next to nothing.

There are two kinds: :func:`serve` answers once and ends; :func:`serve_many` (:mod:`app.confined_pool`) imports what it
will need, and then answers one request after the other, each within its own limit of memory.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import os
import pickle
import queue
import resource
import signal
import socket
import struct
import sys
import threading
import traceback
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

from solver.errors import CaseloadError

LENGTH = struct.Struct("!Q")
STOP = b"s"
REQUEST = b"r"
ANSWER = b"a"
MOST_FILES = 8
"""Files that may come with one request."""
SIGNS_OF_NO_MEMORY = (
    "memory allocation of",
    "std::bad_alloc",
    "MemoryError",
    "Cannot allocate memory",
    "can't start new thread",
    "Resource temporarily unavailable",
)
"""What Rust, C++, Python and libc print when an allocation or a thread's stack does not fit under the limit."""
PR_SET_PDEATHSIG = 1


def frame(kind: str, payload: Any) -> bytes:
    """One message as bytes: its length, then its pickle."""
    body = pickle.dumps((kind, payload), pickle.HIGHEST_PROTOCOL)
    return LENGTH.pack(len(body)) + body


def unframe(buffer: bytearray) -> tuple[str, Any] | None:
    """Take the first message out of a buffer, or None while it is not complete."""
    if len(buffer) < LENGTH.size:
        return None
    end = LENGTH.size + LENGTH.unpack_from(buffer)[0]
    if len(buffer) < end:
        return None
    with memoryview(buffer) as whole, whole[LENGTH.size : end] as body:
        message: tuple[str, Any] = pickle.loads(body)  # noqa: S301 - from our own child
    del buffer[:end]
    return message


READY = frame("ready", None)
"""A warm child can be asked."""
NO_MEMORY = frame("memory", None)
"""Made beforehand: there is no memory left to make it when it is needed."""


class Child:
    """What a confined function is given: the way to its parent.

    Attributes
    ----------
    files : tuple of binary files
        Those that came with the request, open for reading; they are closed after it.
    """

    def __init__(self, link: socket.socket) -> None:
        self.files: tuple[IO[bytes], ...] = ()
        self._requests: queue.SimpleQueue[list[int]] = queue.SimpleQueue()
        self._answers: queue.SimpleQueue[list[int]] = queue.SimpleQueue()
        self._link = link
        self._lock = threading.Lock()
        self._stop = threading.Event()

    def send(self, message: Any) -> None:
        """Tell the parent something (picklable), from any thread."""
        self._write(frame("message", message))

    def should_stop(self) -> bool:
        """Whether the parent has asked to stop: return soon, with what there is."""
        return self._stop.is_set()

    def hear(self) -> Any:
        """Wait for the next thing that the parent says beside the request (``answers`` of ``app.confined``)."""
        (descriptor,) = self._answers.get()
        with os.fdopen(descriptor, "rb") as inbox:
            return pickle.load(inbox)  # noqa: S301 - from our own parent

    def _write(self, data: bytes) -> None:
        with self._lock:
            self._link.sendall(data)

    def _listen(self) -> None:
        """Hear what is asked; a closed line means that the parent is gone, and so is the reason to go on."""
        while True:
            try:
                heard, descriptors, _, _ = socket.recv_fds(self._link, 1, MOST_FILES + 1)
            except OSError:
                heard, descriptors = b"", []
            if not heard:
                os.killpg(0, signal.SIGKILL)
            if heard == REQUEST:
                self._stop.clear()  # of the request before
                self._requests.put(descriptors)
            elif heard == ANSWER:
                self._answers.put(descriptors)
            else:
                self._stop.set()


def serve() -> None:
    """Be a confined child: called by the command line that ``app.confined`` starts."""
    child, inbox_number = _begin()
    try:
        report = _run(child, inbox_number)
    except MemoryError:
        report = NO_MEMORY
    child._write(report)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)  # the result is out; threads of libraries must not keep the process


def serve_many() -> None:
    """Be a warm child: import what is named, then answer requests until this process has grown too large or too old.

    A request whose target fails or runs out of memory is the last one: nobody knows what it has left behind.
    """
    child, inbox_number = _begin()
    with os.fdopen(inbox_number, "rb") as inbox:
        modules, most_held_bytes, most_answers = pickle.load(inbox)  # noqa: S301 - from our own parent
    for module in modules:
        importlib.import_module(module)
    gc.collect()
    gc.freeze()  # what is there now stays; collecting it again and again would take longer than small answers do
    threading.Thread(target=child._listen, daemon=True).start()
    for _ in range(most_answers):
        child._write(READY)
        try:
            report = _answer(child, child._requests.get())
        except MemoryError:
            report = NO_MEMORY
        child._write(report)
        gc.collect()
        if _held_bytes() > most_held_bytes:
            break
    os._exit(0)


def _answer(child: Child, descriptors: Sequence[int]) -> bytes:
    with ExitStack() as opened:
        inbox, *files = [opened.enter_context(os.fdopen(each, "rb")) for each in descriptors]
        path, memory_bytes = pickle.load(inbox)  # noqa: S301 - from our own parent
        if sys.platform == "linux":
            hard = resource.getrlimit(resource.RLIMIT_AS)[1]
            resource.setrlimit(
                resource.RLIMIT_AS, (hard if memory_bytes is None else _within(memory_bytes, hard), hard)
            )
        child.files = tuple(files)
        try:
            return _called(child, path, inbox, is_limited=memory_bytes is not None)
        finally:
            child.files = ()


def _held_bytes() -> int:
    """Memory that this process holds now; 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except FileNotFoundError:
        return 0
    return pages * resource.getpagesize()


def _begin() -> tuple[Child, int]:
    parent, link_number, inbox_number = (int(word) for word in sys.argv[2:5])
    _die_with_parent(parent)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would leave case data on the disk
    return Child(socket.socket(fileno=link_number)), inbox_number


def _run(child: Child, inbox_number: int) -> bytes:
    with os.fdopen(inbox_number, "rb") as inbox:
        # The first thing read is small, so that the limit is there before anything large is.
        path, memory_bytes, nice = pickle.load(inbox)  # noqa: S301 - from our own parent
        os.nice(nice)
        threading.Thread(target=child._listen, daemon=True).start()
        if memory_bytes is not None and sys.platform == "linux":
            _limit_memory(memory_bytes)
        return _called(child, path, inbox, is_limited=memory_bytes is not None)


def _called(child: Child, path: str, inbox: IO[bytes], *, is_limited: bool) -> bytes:
    """What came of the call, as the message that says it."""
    try:
        args = pickle.load(inbox)  # noqa: S301 - from our own parent
        module, _, name = path.partition(":")
        result = getattr(importlib.import_module(module), name)(child, *args)
        return frame("result", result)
    except CaseloadError as error:
        return _raised(error)
    except MemoryError:
        raise
    except BaseException as error:  # noqa: BLE001 - the parent is told, whatever it is
        if is_limited and any(sign in str(error) for sign in SIGNS_OF_NO_MEMORY):
            return NO_MEMORY
        return frame("failed", (type(error).__name__, traceback.format_exc()))


def _raised(error: CaseloadError) -> bytes:
    """The exception itself; or its traceback, should it not survive the journey."""
    try:
        report = frame("raised", error)
        unframe(bytearray(report))
    except Exception:  # noqa: BLE001 - the classes of others may fail in any way
        return frame("failed", (type(error).__name__, "".join(traceback.format_exception(error))))
    return report


def _limit_memory(memory_bytes: int) -> None:
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    limit = _within(memory_bytes, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _within(memory_bytes: int, hard: int) -> int:
    return memory_bytes if hard == resource.RLIM_INFINITY else min(memory_bytes, hard)


def _die_with_parent(parent: int) -> None:
    """Have the kernel kill this process when the thread that started it ends (elsewhere only ``_listen`` does)."""
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL) != 0:
            raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG) failed")
    if os.getppid() != parent:
        os._exit(1)  # the parent was gone before the kernel was asked
