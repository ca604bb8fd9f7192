"""Missing hours of many what-ifs at once: the same officers and groups of cases, other efforts each time.

Missing hours are what no assignment can carry at utilization 1: of all sets of groups, the most by which the effort of
one exceeds the limits of all officers who may take any of it. By max-flow/min-cut that is one maximum flow for each
what-if; many of them are laid beside each other and solved as one. Officers who may take the same groups are one, and
groups that share no officer with others need no flow.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

from solver.arrays import Flags, Floats, Ints
from solver.budget import check_ranges
from solver.engines.max_flow import Arcs, min_cut

SAFE_BITS = 60
FINEST = 20
"""Efforts are rounded to 2**-FINEST of a tick at best while the worst set is looked for; its hours are not rounded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchFlowParams:
    """How many what-ifs are laid beside each other.

    Attributes
    ----------
    arcs_at_once : int, >= 1
        Of one flow, up to which they are.
    """

    arcs_at_once: int = 200_000

    def __post_init__(self) -> None:
        check_ranges(self, arcs_at_once=(1, inf))


PARAMS = BatchFlowParams()


@dataclass(frozen=True, slots=True)
class _Island:
    """Groups and officers that share nothing with the rest; officers who may take the same groups are one.

    Attributes
    ----------
    groups : int64 array
    reach : bool array, shape (groups of the island, kinds of officers)
    limit : int64 array, shape (kinds of officers,), ticks
    """

    groups: NDArray[np.intp]
    reach: Flags
    limit: Ints


class Shortfall:
    """Who may take which group, ready for any efforts.

    Parameters
    ----------
    reach : bool array, shape (groups, officers)
        A group that reaches nobody is missing as a whole.
    limit : int64 array, shape (officers,), ticks, >= 0
    params : BatchFlowParams
    """

    def __init__(self, reach: Flags, limit: Ints, params: BatchFlowParams = PARAMS) -> None:
        self._arcs_at_once = params.arcs_at_once
        reach = reach & (limit > 0)
        able = reach.any(axis=1)
        self.stranded: NDArray[np.intp] = np.flatnonzero(~able)
        self.islands = tuple(_islands(reach, limit, np.flatnonzero(able)))

    @property
    def arcs(self) -> int:
        """Arcs of the flow that one what-if needs."""
        return sum(int(island.reach.sum()) for island in self.islands if len(island.groups) > 1)

    def changes(self, effort: Ints, deltas: Floats) -> tuple[int, Floats]:
        """Missing ticks as things are, and how far each what-if lies from that.

        Parameters
        ----------
        effort : int64 array, shape (groups,), ticks
        deltas : float array, shape (groups, what-ifs), ticks
            What each what-if adds to the efforts; their sum is 0 or more.

        Returns
        -------
        int and float array, shape (what-ifs,)
            Exactly 0 where nothing is added.
        """
        base = int(effort[self.stranded].sum())
        out = deltas[self.stranded].sum(axis=0)
        for island in self.islands:
            now = int(_missing(island, effort, np.zeros((len(effort), 1)), self._arcs_at_once)[0][0])
            whole, rest = _missing(island, effort, deltas, self._arcs_at_once)
            base += now
            out += (whole - now) + rest
        return base, out


def _missing(island: _Island, effort: Ints, deltas: Floats, arcs_at_once: int) -> tuple[Ints, Floats]:
    """Missing ticks of one island in each what-if, as a whole number and what is added to it."""
    mine, added = effort[island.groups], deltas[island.groups]
    if len(island.groups) == 1:
        over = np.full(added.shape[1], int(mine[0]) - int(island.limit.sum()), np.int64)
        short = over + added[0] > 0
        return np.where(short, over, 0), np.where(short, added[0], 0.0)
    whole, rest = np.zeros(added.shape[1], np.int64), np.zeros(added.shape[1])
    step = max(1, arcs_at_once // int(island.reach.sum()))
    reach = island.reach.astype(np.float32)  # counts of groups are exact in it
    for first in range(0, added.shape[1], step):
        some = slice(first, first + step)
        chosen = _worst_sets(island, mine, added[:, some])
        people = chosen.astype(np.float32) @ reach > 0
        whole[some] = chosen @ mine - people @ island.limit
        rest[some] = (chosen.T * added[:, some]).sum(axis=0)
    return whole, rest


def _worst_sets(island: _Island, effort: Ints, added: Floats) -> Flags:
    """The groups of each what-if that exceed their officers' limits by the most. Shape (what-ifs, groups)."""
    most = max(float(effort.sum() + np.abs(added).sum(axis=0).max()), float(island.limit.sum()), 1.0)
    bits = _bits(most * added.shape[1])
    supply = np.maximum((effort[:, None] << bits) + np.rint(added * 2.0**bits).astype(np.int64), 0)
    return _cuts(island, supply, bits, most * added.shape[1])


def worst_sets(reach: Flags, limit: Ints, effort: Floats, params: BatchFlowParams = PARAMS) -> Flags:
    """The groups of each what-if that exceed their officers' limits by the most; nobody where nothing does.

    Parameters
    ----------
    reach : bool array, shape (groups, officers)
        Every group reaches an officer, every officer has a group.
    limit : int64 array, shape (officers,), ticks, > 0
    effort : float array, shape (groups, what-ifs), ticks, >= 0

    Returns
    -------
    bool array, shape (what-ifs, groups)
    """
    island = _Island(np.arange(len(reach)), reach, limit)
    step = max(1, params.arcs_at_once // int(reach.sum()))
    out = np.zeros(effort.T.shape, np.bool_)
    for first in range(0, effort.shape[1], step):
        some = effort[:, first : first + step]
        most = max(float(some.sum(axis=0).max()), float(limit.sum()), 1.0) * some.shape[1]
        bits = _bits(most)
        out[first : first + step] = _cuts(island, np.rint(some * 2.0**bits).astype(np.int64), bits, most)
    return out


def _bits(most: float) -> int:
    """Binary places of an effort that fit beside sums of this size."""
    return int(min(FINEST, max(0, SAFE_BITS - 1 - np.ceil(np.log2(most)))))


def _cuts(island: _Island, efforts: Ints, bits: int, most: float) -> Flags:
    """The worst sets of efforts in ``2**-bits`` of a tick. Shapes (groups, what-ifs) and (what-ifs, groups)."""
    groups, kinds = island.reach.shape
    copies = efforts.shape[1]
    supply = efforts.T.reshape(-1)
    room = np.tile(island.limit << bits, copies)
    if most >= 2.0**SAFE_BITS:
        supply, room = supply.astype(object), room.astype(object)
    group, kind = np.nonzero(island.reach)
    shift = np.arange(copies)[:, None]
    arcs = Arcs(
        groups * copies,
        kinds * copies,
        (group + shift * groups).reshape(-1).astype(np.int32),
        (kind + shift * kinds).reshape(-1).astype(np.int32),
    )
    return min_cut(supply, room, arcs).reshape(copies, groups)


def _islands(reach: Flags, limit: Ints, able: NDArray[np.intp]) -> list[_Island]:
    if not len(able):
        return []
    columns, kind = np.unique(reach[able], axis=1, return_inverse=True)
    sums = np.zeros(columns.shape[1], np.int64)
    np.add.at(sums, kind.reshape(-1), limit)
    taken = columns.any(axis=0)
    columns, sums = columns[:, taken], sums[taken]
    out = []
    left = np.ones(len(able), np.bool_)
    while left.any():
        inside: Flags = np.zeros(len(able), np.bool_)
        inside[int(np.argmax(left))] = True
        while True:
            wider: Flags = np.asarray(columns[:, columns[inside].any(axis=0)].any(axis=1))
            if bool((wider == inside).all()):
                break
            inside = wider
        kinds = columns[inside].any(axis=0)
        out.append(_Island(able[inside], columns[np.ix_(inside, kinds)], sums[kinds]))
        left &= ~inside
    return out
