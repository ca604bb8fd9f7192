"""What is to be packed at a level of coverage: single units, what it costs that one waits, and officers' room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from solver.arrays import Floats, Ints
from solver.formulation.goals.coverage import COVERAGE, Coverage
from solver.formulation.level_model import LevelModel
from solver.heuristics.packing.subset_sums import Room
from solver.model.part import Part


@dataclass(frozen=True, slots=True)
class PackingTask:
    """Units without a pin, one by one, and officers with what pins leave them.

    Attributes
    ----------
    kind : list of int, by unit
        Its class.
    effort, size : list of int, by unit
        Ticks, in multiples of what divides them all, and cases.
    cost : list of int, by unit
        Of waiting: what it adds to the levels of coverage, better-ranked ones above all others.
    lost : list of int, by unit
        What it adds to the level itself.
    urgent : int
        What costs this or more adds to a better-ranked level.
    may : list of int, by unit
        Bit o: officer o may hold it.
    home : list of int, by unit
        Officer who holds it today and may keep it, or -1.
    rooms : list of Room, by officer
    wanted : list of int
        Units that are to be packed; the others wait in any case, or are of less urgent priorities.
    pinned : int64 array, shape (columns,)
        Units that pins place.
    beside : int
        What the units that are not wanted add to the level itself, if all of them wait.
    all_wanted : bool
        Every unit that counts at the level, or at a better-ranked one, is wanted.
    """

    kind: list[int]
    effort: list[int]
    size: list[int]
    cost: list[int]
    lost: list[int]
    urgent: int
    may: list[int]
    home: list[int]
    rooms: list[Room]
    wanted: list[int]
    pinned: Ints
    beside: int
    all_wanted: bool

    @property
    def slack(self) -> int:
        """Ticks that would stay unused if all that is wanted were packed; below 0: it does not fit."""
        return sum(room.ticks for room in self.rooms) - sum(self.effort[u] for u in self.wanted)

    def less(self, room: Room, units: Sequence[int]) -> Room:
        """What is left of a room beside these units."""
        ticks = room.ticks - sum(self.effort[u] for u in units)
        return Room(ticks, room.places if room.places < 0 else room.places - sum(self.size[u] for u in units))

    def taken(self, part: Part, planned: Ints) -> list[list[int]]:
        """What each officer holds in a plan, of the units that are wanted, their own first; ``planned``: (columns,)."""
        left: dict[int, list[int]] = {}
        for u in self.wanted:
            left.setdefault(self.kind[u], []).append(u)
        out: list[list[int]] = [[] for _ in self.rooms]
        for j in np.flatnonzero(planned - self.pinned).tolist():
            k, officer = int(part.column_class[j]), int(part.column_officer[j])
            units = left.get(k, [])
            units.sort(key=lambda u: (self.home[u] == officer, self.home[u] < 0))
            for _ in range(min(int(planned[j] - self.pinned[j]), len(units))):
                out[officer].append(units.pop())
        return out

    def planned(self, part: Part, held: Sequence[Sequence[int]]) -> Ints:
        """Units per column where every officer holds these, and pins."""
        column = np.full((len(part.count), len(part.officers)), -1, np.int64)
        column[part.column_class, part.column_officer] = np.arange(len(part.column_class))
        out = self.pinned.copy()
        for officer, units in enumerate(held):
            for u in units:
                out[column[self.kind[u], officer]] += 1
        return out


def officers_in(may: int) -> list[int]:
    """The officers whose bits are set."""
    return [officer for officer in range(may.bit_length()) if (may >> officer) & 1]


def packing_task(level: LevelModel, goal: Coverage, unplaced: Floats | None) -> PackingTask:
    """The task of a level of coverage under hard hours.

    Parameters
    ----------
    unplaced : float64 array, shape (classes,), or None
        Units of each class that wait in the relaxation. Where coverage counts cases, as many are not wanted.
    """
    part = level.part
    pinned = np.where(part.pinned[part.column_class], part.count[part.column_class], 0)
    room = (level.held.load - part.loads(pinned)).tolist()
    places = np.where(part.standard >= 0, part.standard - part.caseloads(pinned), -1).tolist()
    lost = [np.zeros_like(part.count) if (each := one.terms(part).lost) is None else each for one in COVERAGE]
    base = 1 + sum(int((each * part.count).sum()) for each in lost)
    cost = [0] * len(part.count)
    for each in lost:
        cost = [sum_ * base + more for sum_, more in zip(cost, each.tolist(), strict=True)]
    urgent = np.any([each > 0 for each in lost[: goal.priority]], axis=0)
    waits = np.zeros_like(part.count)
    if unplaced is not None and not part.coverage_by_hours:
        waits = _waiting(np.array([cost.index(c) for c in cost]), np.where(urgent, unplaced, 0.0), part.count)
    start, bits = part.column_start.tolist(), [1 << o for o in range(len(part.officers))]
    of = part.column_officer.tolist()
    units: list[tuple[int, int]] = []
    wanted: list[int] = []
    for k in np.flatnonzero(~part.pinned).tolist():
        homes = _homes(part, k, slice(start[k], start[k + 1]))
        if urgent[k]:
            wanted.extend(range(len(units), len(units) + len(homes) - int(waits[k])))
        units.extend((k, home) for home in homes)
    may = [sum(bits[o] for o in of[start[k] : start[k + 1]]) for k in range(len(part.count))]
    common = max(1, int(np.gcd.reduce(part.effort[~part.pinned], initial=0)))
    own = lost[goal.priority - 1]
    effort, size = (part.effort // common).tolist(), part.size.tolist()
    return PackingTask(
        kind=[k for k, _ in units],
        effort=[effort[k] for k, _ in units],
        size=[size[k] for k, _ in units],
        cost=[cost[k] for k, _ in units],
        lost=own[[k for k, _ in units]].tolist(),
        urgent=base ** (len(COVERAGE) + 1 - goal.priority),
        may=[may[k] for k, _ in units],
        home=[home for _, home in units],
        rooms=[Room(max(0, ticks) // common, free) for ticks, free in zip(room, places, strict=True)],
        wanted=wanted,
        pinned=pinned,
        beside=int((own * waits)[~part.pinned].sum()),
        all_wanted=not waits.any(),
    )


def _homes(part: Part, k: int, columns: slice) -> list[int]:
    """Who holds each unit of a class today; those whom nobody holds last."""
    held, officers = part.held[columns], part.column_officer[columns]
    if part.mixed[k]:
        return [int(officers[np.argmax(part.gain[columns])])]
    homes: list[int] = np.repeat(officers, held).tolist()
    return homes + [-1] * (int(part.count[k]) - len(homes))


def _waiting(group: Ints, unplaced: Floats, count: Ints) -> Ints:
    """Whole units that wait: of each group of equal cost as many as in the relaxation, rounded up. Shape (classes,)."""
    whole = np.floor(unplaced + 1e-6)
    rest = np.maximum(unplaced - whole, 0.0)
    for each in np.unique(group[rest > 1e-6]).tolist():
        mine = np.flatnonzero(group == each)
        more = int(np.ceil(rest[mine].sum() - 1e-6))
        whole[mine[np.argsort(-rest[mine], kind="stable")[:more]]] += 1
    return np.minimum(whole.astype(np.int64), count)
