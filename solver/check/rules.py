"""The rules that every plan must obey, whoever made it: eligibility, pins, bundles, standards, hours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solver.arrays import Flags, Indices, Ints
from solver.check.facts import NOBODY, Facts, effort_with, may_hold
from solver.check.findings import Findings
from solver.goals import Goals, Policy
from solver.plan import Breach
from solver.problem import ALONE, NO_STANDARD, Officers


@dataclass(frozen=True, slots=True)
class Loads:
    """What every officer holds in a plan. All arrays have the shape (officers,).

    Attributes
    ----------
    load, pinned_load : int64 arrays, ticks
        Of all cases, and of those that are fixed: by a pin, or because they stay where nobody may hold them.
    count, pinned_count : int64 arrays, cases
    staying_count : int64 array, cases
        Of the fixed ones, those that stay because nobody may hold them.
    free_load, free_count : int64 arrays, ticks and cases
        Of those that are not fixed.
    """

    load: Ints
    count: Ints
    pinned_load: Ints
    pinned_count: Ints
    staying_count: Ints
    free_load: Ints
    free_count: Ints


def held_by(facts: Facts, officer: Indices) -> Loads:
    """Add up what the officers hold; pins count for the officer they name, even where the plan breaks them."""
    n = len(facts.problem.officers)
    placed = officer >= 0
    pinned = facts.pin != NOBODY
    load, pinned_load = np.zeros(n, np.int64), np.zeros(n, np.int64)
    np.add.at(load, officer[placed], effort_with(facts.problem, officer)[placed])
    np.add.at(pinned_load, facts.pin[pinned], effort_with(facts.problem, facts.pin)[pinned])
    free_count, free_load = unpinned(facts, officer)
    return Loads(
        load=load,
        count=np.bincount(officer[placed], minlength=n).astype(np.int64),
        pinned_load=pinned_load,
        pinned_count=np.bincount(facts.pin[pinned], minlength=n).astype(np.int64),
        staying_count=np.bincount(facts.pin[facts.stays], minlength=n).astype(np.int64),
        free_load=free_load,
        free_count=free_count,
    )


def breaches_of(facts: Facts, held: Loads, goals: Goals) -> tuple[Breach, ...]:
    """Every rule that a pin breaks: by case for eligibility, then by officer for standards and hours.

    Cases that stay count for standards and hours; that nobody may hold them is no news.
    """
    officers = facts.problem.officers
    pinned = (facts.pin != NOBODY) & ~facts.stays
    wrong = np.flatnonzero(pinned & ~may_hold(facts.problem, facts.pin)).tolist()
    out = [Breach("eligibility", int(facts.pin[case]), case) for case in wrong]
    over = (officers.standard != NO_STANDARD) & (held.pinned_count > officers.standard)
    out.extend(
        Breach("standard", o, None, int(held.pinned_count[o]), int(officers.standard[o]), int(held.staying_count[o]))
        for o in np.flatnonzero(over).tolist()
    )
    late = held.pinned_load > officers.limit
    if goals.policy is Policy.ASSIGN_ALL:
        late &= officers.limit == 0
    out.extend(
        Breach("hours", o, None, int(held.pinned_load[o]), int(officers.limit[o]), int(held.staying_count[o]))
        for o in np.flatnonzero(late).tolist()
    )
    return tuple(out)


def check_rules(facts: Facts, officer: Indices, held: Loads, goals: Goals, found: Findings) -> None:
    """Find every broken rule."""
    _check_pins(facts, officer, found)
    _check_eligibility(facts, officer, found)
    _check_bundles(facts, officer, found)
    check_officers(facts.problem.officers, held, goals, found)


def check_officers(officers: Officers, held: Loads, goals: Goals, found: Findings) -> None:
    """Find every broken rule that is about what an officer holds in sum: standards, and hours where they are hard."""
    _check_standards(officers, held, found)
    if goals.policy is Policy.WITHIN_CAPACITY:
        _check_hours(officers, held, found)


def _check_pins(facts: Facts, officer: Indices, found: Findings) -> None:
    for case in np.flatnonzero((facts.pin != NOBODY) & (officer != facts.pin)).tolist():
        pin, given = int(facts.pin[case]), int(officer[case])
        if facts.stays[case]:
            found.add(
                "stays",
                f"nobody may hold {found.case(case)}, so it stays with {found.officer(pin)}, who has it today; but "
                f"{found.officer(given)} holds it",
                case,
                given if given >= 0 else pin,
            )
            continue
        how = "is pinned" if facts.problem.cases.pinned[case] else "must stay together with a case that is pinned"
        found.add(
            "pin",
            f"{found.case(case)} {how} to {found.officer(pin)}, but {found.officer(given)} holds it",
            case,
            given if given >= 0 else pin,
        )


def _check_eligibility(facts: Facts, officer: Indices, found: Findings) -> None:
    problem = facts.problem
    free = (facts.pin == NOBODY) & (officer >= 0)
    if not bool(free.any()):
        return
    eligible: Flags = problem.eligible[problem.cases.signature, np.maximum(officer, 0)]
    may = may_hold(problem, officer)
    idle: Flags = problem.officers.limit[np.maximum(officer, 0)] == 0
    for case in np.flatnonzero(free & (~may | idle | ~facts.placeable)).tolist():
        o = int(officer[case])
        if not eligible[case]:
            why = f"may not hold it: it needs {_need(facts, case)}"
        elif not may[case]:
            why = "may not hold it: the costs list others for this case, but not this officer"
        elif idle[case]:
            why = "has no hours for cases in this period"
        else:
            why = "may not hold all the cases that must stay together with it; nobody may"
        found.add("eligibility", f"{found.case(case)} is with {found.officer(o)}, who {why}", case, o)


def _need(facts: Facts, case: int) -> str:
    need = facts.problem.needs[int(facts.problem.cases.signature[case])]
    return f"{need}, and some officers are excluded from it" if need.excluded else str(need)


def _check_bundles(facts: Facts, officer: Indices, found: Findings) -> None:
    tied = np.flatnonzero(facts.problem.cases.bundle != ALONE)
    _, first = np.unique(facts.unit[tied], return_index=True)
    leader = np.full(int(facts.unit.max(initial=-1)) + 1, -1, np.int64)
    leader[facts.unit[tied[first]]] = tied[first]
    with_leader = leader[facts.unit[tied]]
    for at in np.flatnonzero(officer[tied] != officer[with_leader]).tolist():
        case, lead = int(tied[at]), int(with_leader[at])
        found.add(
            "bundle",
            f"{found.case(case)} must stay together with {found.case(lead)}, but {found.officer(int(officer[case]))} "
            f"holds the one and {found.officer(int(officer[lead]))} the other",
            case,
            int(officer[case]) if officer[case] >= 0 else None,
        )


def unpinned(facts: Facts, officer: Indices) -> tuple[Ints, Ints]:
    """Cases and ticks that every officer holds without a pin. Two arrays of shape (officers,)."""
    n = len(facts.problem.officers)
    free = (facts.pin == NOBODY) & (officer >= 0)
    load = np.zeros(n, np.int64)
    np.add.at(load, officer[free], effort_with(facts.problem, officer)[free])
    return np.bincount(officer[free], minlength=n).astype(np.int64), load


def _why_fixed(held: Loads, officer: int) -> str:
    return "by pin, or because nobody else may hold them" if held.staying_count[officer] else "by pin"


def _check_standards(officers: Officers, held: Loads, found: Findings) -> None:
    count, standard = held.free_count, officers.standard
    over = (standard != NO_STANDARD) & (count > np.maximum(0, standard - held.pinned_count))
    for o in np.flatnonzero(over).tolist():
        pins = f", {held.pinned_count[o]} of them {_why_fixed(held, o)}" if held.pinned_count[o] else ""
        found.add(
            "standard",
            f"{found.officer(o)} holds {count[o] + held.pinned_count[o]} cases{pins}; the caseload standard is "
            f"{standard[o]}",
            None,
            o,
        )


def _check_hours(officers: Officers, held: Loads, found: Findings) -> None:
    load, limit = held.free_load, officers.limit
    for o in np.flatnonzero(load > np.maximum(0, limit - held.pinned_load)).tolist():
        pins = f", {found.hours(int(held.pinned_load[o]))} of it {_why_fixed(held, o)}" if held.pinned_load[o] else ""
        found.add(
            "hours",
            f"{found.officer(o)} has {found.hours(int(load[o] + held.pinned_load[o]))} of work{pins}; the hours carry "
            f"{found.hours(int(limit[o]))}",
            None,
            o,
        )
