"""Cases as the model moves them: one unit per case, or per bundle, with everybody who may hold it.

Pins, eligibility, listed pairs, bundles and officers without hours are settled here, once, so that nothing later has to
know about them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solver.arrays import Flags, Indices, Ints, stable_argsort
from solver.problem import NEW, OWN_EFFORT, Problem


@dataclass(frozen=True, slots=True)
class Units:
    """What is moved as a whole.

    Attributes
    ----------
    member : int32 array, shape (cases,), and member_start : int64 array, shape (units + 1,)
        Unit ``u`` is made of the cases ``member[member_start[u]:member_start[u + 1]]``, in roster order.
    of_case : int32 array, shape (cases,)
        The unit of each case.
    effort : int64 array, shape (units,), ticks
        Sum over the members (without the efforts of ``Pairs``).
    size : int64 array, shape (units,)
        Number of cases; what a caseload standard counts.
    priority : int8 array, shape (units,)
        The most urgent of the members.
    pinned : bool array, shape (units,)
    group : int32 array, shape (units,)
        Row of ``allowed``.
    allowed : bool array, shape (groups, officers)
        Who may hold the unit: by eligibility, pairs and bundle, without officers who have no hours; or the pin alone.
    barred : bool array, shape (groups,)
        Rows where somebody would be eligible but nobody of them has hours (reason ``no_hours``).
    paired : bool array, shape (units,)
        At least one member has rows in ``Problem.pairs``.
    """

    member: Indices
    member_start: Ints
    of_case: Indices
    effort: Ints
    size: Ints
    priority: NDArray[np.int8]
    pinned: Flags
    group: Indices
    allowed: Flags
    barred: Flags
    paired: Flags

    def __len__(self) -> int:
        return len(self.effort)

    def cases_of(self, unit: int) -> Indices:
        """The cases of one unit, in roster order."""
        return self.member[self.member_start[unit] : self.member_start[unit + 1]]

    @property
    def placeable(self) -> Flags:
        """Units that somebody can hold. Shape (units,)."""
        return np.any(self.allowed, axis=1)[self.group] if len(self) else np.zeros(0, np.bool_)


def units_of(problem: Problem) -> Units:
    """Merge bundles and find who may hold each unit."""
    cases = problem.cases
    m = len(cases)
    of_case = _unit_numbers(cases.bundle)
    count = int(of_case.max()) + 1 if m else 0
    member = stable_argsort(of_case, count).astype(np.int32)
    start = np.zeros(count + 1, np.int64)
    if count == m:  # nobody is tied to anybody
        size, effort, priority = np.ones(m, np.int64), cases.effort, cases.priority
    else:
        size = np.bincount(of_case, minlength=count).astype(np.int64)
        effort = np.zeros(count, np.int64)
        np.add.at(effort, of_case, cases.effort)
        priority = np.full(count, 5, np.int8)
        np.minimum.at(priority, of_case, cases.priority)
    np.cumsum(size, out=start[1:])
    pin = np.full(count, NEW, np.int32)
    pin[of_case[cases.pinned]] = cases.current[cases.pinned]
    paired = np.zeros(count, np.bool_)
    if problem.pairs is not None:
        paired[of_case[problem.pairs.case]] = True
    group, allowed, barred = _groups(problem, member, start, size, pin, paired)
    return Units(member, start, of_case, effort, size, priority, pin >= 0, group, allowed, barred, paired)


def pair_rows(problem: Problem, units: Units, unit: int, officers: Indices) -> tuple[Ints, Ints]:
    """Cost and effort of one unit with each of these officers. Two arrays of shape (len(officers),).

    An officer who is not listed (only a pin can make that happen) costs 0 and takes the effort of the case.
    """
    cost = np.zeros(len(officers), np.int64)
    effort = np.zeros(len(officers), np.int64)
    for case in units.cases_of(unit).tolist():
        own = int(problem.cases.effort[case])
        rows = problem.pairs_of(case)
        if problem.pairs is None or rows.start == rows.stop:
            effort += own
            continue
        at = np.searchsorted(problem.pairs.officer[rows], officers)
        at = np.minimum(at, rows.stop - rows.start - 1)
        listed = problem.pairs.officer[rows][at] == officers
        given = problem.pairs.effort[rows][at]
        cost += np.where(listed, problem.pairs.cost[rows][at], 0)
        effort += np.where(listed & (given != OWN_EFFORT), given, own)
    return cost, effort


def _unit_numbers(bundle: Indices) -> Indices:
    """Number units by their first case in roster order."""
    own = np.arange(len(bundle), dtype=np.int32)
    tied = np.flatnonzero(bundle >= 0)
    if not len(tied):
        return own
    leader = own.copy()
    _, first, inverse = np.unique(bundle[tied], return_index=True, return_inverse=True)
    leader[tied] = tied[first][inverse]
    number = np.cumsum(leader == own, dtype=np.int32) - 1
    return number[leader].astype(np.int32)


def _groups(
    problem: Problem, member: Indices, start: Ints, size: Ints, pin: Indices, paired: Flags
) -> tuple[Indices, Flags, Flags]:
    """Number the distinct sets of allowed officers. Ordinary units are grouped by signature without looking at each."""
    n = len(problem.officers)
    count = len(size)
    if not count:
        return np.zeros(0, np.int32), np.zeros((0, n), np.bool_), np.zeros(0, np.bool_)
    with_hours = problem.officers.limit > 0
    rows: list[Flags] = []
    barred: list[bool] = []
    number: dict[bytes, int] = {}

    def row_of(eligible: Flags, is_pin: bool) -> int:
        allowed: Flags = eligible if is_pin else eligible & with_hours
        bar = bool(eligible.any()) and not bool(allowed.any())
        key = np.packbits(allowed).tobytes() + (b"x" if bar else b"")
        if key not in number:
            number[key] = len(rows)
            rows.append(allowed)
            barred.append(bar)
        return number[key]

    lone = (size == 1) & ~paired & (pin < 0)
    signature = problem.cases.signature if count == len(member) else problem.cases.signature[member[start[:-1]]]
    group = np.full(count, -1, np.int32)
    table = np.full(len(problem.needs), -1, np.int32)
    those = slice(None) if bool(lone.all()) else lone
    for sig in np.flatnonzero(np.bincount(signature[those])).tolist():
        table[sig] = row_of(problem.eligible[sig], False)
    group[those] = table[signature[those]]
    for unit in np.flatnonzero(~lone).tolist():
        if pin[unit] >= 0:
            only = np.zeros(n, np.bool_)
            only[pin[unit]] = True
            group[unit] = row_of(only, True)
            continue
        eligible: Flags = np.ones(n, np.bool_)
        for case in member[start[unit] : start[unit + 1]].tolist():
            eligible = eligible & problem.may_hold(case)
        group[unit] = row_of(eligible, False)
    return group, np.array(rows, np.bool_).reshape(len(rows), n), np.array(barred, np.bool_)
