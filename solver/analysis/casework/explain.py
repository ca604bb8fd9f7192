"""Why this officer: what every goal would be if the case were with somebody else, measured by the checker."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction

from solver.analysis.casework.obstacles import obstacles
from solver.arrays import Indices
from solver.check.facts import Facts, facts_of
from solver.check.goals import Measured, level_names, measure, slack_of, unit_of
from solver.check.rules import held_by
from solver.check.verify import Checked, check
from solver.fair_shares.decomposition import fair_shares
from solver.goals import GRID, Goals, Unit
from solver.model.units import units_of
from solver.plan import UNPLACED
from solver.problem import Problem
from solver.tiers import FairShares


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
    shares, facts = fair_shares(problem), facts_of(problem)
    members = units.cases_of(int(units.of_case[case])).tolist()
    holder = int(assigned[case])
    moved = assigned.copy()
    if holder != officer:
        moved[members] = officer
    now, then = check(problem, assigned, goals), check(problem, moved, goals)
    concerned = dict.fromkeys([officer, *([holder] if holder != UNPLACED else [])])
    return Explanation(
        case=case,
        cases=tuple(members),
        holder=holder,
        officer=officer,
        obstacles=obstacles(problem, units, case, officer),
        broken=_broken(now, then),
        levels=_levels(facts, goals, shares, (assigned, moved), (case, is_plan)),
        loads=tuple(load_between(problem, o, now, then) for o in concerned),
        shared_hours=shared_hours(problem, facts.part_of_officer),
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
    facts: Facts, goals: Goals, shares: FairShares, now_then: tuple[Indices, Indices], about: tuple[int, bool]
) -> tuple[LevelChange, ...]:
    (now, then), (case, is_plan) = (measured_by(facts, goals, shares, officer) for officer in now_then), about
    part = int(now.part_of_case[case])
    found = []
    for name in level_names(facts, goals):
        unit = unit_of(name, goals)
        totals = [total_of(measured, name, unit) for measured in (now, then)]
        here = totals if unit.adds_up or part < 0 else [measured.values[name][part] for measured in (now, then)]
        slack = slack_of(name, goals, 0)
        enough = max(slack, here[0]) if slack and is_plan else slack
        found.append(LevelChange(name, unit, *totals, *(max(value, enough) for value in here)))
    return tuple(found)


def measured_by(facts: Facts, goals: Goals, shares: FairShares, officer: Indices) -> Measured:
    """Every goal of an assignment, as the checker measures it against these fair shares."""
    return measure(facts, officer, held_by(facts, officer), goals, shares)


def total_of(measured: Measured, name: str, unit: Unit) -> int:
    """A goal over all parts: the sum, or the worst where its unit does not add up."""
    parts = measured.values[name]
    return sum(parts) + measured.set_aside.get(name, 0) if unit.adds_up else max(parts, default=0)


def _broken(now: Checked, then: Checked) -> tuple[str, ...]:
    """Rules about officers; that the case itself may not be there is said by the obstacles."""
    known = {(found.code, found.officer) for found in now.violations}
    codes = ("standard", "hours")
    return tuple(
        each.message for each in then.violations if each.code in codes and (each.code, each.officer) not in known
    )


def load_between(problem: Problem, officer: int, now: Checked, then: Checked) -> Load:
    """What an officer holds in either of two assignments."""
    limit = int(problem.officers.limit[officer])
    loads = [int(checked.loads[officer]) for checked in (now, then)]
    used = [Fraction(load, limit) if limit else None for load in loads]
    return Load(
        officer,
        problem.hours(loads[0]),
        problem.hours(loads[1]),
        used[0],
        used[1],
        int(now.counts[officer]),
        int(then.counts[officer]),
    )
