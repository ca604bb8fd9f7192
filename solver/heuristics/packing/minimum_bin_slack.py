"""Whole cases into nearly full hours: minimum bin slack, and officers repacked a few at a time.

Where hours are hard and nearly full, most of the work is placed by anything; the last few cases wait although they
would fit, because what is unused lies in small pieces with everybody. *Minimum bin slack* (Gupta and Ho 1999; with one
case fixed in every fill: Fleszar and Hindi 2002) fills one officer after the other as far as the cases at hand can, so
that what is unused gathers at the end. Every fill is a subset sum (``subset_sums.py``). Several orders are tried; then
two to four officers and who waits are repacked, again and again, and what is no worse is kept: first what waits, then
how much of the unused hours is with one officer. Where next to nothing may stay unused, fills are few and are all
listed (``exact_cover.py``), which may also show that not everything fits.

Measured on bin packing of 120 cases at 99 % of 47 to 49 officers' hours, on triplets that fill 20 and 40 officers to
the last tick, and on officers of unequal hours: all cases are placed, mostly in hundredths of a second.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

import numpy as np

from solver.arrays import Floats, Ints
from solver.budget import Budget, check_ranges
from solver.formulation.goals.coverage import COVERAGE, Coverage
from solver.formulation.goals.ranking import held_goals
from solver.formulation.level_model import LevelModel
from solver.heuristics.incumbent import Incumbent
from solver.heuristics.packing.exact_cover import Cover, Fills, exact_cover
from solver.heuristics.packing.packing_state import PackingState, Rank
from solver.heuristics.packing.packing_task import PackingTask, packing_task
from solver.heuristics.packing.subset_sums import Room, all_fills, fullest_fill

STARTS_AT_HOME = 2
"""Orders in which an officer's own units come first, so that they stay where that packs as well."""
OPEN_UNITS = 8
"""Average units that fit into the hours that are left for a subset sum, where there are many units to choose from."""

ALL_AT_ONCE = 3
"""Units that wait up to which all of them take part in every repack."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MinimumBinSlack:
    """Cases that wait are packed into what is left of hard hours. Its work is limited in steps, never by seconds.

    Attributes
    ----------
    most_units : int, >= 0
        In the part; with more of them hours are rarely a matter of single cases.
    starts : int, >= 1
        Orders in which officers are filled before any are repacked.
    officers : tuple of int, >= 1
        Who are repacked together: one of these numbers, at random.
    look_at : int, >= 1
        Units from which a fill is chosen.
    jitter : float, >= 0
        By how much, as a share of its effort, chance lifts a unit in the order of a repack.
    patience : int, >= 0
        Repacks in a row, for every unit that is wanted, after which nothing less waits.
    steps : int, >= 0
        Shifts of a page of bits by all repacks with what waits costs in mind, and by all with its ticks in mind.
    most_fills : int, >= 1
        Up to which the fills that leave little enough unused are listed.
    nodes, tries : int, >= 1
        Choices in one search for an exact cover by them, and such searches.
    """

    most_units: int = 2_000
    starts: int = 8
    officers: tuple[int, ...] = (2, 3, 4)
    look_at: int = 160
    jitter: float = 0.3
    patience: int = 150
    steps: int = 1_500_000
    most_fills: int = 5_000
    nodes: int = 500
    tries: int = 30

    def __post_init__(self) -> None:
        check_ranges(self, most_units=(0, inf), starts=(1, inf), officers=(1, inf), look_at=(1, inf), jitter=(0, inf))
        check_ranges(self, patience=(0, inf), steps=(0, inf), most_fills=(1, inf), nodes=(1, inf), tries=(1, inf))

    def supports(self, level: LevelModel) -> bool:
        """For coverage, where everybody's hours are hard and a case takes everybody the same time."""
        part = level.part
        return (
            isinstance(level.goal, Coverage)
            and all(isinstance(goal, Coverage) for goal, _ in held_goals(level.held))
            and bool(level.layout.unplaced)
            and bool((level.held.load >= 0).all())
            and bool((part.column_effort == part.effort[part.column_class]).all())
            and int(part.count.sum()) <= self.most_units
        )

    def __call__(self, incumbent: Incumbent, budget: Budget) -> Ints | None:
        """A plan in which as little waits as was found; the bound is raised where it turns out that not all fits."""
        level, goal = incumbent.level, incumbent.level.goal
        if not isinstance(goal, Coverage):
            return None
        task = packing_task(level, goal, _unplaced(incumbent))
        packing = self._packed(task, incumbent, random.Random(budget.seed), budget)
        packing.take_in()
        planned = task.planned(level.part, packing.held)
        kept = all(better.value(level.part, planned) <= room for better, room in held_goals(level.held))
        return planned if kept else None

    def _packed(self, task: PackingTask, incumbent: Incumbent, rng: random.Random, budget: Budget) -> PackingState:
        """The best packing of what is wanted."""
        best = PackingState(task, task.taken(incumbent.level.part, incumbent.planned))
        for turn in range(self.starts):
            if best.value <= incumbent.aim:
                return best
            best = min(best, PackingState(task, self._filled(task, turn, rng)), key=lambda each: each.rank)
        fills, officers = _nearly_full(task, self.most_fills)
        if best.value > incumbent.aim and fills is not None:
            cover = self._covered(task, fills, [len(each) for each in officers], rng)
            if cover.fills is not None:
                return PackingState(task, _dealt(task, cover.fills, fills, officers))
            if cover.complete:
                incumbent.raise_bound(_least_left(incumbent.level, task))
        for urgent_first in (True, False):
            if best.waiting and best.value > incumbent.aim:
                other = PackingState(task, best.held)
                _Repacker(self, other, rng, urgent_first).run(incumbent.aim, budget)
                best = min(best, other, key=lambda each: each.rank)
        return best

    def _filled(self, task: PackingTask, turn: int, rng: random.Random) -> list[list[int]]:
        """One officer after the other, each filled as far as can be beside the first unit that is left."""
        hours = [room.ticks for room in task.rooms]
        most = [sum(hours[o] for o in _bits(task.may[u])) for u in range(len(task.may))]
        lift = 0.0 if turn < STARTS_AT_HOME else self.jitter / 3
        left = sorted(task.wanted, key=lambda u: (most[u], -task.effort[u] * (1 + lift * rng.random()), u))
        theirs = [sum((task.may[u] >> o) & 1 for u in left) for o in range(len(hours))]
        order = sorted(range(len(hours)), key=lambda o: (theirs[o], hours[o] if turn % 2 else -hours[o], o))
        if turn >= self.starts // 2:
            rng.shuffle(order)
        held: list[list[int]] = [[] for _ in hours]
        for o in order:
            mine = [u for u in left if (task.may[u] >> o) & 1]
            if turn < STARTS_AT_HOME:
                mine.sort(key=lambda u: task.home[u] != o)
            held[o], _ = _filled(task, mine, o, self.look_at, with_first=True)
            gone = set(held[o])
            left = [u for u in left if u not in gone]
        return held

    def _covered(self, task: PackingTask, fills: Fills, officers: list[int], rng: random.Random) -> Cover:
        """An exact cover of what is wanted by nearly full fills."""
        units = [u for u in task.wanted if task.effort[u]]
        cover = Cover(None, complete=False)
        for _ in range(self.tries):
            cover = exact_cover(units, fills, officers, task.slack, self.nodes, rng)
            if cover.fills is not None or cover.complete:
                break
        return cover


def _unplaced(incumbent: Incumbent) -> Floats | None:
    """Units of each class that wait in the relaxation. Shape (classes,)."""
    relaxed, layout = incumbent.relaxed, incumbent.level.layout
    return None if relaxed is None or relaxed.x is None else relaxed.x[layout.at_unplaced : layout.at_excess]


def _bits(word: int) -> list[int]:
    return [at for at in range(word.bit_length()) if (word >> at) & 1]


def _filled(
    task: PackingTask, units: Sequence[int], officer: int, look_at: int, with_first: bool
) -> tuple[list[int], int]:
    """The fullest fill of an officer's hours, with the first unit that fits where that is asked for; and its steps."""
    room, fill = task.rooms[officer], list[int]()
    units = [u for u in units if task.effort[u] <= room.ticks and (room.places < 0 or task.size[u] <= room.places)]
    if with_first and units:
        fill, room, units = [units[0]], _less(task, room, units[:1]), units[1:]
    if len(units) > look_at:
        # most of the hours are filled in the order that was given, and only the rest as well as can be
        kept = len(fill)
        reserve = OPEN_UNITS * sum(task.effort[u] for u in units) // len(units)
        for u in units:
            if room.ticks - task.effort[u] >= reserve and (room.places < 0 or task.size[u] <= room.places):
                fill.append(u)
                room = _less(task, room, [u])
        gone = set(fill[kept:])
        units = [u for u in units if u not in gone]
        rest = units[look_at // 2 :]
        units = [*units[: look_at // 2], *rest[:: max(1, 2 * len(rest) // look_at)]]
    best, steps = fullest_fill(units, task.effort, task.size, room)
    return fill + best, steps


def _less(task: PackingTask, room: Room, units: Sequence[int]) -> Room:
    ticks = room.ticks - sum(task.effort[u] for u in units)
    return Room(ticks, room.places if room.places < 0 else room.places - sum(task.size[u] for u in units))


def _nearly_full(task: PackingTask, most: int) -> tuple[Fills | None, list[list[int]]]:
    """All fills that may be part of a packing of all that is wanted, and the officers of each kind.

    ``None`` where there are too many of them, or where the hours do not do.
    """
    kinds: dict[tuple[Room, tuple[int, ...]], list[int]] = {}
    units = [u for u in task.wanted if task.effort[u]]
    for officer, room in enumerate(task.rooms):
        kinds.setdefault((room, tuple(u for u in units if (task.may[u] >> officer) & 1)), []).append(officer)
    fills, slack = Fills([], [], []), task.slack
    for number, (room, mine) in enumerate(kinds):
        left = most - len(fills.held)
        found = None if slack < 0 or left < 1 else all_fills(mine, task.effort, task.size, room, slack, left)
        if found is None:
            return None, []
        fills.held.extend(found)
        fills.kind.extend([number] * len(found))
        fills.slack.extend(room.ticks - sum(task.effort[u] for u in fill) for fill in found)
    return fills, list(kinds.values())


def _dealt(task: PackingTask, chosen: list[int], fills: Fills, officers: list[list[int]]) -> list[list[int]]:
    """Fills dealt out among officers of their kinds, each rather to whoever holds most of it today."""
    held: list[list[int]] = [[] for _ in task.rooms]
    free = [list(each) for each in officers]
    for number in chosen:
        units, some = fills.held[number], free[fills.kind[number]]
        best = max(some, key=lambda o: (sum(task.home[u] == o for u in units), -o))
        some.remove(best)
        held[best] = list(units)
    return held


def _least_left(level: LevelModel, task: PackingTask) -> int:
    """How much of the level waits at least, where not all that is wanted can be packed; 0 where that is not known."""
    part, lost = level.part, level.goal.terms(level.part).lost
    if lost is None or not task.all_wanted:
        return 0
    for better in COVERAGE[: COVERAGE.index(level.goal)] if level.goal in COVERAGE else ():
        urgent = better.terms(part).lost
        if urgent is not None and urgent.any() and level.held.rooms.get(better.name) != 0:
            return 0
    # whoever waits is of this priority, because nobody of a more urgent one may
    return int(lost[(lost > 0) & ~part.pinned].min(initial=np.iinfo(np.int64).max))


class _Repacker:
    """Repacks a few officers at a time."""

    def __init__(self, params: MinimumBinSlack, packing: PackingState, rng: random.Random, urgent_first: bool) -> None:
        self._urgent_first = urgent_first
        self._patience = params.patience * len(packing.task.wanted)
        self._params, self._packing, self._rng = params, packing, rng
        self._all = list(range(len(packing.rooms)))
        self._able = {may: _bits(may) for may in set(packing.task.may)}

    def run(self, aim: int, budget: Budget) -> None:
        """Repack until no more waits than has to, or nothing less did for a while."""
        params, packing, task = self._params, self._packing, self._packing.task
        steps = since = 0
        while packing.waiting and packing.value > aim and since < self._patience and steps < params.steps:
            if budget.over:
                break
            since += 1
            unit = self._rng.choice(packing.waiting)
            officers = self._some(self._able[task.may[unit]])
            # all of them, or the one alone: for many that come in at once shorter ones would have to wait
            alone = len(packing.waiting) > ALL_AT_ONCE and self._rng.random() < 0.5
            near = [unit] if alone else packing.waiting
            fills, left, work = self._repacked(officers, near)
            steps += work
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
            fill, work = _filled(task, mine, officer, params.look_at, with_first)
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
        squares -= sum(_less(task, task.rooms[o], fill).ticks ** 2 for o, fill in zip(officers, fills, strict=True))
        return sum(task.cost[u] for u in left), sum(task.effort[u] for u in left), squares
