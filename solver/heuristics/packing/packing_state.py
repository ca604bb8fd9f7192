"""A packing as it grows: who holds which units, what is left of everybody's hours and places, and who waits."""

from __future__ import annotations

from collections.abc import Sequence

from solver.heuristics.packing.packing_task import PackingTask
from solver.heuristics.packing.subset_sums import Room

Rank = tuple[int, int, int]
"""What waiting costs, the ticks that wait, and less the squares of what is unused: smaller is better."""


class PackingState:
    """One packing of a task.

    Attributes
    ----------
    held : list of list of int, by officer
        Units that each holds.
    rooms : list of Room, by officer
        What is left.
    waiting : list of int
        Units that are wanted and that nobody holds.
    """

    def __init__(self, task: PackingTask, held: Sequence[Sequence[int]]) -> None:
        self.task = task
        self.held = [list(units) for units in held]
        self.rooms = [self.room_beside(officer, units) for officer, units in enumerate(self.held)]
        placed = {u for units in self.held for u in units}
        self.waiting = [u for u in task.wanted if u not in placed]
        self.rank: Rank = self._rank()

    @property
    def value(self) -> int:
        """What waits, as the level counts it."""
        return self.task.beside + sum(self.task.lost[u] for u in self.waiting)

    def meets(self, aim: int) -> bool:
        """Whether no more waits at the level than this, and nothing more urgent of what is wanted."""
        return self.value <= aim and all(self.task.cost[u] < self.task.urgent for u in self.waiting)

    def _rank(self) -> Rank:
        task = self.task
        waits = sum(task.cost[u] for u in self.waiting), sum(task.effort[u] for u in self.waiting)
        return (*waits, -sum(room.ticks**2 for room in self.rooms))

    def room_beside(self, officer: int, units: Sequence[int]) -> Room:
        """What an officer has left who holds these."""
        return self.task.less(self.task.rooms[officer], units)

    def replace(self, officers: Sequence[int], fills: Sequence[list[int]], rank: Rank, waiting: list[int]) -> None:
        """Officers hold other units, and others wait; ``rank`` is that of the packing then."""
        for officer, units in zip(officers, fills, strict=True):
            self.held[officer], self.rooms[officer] = units, self.room_beside(officer, units)
        self.rank, self.waiting = rank, waiting

    def take_in(self) -> None:
        """Give units that wait, wanted or not, what room there is, and the place of units whose waiting costs less.

        The dearest to leave waiting first, and of these the shortest. What has to make way is the cheapest that is
        enough, and waits in its turn.
        """
        task = self.task
        placed = {u for units in self.held for u in units}

        def order(u: int) -> tuple[int, int, int]:
            return task.cost[u], -task.effort[u], -u

        queue = sorted((u for u in range(len(task.kind)) if u not in placed), key=order)
        left: list[int] = []
        while queue:
            unit = queue.pop()
            choice = self._place_for(unit)
            if choice is None:
                left.append(unit)
                continue
            officer, out = choice
            gone = set(out)
            self.held[officer] = [*(u for u in self.held[officer] if u not in gone), unit]
            self.rooms[officer] = self.room_beside(officer, self.held[officer])
            if out:
                queue = sorted([*queue, *out], key=order)
        wanted = set(task.wanted)
        self.waiting = [u for u in left if u in wanted]
        self.rank = self._rank()

    def _place_for(self, unit: int) -> tuple[int, list[int]] | None:
        """An officer for a unit and who makes way there, at less cost than that the unit waits; or ``None``."""
        best: tuple[int, int, int, list[int]] | None = None
        for officer, room in enumerate(self.rooms):
            if not (self.task.may[unit] >> officer) & 1:
                continue
            out = self._makes_way(unit, officer, room)
            if out is None:
                continue
            cost = sum(self.task.cost[u] for u in out)
            # without loss where it is tightest, or with whoever has it today
            found = (cost, room.ticks if self.task.home[unit] != officer else -1, officer, out)
            if cost < max(1, self.task.cost[unit]) and (best is None or found < best):
                best = found
        return None if best is None else (best[2], best[3])

    def _makes_way(self, unit: int, officer: int, room: Room) -> list[int] | None:
        """The cheapest units of an officer without whom a unit fits; ``None`` where it never does."""
        task = self.task
        short, crowd = task.effort[unit] - room.ticks, (task.size[unit] - room.places if room.places >= 0 else 0)
        if short <= 0 and crowd <= 0:
            return []
        theirs = sorted(self.held[officer], key=lambda u: (task.cost[u], task.effort[u], u))
        for u in theirs:
            if task.cost[u] >= task.cost[unit]:
                return None
            if task.effort[u] >= short and task.size[u] >= crowd:
                return [u]
        return None
