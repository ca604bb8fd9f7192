"""A problem with changes made: a new problem each time, the old one is never touched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import singledispatch
from math import floor
from typing import Any

import numpy as np

from solver.analysis.scenarios.cases import intake_changed, with_cases, with_effort
from solver.analysis.scenarios.changes import (
    AddOfficers,
    Change,
    ChangeEffort,
    ChangeIntake,
    Detail,
    DropCases,
    Lend,
    MoreHours,
    RemoveOfficers,
    SetStandard,
    Train,
    Unpin,
)
from solver.analysis.scenarios.officers import with_officers
from solver.analysis.ticks import coarse, fine
from solver.eligibility import eligibility
from solver.errors import InvalidChange, TooLarge
from solver.problem import NO_STANDARD, SAFE_TICKS, Officers, Problem


def applied(problem: Problem, changes: Sequence[Change]) -> Problem:
    """Make changes, one after the other.

    Exact: ticks are made as short as the changes need. Only what an officer's hours carry (``Officers.limit``) is
    rounded down, to 0.0001 h or less.

    Raises
    ------
    InvalidChange
        A change that names an officer, case or type that is not there, or that cannot be. It is named.
    TooLarge
        The hours could no longer be added.
    """
    for change in changes:
        try:
            problem = _made(change, problem)
        except InvalidChange as error:
            raise InvalidChange(f"this cannot be done ({change}): {error}") from error
    return coarse(problem)


@singledispatch
def _made(change: Any, _problem: Problem) -> Problem:
    raise TypeError(f"{type(change).__name__} is not a change")


@_made.register
def _(change: RemoveOfficers, problem: Problem) -> Problem:
    stay = np.ones(len(problem.officers), np.bool_)
    stay[[officer_named(problem, name) for name in change.officers]] = False
    return with_officers(problem, stay)


@_made.register
def _(change: Detail, problem: Problem) -> Problem:
    for name in change.officers:
        problem = _away(problem, officer_named(problem, name), change)
    return problem


@_made.register
def _(change: ChangeEffort, problem: Problem) -> Problem:
    return with_effort(problem, change)


@_made.register
def _(change: ChangeIntake, problem: Problem) -> Problem:
    return intake_changed(problem, change)


@_made.register
def _(change: Train, problem: Problem) -> Problem:
    officer, held = officer_named(problem, change.officer), problem.officers.skills
    if not held:
        raise InvalidChange("the skills of the officers are not known, so more of them change nothing")
    skills = _with(held, officer, change.skills)
    return _able(problem, replace(problem.officers, skills=skills), officer)


@_made.register
def _(change: Lend, problem: Problem) -> Problem:
    officer, held = officer_named(problem, change.officer), problem.officers.offices
    if not held or not held[officer]:
        raise InvalidChange(f"{change.officer} serves every office already")
    offices = _with(held, officer, (change.office,))
    return _able(problem, replace(problem.officers, offices=offices), officer)


@_made.register
def _(change: SetStandard, problem: Problem) -> Problem:
    standard = problem.officers.standard.copy()
    standard[officer_named(problem, change.officer)] = NO_STANDARD if change.standard is None else change.standard
    return replace(problem, officers=replace(problem.officers, standard=standard))


@_made.register
def _(change: MoreHours, problem: Problem) -> Problem:
    if change.hours <= 0:
        raise InvalidChange("more hours are above 0")
    officer = officer_named(problem, change.officer)
    problem = fine(problem, change.hours)
    available, limit = problem.officers.available.copy(), problem.officers.limit.copy()
    had, more = int(available[officer]), int(change.hours / problem.tick_hours)
    if had + more >= SAFE_TICKS:
        raise TooLarge
    # who has no hours yet is taken to work at an efficiency of 1
    limit[officer] = int(limit[officer]) * (had + more) // had if had else more
    available[officer] = had + more
    return replace(problem, officers=replace(problem.officers, available=available, limit=limit))


@_made.register
def _(change: DropCases, problem: Problem) -> Problem:
    number = {name: at for at, name in enumerate(problem.cases.ids)}
    stay = np.ones(len(problem.cases), np.bool_)
    for name in change.cases:
        if name not in number:
            raise InvalidChange(f"there is no case {name}")
        stay[number[name]] = False
    return with_cases(problem, np.flatnonzero(stay))


@_made.register
def _(change: Unpin, problem: Problem) -> Problem:
    number = {name: at for at, name in enumerate(problem.cases.ids)}
    pinned = problem.cases.pinned.copy()
    for name in change.cases:
        if name not in number:
            raise InvalidChange(f"there is no case {name}")
        if not problem.cases.pinned[number[name]]:
            raise InvalidChange(f"case {name} is not pinned")
        pinned[number[name]] = False
    return replace(problem, cases=replace(problem.cases, pinned=pinned))


def officer_named(problem: Problem, name: str) -> int:
    """Position of an officer.

    Raises
    ------
    InvalidChange
    """
    try:
        return problem.officers.ids.index(name)
    except ValueError:
        raise InvalidChange(f"there is no officer {name}") from None


@_made.register
def _(change: AddOfficers, problem: Problem) -> Problem:
    if change.count < 1 or change.hours <= 0 or change.efficiency <= 0:
        raise InvalidChange("officers who join are 1 or more, with hours and an efficiency above 0")
    problem = fine(problem, change.hours)
    old, count = problem.officers, change.count
    available = int(change.hours / problem.tick_hours)
    limit = floor(available * change.efficiency)
    newcomers = Officers(
        ids=_free_names(old.ids, count),
        available=np.full(count, available, np.int64),
        limit=np.full(count, limit, np.int64),
        standard=np.full(count, NO_STANDARD if change.standard is None else change.standard, np.int64),
        skills=(change.skills,) * count,
        offices=(change.offices,) * count,
        dockets=(change.dockets,) * count,
    )
    unknown = (frozenset[str](),) * len(old)
    officers = Officers(
        ids=old.ids + newcomers.ids,
        available=np.append(old.available, newcomers.available),
        limit=np.append(old.limit, newcomers.limit),
        standard=np.append(old.standard, newcomers.standard),
        skills=(old.skills or unknown) + newcomers.skills,
        offices=(old.offices or unknown) + newcomers.offices,
        dockets=(old.dockets or unknown) + newcomers.dockets,
    )
    # exclusions name officers who are there already
    needs = tuple(replace(need, excluded=frozenset()) for need in problem.needs)
    columns = eligibility(needs, newcomers)
    return replace(problem, officers=officers, eligible=np.hstack([problem.eligible, columns]))


def _free_names(taken: tuple[str, ...], count: int) -> tuple[str, ...]:
    known, names, number = set(taken), list[str](), 1
    while len(names) < count:
        if (name := f"new-{number}") not in known:
            names.append(name)
        number += 1
    return tuple(names)


def _away(problem: Problem, officer: int, change: Detail) -> Problem:
    has = problem.hours(int(problem.officers.available[officer]))
    share = Fraction(1) if change.share is None else change.share
    if not 0 <= share <= 1:
        raise InvalidChange(f"a detail takes between 0 and 100% of an officer's hours, not {share}")
    away = has * share if change.away_hours is None else change.away_hours
    if not 0 <= away <= has:
        raise InvalidChange(
            f"{problem.officers.ids[officer]} has {float(has):,g} h in the period, so a detail cannot take "
            f"{float(away):,g} h"
        )
    problem = fine(problem, has - away)
    officers = problem.officers
    available, limit = officers.available.copy(), officers.limit.copy()
    left = int((has - away) / problem.tick_hours)
    if available[officer]:
        limit[officer] = int(limit[officer]) * left // int(available[officer])
    available[officer] = left
    return replace(problem, officers=replace(officers, available=available, limit=limit))


def _with(held: tuple[frozenset[str], ...], officer: int, more: Iterable[str]) -> tuple[frozenset[str], ...]:
    return (*held[:officer], held[officer] | set(more), *held[officer + 1 :])


def _able(problem: Problem, officers: Officers, officer: int) -> Problem:
    """The problem with an officer who can more. Whatever they could hold before they still can."""
    one = Officers(
        (officers.ids[officer],),
        officers.available[[officer]],
        officers.limit[[officer]],
        officers.standard[[officer]],
        *((each[officer],) if each else () for each in (officers.skills, officers.offices, officers.dockets)),
    )
    needs = tuple(replace(need, excluded=frozenset()) for need in problem.needs)
    excluded = np.array([officer in need.excluded for need in problem.needs], np.bool_)
    eligible = problem.eligible.copy()
    eligible[:, officer] |= eligibility(needs, one)[:, 0] & ~excluded
    return replace(problem, officers=officers, eligible=eligible)
