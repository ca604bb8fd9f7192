"""What tests of parts run in children instead of solving. A plan has four cases; each is a part of its own.

A part's plan is a word: who made it. The officer who gets the case is that word, so a result tells who made which.
"""

from __future__ import annotations

import hashlib
import os
import random
import signal
import threading
import time
from collections.abc import Sequence
from typing import Any, NoReturn

from app.confined_child import Child
from app.jobs.fan_out.elsewhere import RemoteHelpers
from app.jobs.fan_out.messages import PartNews, Planned
from app.jobs.result import ASSIGNMENTS, OFFICERS, PAGE, REPORT, WORKBOOK, PlanFiles
from solver.lexicographic.assistance import SentPart
from tests.app.jobs import quick_targets
from tests.app.jobs.quick_targets import HEADER, say

PARTS = 4
SIZE = 1_500_000
"""Bytes of an errand: more than one piece."""


class Parts:
    """Parts as helpers see them (``solver.solve.Desk``)."""

    def __init__(self, count: int = PARTS) -> None:
        self.count = count
        self.made: dict[int, str] = {}
        self.news: list[tuple[int, str, int, int]] = []
        self.changed = threading.Event()

    def errand(self, number: int) -> SentPart:
        return SentPart(random.Random(number).randbytes(SIZE), 60.0)

    def told(self, number: int, level: str, value: int, bound: int) -> None:
        self.news.append((number, level, value, bound))
        self.changed.set()

    def came(self, number: int, result: bytes) -> None:
        self.made.setdefault(number, result.decode())
        self.changed.set()

    @property
    def missing(self) -> list[int]:
        return [number for number in range(self.count) if number not in self.made]


def files(parts: Parts) -> PlanFiles:
    rows = [f"case-{number},{parts.made[number]},,no,new" for number in range(parts.count)]
    rest = dict.fromkeys((OFFICERS, REPORT, PAGE, WORKBOOK), b"made quickly")
    return PlanFiles("optimal", False, {ASSIGNMENTS: "\n".join([HEADER, *rows, ""]).encode(), **rest})


def all_here(child: Child, packed: bytes, goals: dict[str, Any], scenario: Sequence[str]) -> PlanFiles:
    """Offers its parts, and takes every one back that it can."""
    parts, helpers = Parts(), RemoteHelpers(child)
    with helpers.offering(dict.fromkeys(range(PARTS), 500), parts):
        while parts.missing:
            taken = helpers.take(parts.missing)
            if taken is not None:
                parts.made[taken] = "here"
    return files(parts)


def all_elsewhere(child: Child, packed: bytes, goals: dict[str, Any], scenario: Sequence[str]) -> PlanFiles:
    """Offers its parts, and waits for others to plan them; in a hurry it takes back what nobody has begun."""
    parts, helpers = Parts(), RemoteHelpers(child)
    with helpers.offering(dict.fromkeys(range(PARTS), 500), parts):
        hurried = False
        while parts.missing:
            parts.changed.wait(0.05)
            parts.changed.clear()
            if parts.news:
                say(child, value=parts.news[-1][2])
                parts.news.clear()
            if child.should_stop():
                if not hurried:
                    helpers.hurry()
                hurried = True
                taken = helpers.take(parts.missing)
                if taken is not None:
                    parts.made[taken] = "here"
    return files(parts)


def without_them(child: Child, packed: bytes, goals: dict[str, Any], scenario: Sequence[str]) -> PlanFiles:
    """Offers its parts; once somebody tells of one, it takes all of them, whoever has them."""
    parts, helpers = Parts(), RemoteHelpers(child)
    with helpers.offering(dict.fromkeys(range(PARTS), 500), parts):
        while not parts.news:
            parts.changed.wait(0.05)
        for number in parts.missing:
            helpers.seize(number)
            parts.made[number] = "here"
    return files(parts)


def ten_that_wait(child: Child, packed: bytes, goals: dict[str, Any], scenario: Sequence[str]) -> PlanFiles:
    """Ten parts, here and elsewhere, that take five seconds each, and no core; everywhere they come out the same."""
    parts, helpers = Parts(10), RemoteHelpers(child)
    with helpers.offering(dict.fromkeys(range(10), 500), parts):
        while parts.missing:
            taken = helpers.take(parts.missing)
            if taken is not None:
                time.sleep(5)
                parts.made[taken] = "somewhere"
            else:
                parts.changed.wait(0.25)
                parts.changed.clear()
    return files(parts)


def share_a_while(child: Child, packed: bytes, goals: dict[str, Any], scenario: Sequence[str]) -> PlanFiles:
    """Six parts of some tenths of a second, begun by whoever has time; the plan is the one of ``quick_targets``."""
    say(child, value=os.getpid())
    parts, helpers = Parts(6), RemoteHelpers(child)
    with helpers.offering(dict.fromkeys(range(6), 500), parts):
        while parts.missing:
            taken = helpers.take(parts.missing)
            if taken is not None:
                time.sleep(0.3)
                parts.made[taken] = "here"
            else:
                parts.changed.wait(0.1)
                parts.changed.clear()
    wrong = [number for number, made in parts.made.items() if made not in ("here", whose(number))]
    if wrong:
        raise AssertionError(f"{wrong} were planned as others")
    return quick_targets.made(packed)


def whose(number: int) -> str:
    """What is made of a part, told by its errand."""
    return hashlib.sha256(random.Random(number).randbytes(SIZE)).hexdigest()


def a_while(child: Child) -> None:
    """A helper's child for ``share_a_while``."""
    while (errand := child.hear()) is not None:
        time.sleep(0.3)
        child.send(Planned(hashlib.sha256(errand).hexdigest().encode()))


def solved_elsewhere(child: Child, packed: bytes, goals: dict[str, Any], scenario: Sequence[str]) -> PlanFiles:
    """Really plans, and leaves every part that it can to others."""
    from app.jobs import plan_target

    class Patient(RemoteHelpers):
        def take(self, numbers: Sequence[int]) -> int | None:
            return None

    plan_target.RemoteHelpers = Patient  # type: ignore[attr-defined]
    return plan_target.solve(child, packed, goals, scenario)


def not_offered(child: Child, packed: bytes, goals: dict[str, Any], scenario: Sequence[str]) -> PlanFiles:
    """Says who may begin what it offered."""
    parts, helpers = Parts(), RemoteHelpers(child)
    with helpers.offering({0: 500, 1: 100, 2: 100, 3: 100}, parts) as offered:
        parts.made = {number: "offered" if number in offered else "own" for number in range(PARTS)}
    return files(parts)


def quick(child: Child) -> None:
    """A helper's child that plans each part at once."""
    while (errand := child.hear()) is not None:
        child.send(PartNews("fairness", os.getpid(), 1))
        assert errand in {random.Random(number).randbytes(SIZE) for number in range(PARTS)}
        child.send(Planned(b"elsewhere"))


def last(child: Child) -> None:
    """Works on its part until it is told to hurry."""
    while child.hear() is not None:
        child.send(PartNews("fairness", os.getpid(), 1))
        while not child.should_stop():
            time.sleep(0.01)
        child.send(Planned(b"hurried"))
        return


def crash(child: Child) -> NoReturn:
    child.hear()
    os.kill(os.getpid(), signal.SIGSEGV)
    raise AssertionError


def fail(child: Child) -> NoReturn:
    child.hear()
    raise ValueError("case C-1 cannot be")


def wait_five(child: Child) -> None:
    """A helper's child for ``ten_that_wait``."""
    while child.hear() is not None:
        time.sleep(5)
        child.send(Planned(b"somewhere"))
