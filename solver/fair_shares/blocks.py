"""Connected blocks of work and officers, and how a block falls into smaller ones."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solver.arrays import Flags, Ints
from solver.engines.max_flow import Arcs
from solver.fair_shares.network import Network

Numbers = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Block:
    """Connected slots and officers whose utilization is still to be found.

    Attributes
    ----------
    network : Network
    arc : int array
        Positions of the block's arcs in the network, ascending.
    slots, officers : int arrays
        Numbers in the network, ascending.
    arcs : Arcs
        The same arcs in the block's own numbers.
    """

    network: Network
    arc: Numbers
    slots: Numbers
    officers: Numbers
    arcs: Arcs

    @property
    def amount(self) -> Ints:
        """Of the block's slots."""
        return self.network.amount[self.slots]

    @property
    def limit(self) -> Ints:
        """Of the block's officers."""
        return self.network.limit[self.officers]

    @property
    def time(self) -> Ints:
        """Of the block's arcs."""
        return self.network.time[self.arc]

    @property
    def differs(self) -> bool:
        """Whether some work takes different officers different times."""
        return bool(self.network.differs[self.slots].any())


@dataclass(frozen=True, slots=True)
class EvenBlock:
    """A block that can be loaded evenly: a tier before its cases are listed.

    Attributes
    ----------
    utilization : Fraction
    block : Block
    demand : int or Fraction, ticks
    limit : int, ticks
    prices : tuple of int, one per officer of the block, or None
        Where times differ: what a tick of each officer is worth.
    """

    utilization: Fraction
    block: Block
    demand: int | Fraction
    limit: int
    prices: tuple[int, ...] | None = None


def connected(network: Network, arc: Numbers) -> list[Block]:
    """The connected parts of these arcs (positions in the network, ascending)."""
    if not len(arc):
        return []
    officers, officer = np.unique(network.officer[arc], return_inverse=True)
    label = _labels(network.slot[arc], officer, len(officers))
    names, part = np.unique(label[officer], return_inverse=True)
    return [_block(network, arc[mine]) for mine in split(part, len(names))]


def halves(block: Block, tight: Flags) -> tuple[Numbers, Numbers]:
    """Arcs of the tight slots with all officers whom they reach, and arcs of the rest.

    Parameters
    ----------
    tight : bool array, one per slot of the block
    """
    officers = np.zeros(block.arcs.officers, np.bool_)
    officers[block.arcs.officer[tight[block.arcs.group]]] = True
    return around(block, officers)


def around(block: Block, officers: Flags) -> tuple[Numbers, Numbers]:
    """Arcs of the slots that only these officers may take, and arcs of the rest without these officers.

    Work without effort never makes a set tight; it stays with the rest as long as somebody there may take it.
    """
    outside = np.zeros(block.arcs.groups, np.bool_)
    outside[block.arcs.group[~officers[block.arcs.officer]]] = True
    return block.arc[~outside[block.arcs.group]], block.arc[~officers[block.arcs.officer]]


def split(part: NDArray[Any], parts: int) -> list[Numbers]:
    """Positions of the entries of each part 0 … parts-1, in order."""
    order = np.argsort(part, kind="stable")
    bounds = np.searchsorted(part[order], np.arange(parts + 1)).tolist()
    return [order[a:b] for a, b in pairwise(bounds)]


def _block(network: Network, arc: Numbers) -> Block:
    slots, slot = np.unique(network.slot[arc], return_inverse=True)
    officers, officer = np.unique(network.officer[arc], return_inverse=True)
    arcs = Arcs(len(slots), len(officers), slot.astype(np.int32), officer.astype(np.int32))
    return Block(network, arc, slots.astype(np.intp), officers.astype(np.intp), arcs)


def _labels(slot: NDArray[Any], officer: Numbers, officers: int) -> Numbers:
    """Name every officer's connected part after its first officer (label propagation with shortcuts)."""
    starts = np.flatnonzero(np.diff(slot, prepend=-1))
    lengths = np.diff(np.append(starts, len(slot)))
    label = np.arange(officers)
    while True:
        lowest = np.repeat(np.minimum.reduceat(label[officer], starts), lengths)
        closer = label.copy()
        np.minimum.at(closer, officer, lowest)
        np.minimum.at(closer, label[officer], lowest)
        closer = closer[closer]
        if bool((closer == label).all()):
            return label
        label = closer
