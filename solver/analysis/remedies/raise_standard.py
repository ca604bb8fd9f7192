"""Which caseload standard to lift where standards leave cases without an officer. The flow of work knows no standards,
so what a lift does is found out by solving again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import inf

import numpy as np

from solver.analysis.loads import loads_of
from solver.analysis.remedies.room import Room
from solver.analysis.scenarios.apply import applied
from solver.analysis.scenarios.changes import SetStandard
from solver.analysis.why_not import WhyNot
from solver.analysis.words import counted, hours
from solver.budget import check_ranges
from solver.goals import Goals, Policy, SolveConfig
from solver.model.units import units_of
from solver.plan import Plan, Reason
from solver.problem import NO_STANDARD, Problem

BY_STANDARDS = (Reason.STANDARDS, Reason.STANDARDS_AND_PACKING)
"""Reasons in which standards have a part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftParams:
    """How many standards are lifted, and where.

    Attributes
    ----------
    most_cases : int, >= 0
        Cases of a roster that is planned again and again.
    most_tried : int, >= 1
        Officers of one shortage whose standard is tried, those with most hours left first.
    most_lifted : int, >= 1
        Standards that are tried in all, those of the largest shortages first.
    """

    most_cases: int = 20_000
    most_tried: int = 3
    most_lifted: int = 6

    def __post_init__(self) -> None:
        check_ranges(self, most_cases=(0, inf), most_tried=(1, inf), most_lifted=(1, inf))


PARAMS = LiftParams()


@dataclass(frozen=True, slots=True)
class Lift:
    """A higher standard, and the cases that find an officer by it.

    Attributes
    ----------
    change : SetStandard
    cases_placed : int
        Cases that nobody held before, less those that nobody holds afterwards.
    hours_placed : Fraction
        Their effort.
    """

    change: SetStandard
    cases_placed: int
    hours_placed: Fraction

    @property
    def sentence(self) -> str:
        """What is done and what it does."""
        placed = counted(self.cases_placed, "case")
        return f"{self.change}: {placed} of {hours(self.hours_placed)} more can be placed."


def lifts_within(
    problem: Problem,
    plan: Plan | None,
    goals: Goals,
    config: SolveConfig,
    time_limit_s: float,
    params: LiftParams = PARAMS,
) -> tuple[Lift, ...] | WhyNot:
    """:func:`lifts` where standards are short and there is time for it; else why not.

    Parameters
    ----------
    plan : Plan or None
        What standards leave out is known only once there is a plan.
    config : SolveConfig
        Workers and seed.
    time_limit_s : float, seconds
        For all lifts together. 0: none are tried.
    """
    if plan is None:
        return WhyNot.NO_PLAN
    out = {Reason(value) for value in set(plan.reason[plan.officer < 0].tolist())}
    if not out & set(BY_STANDARDS):
        has_standards = bool((problem.officers.standard != NO_STANDARD).any())
        return WhyNot.NOT_PROVEN if has_standards and Reason.NOT_PROVEN in out else WhyNot.NOT_NEEDED
    if not time_limit_s:
        return WhyNot.NO_TIME
    if len(problem.cases) > params.most_cases:
        return WhyNot.TOO_LARGE
    each = replace(config, time_limit_s=time_limit_s / params.most_lifted)
    return lifts(problem, plan, goals, each, params) or WhyNot.NONE_FOUND


def lifts(
    problem: Problem, plan: Plan, goals: Goals, config: SolveConfig, params: LiftParams = PARAMS
) -> tuple[Lift, ...]:
    """Lift one standard by the places that a shortage lacks, and solve again.

    Parameters
    ----------
    plan : Plan
        Of the same problem and goals. Its shortages of standards say where places are missing; where standards keep a
        case out together with hours or families, it is who lacks fewest places for it.
    config : SolveConfig
        For each single solve.

    Returns
    -------
    tuple of Lift
        Those that place more cases: most hours first; of those that place the same, the least that is raised.
    """
    from solver.solve import solve  # 0.65 s and pandas: only where there is something to lift

    before = _unplaced(problem, plan)
    candidates = _candidates(problem, plan, goals.policy, params)
    found = []
    for o, standard in candidates:
        change = SetStandard(problem.officers.ids[o], standard)
        lifted = applied(problem, [change])
        after = _unplaced(lifted, solve(lifted, goals, config))
        if (after.cases, after.effort) < (before.cases, before.effort):
            lift = Lift(change, before.cases - after.cases, before.effort - after.effort)
            found.append((-lift.hours_placed, -lift.cases_placed, standard - int(problem.officers.standard[o]), lift))
    return tuple(lift for *_, lift in sorted(found, key=lambda each: (*each[:3], str(each[3].change))))


@dataclass(frozen=True, slots=True)
class _Unplaced:
    cases: int
    effort: Fraction


def _unplaced(problem: Problem, plan: Plan) -> _Unplaced:
    out = plan.officer < 0
    return _Unplaced(int(out.sum()), problem.hours(int(problem.cases.effort[out].sum())))


def _candidates(problem: Problem, plan: Plan, policy: Policy, params: LiftParams) -> list[tuple[int, int]]:
    """Officers and the standards that are tried: by the shortages, then by the cases that no sum explains."""
    officers = problem.officers
    left = officers.limit - loads_of(problem, plan.officer).load
    found: dict[tuple[int, int], None] = {}
    for shortage in sorted(plan.shortages, key=lambda each: each.have - each.need):
        if shortage.reason is not Reason.STANDARDS:
            continue
        bound = [o for o in shortage.officers.tolist() if officers.standard[o] != NO_STANDARD]
        bound.sort(key=lambda o: (-int(left[o]), o))
        for o in bound[: params.most_tried]:
            found[o, int(officers.standard[o]) + shortage.need - shortage.have] = None
    units = units_of(problem)
    room = Room(problem, units, plan.officer, policy)
    both = np.unique(units.of_case[(plan.officer < 0) & (plan.reason == Reason.STANDARDS_AND_PACKING)])
    for unit in both[np.argsort(units.priority[both], kind="stable")].tolist():
        if len(found) >= params.most_lifted:
            break
        missing = room.missing(unit)
        for at in np.lexsort((missing.places, missing.ticks))[: params.most_tried].tolist():
            if missing.places[at]:
                o = int(missing.officers[at])
                found[o, int(officers.standard[o] + missing.places[at])] = None
    return list(found)[: params.most_lifted]
