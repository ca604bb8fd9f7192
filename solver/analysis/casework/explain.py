"""Why this officer: what every goal would be if the case were with somebody else, measured by the checker."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction

import numpy as np

from solver.analysis.casework.assignment_totals import Totals
from solver.analysis.casework.obstacles import obstacles
from solver.analysis.scenarios.cases import with_cases
from solver.arrays import Indices, Ints
from solver.check.facts import Facts
from solver.check.findings import Findings
from solver.check.goals import AGAINST_SHARES, Measured, measure, slack_of, unit_of
from solver.check.rules import Loads, check_officers
from solver.goals import GRID, Goals, Unit
from solver.model.units import units_of
from solver.plan import UNPLACED
from solver.problem import Problem


@dataclass(frozen=True, slots=True)
class LevelChange:
    """One goal, as it is and with the case moved. Smaller is better.

    Attributes
    ----------
    name : str
    unit : Unit
    now, then : int
        As in ``solver.plan.LevelResult``: the worst part where the unit does not add up, the sum otherwise.
    ranked_now, ranked_then : int
        What the goals compare: of a unit that does not add up the value in the part of the case; what is good enough
        for the sake of later goals counts alike.
    """

    name: str
    unit: Unit
    now: int
    then: int
    ranked_now: int = field(default=0, compare=False)
    ranked_then: int = field(default=0, compare=False)

    @property
    def decides(self) -> bool:
        """Whether the goal prefers one of the two."""
        return self.ranked_now != self.ranked_then

    @property
    def is_good_enough(self) -> bool:
        """Whether the value changes and both are good enough under the goals."""
        return self.now != self.then and not self.decides


@dataclass(frozen=True, slots=True)
class Load:
    """What an officer holds, as it is and with the case moved.

    Attributes
    ----------
    officer : int
    now, then : Fraction, hours
    utilization_now, utilization_then : Fraction or None
    caseload_now, caseload_then : int
    """

    officer: int
    now: Fraction
    then: Fraction
    utilization_now: Fraction | None
    utilization_then: Fraction | None
    caseload_now: int
    caseload_then: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a case is with its officer and not with another one.

    Attributes
    ----------
    case : int
    cases : tuple of int
        It, and those that are kept together with it: they move together.
    holder : int
        ``UNPLACED`` where nobody holds it.
    officer : int
        Who is asked about.
    obstacles : tuple of str
        Why the officer may not hold it; empty where they may.
    broken : tuple of str
        Rules that would be broken besides, and are not today: standards, and hours where they are hard.
    levels : tuple of LevelChange
        In rank order.
    loads : tuple of Load
        Of the officer, and of the holder where there is another one.
    shared_hours : Fraction
        As :func:`shared_hours` has them; evenness is a part of them.
    """

    case: int
    cases: tuple[int, ...]
    holder: int
    officer: int
    obstacles: tuple[str, ...]
    broken: tuple[str, ...]
    levels: tuple[LevelChange, ...]
    loads: tuple[Load, ...]
    shared_hours: Fraction

    @property
    def decisive(self) -> LevelChange | None:
        """The first goal, in rank order, that prefers one of the two; None where they are as good."""
        return next((level for level in self.levels if level.decides), None)


def explain(
    problem: Problem, assigned: Indices, goals: Goals, case: int, officer: int, *, is_plan: bool = False
) -> Explanation:
    """Work out again what would change if an officer held a case, and what the goals make of it.

    A goal that gives way to later ones within a slack is good enough up to the slack, and, in a plan that was made for
    these goals, up to its value there. Its best is never below 0, so nothing that is called good enough is not.

    Parameters
    ----------
    assigned : int32 array, shape (cases,)
        Who holds what, ``UNPLACED`` where nobody does.
    goals : Goals
        Policy, which goals to measure, and how far they give way.
    is_plan : bool
        The assignment is a plan that was made for these goals.
    """
    units = units_of(replace(problem, release_ineligible=True))  # who may, not who must
    members = units.cases_of(int(units.of_case[case]))
    unit, at = with_cases(problem, members.astype(np.int64)), members.tolist().index(case)
    totals = Totals.of(problem, assigned, goals)
    found = explain_beside(unit, assigned[members], goals, (at, officer), totals, is_plan=is_plan)
    return replace(found, case=case, cases=tuple(members.tolist()))


def explain_beside(
    unit: Problem,
    assigned: Indices,
    goals: Goals,
    about: tuple[int, int],
    totals: Totals,
    *,
    is_plan: bool = False,
) -> Explanation:
    """The same from sums: what the cases add to goals that are added up, and what goals see of the officers' loads.

    Parameters
    ----------
    unit : Problem
        The case and all that are kept together with it, among all officers.
    assigned : int32 array, shape (cases,)
        Who holds them.
    about : (int, int)
        Which of the cases, and which officer.
    totals : Totals
        Of these and all other cases, as they are assigned.
    """
    case, officer = about
    holder = int(assigned[case])
    moved = assigned if holder == officer else np.full_like(assigned, officer)
    facts = totals.facts_of(unit)
    held = totals.held_with(facts, assigned, moved)
    loads, counts = (totals.held.load, held.load), (totals.held.count, held.count)
    concerned = dict.fromkeys([officer, *([holder] if holder != UNPLACED else [])])
    units = units_of(replace(unit, release_ineligible=True))
    return Explanation(
        case=case,
        cases=tuple(range(len(assigned))),
        holder=holder,
        officer=officer,
        obstacles=obstacles(unit, units, case, officer),
        broken=_broken(unit, goals, totals.held, held),
        levels=_levels(facts, goals, (assigned, moved), (totals, held), (case, is_plan)),
        loads=tuple(load_between(unit, o, loads, counts) for o in concerned),
        shared_hours=shared_hours(unit, totals.part_of_officer),
    )


def shared_hours(problem: Problem, part_of_officer: Indices) -> Fraction:
    """Hours for cases of everybody who has a fair share, all together.

    Parameters
    ----------
    part_of_officer : int32 array, shape (officers,)
        Below 0: no case reaches the officer.
    """
    return problem.hours(sum(problem.officers.limit[part_of_officer >= 0].tolist()))


def fairness_points(steps: int) -> Fraction:
    """Grid steps of fairness as points of utilization."""
    return Fraction(steps * 100, GRID)


def _levels(
    facts: Facts,
    goals: Goals,
    now_then: tuple[Indices, Indices],
    beside: tuple[Totals, Loads],
    about: tuple[int, bool],
) -> tuple[LevelChange, ...]:
    (totals, held), (case, is_plan) = beside, about
    before, moved = now_then
    now = measure(facts, before, totals.held, goals, None)  # against shares, all was measured before
    then = measure(facts, moved, held, goals, totals.shares)
    part = int(then.part_of_case[case])
    after = replace(totals, values={name: _then(name, each, now, then) for name, each in totals.values.items()})
    found = []
    for name in totals.values:
        unit = unit_of(name, goals)
        whole = [each.total(name, unit) for each in (totals, after)]
        here = whole if unit.adds_up or part < 0 else [each.values[name][part] for each in (totals, after)]
        slack = slack_of(name, goals, 0)
        enough = max(slack, here[0]) if slack and is_plan else slack
        found.append(LevelChange(name, unit, *whole, *(max(value, enough) for value in here)))
    return tuple(found)


def _then(name: str, parts: tuple[int, ...], now: Measured, then: Measured) -> tuple[int, ...]:
    """A goal once the cases have moved, part by part; of what is added up, they alone have been measured."""
    if name in AGAINST_SHARES:
        return then.values[name]
    none = (0,) * len(parts)
    before, after = (each.values.get(name, none) for each in (now, then))
    return tuple(all_ - one + other for all_, one, other in zip(parts, before, after, strict=True))


def _broken(unit: Problem, goals: Goals, now: Loads, then: Loads) -> tuple[str, ...]:
    """Rules about officers; that the case itself may not be there is said by the obstacles."""
    before, after = Findings(unit), Findings(unit)
    check_officers(unit.officers, now, goals, before)
    check_officers(unit.officers, then, goals, after)
    known = {(found.code, found.officer) for found in before.violations}
    return tuple(each.message for each in after.violations if (each.code, each.officer) not in known)


def load_between(problem: Problem, officer: int, loads: tuple[Ints, Ints], counts: tuple[Ints, Ints]) -> Load:
    """What an officer holds in either of two assignments; arrays of shape (officers,)."""
    limit = int(problem.officers.limit[officer])
    now, then = (int(each[officer]) for each in loads)
    used = [Fraction(load, limit) if limit else None for load in (now, then)]
    return Load(
        officer,
        problem.hours(now),
        problem.hours(then),
        used[0],
        used[1],
        int(counts[0][officer]),
        int(counts[1][officer]),
    )
