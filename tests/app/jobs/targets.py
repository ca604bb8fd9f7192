"""What tests of the engine run in the child instead of solving; all look like ``app.jobs.plan_target.solve``."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NoReturn

from app.confined_child import Child
from app.intake.options import PlanOptions
from app.intake.read import read_kept
from app.jobs.result import ASSIGNMENTS, OFFICERS, PAGE, REPORT, WORKBOOK, PlanFiles
from app.planning import report_roster
from solver.errors import CheckFailed, InvalidProblem
from tests.app import confined_targets
from tests.app.jobs.quick_targets import say


def made_of(packed: bytes, goals: dict[str, Any], scenario: Sequence[str], *, interrupted: bool = False) -> PlanFiles:
    """A plan that leaves every case where it is: enough for whoever stores and shows plans."""
    roster = read_kept(packed)
    holders = [roster.cases.current[row] or "" for row in range(len(roster.cases.ids))]
    lines = [f"{case},{holder},{holder},no,kept" for case, holder in zip(roster.cases.ids, holders, strict=True)]
    report = report_roster(roster, PlanOptions.model_validate(goals), scenario).model_dump_json()
    return PlanFiles(
        "feasible" if interrupted else "optimal",
        interrupted,
        {
            ASSIGNMENTS: "\n".join(["case_id,officer_id,previous_officer,moved,reason", *lines, ""]).encode(),
            OFFICERS: b"officer_id,caseload\nA,1\n",
            REPORT: report.encode(),
            PAGE: b"<!doctype html><title>Report</title>",
            WORKBOOK: b"PK\x03\x04 not really a workbook",
        },
    )


def keep(child: Child, packed: bytes, goals: dict[str, Any], scenario: Sequence[str]) -> PlanFiles:
    say(child)
    return made_of(packed, goals, scenario)


def keep_or_name(child: Child, packed: bytes, goals: dict[str, Any], scenario: Sequence[str]) -> PlanFiles:
    """Leaves every case where it is; with a seed it fails, and names everybody."""
    if goals.get("seed"):
        roster = read_kept(packed)
        raise InvalidProblem(", ".join([*roster.cases.ids, *roster.officers.ids]))
    made = made_of(packed, goals, scenario)
    return replace(made, files={**made.files, REPORT: json.dumps(as_planned(json.loads(made.files[REPORT]))).encode()})


def as_planned(report: dict[str, Any]) -> dict[str, Any]:
    """The report of a roster, as far as a page shows it, as if a plan had left everything as it is."""
    for officer in report["officers"]:
        officer.update(caseload=officer["caseload_before"], utilization=officer["utilization_before"])
    return report


def last(child: Child, packed: bytes, goals: dict[str, Any], scenario: Sequence[str]) -> PlanFiles:
    """Works until it is told to stop, and then has a plan."""
    say(child)
    while not child.should_stop():
        time.sleep(0.01)
    return made_of(packed, goals, scenario, interrupted=True)


def last_in_vain(child: Child, packed: bytes, goals: dict[str, Any], scenario: Sequence[str]) -> PlanFiles:
    say(child)
    while not child.should_stop():
        time.sleep(0.01)
    return PlanFiles("", interrupted=True)


def find_nothing(child: Child, packed: bytes, goals: dict[str, Any], scenario: Sequence[str]) -> PlanFiles:
    return PlanFiles("")


def crash(child: Child, packed: bytes, goals: dict[str, Any], scenario: Sequence[str]) -> NoReturn:
    say(child)
    os.kill(os.getpid(), signal.SIGSEGV)
    raise AssertionError


def eat(child: Child, packed: bytes, goals: dict[str, Any], scenario: Sequence[str]) -> int:
    held = []
    while True:
        held.append(bytearray(64 << 20))


def hang(child: Child, packed: bytes, goals: dict[str, Any], scenario: Sequence[str]) -> NoReturn:
    say(child)
    while True:
        time.sleep(60)


def be_refused(child: Child, packed: bytes, goals: dict[str, Any], scenario: Sequence[str]) -> NoReturn:
    raise InvalidProblem("case C-1 is pinned to A but must be kept together with a case pinned to B")


def fail_the_check(child: Child, packed: bytes, goals: dict[str, Any], scenario: Sequence[str]) -> NoReturn:
    raise CheckFailed("the checker refused the plan: A holds too much")


def return_rubbish(child: Child, packed: bytes, goals: dict[str, Any], scenario: Sequence[str]) -> str:
    return "rubbish"


def burn(child: Child, packed: bytes, goals: dict[str, Any], scenario: Sequence[str]) -> PlanFiles:
    """Ten seconds of a search that keeps a core busy."""
    say(child)
    ends_at = time.monotonic() + 10
    while time.monotonic() < ends_at and not child.should_stop():
        sum(range(10_000))
    return made_of(packed, goals, scenario)


def linger(child: Child, packed: bytes, goals: dict[str, Any], scenario: Sequence[str]) -> NoReturn:
    """Tells its own number, and stays."""
    say(child, value=os.getpid())
    while True:
        time.sleep(60)


def last_for_real(child: Child, packed: bytes, goals: dict[str, Any], scenario: Sequence[str]) -> PlanFiles:
    """Tells of progress and works until it is told to stop; then it really plans."""
    from app.jobs.plan_target import solve

    for value in (3.0, 2.0):
        say(child, "continuity", value)
        ends_at = time.monotonic() + 1.5
        while time.monotonic() < ends_at and not child.should_stop():
            time.sleep(0.01)
    while not child.should_stop():
        time.sleep(0.01)
    made = solve(child, packed, goals, scenario)
    return PlanFiles("feasible", interrupted=True, files=made.files)


def hold_elsewhere(child: Child, packed: bytes, goals: dict[str, Any], scenario: Sequence[str]) -> NoReturn:
    """More memory than there is for all, in processes that it starts, each within its own limit."""
    confined_targets.hold_elsewhere(child, 250, processes=3)
    raise AssertionError
