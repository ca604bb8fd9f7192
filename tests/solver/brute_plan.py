"""A complete plan, with all its claims, made from what trying everything has shown."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from solver import goals as contract
from solver.fair_shares.decomposition import fair_shares
from solver.formulation.goals.ranking import BY_NAME
from solver.goals import Goals, Measure, Objective, Policy
from solver.plan import Breach, LevelResult, Plan, Proof, Reason, Shortage, Status
from solver.problem import LEFT, NEW, NO_STANDARD, Problem
from tests.solver.brute import Part, Truth, Unit


def plan_from(problem: Problem, goals: Goals, truth: Truth) -> Plan:
    """The plan that a solver without faults could have returned."""
    officer = truth.officer_of_cases()
    shortages = [found for part in truth.parts for found in _shortages(problem, goals, part)]
    part_of_officer = [-1] * len(problem.officers)
    part_of_case = [-1] * len(problem.cases)
    for number, part in enumerate(truth.parts):
        for o in part.officers:
            part_of_officer[o] = number
        for unit in part.units:
            for case in unit.cases:
                part_of_case[case] = number
    return Plan(
        officer=np.array(officer, np.int32),
        reason=np.array(list(reasons_by_hand(problem, goals, truth, officer, shortages)), np.int8),
        levels=tuple(_level(name, goals, truth) for name in truth.names),
        shares=fair_shares(problem),
        part_of_officer=np.array(part_of_officer, np.int32),
        part_of_case=np.array(part_of_case, np.int32),
        shortages=tuple(shortages),
        breaches=tuple(_breaches(problem, goals, truth.units)),
        status=Status.OPTIMAL,
    )


def _level(name: str, goals: Goals, truth: Truth) -> LevelResult:
    best = np.array([part.best[name] for part in truth.parts], np.int64)
    steps = dict.fromkeys(("fairness", "fairness_again", "shortfall"), contract.Unit.STEPS)
    unit = {**steps, "evenness": contract.Unit.GRAINS, "cost": contract.Unit.COST}.get(name)
    measure = goals.moves if name.startswith("continuity") else goals.coverage
    return LevelResult(
        name=name,
        part_best=best,
        part_bound=best.copy(),
        part_value=np.array([part.value[name] for part in truth.parts], np.int64),
        slack=BY_NAME[name].slack(goals, int(best.sum())),
        set_aside=truth.set_aside.get(name, 0),
        proof=Proof.SEARCH,
        unit=unit or (contract.Unit.HOURS if measure is Measure.HOURS else contract.Unit.CASES),
    )


def reasons_by_hand(
    problem: Problem, goals: Goals, truth: Truth, officer: list[int], shortages: list[Shortage]
) -> Iterator[Reason]:
    """The reason of every case; unplaced ones take theirs from the first shortage that has them."""
    unit_of = {case: unit for unit in truth.units for case in unit.cases}
    for case in range(len(problem.cases)):
        unit, current = unit_of[case], int(problem.cases.current[case])
        if officer[case] < 0:
            yield _why_unplaced(problem, goals, truth, unit, shortages)
        elif problem.cases.pinned[case]:
            yield Reason.PINNED
        elif unit.stays:
            yield Reason.NOBODY_ELSE
        elif current == NEW:
            yield Reason.NEW
        elif current == LEFT or current not in unit.allowed:
            yield Reason.FORCED
        elif current == officer[case]:
            yield Reason.KEPT
        else:
            yield Reason.COST if goals.objective is Objective.COST else Reason.BALANCE


def _why_unplaced(problem: Problem, goals: Goals, truth: Truth, unit: Unit, shortages: list[Shortage]) -> Reason:
    if not unit.allowed:
        return Reason.NO_HOURS if unit.barred else Reason.NO_ELIGIBLE_OFFICER
    part = next(part for part in truth.parts if unit in part.units)
    sums = {s.reason for s in shortages if unit.cases[0] in s.cases.tolist()}
    return reason_by_trying(problem, goals, part, unit, sums)


def reason_by_trying(problem: Problem, goals: Goals, part: Part, unit: Unit, sums: set[Reason]) -> Reason:
    """Why a unit that somebody may hold is out of the best plan of its part.

    It is the hours, or the standards, alone if they would keep it out without the others, and the others would not.

    Parameters
    ----------
    sums : set of Reason
        Kinds of sums that hold the unit.
    """
    if goals.policy is Policy.ASSIGN_ALL:
        return Reason.STANDARDS if Reason.STANDARDS in sums else Reason.STANDARDS_AND_PACKING
    stay = [u for u, o in zip(part.units, part.chosen, strict=True) if o is not None and u.priority <= unit.priority]
    without_standards = _fit(problem, part, [*stay, unit], of_hours=True)
    without_hours = _fit(problem, part, [*stay, unit], of_hours=False)
    if without_standards and not without_hours:
        return Reason.STANDARDS if Reason.STANDARDS in sums else Reason.STANDARDS_AND_PACKING
    if without_hours and not without_standards:
        return Reason.HOURS if Reason.HOURS in sums else Reason.PACKING
    return Reason.STANDARDS_AND_PACKING


def _fit(problem: Problem, part: Part, units: list[Unit], *, of_hours: bool) -> bool:
    """Whether all of these have room at once, in hours alone or in places alone; pins take theirs first."""

    def takes(unit: Unit, o: int) -> int:
        return unit.takes[o] if of_hours else unit.size

    most = problem.officers.limit if of_hours else problem.officers.standard
    room = {
        o: max(0, int(most[o]) - sum(takes(u, o) for u in part.units if u.pin == o))
        if of_hours or most[o] != NO_STANDARD
        else 10**6
        for o in part.officers
    }

    def place(rest: list[Unit]) -> bool:
        if not rest:
            return True
        for o in rest[0].allowed:
            if takes(rest[0], o) <= room[o]:
                room[o] -= takes(rest[0], o)
                if place(rest[1:]):
                    return True
                room[o] += takes(rest[0], o)
        return False

    return place([unit for unit in units if unit.pin is None])


def certificates(problem: Problem, goals: Goals, part: Part) -> Iterator[Shortage]:
    """Every set of cases whose officers have too few places or hours, smallest sets first."""
    free = [unit for unit in part.units if unit.pin is None]
    for size in range(1, len(free) + 1):
        for chosen in combinations(free, size):
            officers = sorted(set().union(*(unit.allowed for unit in chosen)))
            pins = {o: [u for u in part.units if u.pin == o] for o in officers}
            cases = np.array(sorted(c for unit in chosen for c in unit.cases), np.int32)
            reach = np.array(officers, np.int32)
            standard = {o: int(problem.officers.standard[o]) for o in officers}
            need = len(cases)
            have = sum(max(0, standard[o] - sum(u.size for u in pins[o])) for o in officers)
            if need > have and NO_STANDARD not in standard.values():
                yield Shortage(Reason.STANDARDS, cases, reach, need, have)
            need = sum(min(unit.takes[o] for o in unit.allowed) for unit in chosen)
            have = sum(max(0, int(problem.officers.limit[o]) - sum(u.takes[o] for u in pins[o])) for o in officers)
            if need > have and goals.policy is Policy.WITHIN_CAPACITY:
                yield Shortage(Reason.HOURS, cases, reach, need, have)


def _shortages(problem: Problem, goals: Goals, part: Part) -> Iterator[Shortage]:
    """For each unplaced unit the first certificate that explains it."""
    unexplained = {
        unit.cases[0] for unit, o in zip(part.units, part.chosen, strict=True) if o is None and unit.pin is None
    }
    if not unexplained:
        return
    for found in certificates(problem, goals, part):
        explained = unexplained & set(found.cases.tolist())
        if explained:
            unexplained -= explained
            yield found


def _breaches(problem: Problem, goals: Goals, units: list[Unit]) -> Iterator[Breach]:
    listed: dict[int, set[int]] = {}
    if problem.pairs is not None:
        for case, o in zip(problem.pairs.case.tolist(), problem.pairs.officer.tolist(), strict=True):
            listed.setdefault(case, set()).add(o)
    for unit in units:
        for case in unit.cases:
            if unit.pin is None or unit.stays:
                continue
            able = problem.eligible[problem.cases.signature[case], unit.pin]
            if not able or (case in listed and unit.pin not in listed[case]):
                yield Breach("eligibility", unit.pin, case)
    for o in range(len(problem.officers)):
        mine = [unit for unit in units if unit.pin == o]
        standard, limit = int(problem.officers.standard[o]), int(problem.officers.limit[o])
        staying = sum(unit.size for unit in mine if unit.stays)
        count, load = sum(unit.size for unit in mine), sum(unit.takes[o] for unit in mine)
        if standard != NO_STANDARD and count > standard:
            yield Breach("standard", o, None, count, standard, staying)
        if load > limit and (limit == 0 or goals.policy is Policy.WITHIN_CAPACITY):
            yield Breach("hours", o, None, load, limit, staying)
