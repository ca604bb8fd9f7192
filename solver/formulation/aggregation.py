"""Pools: cases that are exchangeable when they change hands, and from pools to classes again."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np

from solver.arrays import Floats, Ints, distinct, sum_by
from solver.budget import check_ranges
from solver.formulation.level_program import VariableLayout
from solver.model.part import Part

NEARLY = 1e-6
"""What the LP solver may be off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AggregationParams:
    """When cases are aggregated that are only nearly alike, and how finely.

    Attributes
    ----------
    many : int, columns, >= 0
        From which a relaxation that is a little off is worth the time that it saves.
    most_bins : int, >= 1
        Pools are made wider until there are no more than so many, or one for all efforts.
    """

    many: int = 20_000
    most_bins: int = 400

    def __post_init__(self) -> None:
        check_ranges(self, many=(0, inf), most_bins=(1, inf))


PARAMS = AggregationParams()


@dataclass(frozen=True, slots=True)
class Aggregation:
    """Classes whose units are exchangeable when they change hands.

    Attributes
    ----------
    of_class : int64 array, shape (classes,)
        The bin of each class: same officers, and alike as far as the pools count.
    amount : int64 array, shape (classes,)
        What a unit puts into a pool: its ticks, or 1.
    ticks, size : int64 arrays, shape (bins,)
        Ticks and cases of one of these.
    pool_bin, pool_officer : int64 arrays, shape (pools,)
        Sorted by bin, then officer.
    """

    of_class: Ints
    amount: Ints
    ticks: Ints
    size: Ints
    pool_bin: Ints
    pool_officer: Ints

    @staticmethod
    def by_ticks(part: Part, few: int = 0) -> Aggregation:
        """One bin for each set of officers; a bin of its own for each class of a set that has at most ``few`` units."""
        kinds = int(part.officer_set.max(initial=-1)) + 1
        apart = (sum_by(part.officer_set, part.count, kinds) <= few)[part.officer_set]
        number = np.where(apart, kinds + np.arange(len(part.count)), part.officer_set)
        bins, of_class = distinct(number)
        ticks = np.ones(bins, np.int64)
        ticks[of_class[apart]] = part.effort[apart]
        return Aggregation(of_class, np.where(apart, 1, part.effort), ticks, 0 * ticks, *_pairs(part, of_class))

    @staticmethod
    def by_cases(part: Part, most_bins: int = PARAMS.most_bins) -> Aggregation:
        """Bins of cases of the same officers, size and priorities, and nearly the same effort."""
        exponent = np.log2(np.maximum(part.effort, 1)) * 8
        share = part.lost if not part.coverage_by_hours else part.lost > 0
        key = np.concatenate(
            [np.stack([part.officer_set, part.size, part.priority, part.effort > 0], axis=1), share], axis=1
        )
        for width in (1, 2, 4, 8, 16, 32, 1024):
            binned = np.concatenate([key, (exponent // width).astype(np.int64)[:, None]], axis=1)
            found, of_class = np.unique(binned, axis=0, return_inverse=True)
            if len(found) <= most_bins:
                break
        of_class = of_class.reshape(-1).astype(np.int64)
        count = sum_by(of_class, part.count, len(found))
        ticks = np.rint(sum_by(of_class, part.count * part.effort, len(found)) / np.maximum(count, 1)).astype(np.int64)
        size = np.zeros(len(found), np.int64)
        size[of_class] = part.size
        return Aggregation(of_class, np.ones(len(part.count), np.int64), ticks, size, *_pairs(part, of_class))

    @property
    def bins(self) -> int:
        """How many bins."""
        return len(self.ticks)

    def ticks_of(self, part: Part, units: Floats) -> Floats:
        """Ticks that units per column put into each pool. Shape (pools,)."""
        n = len(part.officers)
        at = np.searchsorted(
            self.pool_bin * n + self.pool_officer, self.of_class[part.column_class] * n + part.column_officer
        )
        return _sum_floats(at.astype(np.int64), units * part.column_effort, len(self.pool_bin))

    def disaggregate(self, part: Part, layout: VariableLayout, x: Floats, mix: int | None = None) -> Floats:
        """The solution in the variables of the whole program: what enters by pool shared out among the classes.

        What stays is made whole first (:func:`_whole`). Within a bin the classes and the officers, in order, are then
        laid side by side (the north-west corner rule), so that few classes are split: the largest first where ticks are
        counted, and in no order of efforts where cases are, so that every officer gets about their mean.

        Parameters
        ----------
        mix : int or None
            Seed of another order of the classes.
        """
        stay, pool = len(layout.held), len(self.pool_bin)
        out = np.zeros(layout.size)
        stays = _whole(part, layout, x[:stay])
        out[layout.columns : layout.at_unplaced] = stays
        out[layout.at_excess :] = x[stay + pool + layout.unplaced :]
        left = np.maximum(part.count - _sum_floats(part.column_class[layout.held], stays, len(part.count)), 0.0)
        if layout.unplaced:
            unplaced = np.minimum(x[stay + pool : stay + pool + layout.unplaced], left)
            out[layout.at_unplaced : layout.at_excess] = unplaced
            left -= unplaced
        start = part.column_start
        order = np.random.default_rng(mix or 0).permutation(len(part.count))
        if mix is None and not self.size.any():
            order = -part.effort
        order = np.lexsort((order, self.of_class))
        order = order[left[order] > 1e-9]
        edge = np.searchsorted(self.of_class[order], np.arange(self.bins + 1)).tolist()
        pool_edge = np.searchsorted(self.pool_bin, np.arange(self.bins + 1)).tolist()
        for b in range(self.bins):
            classes = order[edge[b] : edge[b + 1]]
            if not len(classes):
                continue
            entering = np.maximum(x[stay + pool_edge[b] : stay + pool_edge[b + 1]], 0.0)
            amount = self.amount[classes]
            ends: Floats = np.cumsum(left[classes] * amount)
            edges: Floats = np.cumsum(entering)
            if not edges[-1]:
                # nothing enters: cases without effort may go anywhere, and of the others no more than a rounding error
                weightless = classes[amount == 0] if layout.unplaced else classes
                out[start[weightless]] += left[weightless]
                if layout.unplaced:
                    others = classes[amount > 0]
                    out[layout.at_unplaced + others] += left[others]
                continue
            edges *= ends[-1] / edges[-1]
            _lay_out(out, start[classes], left[classes], amount, ends, edges)
        return out


def _pairs(part: Part, of_class: Ints) -> tuple[Ints, Ints]:
    """Bins and the officers who may hold what is in them."""
    start = part.column_start
    first = np.unique(of_class, return_index=True)[1]
    officers = [part.column_officer[start[k] : start[k + 1]] for k in first.tolist()]
    bins = np.repeat(np.arange(len(first)), [len(each) for each in officers])
    return bins, np.concatenate([np.zeros(0, np.int64), *officers])


def _whole(part: Part, layout: VariableLayout, stays: Floats) -> Floats:
    """What stays, in whole units: as many for every officer as the relaxation keeps, the smallest in place of parts.

    What an officer keeps in all is whole more often than not, because the program has a row for it; where two parts of
    cases make one, the smaller of the two cases takes no more hours than they did.
    """
    out: Floats = np.floor(stays + NEARLY)
    part_of = stays - out
    officer, kind = part.column_officer[layout.held], part.column_class[layout.held]
    left = part.count - _sum_floats(kind, out, len(part.count))
    some = np.flatnonzero(part_of > NEARLY)
    some = some[np.lexsort((part.effort[kind[some]], officer[some]))]
    more = np.floor(_sum_floats(officer[some], part_of[some], len(part.officers)) + NEARLY)
    for at in some.tolist():
        if more[officer[at]] >= 1 and left[kind[at]] >= 1:
            out[at] += 1
            more[officer[at]] -= 1
            left[kind[at]] -= 1
    return out


def _lay_out(out: Floats, first: Ints, left: Floats, amount: Ints, ends: Floats, edges: Floats) -> None:
    """Cut the row of classes at the edges of the officers."""
    begins = ends - left * amount
    low = np.minimum(np.searchsorted(edges, begins, side="right"), len(edges) - 1)
    high = np.minimum(np.searchsorted(edges, ends, side="left"), len(edges) - 1)
    for i in range(len(first)):
        if low[i] >= high[i] or not amount[i]:
            out[first[i] + low[i]] += left[i]
            continue
        cuts = np.concatenate([[begins[i]], edges[low[i] : high[i]], [ends[i]]])
        out[first[i] + low[i] : first[i] + high[i] + 1] += np.diff(cuts) / float(amount[i])


def _sum_floats(index: Ints, values: Floats, size: int) -> Floats:
    """Sums per index."""
    out = np.zeros(size)
    np.add.at(out, index, values)
    return out
