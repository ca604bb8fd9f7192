"""A problem with other cases: more or fewer of a type, or with other efforts."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import floor

import numpy as np

from solver.analysis.scenarios.changes import ChangeEffort, ChangeIntake
from solver.analysis.ticks import fine, finer
from solver.arrays import Ints
from solver.errors import InvalidChange, TooLarge
from solver.problem import ALONE, NEW, OWN_EFFORT, SAFE_TICKS, Pairs, Problem

MOST_CASES = 20_000_000


def cases_of_type(problem: Problem, name: str) -> Ints:
    """The cases of a type; names compare casefolded.

    Raises
    ------
    InvalidChange
        No case is of that type.
    """
    wanted = [code for code, known in enumerate(problem.cases.type_names) if known.casefold() == name.casefold()]
    found = np.flatnonzero(np.isin(problem.cases.case_type, wanted))
    if not len(found):
        raise InvalidChange(f"there is no case of type {name}")
    return found


def with_effort(problem: Problem, change: ChangeEffort) -> Problem:
    """Cases of a type take another time, exactly."""
    which = cases_of_type(problem, change.case_type)
    if change.case_hours is not None:
        if change.case_hours < 0:
            raise InvalidChange("a case takes 0 h or more")
        problem = fine(problem, change.case_hours)
        effort = problem.cases.effort.copy()
        effort[which] = _ticks(change.case_hours / problem.tick_hours, len(which))
        return replace(problem, cases=replace(problem.cases, effort=effort))
    factor = Fraction(1) if change.factor is None else change.factor
    if factor < 0:
        raise InvalidChange("a case takes 0 h or more, so the factor must be 0 or more")
    problem = finer(problem, factor.denominator)
    effort = problem.cases.effort.copy()
    effort[which] = _scaled(effort[which], factor)
    pairs = problem.pairs
    if pairs is not None:
        own = np.isin(pairs.case, which) & (pairs.effort != OWN_EFFORT)
        given = pairs.effort.copy()
        given[own] = _scaled(given[own], factor)
        pairs = replace(pairs, effort=given)
    return replace(problem, cases=replace(problem.cases, effort=effort), pairs=pairs)


def intake_changed(problem: Problem, change: ChangeIntake) -> Problem:
    """More or fewer cases of a type, spread evenly over those that there are."""
    chosen, there = intake_chosen(problem, change), len(problem.cases)
    return with_cases(problem, chosen) if len(chosen) < there else _with_copies(problem, chosen[there:])


def intake_chosen(problem: Problem, change: ChangeIntake) -> Ints:
    """Which cases there are then, as positions in ``problem``: whoever stays, and behind all of them the originals of
    the new ones.

    Raises
    ------
    InvalidChange, TooLarge
    """
    which = cases_of_type(problem, change.case_type)
    share = change.share or Fraction(0)
    more = floor(len(which) * share + Fraction(1, 2)) if change.cases is None else change.cases
    if len(problem.cases) + more > MOST_CASES:
        raise TooLarge(f"that would be more than {MOST_CASES:,} cases")
    everything = np.arange(len(problem.cases))
    if more >= 0:
        return np.append(everything, which[np.arange(more) * len(which) // max(1, more)])
    free = which[~problem.cases.pinned[which]]
    if -more > len(free):
        raise InvalidChange(
            f"of {len(which):,} cases of type {change.case_type}, {len(free):,} are not pinned; {-more:,} cannot go"
        )
    return np.setdiff1d(everything, free[np.arange(-more) * len(free) // -more])


def with_cases(problem: Problem, chosen: Ints) -> Problem:
    """A problem of these cases of the old one, in this order.

    Parameters
    ----------
    chosen : int64 array
        Positions in the old problem.
    """
    old = problem.cases
    cases = replace(
        old,
        ids=tuple(map(old.ids.__getitem__, chosen.tolist())),
        **{
            name: getattr(old, name)[chosen]
            for name in ("effort", "signature", "priority", "current", "pinned", "bundle", "case_type")
        },
        opened=None if old.opened is None else old.opened[chosen],
        ordered=None if old.ordered is None else old.ordered[chosen],
    )
    return replace(problem, cases=cases, pairs=_pairs_of(problem, chosen))


def _with_copies(problem: Problem, originals: Ints) -> Problem:
    """New cases like these: nobody holds them, and they are not pinned or kept together with others."""
    old, count = problem.cases, len(originals)
    cases = replace(
        old,
        ids=old.ids + _names(old.ids, originals),
        effort=np.append(old.effort, old.effort[originals]),
        signature=np.append(old.signature, old.signature[originals]),
        priority=np.append(old.priority, old.priority[originals]),
        current=np.append(old.current, np.full(count, NEW, np.int32)),
        pinned=np.append(old.pinned, np.zeros(count, np.bool_)),
        bundle=np.append(old.bundle, np.full(count, ALONE, np.int32)),
        case_type=np.append(old.case_type, old.case_type[originals]),
        opened=None if old.opened is None else np.append(old.opened, np.full(count, -1, np.int64)),
        ordered=None if old.ordered is None else np.append(old.ordered, np.full(count, NEW, np.int32)),
    )
    chosen = np.append(np.arange(len(old)), originals)
    return replace(problem, cases=cases, pairs=_pairs_of(problem, chosen))


def _names(taken: tuple[str, ...], originals: Ints) -> tuple[str, ...]:
    """The original's name with a number."""
    known, names, last = set(taken), list[str](), dict[int, int]()
    for original in originals.tolist():
        number = last.get(original, 0) + 1
        while (name := f"{taken[original]} (new {number})") in known:
            number += 1
        known.add(name)
        names.append(name)
        last[original] = number
    return tuple(names)


def _pairs_of(problem: Problem, chosen: Ints) -> Pairs | None:
    """The listed pairs of these cases, renumbered."""
    pairs = problem.pairs
    if pairs is None:
        return None
    start = np.searchsorted(pairs.case, chosen, side="left")
    rows = np.searchsorted(pairs.case, chosen, side="right") - start
    at = np.arange(int(rows.sum())) + np.repeat(start - np.cumsum(rows) + rows, rows)
    case = np.repeat(np.arange(len(chosen)), rows).astype(np.int32)
    return Pairs(case, pairs.officer[at], pairs.cost[at], pairs.effort[at], pairs.cost_unit)


def _scaled(ticks: Ints, factor: Fraction) -> Ints:
    """Ticks that the factor's denominator divides, times the factor."""
    _ticks(Fraction(int(ticks.max(initial=0))) * factor, len(ticks))
    return ticks // factor.denominator * factor.numerator


def _ticks(value: Fraction, times: int) -> int:
    if value * max(1, times) >= SAFE_TICKS:
        raise TooLarge
    return int(value)
