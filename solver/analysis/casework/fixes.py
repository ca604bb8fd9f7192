"""The smallest change that gives cases without an officer one: found for one officer at a time, then made and checked.

Everybody keeps what they hold; one officer learns, serves a further office, may hold more cases, has more hours, or is
hired, and takes the cases. The independent checker then looks at everything that this officer would hold. That is a
plan in which the cases have an officer, so it needs no search and is as quick for a million cases as for ten. Other
cases that stay where they are because nobody may hold them come along where this officer then may: they have no other
place any more.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import ceil

import numpy as np
from numpy.typing import NDArray

from solver.analysis.casework.fix_groups import Group, groups_of
from solver.analysis.casework.set_free import SetFree
from solver.analysis.loads import OfficerLoads, loads_of
from solver.analysis.remedies.hire import hire_for
from solver.analysis.remedies.room import CENT, hours_for
from solver.analysis.scenarios.apply import applied
from solver.analysis.scenarios.cases import with_cases
from solver.analysis.scenarios.changes import Change, Lend, MoreHours, SetStandard, Train
from solver.arrays import Flags, Indices, Ints
from solver.check.verify import check
from solver.goals import Goals, Policy
from solver.model.units import Units, units_of
from solver.plan import UNPLACED, Plan, Reason
from solver.problem import NO_STANDARD, Problem
from solver.tiers import FairShares

MOST_GROUPS = 20
MOST_LOOKED_AT = 20
"""Officers of a group for whom it is worked out what else would come to them, the cheapest first."""
MAY_NOT = (Reason.NO_ELIGIBLE_OFFICER, Reason.NO_HOURS)
"""Reasons for which somebody else must be allowed to hold the case, or must have hours."""


@dataclass(frozen=True, slots=True)
class Fix:
    """A group of cases that nobody holds or may hold, and the smallest change found that gives them an officer.

    Attributes
    ----------
    reason : Reason
    rows : tuple of int
        Of ``Problem.needs``: what the cases ask for.
    cases : int64 array
        All cases of the group.
    changes : tuple of Change
        Empty where none was found, or none was looked for.
    officer : str or None
        Who then takes them; None: whoever is hired.
    placed : int
        Cases that then have an officer, as the checker has confirmed. 0: not verified.
    why_not : str
        Why there is no verified change; empty where there is one.
    along : int64 array
        Other cases that come to the same officer, since they stay with others only as long as nobody may hold them.
    lost : int64 array
        Cases of the group that stay with somebody today, and for which the one who then may hold them has no room.
    """

    reason: Reason
    rows: tuple[int, ...]
    cases: Ints
    changes: tuple[Change, ...] = ()
    officer: str | None = None
    placed: int = 0
    why_not: str = ""
    along: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    lost: Ints = field(default_factory=lambda: np.zeros(0, np.int64))


def fixes_of(
    problem: Problem, plan: Plan | None, shares: FairShares, policy: Policy, *, hire_hours: Fraction
) -> tuple[Fix, ...]:
    """:func:`fixes` for a plan; without one, for the cases that no plan can place.

    Parameters
    ----------
    plan : Plan or None
    shares : FairShares
        Of the problem.
    policy, hire_hours
        As of :func:`fixes`.
    """
    if plan is not None:
        return fixes(problem, plan.officer, plan.reason, policy, hire_hours=hire_hours)
    cases = problem.cases
    units = units_of(problem)
    stays = units.stays[units.of_case]
    officer = np.select([cases.pinned, stays], [cases.pin, cases.current], UNPLACED).astype(np.int32)
    reason = np.zeros(len(cases), np.int8)
    reason[stays] = Reason.NOBODY_ELSE
    reason[shares.aside_no_officer] = Reason.NO_ELIGIBLE_OFFICER
    reason[shares.aside_no_hours] = Reason.NO_HOURS
    return fixes(problem, officer, reason, policy, hire_hours=hire_hours)


def fixes(
    problem: Problem,
    officer: Indices,
    reason: NDArray[np.int8],
    policy: Policy,
    *,
    hire_hours: Fraction,
    most: int = MOST_GROUPS,
) -> tuple[Fix, ...]:
    """Find a change for every group of cases without an officer, and of those that stay because nobody may hold them.

    Parameters
    ----------
    officer : int32 array, shape (cases,)
        Who holds each case in the plan; ``UNPLACED`` where nobody does.
    reason : int8 array, shape (cases,)
        ``Plan.reason``. Only cases with a reason why nobody holds them, or may hold them, are looked at.
    policy : Policy
        Within capacity, hours are hard.
    hire_hours : Fraction
        Available hours of whoever is hired.
    most : int
        Groups that are worked out, the most urgent ones; all others are told as such.
    """
    released = replace(problem, release_ineligible=True)
    units, stays = units_of(released), reason == Reason.NOBODY_ELSE
    why = np.where(units.barred[units.group], Reason.NO_HOURS, Reason.NO_ELIGIBLE_OFFICER)[units.of_case]
    set_free = SetFree(problem, officer, stays)
    found, search = [], _Search(released, units, officer, stays, _Terms(policy, hire_hours, set_free))
    for number, group in enumerate(
        groups_of(released, units, np.where(stays, UNPLACED, officer), np.where(stays, why, reason).astype(np.int8))
    ):
        cases = np.sort(np.concatenate([units.cases_of(u) for u in group.units.tolist()])).astype(np.int64)
        bare = Fix(group.reason, group.rows, cases)
        if number >= most:
            found.append(replace(bare, why_not=f"only the {most} most urgent groups of such cases were worked out"))
        elif group.listed:
            found.append(replace(bare, why_not="the sheet costs lists who may hold them, and no change adds to a list"))
        else:
            found.append(search.fix(group, bare))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Option:
    """What one officer would need, and how many units they then take."""

    officer: int
    changes: tuple[Change, ...]
    hours: Fraction
    places: int
    """What is added."""
    units: int
    along: tuple[int, ...] = ()
    """Cases that come along."""

    @property
    def cost(self) -> tuple[int, Fraction, int, int, int]:
        return len(self.changes), self.hours, self.places, -self.units, self.officer


@dataclass(frozen=True, slots=True)
class _Terms:
    policy: Policy
    hire_hours: Fraction
    set_free: SetFree


class _Search:
    def __init__(self, problem: Problem, units: Units, officer: Indices, stays: Flags, terms: _Terms) -> None:
        self._problem, self._units, self._officer, self._stays = problem, units, officer, stays
        self._policy, self._hire_hours, self._set_free = terms.policy, terms.hire_hours, terms.set_free
        self._is_hard = terms.policy is Policy.WITHIN_CAPACITY

    def fix(self, group: Group, bare: Fix) -> Fix:
        """The cheapest option, made and checked."""
        effort, size = (np.cumsum(each[group.units]) for each in (self._units.effort, self._units.size))
        others = self._officer.copy()
        others[bare.cases] = UNPLACED  # some of them may stay with whoever takes them
        held = loads_of(self._problem, others)
        best = self._cheapest(group, (effort, size), held, bare.cases)
        if best is None or best.hours > self._hire_hours:  # nobody works for two
            best = self._hire(group, effort, bare.cases) or best
        if best is None:
            return replace(bare, why_not="nobody could be hired who may hold them")
        after = applied(self._problem, best.changes)
        chosen = np.sort(np.concatenate([self._units.cases_of(u) for u in group.units[: best.units].tolist()]))
        along = np.array(best.along, np.int64)
        wrong = self._checked(after, best.officer, bare.cases, np.sort(np.concatenate([chosen, along])))
        name = self._problem.officers.ids[best.officer] if best.officer < len(self._problem.officers) else None
        if wrong:
            return replace(bare, changes=best.changes, officer=name, why_not=f"the checker says: {wrong}")
        lost = np.setdiff1d(bare.cases[self._stays[bare.cases]], chosen)
        return replace(bare, changes=best.changes, officer=name, placed=len(chosen), along=along, lost=lost)

    def _cheapest(self, group: Group, sums: tuple[Ints, Ints], held: OfficerLoads, own: Ints) -> _Option | None:
        """The cheapest option with all that comes along; cases of the group are its ``own``."""
        options = [self._option(o, group, sums, held) for o in range(len(self._problem.officers))]
        open_ = {each.officer: each for each in options if each is not None}
        settled: dict[int, _Option] = {}
        while open_ and len(settled) < MOST_LOOKED_AT:
            best = min([*open_.values(), *settled.values()], key=lambda each: each.cost)
            if best.officer in settled:
                return best
            del open_[best.officer]
            along = self._along(best.changes, best.officer, own)
            with_them = self._option(best.officer, group, sums, held, along) if along else best
            if with_them is not None:
                settled[best.officer] = with_them
        return min(settled.values(), key=lambda each: each.cost, default=None)

    def _along(self, changes: tuple[Change, ...], officer: int, own: Ints) -> tuple[int, ...]:
        come = self._set_free.by(changes, officer)
        return tuple(come[~np.isin(come, own)].tolist())

    def _option(
        self, o: int, group: Group, sums: tuple[Ints, Ints], held: OfficerLoads, along: tuple[int, ...] = ()
    ) -> _Option | None:
        """What officer ``o`` would need to take units of the group; all of them where others are no obstacle."""
        effort, size = sums
        extra = int(self._problem.cases.effort[list(along)].sum())
        learnt = self._lacking(o, group)
        if learnt is None:
            return None
        staff = self._problem.officers
        hours = int(staff.limit[o]) - int(held.load[o]) - extra
        standard = int(staff.standard[o])
        places = int(size[-1]) if standard == NO_STANDARD else standard - int(held.count[o]) - len(along)
        fit = int(np.searchsorted(size, places, side="right"))
        if self._is_hard:
            fit = min(fit, int(np.searchsorted(effort, hours, side="right")))
        if not staff.limit[o]:
            fit = 0
        if fit and group.reason in MAY_NOT:
            return _Option(o, learnt, Fraction(0), 0, fit, along)
        changes, added = list(learnt), Fraction(0)
        lacks = max(0, int(size[-1]) - places)
        if lacks:
            changes.append(SetStandard(staff.ids[o], standard + lacks))
        short = int(effort[-1]) - hours if self._is_hard else 0 if staff.limit[o] else int(effort[-1]) + extra
        short = max(1, short) if not staff.limit[o] else short  # cases without effort need somebody with hours, too
        if short > 0:
            added = hours_for(self._problem, o, short)
            changes.append(MoreHours(staff.ids[o], added))
        return _Option(o, tuple(changes), added, lacks, len(size), along) if changes else None

    def _lacking(self, o: int, group: Group) -> tuple[Change, ...] | None:
        """What the officer would have to learn, and which office to serve; None where that does not do."""
        staff, needs = self._problem.officers, group.needs(self._problem)
        if all(bool(self._problem.eligible[row, o]) for row in group.rows):
            return ()
        if not staff.skills or any(o in need.excluded for need in needs):
            return None
        offices, dockets, skills = (_folded(held[o]) for held in (staff.offices, staff.dockets, staff.skills))
        wanted = {name.casefold(): name for need in needs for name in sorted(need.skills)}
        away = {need.office.casefold(): need.office for need in needs if need.office}
        if dockets and any(need.docket and need.docket.casefold() not in dockets for need in needs):
            return None
        name = staff.ids[o]
        learnt: list[Change] = [Train(name, (wanted[skill],)) for skill in sorted(wanted) if skill not in skills]
        return (*learnt, *(Lend(name, away[office]) for office in sorted(away) if offices and office not in offices))

    def _hire(self, group: Group, effort: Ints, own: Ints) -> _Option | None:
        """Somebody new, who takes as many units as their hours carry beside what comes along, but one at least."""
        hours, number = self._hire_hours, len(self._problem.officers)
        hire = hire_for(group.needs(self._problem), hours)
        if hire is None:
            return None
        along = self._along((hire,), number, own)
        needed, fit = effort + int(self._problem.cases.effort[list(along)].sum()), len(effort)
        if self._is_hard:
            fit = int(np.searchsorted(needed, hours // self._problem.tick_hours, side="right"))
            if not fit:
                fit, hours = 1, Fraction(ceil(self._problem.hours(int(needed[0])) / CENT)) * CENT
        return _Option(number, (replace(hire, hours=hours),), hours, 0, fit, along)

    def _checked(self, after: Problem, o: int, group: Ints, chosen: Ints) -> str:
        """What is wrong with the officer holding these besides their own; empty where nothing is."""
        others = np.setdiff1d(np.flatnonzero(self._officer == o), group)
        theirs = np.sort(np.concatenate([others, chosen]))
        alone = with_cases(after, theirs)
        stay = self._stays[theirs] & np.isin(theirs, others)  # not what this change is about
        alone = replace(alone, cases=replace(alone.cases, pinned=alone.cases.pinned | stay))
        checked = check(alone, np.full(len(theirs), o, np.int32), Goals(policy=self._policy))
        return checked.violations[0].message if checked.violations else ""


def _folded(names: frozenset[str]) -> frozenset[str]:
    return frozenset(name.casefold() for name in names)
