"""A plan put together from its parts: levels, reasons, shortages and what pins break."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from solver.arrays import Indices, Ints
from solver.fair_shares.shortages import shortages_of
from solver.formulation.goals.ranking import Point, slack_of, unit_of
from solver.goals import GRID, Goals, Measure, Objective, Policy
from solver.lexicographic.part import PartResult
from solver.model.part import Part, assign_units
from solver.model.parts import pinned_loads
from solver.model.units import Units
from solver.plan import UNPLACED, Breach, LevelResult, Plan, Proof, Reason, Status
from solver.problem import LEFT, NEW, Problem
from solver.tiers import FairShares


def assemble_plan(
    problem: Problem,
    goals: Goals,
    units: Units,
    shares: FairShares,
    parts: list[Part],
    climbed: list[PartResult],
    names: list[str],
    part_of_unit: Indices,
    part_of_officer: Indices,
    interrupted: bool,
) -> Plan:
    """Counts back to cases, with reasons and everything that is claimed."""
    of_unit = np.full(len(units), UNPLACED, np.int32)
    for part, done in zip(parts, climbed, strict=True):
        local = assign_units(part, done.planned)
        of_unit[part.units] = np.where(local == UNPLACED, UNPLACED, part.officers[np.maximum(local, 0)])
    levels = tuple(
        _level_result(place, name, goals, parts, climbed, set_aside(units, goals, part_of_unit, name))
        for place, name in enumerate(names)
    )
    pinned_load, pinned_count = pinned_loads(problem, units)
    unplaced = (of_unit == UNPLACED) & (part_of_unit >= 0)
    reason_of_unit, shortages = shortages_of(
        problem,
        units,
        unplaced,
        pinned_load,
        pinned_count,
        goals.policy,
        _coverage_proven(units, levels, part_of_unit),
        part_of_unit,
    )
    officer = of_unit[units.of_case]
    part_of_case = part_of_unit[units.of_case]
    proven = all(level.status is Status.OPTIMAL for level in levels)
    return Plan(
        officer=officer,
        reason=_reasons(problem, units, goals, officer, reason_of_unit),
        levels=levels,
        shares=shares,
        part_of_officer=part_of_officer,
        part_of_case=part_of_case,
        shortages=shortages,
        breaches=_breaches(problem, units, goals, pinned_load, pinned_count),
        status=Status.OPTIMAL if proven else Status.FEASIBLE,
        interrupted=interrupted,
    )


def _level_result(
    place: int, name: str, goals: Goals, parts: list[Part], climbed: list[PartResult], set_aside: int
) -> LevelResult:
    rungs = [done.rungs[place] for done in climbed]
    by_hours = goals.coverage is Measure.HOURS
    value = [Point(done.planned).value(part, name, by_hours, GRID) for part, done in zip(parts, climbed, strict=True)]
    proofs = {rung.proof for rung in rungs} or {Proof.TRIVIAL}
    ranking = (Proof.SEARCH, Proof.ARITHMETIC, Proof.TRIVIAL)
    return LevelResult(
        name=name,
        part_best=np.array([rung.best for rung in rungs], np.int64),
        part_bound=np.array([rung.bound for rung in rungs], np.int64),
        part_value=np.array(value, np.int64),
        slack=max((rung.slack for rung in rungs), default=slack_of(name, goals, 0)),
        set_aside=set_aside,
        proof=next(proof for proof in ranking if proof in proofs),
        unit=unit_of(name, goals),
        certificates=tuple(rung.certificate for rung in rungs if rung.certificate is not None),
    )


def set_aside(units: Units, goals: Goals, part_of_unit: Indices, name: str) -> int:
    """What units that nobody can hold add to a coverage level."""
    if not name.startswith("coverage"):
        return 0
    weight = np.maximum(units.effort, 1) if goals.coverage is Measure.HOURS else units.size
    return int(weight[(part_of_unit < 0) & (units.priority == int(name[-1]))].sum())


def _coverage_proven(units: Units, levels: tuple[LevelResult, ...], part_of_unit: Indices) -> NDArray[np.bool_]:
    proven = np.ones(len(units), np.bool_)
    for level in levels:
        if level.name.startswith("coverage"):
            open_parts = np.append(level.part_best != level.part_bound, False)
            proven &= ~(open_parts[part_of_unit] & (units.priority >= int(level.name[-1])))
    return proven


def _reasons(
    problem: Problem, units: Units, goals: Goals, officer: Indices, of_unit: NDArray[np.int8]
) -> NDArray[np.int8]:
    """Why every case is where it is."""
    current, group = problem.cases.current, units.group[units.of_case]
    keepable = current >= 0
    if len(problem.officers):
        keepable &= units.allowed[group, np.maximum(current, 0)]
    moved = Reason.COST if goals.objective is Objective.COST else Reason.BALANCE
    reason = np.where(officer == current, Reason.KEPT, moved)
    reason[(current == LEFT) | ((current >= 0) & ~keepable)] = Reason.FORCED
    reason[current == NEW] = Reason.NEW
    reason[problem.cases.pinned] = Reason.PINNED
    out = officer == UNPLACED
    reason[out] = of_unit[units.of_case][out]
    aside = ~units.placeable[units.of_case]
    reason[aside] = np.where(units.barred[group][aside], Reason.NO_HOURS, Reason.NO_ELIGIBLE_OFFICER)
    return reason.astype(np.int8)


def _breaches(
    problem: Problem, units: Units, goals: Goals, pinned_load: Ints, pinned_count: Ints
) -> tuple[Breach, ...]:
    """Rules that pins break: an order is obeyed, and said."""
    officers = problem.officers
    out = []
    for case in np.flatnonzero(units.pinned[units.of_case]).tolist():
        holder = int(np.argmax(units.allowed[units.group[units.of_case[case]]]))
        if not problem.may_hold(case)[holder]:
            out.append(Breach("eligibility", holder, case))
    crowded = np.flatnonzero((officers.standard >= 0) & (pinned_count > officers.standard)).tolist()
    out += [Breach("standard", o, None, int(pinned_count[o]), int(officers.standard[o])) for o in crowded]
    late = pinned_load > officers.limit
    if goals.policy is Policy.ASSIGN_ALL:
        late &= officers.limit == 0
    late_ones = np.flatnonzero(late).tolist()
    out += [Breach("hours", o, None, int(pinned_load[o]), int(officers.limit[o])) for o in late_ones]
    return tuple(out)
