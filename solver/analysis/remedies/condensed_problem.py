"""The same staffing question with far fewer cases: those that the fair shares cannot tell apart become one.

Remedies are verified by asking the question again, often. What they ask, the least peak and the missing hours, lets
cases be split at will, so cases that ask for the same may just as well be one case of their effort together.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from solver.arrays import Ints
from solver.fair_shares.decomposition import fair_shares
from solver.fair_shares.network import network_of
from solver.model.units import Units, units_of
from solver.problem import ALONE, NEW, Cases, Pairs, Problem
from solver.tiers import FairShares


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a roster stands, whoever holds what.

    Attributes
    ----------
    peak : Fraction or None
        Utilization of the tightest tier; None without tiers.
    gap_hours : Fraction
        Missing hours of all tiers, and of work that no hours carry.
    waiting_hours : Fraction
        Of these, work that waits for somebody who may do it, however many hours there are.
    """

    peak: Fraction | None
    gap_hours: Fraction
    waiting_hours: Fraction = Fraction(0)

    @property
    def rank(self) -> tuple[Fraction, Fraction]:
        """Smaller is better: missing hours, then peak."""
        return self.gap_hours, self.peak or Fraction(0)

    def is_mended_by(self, after: Outcome) -> bool:
        """Whether fewer hours are missing; where none are, whether the peak is lower."""
        return after.gap_hours < self.gap_hours if self.gap_hours else after.rank < self.rank


def outcome_of(problem: Problem, shares: FairShares | None = None) -> Outcome:
    """How a roster stands, exactly."""
    shares = fair_shares(problem) if shares is None else shares
    missing = sum((Fraction(tier.missing) for tier in shares.tiers), Fraction(0))
    aside = (shares.aside_no_officer, shares.aside_no_hours, shares.pinned_no_hours)
    waiting = sum(int(problem.cases.effort[cases].sum()) for cases in aside)
    peak = shares.tiers[0].utilization if shares.tiers else None
    return Outcome(peak, problem.hours(missing + waiting), problem.hours(waiting))


def condensed(problem: Problem, units: Units | None = None, *, by_priority: bool = False) -> Problem:
    """A problem of the same standing, whatever changes for its officers.

    Cases with rows in ``Problem.pairs`` stay as they are. Names of cases, their types and who holds them are lost, so a
    case that stays because nobody may hold it is as if pinned: with ``release_ineligible``, changes can help it.

    Parameters
    ----------
    by_priority : bool
        Cases of different priority stay apart, and have that of their unit.
    """
    units = units_of(problem) if units is None else units
    least = network_of(problem, units).least
    first = units.member[units.member_start[:-1]]
    priority = units.priority.astype(np.int64) if by_priority else np.full(len(units), 5, np.int64)
    rows = _Rows(problem)
    pinned = np.flatnonzero(units.pinned)
    holder = units.fixed_to(pinned)  # whichever member the pin is on
    for at, effort in _summed(holder * 8 + priority[pinned], least[pinned]):
        rows.add([int(first[pinned[at]])], effort, int(priority[pinned[at]]), int(holder[at]))
    alone = np.flatnonzero((units.size == 1) & ~units.pinned & ~units.paired)
    for at, effort in _summed(problem.cases.signature[first[alone]] * np.int64(8) + priority[alone], least[alone]):
        rows.add([int(first[alone[at]])], effort, int(priority[alone[at]]))
    bundles: dict[tuple[int, tuple[int, ...]], tuple[list[int], int]] = {}
    for unit in np.flatnonzero((units.size > 1) & ~units.pinned & ~units.paired).tolist():
        members = {int(problem.cases.signature[case]): case for case in units.cases_of(unit).tolist()}
        key = (int(priority[unit]), tuple(sorted(members)))
        cases, effort = bundles.get(key, (list(members.values()), 0))
        bundles[key] = (cases, effort + int(least[unit]))
    for (rank, _), (cases, effort) in bundles.items():
        rows.add(cases, effort, rank)
    for unit in np.flatnonzero(units.paired & ~units.pinned).tolist():
        rows.add(units.cases_of(unit).tolist(), None, int(priority[unit]))
    return rows.problem()


def _summed(key: Ints, effort: Ints) -> list[tuple[int, int]]:
    """First position and sum of each key."""
    _, first, at = np.unique(key, return_index=True, return_inverse=True)
    total = np.zeros(len(first), np.int64)
    np.add.at(total, at, effort)
    return list(zip(first.tolist(), total.tolist(), strict=True))


class _Rows:
    """The cases of the smaller problem, one by one."""

    def __init__(self, problem: Problem) -> None:
        self._old = problem
        self._origin: list[int] = []
        self._effort: list[int] = []
        self._priority: list[int] = []
        self._current: list[int] = []
        self._bundle: list[int] = []
        self._keeps_pairs: list[bool] = []

    def add(self, cases: list[int], effort: int | None, priority: int, pin: int = NEW) -> None:
        """A unit of these cases; of this effort together, or (None) with their own and their pairs."""
        number = len(self._origin) if len(cases) > 1 else ALONE
        for place, case in enumerate(cases):
            own = int(self._old.cases.effort[case])
            self._origin.append(case)
            self._effort.append(own if effort is None else effort * (place == 0))
            self._priority.append(priority)
            self._current.append(pin)
            self._bundle.append(number)
            self._keeps_pairs.append(effort is None)

    def problem(self) -> Problem:
        """All that was added."""
        count = len(self._origin)
        current = np.array(self._current, np.int32)
        cases = Cases(
            ids=tuple(map(str, range(count))),
            effort=np.array(self._effort, np.int64),
            signature=self._old.cases.signature[self._origin] if count else np.zeros(0, np.int32),
            priority=np.array(self._priority, np.int8),
            current=current,
            pinned=current >= 0,
            bundle=np.array(self._bundle, np.int32),
            case_type=np.full(count, -1, np.int32),
        )
        old = self._old
        return replace(old, cases=cases, pairs=self._pairs())

    def _pairs(self) -> Pairs | None:
        pairs = self._old.pairs
        if pairs is None:
            return None
        kept = [
            (case, row)
            for case, (origin, keeps) in enumerate(zip(self._origin, self._keeps_pairs, strict=True))
            if keeps
            for row in range(*self._old.pairs_of(origin).indices(len(pairs)))
        ]
        rows = np.array([row for _, row in kept], np.int64)
        return Pairs(
            np.array([case for case, _ in kept], np.int32),
            pairs.officer[rows],
            pairs.cost[rows],
            pairs.effort[rows],
            pairs.cost_unit,
        )
