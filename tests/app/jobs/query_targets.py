"""What tests have the child do instead of answering a question."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any, NoReturn

from app.confined_child import Child
from solver.errors import InvalidChange
from tests.app import confined_targets


def echo(child: Child, text: str) -> str:
    return text


def report(child: Child, source: Any, goals: Any, scenario: list[str]) -> NoReturn:
    """A report that does what its only change says."""
    {"crash": crash, "eat": eat, "hang": hang}[scenario[0]](child)
    raise AssertionError


def compare(child: Child, source: Any, goals: Any, scenario: list[str]) -> NoReturn:
    """Says that it has begun (its change is a file to make), and works until the file is taken away."""
    Path(scenario[0]).touch()
    while Path(scenario[0]).exists():
        time.sleep(0.01)
    refuse(child)


def crash(child: Child) -> NoReturn:
    os.kill(os.getpid(), signal.SIGSEGV)
    raise AssertionError


def eat(child: Child) -> NoReturn:
    held = []
    while True:
        held.append(bytearray(64 << 20))


def hang(child: Child) -> NoReturn:
    while True:
        time.sleep(60)


def refuse(child: Child) -> NoReturn:
    raise InvalidChange("there is no officer Z")


def hold_elsewhere(child: Child) -> NoReturn:
    """More memory than there is for all, in processes that it starts, each within its own limit."""
    confined_targets.hold_elsewhere(child, 250, processes=3)
    raise AssertionError
