"""A plan put together from its parts: levels, reasons, shortages and what pins break."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from solver.arrays import Flags, Indices, Ints
from solver.fair_shares.shortages import Waiting, shortages_of
from solver.formulation.goals.base import RankedGoal
from solver.formulation.goals.coverage import Coverage, priority_of
from solver.goals import Goals, Measure, Objective, Policy
from solver.lexicographic.part import PartResult
from solver.model.disaggregation import Seniority, assign_units
from solver.model.part import Part
from solver.model.parts import build_parts, pinned_loads
from solver.model.units import Units, coverage_weights
from solver.plan import UNPLACED, Breach, LevelResult, Plan, Proof, Reason, Status
from solver.problem import LEFT, NEW, Problem
from solver.tiers import FairShares


@dataclass(frozen=True, slots=True)
class Division:
    """How a problem was divided into parts.

    Attributes
    ----------
    units : Units
    parts : list of Part
    part_of_unit, part_of_officer : int32 arrays
        -1: none.
    aside : int64 array, shape (5,)
        What units that nobody can hold add to the coverage of each priority.
    """

    units: Units
    parts: list[Part]
    part_of_unit: Indices
    part_of_officer: Indices
    aside: Ints

    @staticmethod
    def of(problem: Problem, units: Units, target: list[Fraction], goals: Goals) -> Division:
        """Divide a problem; ``target`` as for :func:`solver.model.parts.build_parts`."""
        parts, part_of_unit, part_of_officer = build_parts(problem, units, target, goals)
        nowhere = np.flatnonzero(part_of_unit < 0).astype(np.int32)
        aside = coverage_weights(problem, units, nowhere, goals.coverage is Measure.HOURS).sum(axis=0)
        return Division(units, parts, part_of_unit, part_of_officer, aside)

    def set_aside(self, goal: RankedGoal) -> int:
        """What units that nobody can hold add to a level of coverage; nothing to any other."""
        return int(self.aside[goal.priority - 1]) if isinstance(goal, Coverage) else 0


def assemble_plan(
    problem: Problem,
    goals: Goals,
    shares: FairShares,
    division: Division,
    asked: list[RankedGoal],
    planned: list[PartResult],
    seniority: Seniority,
) -> Plan:
    """Counts back to cases, with reasons and everything that is claimed.

    Parameters
    ----------
    asked : list of RankedGoal
        In rank order.
    planned : list of PartResult
        Of each part, with an outcome for each of these goals.
    seniority : Seniority
        Which of several cases that are alike stays.
    """
    units, part_of_unit = division.units, division.part_of_unit
    of_unit = np.full(len(units), UNPLACED, np.int32)
    for part, done in zip(division.parts, planned, strict=True):
        local = assign_units(part, done.planned, seniority)
        of_unit[part.units] = np.where(local == UNPLACED, UNPLACED, part.officers[np.maximum(local, 0)])
    levels = tuple(_level_result(place, goal, goals, division, planned) for place, goal in enumerate(asked))
    load, count = pinned_loads(problem, units)
    unplaced = (of_unit == UNPLACED) & (part_of_unit >= 0)
    waiting = Waiting(of_unit, unplaced, _coverage_proven(units, levels, part_of_unit))
    reason_of_unit, shortages = shortages_of(problem, units, waiting, (load, count), goals.policy, part_of_unit)
    officer = of_unit[units.of_case]
    proven = all(level.status is Status.OPTIMAL for level in levels)
    return Plan(
        officer=officer,
        reason=_reasons(problem, units, goals, officer, reason_of_unit),
        levels=levels,
        shares=shares,
        part_of_officer=division.part_of_officer,
        part_of_case=part_of_unit[units.of_case],
        shortages=shortages,
        breaches=_breaches(problem, units, goals, load, count),
        status=Status.OPTIMAL if proven else Status.FEASIBLE,
    )


def _level_result(
    place: int, goal: RankedGoal, goals: Goals, division: Division, planned: list[PartResult]
) -> LevelResult:
    rungs = [done.rungs[place] for done in planned]
    value = [goal.value(part, done.planned) for part, done in zip(division.parts, planned, strict=True)]
    proofs = {rung.proof for rung in rungs} or {Proof.TRIVIAL}
    ranking = (Proof.SEARCH, Proof.ARITHMETIC, Proof.TRIVIAL)
    return LevelResult(
        name=goal.name,
        part_best=np.array([rung.best for rung in rungs], np.int64),
        part_bound=np.array([rung.bound for rung in rungs], np.int64),
        part_value=np.array(value, np.int64),
        slack=max((rung.slack for rung in rungs), default=goal.slack(goals, 0)),
        set_aside=division.set_aside(goal),
        proof=next(proof for proof in ranking if proof in proofs),
        unit=goal.unit(goals),
        certificates=tuple(rung.certificate for rung in rungs if rung.certificate is not None),
    )


def _coverage_proven(units: Units, levels: tuple[LevelResult, ...], part_of_unit: Indices) -> Flags:
    proven = np.ones(len(units), np.bool_)
    for level in levels:
        priority = priority_of(level.name)
        if priority is not None:
            open_parts = np.append(level.part_best != level.part_bound, False)
            proven &= ~(open_parts[part_of_unit] & (units.priority >= priority))
    return proven


def _reasons(
    problem: Problem, units: Units, goals: Goals, officer: Indices, of_unit: NDArray[np.int8]
) -> NDArray[np.int8]:
    """Why every case is where it is."""
    current, group = problem.cases.current, units.group[units.of_case]
    keepable = units.keepable(current)
    moved = Reason.COST if goals.objective is Objective.COST else Reason.BALANCE
    reason = np.where(officer == current, Reason.KEPT, moved)
    reason[(current == LEFT) | ((current >= 0) & ~keepable)] = Reason.FORCED
    reason[current == NEW] = Reason.NEW
    reason[problem.cases.pinned] = Reason.PINNED
    reason[units.stays[units.of_case]] = Reason.NOBODY_ELSE
    out = officer == UNPLACED
    reason[out] = of_unit[units.of_case][out]
    aside = ~units.placeable[units.of_case]
    reason[aside] = np.where(units.barred[group][aside], Reason.NO_HOURS, Reason.NO_ELIGIBLE_OFFICER)
    return reason.astype(np.int8)


def _breaches(
    problem: Problem, units: Units, goals: Goals, pinned_load: Ints, pinned_count: Ints
) -> tuple[Breach, ...]:
    """Rules that pins break, and caseloads and hours that cases which stay break: it is obeyed, and said.

    That nobody may hold a case that stays is its reason; it is not said here a second time.
    """
    officers = problem.officers
    out = []
    pinned = np.flatnonzero((units.pinned & ~units.stays)[units.of_case])
    holders = units.fixed_to(units.of_case[pinned].astype(np.int64))
    for case, holder in zip(pinned.tolist(), holders.tolist(), strict=True):
        if not problem.may_hold(case)[holder]:
            out.append(Breach("eligibility", holder, case))
    stays = np.flatnonzero(units.stays[units.of_case])
    kept = np.bincount(problem.cases.current[stays], minlength=len(officers)).tolist()
    crowded = np.flatnonzero((officers.standard >= 0) & (pinned_count > officers.standard)).tolist()
    out += [Breach("standard", o, None, int(pinned_count[o]), int(officers.standard[o]), kept[o]) for o in crowded]
    late = pinned_load > officers.limit
    if goals.policy is Policy.ASSIGN_ALL:
        late &= officers.limit == 0
    late_ones = np.flatnonzero(late).tolist()
    out += [Breach("hours", o, None, int(pinned_load[o]), int(officers.limit[o]), kept[o]) for o in late_ones]
    return tuple(out)
