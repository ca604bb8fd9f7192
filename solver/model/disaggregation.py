"""Counts → cases: which of several equal units an officer keeps, and to whom the others go.

A plan says how many units of each class every officer holds; units of a class are equal in everything the goals
measure, so which of them it is makes no plan better or worse. Supervisors care all the same, and the choice must not
hang on the order of a file. The rule:

1. An officer keeps the units that were opened first. Where dates are equal or not known, a draw decides: a number made
   of the seed and the id of the case, whatever the order of the rows.
2. Units that somebody holds are placed before those that nobody holds, older ones before younger ones.
3. Hand-overs go between few pairs of officers: first between those who hand something over anyway, then between two
   whose numbers are equal, then between whoever has most to give and whoever has most to take. (The fewest pairs of
   all would be a fixed-charge transportation problem, and hard; this is a heuristic, and nothing is claimed of it.)
4. What several officers receive from one place is dealt out in turn, one type of case after the other, so that each
   receives of every type what is due to their number.
"""

from __future__ import annotations

from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from solver.arrays import Flags, Ints, sum_by
from solver.model.part import POOL, Part
from solver.model.units import Units
from solver.plan import UNPLACED
from solver.problem import Problem


@dataclass(frozen=True, slots=True)
class Seniority:
    """Which of several equal units comes first.

    Attributes
    ----------
    rank : int64 array, shape (units,)
        Lower stays first; different for each unit.
    kind : int64 array, shape (units,)
        The type of its first case.
    """

    rank: Ints
    kind: Ints

    @staticmethod
    def of(problem: Problem, units: Units, seed: int = 0) -> Seniority:
        """By the dates on which cases were opened, then by a draw of the seed and the ids."""
        ids, first = problem.cases.ids, units.member[units.member_start[:-1]]
        start = crc32(str(seed).encode())
        drawn = np.fromiter((crc32(ids[case].encode(), start) for case in first.tolist()), np.int64, len(first))
        opened = problem.cases.opened
        day = np.zeros(len(first), np.int64) if opened is None else opened[first].astype(np.int64)
        # a case whose date is not known counts as new
        day = np.where(day < 0, np.iinfo(np.int64).max, day)
        rank = np.empty(len(first), np.int64)
        rank[np.lexsort((drawn, day))] = np.arange(len(first))
        return Seniority(rank, problem.cases.case_type[first].astype(np.int64))


def assign_units(part: Part, planned: Ints, seniority: Seniority) -> NDArray[np.int64]:
    """Counts → units, by the rule above.

    Parameters
    ----------
    planned : int64 array, shape (columns,)

    Returns
    -------
    int64 array, shape (units of the part,)
        The local officer of each unit of ``part.units``, or ``UNPLACED``.
    """
    classes, n = len(part.count), len(part.officers)
    rank, kind = seniority.rank[part.units], seniority.kind[part.units]
    class_of = np.repeat(np.arange(classes), part.count)
    out = np.full(len(part.units), UNPLACED, np.int64)
    keep = _kept(part, planned, class_of, rank)
    out[keep] = part.holder[keep]
    kept = np.where(part.mixed[part.column_class], 0, np.minimum(planned, part.held))
    incoming = planned - kept
    taking = np.flatnonzero(incoming > 0)
    want = sum_by(part.column_class, incoming, classes)
    pool = np.flatnonzero(out == UNPLACED)
    pool = pool[np.lexsort((rank[pool], part.holder[pool] < 0, class_of[pool]))]
    place = np.arange(len(pool)) - np.searchsorted(class_of[pool], class_of[pool])
    pool = pool[place < want[class_of[pool]]]
    takers = sum_by(part.column_class[taking], np.ones(len(taking), np.int64), classes)
    # where one officer takes all of a class there is nothing to choose
    only = np.full(classes, UNPLACED, np.int64)
    only[part.column_class[taking]] = part.column_officer[taking]
    plain = takers[class_of[pool]] == 1
    out[pool[plain]] = only[class_of[pool[plain]]]
    deal = _Deal(n, part.holder[pool[plain]], out[pool[plain]])
    pool = pool[~plain]
    start = np.searchsorted(class_of[pool], np.arange(classes + 1))
    column = np.searchsorted(part.column_class[taking], np.arange(classes + 1))
    givers = [len(np.unique(part.holder[pool[start[k] : start[k + 1]]])) for k in np.flatnonzero(takers > 1).tolist()]
    several = np.flatnonzero(takers > 1)
    # where there is least to choose comes first, so that the others find pairs that hand over anyway
    for k in several[np.argsort(np.array(givers, np.int64) * takers[several], kind="stable")].tolist():
        mine, who = pool[start[k] : start[k + 1]], taking[column[k] : column[k + 1]]
        mine = mine[np.lexsort((rank[mine], kind[mine]))]
        out[mine] = deal.among(part.holder[mine], part.column_officer[who], incoming[who])
    return out


def _kept(part: Part, planned: Ints, class_of: Ints, rank: Ints) -> Ints:
    """Units that stay with their holder: of each officer's own, as many as both the plan and today allow."""
    n = len(part.officers)
    stay = np.zeros((len(part.count), n), np.int64)
    stay[part.column_class, part.column_officer] = np.minimum(planned, part.held)
    with_holder = np.flatnonzero(part.holder >= 0)
    slot = class_of[with_holder] * n + part.holder[with_holder]
    by_slot = np.lexsort((rank[with_holder], slot))
    sorted_slot = slot[by_slot]
    place = np.arange(len(slot)) - np.searchsorted(sorted_slot, sorted_slot)
    kept: Ints = with_holder[by_slot[place < stay.ravel()[sorted_slot]]]
    return kept


class _Deal:
    """Who hands over to whom, class by class."""

    def __init__(self, officers: int, givers: Ints, takers: Ints) -> None:
        self._known: Flags = np.zeros((officers, officers), np.bool_)
        held = givers >= 0
        self._known[givers[held], takers[held]] = True

    def among(self, holder: Ints, takers: Ints, room: Ints) -> Ints:
        """Deal units of one class to several officers.

        Parameters
        ----------
        holder : int64 array, shape (units,)
            Sorted by type within each holder; ``POOL``: nobody who can keep it.
        takers, room : int64 arrays, shape (officers who take,)
            Who, and how many units each; in all, as many as there are.

        Returns
        -------
        int64 array, shape (units,)
            Who takes each unit.
        """
        out = np.empty(len(holder), np.int64)
        left, held = room.copy(), holder[holder >= 0]
        givers, surplus = np.unique(held, return_counts=True)
        amount = self._amounts(givers, surplus.astype(np.int64), takers, left)
        left -= amount.sum(axis=0)
        for row, giver in enumerate(givers.tolist()):
            self._known[giver, takers[amount[row] > 0]] = True
            out[holder == giver] = _in_turn(takers, amount[row])
        out[holder == POOL] = _in_turn(takers, left)
        return out

    def _amounts(self, givers: Ints, surplus: Ints, takers: Ints, room: Ints) -> Ints:
        """How many units go from each giver to each taker, between few pairs. Shape (givers, takers)."""
        amount = np.zeros((len(givers), len(takers)), np.int64)
        give, take = surplus.copy(), room.copy()

        def hand_over(row: int, to: int) -> None:
            units = min(int(give[row]), int(take[to]))
            amount[row, to] += units
            give[row] -= units
            take[to] -= units

        for row, to in np.argwhere(self._known[np.ix_(givers, takers)]).tolist():
            hand_over(row, to)
        for row in range(len(givers)):
            alike = np.flatnonzero(take == give[row])
            if give[row] and len(alike):
                hand_over(row, int(alike[0]))
        rows, to = np.argsort(-give, kind="stable").tolist(), np.argsort(-take, kind="stable").tolist()
        while rows and give[rows[0]]:
            hand_over(rows[0], to[0])
            rows, to = rows[int(give[rows[0]] == 0) :], to[int(take[to[0]] == 0) :]
        return amount


def _in_turn(takers: Ints, amount: Ints) -> Ints:
    """So many of each, mixed as evenly as can be. Shape (sum of amount,)."""
    who = np.repeat(np.arange(len(takers)), amount)
    within = np.arange(len(who)) - np.repeat(np.cumsum(amount) - amount, amount)
    due = (2 * within + 1) / np.repeat(2 * amount, amount)
    turn: Ints = takers[who[np.argsort(due, kind="stable")]]
    return turn
