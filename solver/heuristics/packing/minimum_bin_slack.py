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
from solver.heuristics.packing.packing_state import PackingState
from solver.heuristics.packing.packing_task import PackingTask, officers_in, packing_task
from solver.heuristics.packing.repacking import PARAMS as REPACKING
from solver.heuristics.packing.repacking import Repacker, RepackingParams, fill_hours
from solver.heuristics.packing.subset_sums import Room, all_fills

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
    at_home : int, >= 0
        The first of them, in which an officer's own units come first: they stay where that packs as well.
    repacking : RepackingParams
        Of every fill and repack, once with what waiting costs in mind and once with the ticks that wait.
    most_fills : int, >= 1
        Up to which the fills that leave little enough unused are listed.
    nodes, tries : int, >= 1
        Choices in one search for an exact cover by them, and such searches.
    """

    most_units: int = 2_000
    starts: int = 8
    at_home: int = 2
    repacking: RepackingParams = REPACKING
    most_fills: int = 5_000
    nodes: int = 500
    tries: int = 30

    def __post_init__(self) -> None:
        check_ranges(self, most_units=(0, inf), starts=(1, inf), at_home=(0, inf))
        check_ranges(self, most_fills=(1, inf), nodes=(1, inf), tries=(1, inf))

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
            if best.meets(incumbent.aim):
                return best
            best = min(best, PackingState(task, self._filled(task, turn, rng)), key=lambda each: each.rank)
        fills, officers = _nearly_full(task, self.most_fills)
        if not best.meets(incumbent.aim) and fills is not None:
            cover = self._covered(task, fills, [len(each) for each in officers], rng)
            if cover.fills is not None:
                return PackingState(task, _dealt(task, cover.fills, fills, officers))
            if cover.complete:
                incumbent.raise_bound(_least_left(incumbent.level, task))
        for urgent_first in (True, False):
            if not best.meets(incumbent.aim):
                other = PackingState(task, best.held)
                Repacker(self.repacking, other, rng, urgent_first).run(incumbent.aim, budget)
                best = min(best, other, key=lambda each: each.rank)
        return best

    def _filled(self, task: PackingTask, turn: int, rng: random.Random) -> list[list[int]]:
        """One officer after the other, each filled as far as can be beside the first unit that is left."""
        hours = [room.ticks for room in task.rooms]
        most = [sum(hours[o] for o in officers_in(task.may[u])) for u in range(len(task.may))]
        lift = 0.0 if turn < self.at_home else self.repacking.jitter / 3
        left = sorted(task.wanted, key=lambda u: (most[u], -task.effort[u] * (1 + lift * rng.random()), u))
        theirs = [sum((task.may[u] >> o) & 1 for u in left) for o in range(len(hours))]
        order = sorted(range(len(hours)), key=lambda o: (theirs[o], hours[o] if turn % 2 else -hours[o], o))
        if turn >= self.starts // 2:
            rng.shuffle(order)
        held: list[list[int]] = [[] for _ in hours]
        for o in order:
            mine = [u for u in left if (task.may[u] >> o) & 1]
            if turn < self.at_home:
                mine.sort(key=lambda u: task.home[u] != o)
            held[o], _ = fill_hours(task, mine, o, self.repacking, with_first=True)
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
