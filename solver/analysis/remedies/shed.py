"""Which cases to give up where hours are missing: as few hours of the most urgent ones as can be.

Work that the officers' hours can carry (if cases could be split) is a polymatroid, so taking the most urgent priority
first, as much of it as can be carried, then the next one, gives at every step the most that there is (Edmonds 1970).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

import numpy as np

from solver.analysis.remedies.condensed_problem import Outcome, condensed, outcome_of
from solver.analysis.scenarios.cases import with_cases
from solver.analysis.scenarios.changes import DropCases
from solver.arrays import Flags, Ints
from solver.fair_shares.decomposition import fair_shares
from solver.model.units import units_of
from solver.problem import Problem
from solver.tiers import FairShares

MOST_TRIED_BACK = 100
"""Dropped cases that are tried to be taken back, one by one."""
MOST_LOOKED_AT = 500_000
"""Cases that all these trials may look at together."""
ROUNDS = 100


@dataclass(frozen=True, slots=True)
class Dropped:
    """What to give up.

    Attributes
    ----------
    least_hours : tuple of (priority, Fraction)
        Hours of each priority that cannot be carried when more urgent work goes first; only those above 0, most urgent
        first. Cases that nobody with hours may hold are among them.
    drop : DropCases
        Whole cases, least urgent first, without which nobody has more work than hours. Cases that no hours carry
        whatever is dropped are not among them.
    hours : Fraction
        Their effort.
    after : Outcome
        Exact.
    """

    least_hours: tuple[tuple[int, Fraction], ...]
    drop: DropCases
    hours: Fraction
    after: Outcome


def dropped(problem: Problem, shares: FairShares) -> Dropped | None:
    """What to give up; None where the hours suffice, or nothing that may be dropped would help."""
    chosen = np.array(sorted(_chosen(problem, shares)), np.int64)
    if not len(chosen):
        return None
    stays = np.ones(len(problem.cases), np.bool_)
    stays[chosen] = False
    stay = np.flatnonzero(stays)
    ids = tuple(problem.cases.ids[case] for case in chosen.tolist())
    hours = problem.hours(int(problem.cases.effort[chosen].sum()))
    return Dropped(least_hours(problem), DropCases(ids), hours, outcome_of(with_cases(problem, stay)))


def least_hours(problem: Problem) -> tuple[tuple[int, Fraction], ...]:
    """Hours of each priority that cannot be carried when pins, and then more urgent work, go first."""
    small = condensed(problem, by_priority=True)
    urgency = np.where(small.cases.pinned, 0, small.cases.priority)
    found, before = [], outcome_of(with_cases(small, np.flatnonzero(urgency == 0))).gap_hours
    for priority in range(1, 6):
        missing = outcome_of(with_cases(small, np.flatnonzero(urgency <= priority))).gap_hours
        if missing > before:
            found.append((priority, missing - before))
        before = missing
    return tuple(found)


def _chosen(problem: Problem, shares: FairShares) -> list[int]:
    """Whole cases, tier by tier, least urgent first; then whatever turns out not to be needed is taken back."""
    units = units_of(problem)
    priority = units.priority[units.of_case]
    free = ~units.pinned[units.of_case] & (problem.cases.effort > 0)
    order = np.lexsort((-problem.cases.effort, -priority.astype(np.int64)))
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    gone = np.zeros(len(problem.cases), np.bool_)
    for _ in range(ROUNDS):
        kept = np.flatnonzero(~gone)
        more = _overflow(problem, kept, shares, free, rank)
        if not len(more):
            break
        gone[more] = True
        shares = fair_shares(with_cases(problem, np.flatnonzero(~gone)))
    goal = sum(Fraction(tier.missing) for tier in shares.tiers)
    chosen = np.flatnonzero(gone)
    # the most urgent and largest are tried first
    trials = min(MOST_TRIED_BACK, MOST_LOOKED_AT // max(1, len(problem.cases)))
    for case in chosen[np.argsort(-rank[chosen], kind="stable")][:trials].tolist():
        gone[case] = False
        again = fair_shares(condensed(with_cases(problem, np.flatnonzero(~gone))))
        if sum(Fraction(tier.missing) for tier in again.tiers) > goal:
            gone[case] = True
    return np.flatnonzero(gone).tolist()


def _overflow(problem: Problem, kept: Ints, shares: FairShares, free: Flags, rank: Ints) -> Ints:
    """Of every tier above 100%, the least urgent cases that make up the missing hours."""
    out = []
    for tier in shares.tiers:
        mine = kept[tier.cases]
        mine = mine[free[mine]]
        if not tier.missing or not len(mine):
            continue
        mine = mine[np.argsort(rank[mine], kind="stable")]
        reached = np.cumsum(problem.cases.effort[mine])
        out.append(mine[: int(np.searchsorted(reached, ceil(tier.missing))) + 1])
    return np.concatenate(out) if out else np.zeros(0, np.int64)
