"""Rotations: who covers while officers are away on a detail, what the others carry, and how everything comes back.

During the detail those officers have no hours for cases. What is pinned to them stays, since a pin is an order; all
else goes to somebody who may hold it. Other cases move only where they must in any case, or where moves are granted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

import numpy as np

from solver.analysis.fte import Period
from solver.analysis.scenarios.apply import applied
from solver.analysis.scenarios.changes import Detail
from solver.arrays import Flags, Indices
from solver.check.verify import check
from solver.errors import InvalidChange
from solver.goals import Goals, Measure, Objective, SolveConfig
from solver.model.units import units_of
from solver.plan import UNPLACED, Plan, Reason
from solver.problem import LEFT, NEW, Problem
from solver.solve import solve

DAYS_OF_YEAR = 365
NOBODY_AWAY = "a detail takes officers of the roster, for a day or more"


@dataclass(frozen=True, slots=True)
class Handover:
    """One case that goes to somebody else for the time of the detail, and back afterwards.

    Attributes
    ----------
    case, home, cover : int
    """

    case: int
    home: int
    cover: int


class Why(StrEnum):
    """Why a case moves that is with nobody who is away."""

    NEW = "new"
    """Nobody has held it."""
    LEFT = "left"
    """Its officer is no longer in the roster."""
    MAY_NOT = "may not"
    """Its officer has no hours or may not hold it."""
    TOGETHER = "together"
    """Several officers have cases that stay together."""
    GRANTED = "granted"
    """A move that was granted, for fair shares."""
    ROOM = "room"
    """Its officer has no room for it beside more urgent cases, or beside more of them: standards, or hard hours."""


@dataclass(frozen=True, slots=True)
class Other:
    """Another case that gets an officer, or another one, and stays there; or that loses its officer.

    Attributes
    ----------
    case : int
    home : int
        Who holds it before; below 0: nobody, as ``Cases.current``.
    taker : int
        ``UNPLACED``: nobody has room for it meanwhile.
    why : Why
    """

    case: int
    home: int
    taker: int
    why: Why


@dataclass(frozen=True, slots=True)
class Carried:
    """What an officer who stays carries.

    Attributes
    ----------
    officer : int
    cases_taken : int
        Cases that they hold for somebody who is away.
    others_taken : int
        Other cases that come to them.
    hours_before, hours_during : Fraction
        Of the period's cases, before the detail and while it lasts.
    utilization_before, utilization_during : Fraction or None
    more_hours : Fraction
        Over the whole detail, however many periods that is.
    """

    officer: int
    cases_taken: int
    others_taken: int
    hours_before: Fraction
    hours_during: Fraction
    utilization_before: Fraction | None
    utilization_during: Fraction | None
    more_hours: Fraction


@dataclass(frozen=True, slots=True)
class Rotation:
    """A detail and its cover.

    Attributes
    ----------
    away : tuple of int
    days : int
    periods : Fraction
        The days in periods of the roster, with 365 days a year.
    problem : Problem
        During the detail: the officers who are away have no hours.
    plan : Plan
        Of that problem, checked.
    handovers : tuple of Handover
        In roster order. The return plan is the same, from cover to home.
    pinned : tuple of int
        Cases that stay with officers who are away, because they are pinned.
    uncovered : tuple of int
        Cases of officers who are away that nobody can work on meanwhile: nobody holds them, or they stay because nobody
        else may (``Reason.NOBODY_ELSE``); ``Plan.reason`` says which.
    others : tuple of Other
        All other cases that get an officer or another one, or lose theirs, in roster order.
    carried : tuple of Carried
        Of everybody who stays and has hours, most utilized first.
    """

    away: tuple[int, ...]
    days: int
    periods: Fraction
    problem: Problem
    plan: Plan
    handovers: tuple[Handover, ...]
    pinned: tuple[int, ...]
    uncovered: tuple[int, ...]
    others: tuple[Other, ...]
    carried: tuple[Carried, ...]

    def after_return(self) -> Indices:
        """Who holds what once every case that was handed over is back. Shape (cases,)."""
        officer = self.plan.officer.copy()
        for each in self.handovers:
            officer[each.case] = each.home
        for case in self.uncovered:
            officer[case] = self.problem.cases.current[case]
        return officer


@dataclass(frozen=True, slots=True)
class Absence:
    """Who is away, and for how long.

    Attributes
    ----------
    officers : tuple of int
        In roster order, each once.
    days : int, > 0
    period : Period
        That the hours of the problem are for.

    Raises
    ------
    InvalidChange
        Nobody goes, or for no days.
    """

    officers: tuple[int, ...]
    days: int
    period: Period

    def __post_init__(self) -> None:
        object.__setattr__(self, "officers", tuple(sorted(set(self.officers))))
        if not self.officers or self.days < 1 or self.officers[0] < 0:
            raise InvalidChange(NOBODY_AWAY)

    @property
    def periods(self) -> Fraction:
        """The days in periods of the roster, with 365 days a year."""
        return Fraction(self.days * self.period.per_year, DAYS_OF_YEAR)


def rotation(
    problem: Problem,
    away: Absence,
    *,
    goals: Goals | None = None,
    config: SolveConfig | None = None,
    granted_moves: int = 0,
    should_stop: Callable[[], bool] | None = None,
) -> Rotation:
    """Plan a detail: the fewest moves, and among such plans the fairest load of those who stay.

    Parameters
    ----------
    problem : Problem
        ``Cases.current`` is who holds what when the detail begins.
    away : Absence
    goals : Goals, optional
        Policy and coverage; how moves are limited is settled here.
    granted_moves : int, cases
        Moves among those who stay that may be made for the sake of fair shares.

    Raises
    ------
    InvalidChange
        Somebody goes who is not in the roster.
    """
    if away.officers[-1] >= len(problem.officers):
        raise InvalidChange(NOBODY_AWAY)
    ids = tuple(problem.officers.ids[officer] for officer in away.officers)
    during = applied(problem, [Detail(ids)])
    wanted = replace(
        goals or Goals(),
        objective=Objective.BALANCE,
        max_moves=granted_moves,
        move_freely=False,
        moves=Measure.CASES,
    )
    plan = solve(during, wanted, config, should_stop=should_stop)
    return _told(problem, during, plan, away, granted_moves)


def holding(problem: Problem, officer: Indices) -> Problem:
    """The problem with everybody holding what they hold in a plan; pins stay where they are.

    Parameters
    ----------
    officer : int32 array, shape (cases,)
        ``UNPLACED`` where nobody holds the case; it is then a new one, unless its officer has left.
    """
    cases = problem.cases
    nobody = np.where(cases.current == LEFT, LEFT, NEW)
    current = np.where(cases.pinned, cases.pin, np.where(officer == UNPLACED, nobody, officer)).astype(np.int32)
    return replace(problem, cases=replace(cases, current=current))


def _told(problem: Problem, during: Problem, plan: Plan, away: Absence, granted_moves: int) -> Rotation:
    current = problem.cases.current
    theirs = np.isin(current, away.officers)
    out = theirs & (plan.officer != current)
    gone = np.flatnonzero(out & (plan.officer != UNPLACED)).tolist()
    uncovered = theirs & ((plan.officer == UNPLACED) | (plan.reason == Reason.NOBODY_ELSE))
    others = _others(during, plan, theirs, granted_moves)
    return Rotation(
        away=away.officers,
        days=away.days,
        periods=away.periods,
        problem=during,
        plan=plan,
        handovers=tuple(Handover(case, int(current[case]), int(plan.officer[case])) for case in gone),
        pinned=tuple(np.flatnonzero(theirs & ~out & ~uncovered).tolist()),
        uncovered=tuple(np.flatnonzero(uncovered).tolist()),
        others=others,
        carried=_carried(problem, during, plan, away, (gone, [each.case for each in others if each.taker != UNPLACED])),
    )


def _others(during: Problem, plan: Plan, theirs: Flags, granted_moves: int) -> tuple[Other, ...]:
    current, units = during.cases.current, units_of(during)
    keepable = units.keepable(current)
    gets_or_loses = (plan.officer != UNPLACED) | (current >= 0)
    found = []
    for case in np.flatnonzero(~theirs & (plan.officer != current) & gets_or_loses).tolist():
        home, taker = int(current[case]), int(plan.officer[case])
        if home < 0:
            why = Why.NEW if home == NEW else Why.LEFT
        elif not keepable[case]:
            why = Why.MAY_NOT
        elif taker == UNPLACED:
            why = Why.ROOM
        else:
            holders = {int(current[member]) for member in units.cases_of(int(units.of_case[case])).tolist()}
            why = Why.TOGETHER if len(holders) > 1 else Why.GRANTED
        found.append(Other(case, home, taker, why))
    if sum(each.why is Why.GRANTED for each in found) <= granted_moves:
        return tuple(found)
    # more than were granted: which of them coverage needs is not told apart
    return tuple(replace(each, why=Why.ROOM) if each.why is Why.GRANTED else each for each in found)


def _carried(
    problem: Problem, during: Problem, plan: Plan, away: Absence, taken: tuple[list[int], list[int]]
) -> tuple[Carried, ...]:
    held = problem.cases.current.clip(min=LEFT + 1)  # who has left holds nothing
    before, after = check(problem, held, Goals()).loads, check(during, plan.officer, Goals()).loads
    covered, others = (np.bincount(plan.officer[cases], minlength=len(problem.officers)).tolist() for cases in taken)
    found = []
    for o in np.flatnonzero(during.officers.limit > 0).tolist():
        if o in away.officers:
            continue
        hours = (problem.hours(int(before[o])), during.hours(int(after[o])))
        limit = during.hours(int(during.officers.limit[o]))
        used, more = (hours[0] / limit, hours[1] / limit), (hours[1] - hours[0]) * away.periods
        found.append(Carried(o, covered[o], others[o], *hours, *used, more))
    return tuple(sorted(found, key=lambda each: (-(each.utilization_during or 0), each.officer)))
