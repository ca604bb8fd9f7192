"""Functions that tests of :mod:`app.confined` run in a child."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from typing import Any, NoReturn

from app.confined import Child
from solver.errors import CaseloadError, InvalidProblem


class Unpicklable(CaseloadError):
    """An exception that asks for more than it hands on."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(first + second)


def add(child: Child, a: int, b: int) -> int:
    return a + b


def echo(child: Child, value: Any) -> Any:
    return value


def about(child: Child) -> dict[str, Any]:
    return {
        "pid": os.getpid(),
        "session": os.getsid(0),
        "nice": os.nice(0),
        "stdin": os.read(0, 10),
        "dumps": __import__("resource").getrlimit(__import__("resource").RLIMIT_CORE),
    }


def count(child: Child, n: int) -> int:
    for i in range(n):
        child.send({"at": i})
    return n


def wait_for_stop(child: Child) -> str:
    child.send("started")
    while not child.should_stop():
        time.sleep(0.01)
    return "best so far"


def hang(child: Child) -> NoReturn:
    child.send(os.getpid())
    while True:
        time.sleep(60)


def hang_in_native_code(child: Child) -> NoReturn:
    child.send("started")
    ctypes.PyDLL(None).pause()  # PyDLL keeps the interpreter's lock: nothing in Python can run
    raise AssertionError


def hang_with_a_grandchild(child: Child) -> NoReturn:
    grandchild = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    child.send(grandchild.pid)
    while True:
        time.sleep(60)


def leave_a_grandchild(child: Child) -> int:
    return subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]).pid


def end_with(child: Child, code: int) -> NoReturn:
    print("last words", flush=True)
    os._exit(code)


def die_by(child: Child, number: int) -> NoReturn:
    os.kill(os.getpid(), number)
    signal.pause()
    raise AssertionError


def raise_caseload_error(child: Child) -> NoReturn:
    raise InvalidProblem("this roster contradicts itself")


def raise_unpicklable(child: Child) -> NoReturn:
    raise Unpicklable("one", "two")


def raise_key_error(child: Child) -> NoReturn:
    raise KeyError("case 17")


def return_unpicklable(child: Child) -> Any:
    return lambda: None


def eat_memory(child: Child) -> int:
    return len(b"x" * (4 << 30))


def eat_memory_slowly(child: Child) -> NoReturn:
    pieces = []
    while True:
        pieces.append(bytearray(1 << 16))


def abort_like_rust(child: Child) -> NoReturn:
    os.write(2, b"memory allocation of 549755813888 bytes failed\n")
    os.abort()


def start_many_threads(child: Child) -> NoReturn:
    import threading

    done = threading.Event()
    for _ in range(10_000):
        threading.Thread(target=done.wait, daemon=True).start()
    raise AssertionError


def shout(child: Child) -> int:
    for _ in range(2_000):
        print("a line that nobody reads " * 40)
    return 7


def add_what_is_said(child: Child, count: int) -> int:
    child.send("listening")
    return sum(len(child.hear()) for _ in range(count))


def first_file(child: Child) -> bytes:
    child.files[0].seek(0)
    return child.files[0].read()


def room(child: Child, size: int) -> bool:
    """Whether so much memory can be asked for."""
    try:
        return len(bytearray(size)) == size
    except MemoryError:
        return False


def hold_elsewhere(child: Child, mebibytes: int, seconds: float = 60.0, processes: int = 1) -> str:
    """Holds memory in processes of its own, as readers of workbooks and workers of the solver do."""
    code = f"import time; held = bytearray(b'x') * ({mebibytes} << 20); time.sleep({seconds})"
    started = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(processes)]
    assert not any(each.wait() for each in started)
    return "held"
