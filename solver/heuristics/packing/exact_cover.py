"""Packing where next to nothing may stay unused: which fills, of those that are nearly full, hold every unit once.

With little slack in all, few fills of an officer's hours are full enough to be part of a complete packing. They are all
listed, and an exact cover of the units is searched: always the unit that has the fewest fills left, and of these first
those that take least from others (Knuth 2000, with bits instead of links). A search that ends in vain proves that the
units do not all fit.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

CHANCE = 0.2
"""Share by which chance lifts what a fill takes from others, so that a second search is another one."""


@dataclass(frozen=True, slots=True)
class Fills:
    """Fills that may be part of a complete packing.

    Attributes
    ----------
    held : list of tuple of int
        Units of each fill.
    kind : list of int
        Of officers alike that each is for.
    slack : list of int, ticks
        That each leaves unused.
    """

    held: list[tuple[int, ...]]
    kind: list[int]
    slack: list[int]


@dataclass(frozen=True, slots=True)
class Cover:
    """What a search found.

    Attributes
    ----------
    fills : list of int, or None
        Numbers of the fills of a complete packing.
    complete : bool
        There is no other: where ``fills`` is ``None``, no complete packing exists.
    """

    fills: list[int] | None
    complete: bool


def exact_cover(
    units: Sequence[int], fills: Fills, officers: Sequence[int], slack: int, nodes: int, rng: random.Random
) -> Cover:
    """Choose fills so that every unit is in one of them.

    Parameters
    ----------
    units : sequence of int
        To be covered, each exactly once.
    fills : Fills
        All of those that leave at most ``slack`` unused.
    officers : sequence of int
        Officers of each kind.
    slack : int, ticks
        That all fills together may leave unused.
    nodes : int, >= 1
        Choices that are tried, at most.
    rng : random.Random
        For ties.
    """
    return _Search(units, fills, officers, slack, nodes, rng).run()


@dataclass(slots=True)
class _Node:
    """A unit that is being covered: fills to try, those that were open before, units to cover, and slack left."""

    options: list[int]
    open_: int
    left: list[int]
    slack: int
    tried: int = -1


class _Search:
    """A search in depth, without recursion."""

    def __init__(
        self, units: Sequence[int], fills: Fills, officers: Sequence[int], slack: int, nodes: int, rng: random.Random
    ) -> None:
        self._fills, self._free, self._nodes, self._rng = fills, list(officers), nodes, rng
        self._has = dict.fromkeys(units, 0)
        self._of_kind = [0] * len(officers)
        for number, (held, kind) in enumerate(zip(fills.held, fills.kind, strict=True)):
            self._of_kind[kind] |= 1 << number
            for u in held:
                self._has[u] |= 1 << number
        self._meets = [0] * len(fills.held)
        for number, held in enumerate(fills.held):
            for u in held:
                self._meets[number] |= self._has[u]
        self._units, self._slack = list(units), slack

    def run(self) -> Cover:
        """Choose and go back until all is covered, everything was tried, or too much was."""
        first = self._node((1 << len(self._fills.held)) - 1, self._units, self._slack)
        path = [first]
        while path:
            node = path[-1]
            if not node.left and node.slack >= 0:
                return Cover([each.tried for each in path[:-1]], complete=False)
            if node.tried >= 0:
                self._free[self._fills.kind[node.tried]] += 1
                node.tried = -1
            if not node.options:
                path.pop()
                continue
            if self._nodes <= 0:
                return Cover(None, complete=False)
            self._nodes -= 1
            path.append(self._take(node, node.options.pop()))
        return Cover(None, complete=True)

    def _take(self, node: _Node, fill: int) -> _Node:
        """What is left once a fill is chosen."""
        node.tried = fill
        kind = self._fills.kind[fill]
        self._free[kind] -= 1
        open_ = node.open_ & ~self._meets[fill]
        if not self._free[kind]:
            open_ &= ~self._of_kind[kind]
        held = set(self._fills.held[fill])
        return self._node(open_, [u for u in node.left if u not in held], node.slack - self._fills.slack[fill])

    def _node(self, open_: int, left: list[int], slack: int) -> _Node:
        """The unit with the fewest fills, and these, the best of them last."""
        options: list[int] = []
        if left and slack >= 0:
            fewest = min(left, key=lambda u: (open_ & self._has[u]).bit_count())
            some = open_ & self._has[fewest]
            while some:
                lowest = some & -some
                options.append(lowest.bit_length() - 1)
                some ^= lowest
            weight = {f: (self._meets[f] & open_).bit_count() * (1 + CHANCE * self._rng.random()) for f in options}
            options.sort(key=lambda f: -weight[f])
        return _Node(options, open_, left, slack)
