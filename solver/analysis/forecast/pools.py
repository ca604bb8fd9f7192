"""Who shares which work in a period: the tiers of the fair shares, found anew for the work that there is then.

Work that only few officers may take today can shrink, and theirs can grow; officers who had no time for others' cases
then have. So a pool of officers is not carried from period to period: the maximum flow of
``solver.fair_shares.decomposition`` is asked again with each period's work. What makes that cheap is that a period is
small: cases are counted by *slot* (those that the same officers may hold), and officers who may take the same slots
are one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from solver.analysis.forecast.flow import PER_CASE
from solver.arrays import Flags, Ints
from solver.fair_shares.decomposition import even_blocks
from solver.fair_shares.network import Network

GRAINS = PER_CASE**2
"""Work is counted in whole numbers: this many are one tick."""
NOBODY = -1
"""Slot of cases that no hours carry."""
SAFE_BITS = 62
"""A sum of amounts below 2**SAFE_BITS is kept in 64 bits."""
MOST_REACH = 50_000_000
"""Slots times officers from which officers are not looked at for being alike."""


@dataclass(frozen=True, slots=True)
class Pools:
    """The officers who share their work, and the work that they share, in one period.

    Attributes
    ----------
    of_slot : int64 array, shape (slots + 1,)
        Pool of each slot, from tightest to loosest; the last entry, which ``NOBODY`` finds, is the pool without
        officers.
    limits : tuple of int, ticks
        What each pool's hours carry; 0 for the last.
    demand : tuple of Fraction, ticks
        What the pool's work takes in the fairest split; 0 for the last, whose work no split knows.
    """

    of_slot: Ints
    limits: tuple[int, ...]
    demand: tuple[Fraction, ...]

    @property
    def nobody(self) -> int:
        """The pool without officers."""
        return len(self.limits) - 1


def pools_of(network: Network, amounts: Sequence[int]) -> Pools:
    """Find the pools for so much work.

    Parameters
    ----------
    network : Network
        Who may take what; its own amounts are not used.
    amounts : sequence of int, length slots
        Of each slot, in ``1 / GRAINS`` of a tick (or of a unit, where times differ).
    """
    fits = sum(amounts) < 2**SAFE_BITS
    found = even_blocks(replace(network, amount=np.array(amounts, np.int64 if fits else object)))
    of_slot = np.full(len(network.amount) + 1, len(found), np.int64)
    for index, block in enumerate(found):
        of_slot[block.block.slots] = index
    return Pools(
        of_slot,
        (*(block.limit for block in found), 0),
        (*(Fraction(block.demand) / GRAINS for block in found), Fraction(0)),
    )


class Slots:
    """Who may take what, while arrivals bring in work that nobody has today.

    Parameters
    ----------
    network : Network
        Of the roster.
    """

    def __init__(self, network: Network) -> None:
        self._network = network
        self._added: list[Flags] = []
        self._number: dict[bytes, int] = {}
        plain = np.flatnonzero(~network.differs)
        reach = np.zeros((len(plain), len(network.limit)), np.bool_)
        ours = network.slot < len(plain)  # slots that take everybody the same time come first
        reach[network.slot[ours], network.officer[ours]] = True
        for slot, row in enumerate(reach):
            self._number[np.packbits(row).tobytes()] = slot

    def number(self, reach: Flags) -> int:
        """The slot of cases that these officers may hold and that take everybody the same time.

        Parameters
        ----------
        reach : bool array, shape (officers,)
            Those without hours do not count. ``NOBODY`` where none is left.
        """
        able: Flags = reach & (self._network.limit > 0)
        if not able.any():
            return NOBODY
        name = np.packbits(able).tobytes()
        if name not in self._number:
            self._number[name] = len(self._network.amount) + len(self._added)
            self._added.append(able)
        return self._number[name]

    def is_plain(self, slot: int) -> bool:
        """Whether its cases take everybody the same time."""
        return not 0 <= slot < len(self._network.differs) or not bool(self._network.differs[slot])

    def network(self) -> Network:
        """All of it, with officers who may take the same slots as one."""
        old, many = self._network, len(self._added)
        slot, officer = np.nonzero(np.array(self._added, np.bool_).reshape(many, len(old.limit)))
        whole = replace(
            old,
            amount=np.append(old.amount, np.zeros(many, np.int64)),
            differs=np.append(old.differs, np.zeros(many, np.bool_)),
            slot=np.append(old.slot, (slot + len(old.amount)).astype(np.int32)),
            officer=np.append(old.officer, officer.astype(np.int32)),
            time=np.append(old.time, np.ones(len(slot), np.int64)),
        )
        return _merged(whole)


def _merged(network: Network) -> Network:
    """The same flows with fewer officers; as it is where times differ, or where it would take too much memory."""
    slots, officers = len(network.amount), len(network.limit)
    if bool(network.differs.any()) or not len(network.slot) or slots * officers > MOST_REACH:
        return network
    reach = np.zeros((officers, slots), np.bool_)
    reach[network.officer, network.slot] = True
    rows, kind = np.unique(np.packbits(reach, axis=1), axis=0, return_inverse=True)
    limit = np.zeros(len(rows), np.int64)
    np.add.at(limit, kind.reshape(-1), network.limit)
    arcs = np.unique(network.slot.astype(np.int64) * len(rows) + kind.reshape(-1)[network.officer])
    return replace(
        network,
        limit=limit,
        slot=(arcs // len(rows)).astype(np.int32),
        officer=(arcs % len(rows)).astype(np.int32),
        time=np.ones(len(arcs), np.int64),
    )
