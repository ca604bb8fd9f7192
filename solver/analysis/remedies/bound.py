"""How far cross-trainings or loans can reach: what each could take off officers who have too much work, and the fewest
hours that stay missing whichever of them are chosen.

The work in shortage may go to officers without an hour left, or to nobody: that is the minimum cut. A change gains
hours only where it lets an officer outside of it take some of that work, and no more than that officer has hours; so
changes together gain at most the sum of these numbers, and never more than is missing. That is a sum of integers, and
holds for every choice, whatever else was looked at.
"""

from __future__ import annotations

import time
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from solver.analysis.remedies.condensed_problem import Outcome, outcome_of
from solver.analysis.remedies.options import Wanted
from solver.analysis.remedies.shortage import Parts, shortage_of
from solver.analysis.scenarios.changes import Change, Lend, Train
from solver.fair_shares.decomposition import fair_shares
from solver.model.units import units_of
from solver.problem import Problem

NO_LIMIT = float("inf")


@dataclass(frozen=True, slots=True)
class Step:
    """Changes for one officer that open work in shortage to them.

    Attributes
    ----------
    changes : tuple of Change
        All of them are needed for some of the work.
    ticks : int
        The most that they can gain.
    """

    changes: tuple[Change, ...]
    ticks: int


@dataclass(frozen=True, slots=True)
class Reach:
    """What changes of a kind could do about the work in shortage.

    Attributes
    ----------
    steps : tuple of Step
        Those that could gain most first.
    most_gained : tuple of Fraction, hours
        What 0, 1, 2, … changes of the kind can gain at most.
    before : Outcome
    """

    steps: tuple[Step, ...]
    most_gained: tuple[Fraction, ...]
    before: Outcome

    def least_gap_hours(self, count: int) -> Fraction:
        """Hours that stay missing at least, whichever ``count`` changes of the kind are made."""
        return max(Fraction(0), self.before.gap_hours - self.most_gained[count])


def reach_of(problem: Problem, kind: type[Train] | type[Lend], most: int, deadline: float = NO_LIMIT) -> Reach:
    """Look at all work in shortage; where nothing is missing, at that of the tightest tier.

    Parameters
    ----------
    problem : Problem
        Condensed, unless it is small anyway. Cases take everybody the same time.
    most : int
        Changes that are made together at most.
    deadline : float
        By ``time.monotonic()``. Work that is not looked at by then is in no step; the bound holds nevertheless.
    """
    units = units_of(problem)
    shares = fair_shares(problem, units)
    short = shortage_of(problem, units, shares)
    wanted = Wanted(problem, kind)
    limit: list[int] = problem.officers.limit.tolist()
    opened: dict[int, dict[tuple[Change, ...], int]] = {}
    apart, chains = Parts(short.missing, short.linked), list[tuple[Hashable, Hashable]]()
    was_all_seen = True
    for u, place in short.place.items() if short.helpers else ():
        if time.monotonic() > deadline:
            was_all_seen = False
            break
        needs = [(int(problem.cases.signature[case]), case) for case in units.cases_of(u).tolist()]
        for officer in short.helpers:
            changes = wanted.changes(officer, needs)
            if changes is not None and len(changes) <= most:
                mine, key = opened.setdefault(officer, {}), tuple(changes)
                mine[key] = mine.get(key, 0) + short.amount[u]
                apart.join((officer, key[0]), place)
        for officer, tier in short.holders:
            changes = wanted.changes(officer, needs) if ("tier", tier) != place else None
            if changes is not None and len(changes) < most:
                chains.append((("tier", tier), place))
    steps = _steps(opened, limit, apart)
    if was_all_seen:
        gains = _at_most(_by_change(opened, limit), apart, chains, most)
    else:
        gains = _added(sorted((limit[officer] for officer in short.helpers), reverse=True), most)
    return Reach(steps, tuple(problem.hours(ticks) for ticks in gains), outcome_of(problem, shares))


def _at_most(
    by_change: dict[Hashable, int], apart: Parts, chains: Sequence[tuple[Hashable, Hashable]], most: int
) -> list[int]:
    """What 0, 1, … changes gain at most.

    Either all of them open work to officers who can help, and then each part of the shortage is by itself; or one of
    them opens it to an officer of another part, which joins the two and gains nothing by itself.
    """
    alone = _added(apart.gains(by_change), most)
    for one, other in chains:
        apart.join(one, other)
    joined = _added(apart.gains(by_change), most)
    return [0, *(max(alone[count], joined[count - 1]) for count in range(1, most + 1))]


def _added(gains: Sequence[int], most: int) -> list[int]:
    """The sum of the first 0, 1, …, ``most`` of them."""
    return list(accumulate((*gains[:most], *[0] * (most - len(gains))), initial=0))


def _by_change(opened: dict[int, dict[tuple[Change, ...], int]], limit: list[int]) -> dict[Hashable, int]:
    """The work that each change opens, at most the officer's hours; what takes several counts for the first of them."""
    found: dict[Hashable, int] = {}
    for officer, sets in opened.items():
        for changes, amount in sets.items():
            key = officer, changes[0]
            found[key] = min(limit[officer], found.get(key, 0) + amount)
    return found


def _steps(opened: dict[int, dict[tuple[Change, ...], int]], limit: list[int], apart: Parts) -> tuple[Step, ...]:
    """What each set of changes for an officer could gain: of the work that it opens, of their hours, and (where hours
    are missing) of what is missing there, the least.
    """
    missing, steps = apart.missing(), list[Step]()
    for officer, sets in opened.items():
        for changes in sets:
            within = {some: amount for some, amount in sets.items() if set(some) <= set(changes)}
            ticks = min(limit[officer], sum(within.values()))
            if missing:
                ticks = min(ticks, sum(missing[part] for part in {apart.of((officer, some[0])) for some in within}))
            steps.append(Step(changes, ticks))
    return tuple(sorted(steps, key=lambda step: (-step.ticks, len(step.changes), str(step.changes))))
