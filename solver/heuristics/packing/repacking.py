"""A few officers and who waits are packed anew, again and again, and what is no worse is kept."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from solver.budget import Budget, check_ranges
from solver.heuristics.packing.packing_state import PackingState, Rank
from solver.heuristics.packing.packing_task import PackingTask, officers_in
from solver.heuristics.packing.subset_sums import fullest_fill

UNITS_A_STEP = 1e-6
"""Of work, about, for one step of a repacking."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RepackingParams:
    """How officers are filled, and how long they are repacked.

    Attributes
    ----------
    officers : tuple of int, >= 1
        Who are repacked together: one of these numbers, at random.
    look_at : int, >= 1
        Units from which a fill is chosen.
    open_units : int, >= 1
        Where there are more: average units that fit into the hours that are left for the choice.
    all_at_once : int, >= 0
        Units that wait up to which all of them take part in every repack.
    jitter : float, >= 0
        By how much, as a share of its effort, chance lifts a unit in the order of a repack.
    patience : int, >= 0
        Repacks in a row, for every unit that is wanted, after which nothing less waits.
    steps : int, >= 0
        Shifts of a page of bits, in all.
    """

    officers: tuple[int, ...] = (2, 3, 4)
    look_at: int = 160
    open_units: int = 8
    all_at_once: int = 3
    jitter: float = 0.3
    patience: int = 150
    steps: int = 1_500_000

    def __post_init__(self) -> None:
        check_ranges(self, officers=(1, inf), look_at=(1, inf), open_units=(1, inf), all_at_once=(0, inf))
        check_ranges(self, jitter=(0, inf), patience=(0, inf), steps=(0, inf))


PARAMS = RepackingParams()


def fill_hours(
    task: PackingTask, units: Sequence[int], officer: int, params: RepackingParams, with_first: bool
) -> tuple[list[int], int]:
    """The fullest fill of an officer's hours, with the first unit that fits where that is asked for; and its steps."""
    room, fill, look_at = task.rooms[officer], list[int](), params.look_at
    units = [u for u in units if task.effort[u] <= room.ticks and (room.places < 0 or task.size[u] <= room.places)]
    if with_first and units:
        fill, room, units = [units[0]], task.less(room, units[:1]), units[1:]
    if len(units) > look_at:
        # most of the hours are filled in the order that was given, and only the rest as well as can be
        kept = len(fill)
        reserve = params.open_units * sum(task.effort[u] for u in units) // len(units)
        for u in units:
            if room.ticks - task.effort[u] >= reserve and (room.places < 0 or task.size[u] <= room.places):
                fill.append(u)
                room = task.less(room, [u])
        gone = set(fill[kept:])
        units = [u for u in units if u not in gone]
        rest = units[look_at // 2 :]
        units = [*units[: look_at // 2], *rest[:: max(1, 2 * len(rest) // look_at)]]
    best, steps = fullest_fill(units, task.effort, task.size, room)
    return fill + best, steps


class Repacker:
    """One packing that becomes better.

    Parameters
    ----------
    packing : PackingState
        Changed where it is.
    urgent_first : bool
        What waiting costs comes first; otherwise the ticks that wait, so that an urgent case may wait on the way.
    """

    def __init__(self, params: RepackingParams, packing: PackingState, rng: random.Random, urgent_first: bool) -> None:
        self._urgent_first = urgent_first
        self._patience = params.patience * len(packing.task.wanted)
        self._params, self._packing, self._rng = params, packing, rng
        self._all = list(range(len(packing.rooms)))
        self._able = {may: officers_in(may) for may in set(packing.task.may)}

    def run(self, aim: int, budget: Budget) -> None:
        """Repack until no more waits than has to, or nothing less did for a while."""
        params, packing, task = self._params, self._packing, self._packing.task
        steps = since = 0
        while packing.waiting and not packing.meets(aim) and since < self._patience and steps < params.steps:
            if budget.over:
                break
            since += 1
            unit = self._rng.choice(packing.waiting)
            officers = self._some(self._able[task.may[unit]])
            # all of them, or the one alone: for many that come in at once shorter ones would have to wait
            alone = len(packing.waiting) > params.all_at_once and self._rng.random() < 0.5
            near = [unit] if alone else packing.waiting
            fills, left, work = self._repacked(officers, near)
            steps += work
            budget.charge(work * UNITS_A_STEP)
            rank = self._rank(officers, fills, left)
            new, now = self._order(rank), self._order(packing.rank)
            if new <= now:
                since = 0 if new[:2] < now[:2] else since
                packing.replace(officers, fills, rank, left)

    def _order(self, rank: Rank) -> Rank:
        """What comes first: what waiting costs, or the ticks that wait, so that an urgent case may wait on the way."""
        return rank if self._urgent_first else (rank[1], rank[0], rank[2])

    def _some(self, able: list[int]) -> list[int]:
        """A few officers: one who can take what waits, others like that or any, and often the one with most left."""
        rng, rooms = self._rng, self._packing.rooms
        among = able if rng.random() < 0.5 else self._all
        officers = rng.sample(among, min(len(among), rng.choice(self._params.officers)))
        if rng.random() < 0.5:
            widest = max(among, key=lambda o: rooms[o].ticks)
            if widest not in officers:
                officers[0] = widest
        if among is self._all:
            one = rng.choice(able)
            if one not in officers:
                officers[-1] = one
        rng.shuffle(officers)
        return officers

    def _repacked(self, officers: list[int], near: list[int]) -> tuple[list[list[int]], list[int], int]:
        """New fills of some officers, who waits then, and the steps that it took."""
        task, packing, rng, params = self._packing.task, self._packing, self._rng, self._params
        lift = params.jitter * rng.random()
        pool = [u for o in officers for u in packing.held[o]] + near
        key = {u: -task.effort[u] * (1 + lift * rng.random()) for u in pool}
        pool.sort(key=key.__getitem__)
        fills, steps = [], 0
        for place, officer in enumerate(officers):
            mine = [u for u in pool if (task.may[u] >> officer) & 1]
            with_first = place + 1 < len(officers) and rng.random() < 0.7
            fill, work = fill_hours(task, mine, officer, params, with_first)
            steps += work + 1
            gone = set(fill)
            pool = [u for u in pool if u not in gone]
            fills.append(fill)
        if len(near) < len(packing.waiting):
            pool += [u for u in packing.waiting if u != near[0]]
        return fills, pool, steps

    def _rank(self, officers: list[int], fills: list[list[int]], left: list[int]) -> Rank:
        """Of the packing with these fills."""
        task, packing = self._packing.task, self._packing
        squares = packing.rank[2] + sum(packing.rooms[o].ticks ** 2 for o in officers)
        squares -= sum(task.less(task.rooms[o], fill).ticks ** 2 for o, fill in zip(officers, fills, strict=True))
        return sum(task.cost[u] for u in left), sum(task.effort[u] for u in left), squares
