"""Shortages: sums that show that some cases must stay unplaced, added up again in Python integers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from solver.arrays import Flags, Indices
from solver.check.facts import NOBODY, Facts, has_pairs
from solver.check.findings import Findings
from solver.check.rules import Loads
from solver.check.spare_capacity import effort_by_officer
from solver.goals import Goals, Policy
from solver.plan import Plan, Reason, Shortage
from solver.problem import NO_STANDARD


def check_shortages(facts: Facts, held: Loads, goals: Goals, plan: Plan, found: Findings) -> dict[Reason, Flags]:
    """Repeat the arithmetic of every shortage; return which cases stand in one, by reason. Shape (cases,)."""
    explained = {reason: np.zeros(len(facts.unit), np.bool_) for reason in (Reason.STANDARDS, Reason.HOURS)}
    for number, shortage in enumerate(plan.shortages, start=1):
        where = f"shortage {number} ({shortage.reason.label})"
        if shortage.reason not in explained:
            found.add("shortage", f"{where}: only standards and hours can be added up")
        elif shortage.reason is Reason.HOURS and goals.policy is Policy.ASSIGN_ALL:
            found.add("shortage", f"{where}: hours are not a limit where every case is to be placed")
        elif _is_a_set(shortage.cases, len(facts.unit)) and _is_a_set(shortage.officers, len(plan.part_of_officer)):
            _check_sums(where, facts, held, plan, shortage, found)
            explained[shortage.reason][shortage.cases] = True
        else:
            found.add("shortage", f"{where}: it lists a case or an officer twice, or one who is not in the roster")
    return explained


def _is_a_set(indices: Indices, size: int) -> bool:
    return (
        len(indices) > 0
        and len(np.unique(indices)) == len(indices)
        and int(indices.min()) >= 0
        and int(indices.max()) < size
    )


def _check_sums(where: str, facts: Facts, held: Loads, plan: Plan, shortage: Shortage, found: Findings) -> None:
    cases = shortage.cases
    inside = np.zeros(len(facts.unit), np.bool_)
    inside[cases] = True
    whole = np.zeros(int(facts.unit.max()) + 1, np.bool_)
    whole[facts.unit[cases]] = True
    for wrong, words in (
        (facts.pin[cases] != NOBODY, "is pinned and does not belong in it"),
        (~facts.placeable[cases], "can be held by nobody and does not belong in it"),
    ):
        for case in cases[wrong].tolist():
            found.add("shortage", f"{where}: {found.case(case)} {words}", case)
    for case in np.flatnonzero(whole[facts.unit] & ~inside).tolist():
        found.add("shortage", f"{where}: {found.case(case)} must stay together with one of its cases", case)

    reach: Flags = np.any(facts.allowed[np.unique(facts.row[cases])], axis=0)
    said = np.zeros(len(reach), np.bool_)
    said[shortage.officers] = True
    for o in np.flatnonzero(reach & ~said).tolist():
        found.add("shortage", f"{where}: {found.officer(o)} may hold some of its cases too", None, o)
    for o in np.flatnonzero(said & ~reach).tolist():
        found.add("shortage", f"{where}: {found.officer(o)} may hold none of its cases", None, o)

    officers = facts.problem.officers
    show: Callable[[int], str]
    if shortage.reason is Reason.STANDARDS:
        for o in np.flatnonzero(said & (officers.standard == NO_STANDARD)).tolist():
            found.add("shortage", f"{where}: {found.officer(o)} has no caseload standard", None, o)
        need = len(cases)
        have = np.maximum(0, officers.standard - held.pinned_count)
        show = _cases
    else:
        need = _least_effort(facts, cases)
        have = np.maximum(0, officers.limit - held.pinned_load)
        show = found.hours
    room = sum(have[said].tolist())
    if (shortage.need, shortage.have) != (need, room):
        found.add(
            "shortage",
            f"{where}: it says that {show(shortage.need)} are needed and {show(shortage.have)} are there; it is "
            f"{show(need)} and {show(room)}",
        )
    if need <= room:
        found.add("shortage", f"{where}: {show(need)} needed and {show(room)} there is no shortage")
    if bool((plan.officer[cases] >= 0).all()):
        found.add("shortage", f"{where}: all of its cases are placed, so it explains nothing")


def _least_effort(facts: Facts, cases: Indices) -> int:
    """Ticks that these cases take at the very least: each unit with the officer who needs the fewest."""
    paired = has_pairs(facts.problem)
    units = np.zeros(int(facts.unit.max()) + 1, np.bool_)
    units[facts.unit[cases[paired[cases]]]] = True
    dependent = units[facts.unit[cases]]
    total = sum(facts.problem.cases.effort[cases[~dependent]].tolist())
    rest = cases[dependent][np.argsort(facts.unit[cases[dependent]], kind="stable")]
    for members in np.split(rest, np.flatnonzero(np.diff(facts.unit[rest])) + 1):
        if len(members):
            takes = effort_by_officer(facts, members)[facts.allowed[facts.row[members[0]]]]
            total += int(takes.min()) if len(takes) else 0
    return int(total)


def _cases(count: int) -> str:
    return f"{count} places"
