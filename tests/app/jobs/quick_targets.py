"""Targets that load next to nothing, for tests in which many processes start: what they plan is worked out by hand.

They look like ``app.jobs.plan_target.solve``; a plan gives each case to the officer who is next in the alphabet of its
roster, so that a test can tell whether a result belongs to the roster that was sent.
"""

from __future__ import annotations

import io
import json
import os
import signal
import time
import zipfile
from collections.abc import Sequence
from typing import Any, NoReturn

from app.confined_child import Child
from app.jobs.result import ASSIGNMENTS, OFFICERS, PAGE, REPORT, WORKBOOK, PlanFiles

HEADER = "case_id,officer_id,previous_officer,moved,reason"


def assigned(document: dict[str, Any]) -> bytes:
    """The ``assignments.csv`` that belongs to a roster."""
    officers = sorted(str(row["officer_id"]) for row in document["officers"])
    cases = [str(row["case_id"]) for row in document["cases"]]
    lines = [f"{case},{officers[at % len(officers)]},,no,new" for at, case in enumerate(cases)]
    return "\n".join([HEADER, *lines, ""]).encode()


def made(packed: bytes) -> PlanFiles:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        document = {
            sheet: [{name: text} for text in texts_of(archive.read(f"{sheet}.ids.texts.npy"))]
            for sheet, name in (("officers", "officer_id"), ("cases", "case_id"))
        }
    files = dict.fromkeys((OFFICERS, REPORT, PAGE, WORKBOOK), b"made quickly")
    return PlanFiles("optimal", False, {ASSIGNMENTS: assigned(document), **files})


def texts_of(array: bytes) -> list[str]:
    """The texts in an array of bytes as numpy writes it: ten bytes, the last two for how long a head follows."""
    head = int.from_bytes(array[8:10], "little")
    texts: list[str] = json.loads(array[10 + head :])
    return texts


def say(child: Child, phase: str = "fairness", value: float | None = 2.0) -> None:
    child.send(
        {
            "phase": phase,
            "label": f"In {phase}",
            "value": value,
            "bound": 1.0,
            "gap": 1.0,
            "unit": "points",
            "elapsed_s": 0.1,
        }
    )


def keep(child: Child, packed: bytes, goals: dict[str, Any], scenario: Sequence[str]) -> PlanFiles:
    say(child)
    return made(packed)


def last(child: Child, packed: bytes, goals: dict[str, Any], scenario: Sequence[str]) -> PlanFiles:
    """Works until it is told to stop, and then has a plan."""
    say(child, value=os.getpid())
    while not child.should_stop():
        time.sleep(0.01)
    return made(packed)


def last_a_while(child: Child, packed: bytes, goals: dict[str, Any], scenario: Sequence[str]) -> PlanFiles:
    """For as many seconds as the goals' seed says tenths."""
    say(child, value=os.getpid())
    time.sleep(goals.get("seed", 10) / 10)
    return made(packed)


def linger(child: Child, packed: bytes, goals: dict[str, Any], scenario: Sequence[str]) -> NoReturn:
    """Tells its own number, and stays."""
    say(child, value=os.getpid())
    while True:
        time.sleep(60)


def crash(child: Child, packed: bytes, goals: dict[str, Any], scenario: Sequence[str]) -> NoReturn:
    say(child, value=os.getpid())
    os.kill(os.getpid(), signal.SIGSEGV)
    raise AssertionError


def report(child: Child, *_asked: object) -> NoReturn:
    """A question that nobody gets an answer to."""
    while True:
        time.sleep(60)
