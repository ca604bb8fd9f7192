"""What tests of ``caseload plan`` run in its child instead of ``plan_job.plan_into``, with the same parameters."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any, NoReturn

from app.confined_child import Child
from solver.errors import CheckFailed


def find_nothing(child: Child, roster: str, goals: dict[str, Any], draft: str, *rest: Any) -> dict[str, Any]:
    return {"plan": False}


def be_refused(child: Child, roster: str, goals: dict[str, Any], draft: str, *rest: Any) -> NoReturn:
    (Path(draft) / "assignments.csv").touch()
    raise CheckFailed("the checker refused the plan")


def crash(child: Child, roster: str, goals: dict[str, Any], draft: str, *rest: Any) -> NoReturn:
    (Path(draft) / "assignments.csv").touch()
    os.kill(os.getpid(), signal.SIGSEGV)
    raise AssertionError


def stop_empty_handed(child: Child, roster: str, goals: dict[str, Any], draft: str, *rest: Any) -> dict[str, Any]:
    say(child, "waiting")
    while not child.should_stop():
        time.sleep(0.01)
    return {"plan": False}


def never_stop(child: Child, roster: str, goals: dict[str, Any], draft: str, *rest: Any) -> NoReturn:
    (Path(draft) / "assignments.csv").touch()
    say(child, f"I am {os.getpid()}")
    while True:
        time.sleep(60)


def say(child: Child, text: str) -> None:
    child.send({"phase": text, "label": text, "elapsed_s": 0.0})
