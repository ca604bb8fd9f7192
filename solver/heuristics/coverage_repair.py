"""What a rounded relaxation leaves to do about cases without an officer: some too many, or an officer too full.

Standards are whole numbers of cases, so rounding may leave a case without a place though places are free elsewhere: a
chain of two moves then makes room. Where hours are hard and a repair has not brought an officer within them, the
least urgent cases are given up.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np

from solver.arrays import Ints
from solver.budget import check_ranges
from solver.model.part import Part

NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageRepairParams:
    """How long cases that wait are exchanged for others.

    Attributes
    ----------
    most_exchanges : int, >= 0
        Of a case that waits for a longer one.
    most_looked_at : int, >= 1
        Cases of a priority that are placed, and that wait, which one of these looks at.
    """

    most_exchanges: int = 60
    most_looked_at: int = 300

    def __post_init__(self) -> None:
        check_ranges(self, most_exchanges=(0, inf), most_looked_at=(1, inf))


PARAMS = CoverageRepairParams()


def place_by_chains(part: Part, planned: Ints, most: dict[int, int]) -> Ints:
    """Place units until no more of each priority are unplaced than ``most`` says, as far as chains of two moves go.

    Hours are not looked at; a repair does that afterwards.

    Parameters
    ----------
    planned : int64 array, shape (columns,)
    most : dict of priority to cases
    """
    planned = planned.copy()
    crowd = _Crowd(part, planned)
    unplaced = part.count - part.placed(planned)
    for priority, room in most.items():
        lost = part.lost[:, priority - 1]
        waiting = np.flatnonzero((lost > 0) & (unplaced > 0))
        excess = int((unplaced * lost).sum()) - room
        for k in waiting[np.argsort(part.effort[waiting], kind="stable")].tolist():
            while excess > 0 and unplaced[k] > 0 and crowd.take_in(k):
                unplaced[k] -= 1
                excess -= int(lost[k])
    return planned


def spare_of(part: Part, planned: Ints, most: dict[int, int]) -> dict[int, int]:
    """How many more cases of each priority may be without an officer than in a plan; below 0: how many too many."""
    without = (part.count - part.placed(planned)) @ part.lost
    return {priority: room - int(without[priority - 1]) for priority, room in most.items()}


def swap_in_shorter(part: Part, planned: Ints, room: Ints, params: CoverageRepairParams = PARAMS) -> Ints:
    """Let longer cases wait in place of as many shorter ones of the same priority, until all hours together do.

    Rather such exchanges as take no case from its officer, and the smallest that is enough.

    Parameters
    ----------
    planned : int64 array, shape (columns,)
    room : int64 array, shape (officers,), ticks
        Nothing is done where one has no limit (-1).
    """
    planned = planned.copy()
    if bool((room < 0).any()):
        return planned
    column = np.full((len(part.count), len(part.officers)), -1, np.int64)
    column[part.column_class, part.column_officer] = np.arange(len(part.column_class))
    for _ in range(params.most_exchanges):
        short = int((part.loads(planned) - room).sum())
        if short <= 0:
            break
        priorities, look_at = np.unique(part.priority).tolist(), params.most_looked_at
        found = [_longer(part, planned, column, priority, short, look_at) for priority in priorities]
        best = min((each for each in found if each is not None), default=None)
        if best is None:
            break
        _, _, out, into = best
        planned[out] -= 1
        planned[into] += 1
    return planned


def _longer(
    part: Part, planned: Ints, column: Ints, priority: int, short: int, look_at: int
) -> tuple[int, int, int, int] | None:
    """The best exchange of a case that waits for a longer one: its moves, its rank, and the columns of both."""
    waits = np.flatnonzero((part.priority == priority) & (part.count > part.placed(planned)))
    kind = part.column_class
    at = np.flatnonzero((part.priority[kind] == priority) & (planned > 0) & ~part.pinned[kind])
    # the longest that are placed and the shortest that wait
    at = at[np.argsort(-part.column_effort[at], kind="stable")[:look_at]]
    waits = waits[np.argsort(part.effort[waits], kind="stable")[:look_at]]
    into = column[waits][:, part.column_officer[at]].T
    freed = part.column_effort[at][:, None] - part.column_effort[into]
    same = (part.lost[kind[at]][:, None, :] == part.lost[waits]).all(axis=2)
    fits = (into >= 0) & (freed > 0) & (part.size[kind[at]][:, None] == part.size[waits]) & same
    if not fits.any():
        return None
    leaves = part.gain[at] * (planned[at] <= part.held[at])
    returns = part.gain[into] * (planned[into] < part.held[into])
    moves = np.where(fits, leaves[:, None] - returns, NEVER)
    # the smallest that is enough, or else the largest
    rank = np.where(freed >= short, freed, 2 * max(short, int(freed.max())) - freed)
    rank = np.where(moves == moves.min(), rank, NEVER)
    i, j = np.unravel_index(int(np.argmin(rank)), rank.shape)
    return int(moves[i, j]), int(rank[i, j]), int(at[i]), int(into[i, j])


class _Crowd:
    """Who has places left."""

    def __init__(self, part: Part, planned: Ints) -> None:
        self._part, self._planned = part, planned
        self._start = part.column_start
        self._caseload = part.caseloads(planned)
        self._slack = np.where(part.hard >= 0, part.hard, part.fair_load) - part.loads(planned)

    def take_in(self, k: int) -> bool:
        """Give one more unit of a class to somebody; false where there is no place within two moves."""
        columns = np.arange(self._start[k], self._start[k + 1])
        officers, size = self._part.column_officer[columns], int(self._part.size[k])
        free = self._free(officers, size)
        if free.any():
            self._move(int(columns[free][np.argmax(self._slack[officers[free]])]), 1)
            return True
        for at, officer in zip(columns.tolist(), officers.tolist(), strict=True):
            if self._make_way(officer, size):
                self._move(at, 1)
                return True
        return False

    def _free(self, officers: Ints, size: int) -> np.ndarray:
        standard = self._part.standard[officers]
        out: np.ndarray = (standard < 0) | (self._caseload[officers] + size <= standard)
        return out

    def _make_way(self, officer: int, size: int) -> bool:
        """Move a unit of the same size from an officer to somebody who has a place."""
        part = self._part
        theirs = np.flatnonzero((part.column_officer == officer) & (self._planned > 0))
        theirs = theirs[(part.size[part.column_class[theirs]] == size) & ~part.pinned[part.column_class[theirs]]]
        # what is not theirs today goes first
        for at in theirs[np.argsort(part.held[theirs] >= self._planned[theirs], kind="stable")].tolist():
            k = int(part.column_class[at])
            columns = np.arange(self._start[k], self._start[k + 1])
            officers = part.column_officer[columns]
            free = self._free(officers, size) & (officers != officer)
            if free.any():
                self._move(at, -1)
                self._move(int(columns[free][np.argmax(self._slack[officers[free]])]), 1)
                return True
        return False

    def _move(self, column: int, units: int) -> None:
        officer, k = self._part.column_officer[column], self._part.column_class[column]
        self._planned[column] += units
        self._caseload[officer] += units * self._part.size[k]
        self._slack[officer] -= units * self._part.column_effort[column]


def drop_least_urgent(part: Part, planned: Ints, room: Ints, urgent: int) -> Ints:
    """Give up cases of officers who are above their limit, the least urgent first, until nobody is.

    Parameters
    ----------
    planned : int64 array, shape (columns,)
    room : int64 array, shape (officers,), ticks, -1: none
    urgent : int
        Cases more urgent than this priority stay.
    """
    planned = planned.copy()
    over = np.where(room >= 0, part.loads(planned) - room, 0)
    for officer in np.flatnonzero(over > 0).tolist():
        columns = np.flatnonzero((part.column_officer == officer) & (planned > 0))
        kind = part.column_class[columns]
        columns = columns[~part.pinned[kind] & (part.priority[kind] >= urgent) & (part.column_effort[columns] > 0)]
        # the least urgent first, and of these the largest, so that few have to go
        order = columns[np.lexsort((-part.column_effort[columns], -part.priority[part.column_class[columns]]))]
        left = int(over[officer])
        for at in order.tolist():
            effort = int(part.column_effort[at])
            units = min(int(planned[at]), -(-left // effort))
            planned[at] -= units
            left -= units * effort
            if left <= 0:
                break
        _put_back(part, planned, order, officer, -left)
    return planned


def _put_back(part: Part, planned: Ints, columns: Ints, officer: int, room: int) -> None:
    """Where the last case that was given up was larger than needed: smaller ones in its place, as far as there are."""
    kind = part.column_class[columns]
    unplaced = part.count - part.placed(planned)
    places = int(part.standard[officer] - part.caseloads(planned)[officer]) if part.standard[officer] >= 0 else -1
    for at in columns[np.lexsort((-part.column_effort[columns], part.priority[kind]))].tolist():
        k, effort = int(part.column_class[at]), int(part.column_effort[at])
        size = int(part.size[k])
        if unplaced[k] > 0 and effort <= room and (places < 0 or size <= places):
            planned[at] += 1
            unplaced[k] -= 1
            room -= effort
            places -= size if places >= 0 else 0
