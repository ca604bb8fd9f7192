"""Which caseload standard to lift where standards leave cases without an officer. The flow of work knows no standards,
so what a lift does is found out by solving again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from solver.analysis.loads import loads_of
from solver.analysis.remedies.room import Room
from solver.analysis.scenarios.apply import applied
from solver.analysis.scenarios.changes import SetStandard
from solver.analysis.why_not import WhyNot
from solver.analysis.words import counted, hours
from solver.goals import Goals, Policy, SolveConfig
from solver.model.units import units_of
from solver.plan import Plan, Reason
from solver.problem import NO_STANDARD, Problem

MOST_CASES = 20_000
"""Cases of a roster that is planned again and again."""
MOST_TRIED = 3
"""Officers of one shortage whose standard is tried, those with most hours left first."""
MOST_LIFTED = 6
"""Standards that are tried in all, those of the largest shortages first."""
BY_STANDARDS = (Reason.STANDARDS, Reason.STANDARDS_AND_PACKING)
"""Reasons in which standards have a part."""


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
    problem: Problem, plan: Plan | None, goals: Goals, config: SolveConfig, time_limit_s: float
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
    if len(problem.cases) > MOST_CASES:
        return WhyNot.TOO_LARGE
    each = replace(config, time_limit_s=time_limit_s / MOST_LIFTED)
    return lifts(problem, plan, goals, each) or WhyNot.NONE_FOUND


def lifts(problem: Problem, plan: Plan, goals: Goals, config: SolveConfig) -> tuple[Lift, ...]:
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
        Those that place more cases: most hours first.
    """
    from solver.solve import solve  # 0.65 s and pandas: only where there is something to lift

    before = _unplaced(problem, plan)
    tried = [SetStandard(problem.officers.ids[o], standard) for o, standard in _candidates(problem, plan, goals.policy)]
    found = []
    for change in tried:
        lifted = applied(problem, [change])
        after = _unplaced(lifted, solve(lifted, goals, config))
        if (after.cases, after.effort) < (before.cases, before.effort):
            found.append(Lift(change, before.cases - after.cases, before.effort - after.effort))
    return tuple(sorted(found, key=lambda lift: (-lift.hours_placed, -lift.cases_placed, str(lift.change))))


@dataclass(frozen=True, slots=True)
class _Unplaced:
    cases: int
    effort: Fraction


def _unplaced(problem: Problem, plan: Plan) -> _Unplaced:
    out = plan.officer < 0
    return _Unplaced(int(out.sum()), problem.hours(int(problem.cases.effort[out].sum())))


def _candidates(problem: Problem, plan: Plan, policy: Policy) -> list[tuple[int, int]]:
    """Officers and the standards that are tried: by the shortages, then by the cases that no sum explains."""
    officers = problem.officers
    left = officers.limit - loads_of(problem, plan.officer).load
    found: dict[tuple[int, int], None] = {}
    for shortage in sorted(plan.shortages, key=lambda each: each.have - each.need):
        if shortage.reason is not Reason.STANDARDS:
            continue
        bound = [o for o in shortage.officers.tolist() if officers.standard[o] != NO_STANDARD]
        bound.sort(key=lambda o: (-int(left[o]), o))
        for o in bound[:MOST_TRIED]:
            found[o, int(officers.standard[o]) + shortage.need - shortage.have] = None
    units = units_of(problem)
    room = Room(problem, units, plan.officer, policy)
    both = np.unique(units.of_case[(plan.officer < 0) & (plan.reason == Reason.STANDARDS_AND_PACKING)])
    for unit in both[np.argsort(units.priority[both], kind="stable")].tolist():
        if len(found) >= MOST_LIFTED:
            break
        missing = room.missing(unit)
        for at in np.lexsort((missing.places, missing.ticks))[:MOST_TRIED].tolist():
            if missing.places[at]:
                o = int(missing.officers[at])
                found[o, int(officers.standard[o] + missing.places[at])] = None
    return list(found)[:MOST_LIFTED]
