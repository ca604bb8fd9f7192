"""The work in shortage, who holds it, who could help, and which of it hangs together.

Of what hangs together, nothing can gain more hours than are missing there.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from solver.fair_shares.network import network_of
from solver.model.units import Units
from solver.problem import Problem
from solver.tiers import FairShares

Place = tuple[str, int]
"""Where hours are missing: in a tier, or for a unit that nobody with hours may hold."""


class Parts:
    """Which places hang together, and how many ticks are missing in each part.

    Parameters
    ----------
    missing : mapping of place to ticks
    linked : pairs of places that hang together
    """

    def __init__(self, missing: Mapping[Place, int], linked: Iterable[tuple[Hashable, Hashable]] = ()) -> None:
        self._missing = missing
        self._above: dict[Hashable, Hashable] = {}
        for one, other in linked:
            self.join(one, other)

    def join(self, one: Hashable, other: Hashable) -> None:
        """These hang together."""
        self._above[self.of(one)] = self.of(other)

    def of(self, node: Hashable) -> Hashable:
        """The name of the part."""
        while (above := self._above.get(node, node)) != node:
            self._above[node] = self._above.get(above, above)  # shortens the way for the next one
            node = above
        return node

    def missing(self) -> dict[Hashable, int]:
        """Ticks that are missing in each part."""
        found: dict[Hashable, int] = {}
        for place, ticks in self._missing.items():
            found[self.of(place)] = found.get(self.of(place), 0) + ticks
        return found

    def gains(self, most: Mapping[Hashable, int]) -> list[int]:
        """What the best of these, the second best, … can gain at most, given what each can by itself. In ticks."""
        left, found = self.missing(), list[int]()
        for node, ticks in sorted(most.items(), key=lambda each: -each[1]):
            part = self.of(node)
            gain = min(ticks, left.get(part, 0))
            left[part] = left.get(part, 0) - gain
            found.append(gain)
        return sorted(found, reverse=True)


@dataclass(frozen=True, slots=True)
class Shortage:
    """Work in tiers above 100%, and work that nobody with hours may hold; where nothing is missing, the tightest tier.

    Attributes
    ----------
    place : dict of unit to Place
        Units that could go to somebody else, the largest first.
    amount : list of int, ticks, by unit
    holders : tuple of (officer, tier)
        Officers of those tiers.
    helpers : tuple of int
        Officers with hours who are in none of them.
    missing : dict of Place to ticks
    linked : tuple of pairs of Place
        Tiers that share officers.
    """

    place: dict[int, Place]
    amount: list[int]
    holders: tuple[tuple[int, int], ...]
    helpers: tuple[int, ...]
    missing: dict[Place, int]
    linked: tuple[tuple[Place, Place], ...]


def shortage_of(problem: Problem, units: Units, shares: FairShares) -> Shortage:
    """Find it. Cases take everybody the same time."""
    amount: list[int] = network_of(problem, units).least.tolist()
    short = [index for index, tier in enumerate(shares.tiers) if tier.missing]
    missing: dict[Place, int] = {("tier", index): int(shares.tiers[index].missing) for index in short}
    aside = np.concatenate([shares.aside_no_officer, shares.aside_no_hours])
    lost = [u for u in np.unique(units.of_case[aside]).tolist() if amount[u]]
    missing.update({("unit", u): amount[u] for u in lost})
    if not missing:
        short = [0] if shares.tiers else []
    place: dict[int, Place] = {u: ("unit", u) for u in lost}
    for index in short:
        place.update((u, ("tier", index)) for u in np.unique(units.of_case[shares.tiers[index].cases]).tolist())
    free = sorted((u for u in place if not units.pinned[u] and amount[u]), key=lambda u: (-amount[u], u))
    tier = shares.tier_of_officer
    linked = [
        (("tier", one), ("tier", other))
        for group in np.unique(units.group[free]).tolist()
        for one, other in pairwise(np.unique(tier[units.allowed[group]]).tolist())
    ]
    inside = np.isin(tier, short)
    return Shortage(
        {u: place[u] for u in free},
        amount,
        tuple((officer, int(tier[officer])) for officer in np.flatnonzero(inside).tolist()),
        tuple(np.flatnonzero(~inside & (problem.officers.limit > 0)).tolist()),
        missing,
        tuple(linked),
    )
