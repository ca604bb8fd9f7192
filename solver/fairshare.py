"""Tiers, fair shares and bottlenecks, by maximum flow.

The smallest peak utilization that any assignment can reach, even if cases could be split, is a question of flow: give
each set of cases that the same officers may hold its effort, and each officer ``utilization * limit``. Where the flow
falls short, the minimum cut is the proof: cases whose effort exceeds what all the officers who may take them carry.
Splitting along such cuts gives the lexicographically fairest load that exists (Megiddo 1974; Fujishige 1980).

Cases that take different officers different times are a linear program instead (``solver.fairshare_lp``).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from solver.cut import Arcs, exact_total, overloaded_groups
from solver.errors import SolverFault
from solver.problem import Flags, Indices, Ints, Problem
from solver.units import Units, units_of


@dataclass(frozen=True, slots=True)
class Tier:
    """Cases that only these officers are left to carry, and what that does to them.

    ``demand / limit`` is ``utilization``. The certificate is cumulative: the cases of this and of all tighter tiers may
    go only to the officers of this and of all tighter tiers.

    Attributes
    ----------
    utilization : Fraction
    cases : int32 array
        In roster order.
    officers : int32 array
    demand : int, ticks
        Effort of the cases.
    limit : int, ticks
        What the officers' hours carry.
    closed : bool
        True where the officers of this tier alone may hold its cases; False where other eligible officers exist, all
        of them in tighter tiers.
    """

    utilization: Fraction
    cases: Indices
    officers: Indices
    demand: int
    limit: int
    closed: bool

    @property
    def missing(self) -> int:
        """Ticks that are missing, 0 where the hours suffice."""
        return max(0, self.demand - self.limit)


@dataclass(frozen=True, slots=True)
class FairShares:
    """The lexicographically fairest load that exists if cases could be split.

    Every case is either in exactly one tier or in exactly one of the three arrays of cases outside. A case without
    effort belongs to the loosest tier that may hold it; officers whom only such cases reach form a tier of
    utilization 0.

    Attributes
    ----------
    tiers : tuple of Tier
        From tightest to loosest; of equal utilization, by their first officer.
    share : tuple of (Fraction or None), length officers
        Utilization of the officer's tier; 0 for an officer with hours whom no case reaches; None without hours.
    tier_of_officer : int32 array, shape (officers,)
        Index into ``tiers``, -1 where the officer is in none.
    aside_no_officer, aside_no_hours : int32 arrays
        Cases that nobody may hold, and cases whose eligible officers have no hours. They are in no tier.
    pinned_no_hours : int32 array
        Cases pinned to an officer who has no hours. They are placed, but no hours carry them: no tier either.
    """

    tiers: tuple[Tier, ...]
    share: tuple[Fraction | None, ...]
    tier_of_officer: Indices
    aside_no_officer: Indices
    aside_no_hours: Indices
    pinned_no_hours: Indices


@dataclass(frozen=True, slots=True)
class _Block:
    """Connected groups and officers (their numbers in the problem) whose utilization is still to be found."""

    groups: NDArray[np.intp]
    officers: NDArray[np.intp]
    arcs: Arcs


@dataclass(frozen=True, slots=True)
class _Found:
    """A tier before its cases are listed."""

    utilization: Fraction
    groups: NDArray[np.intp]
    officers: NDArray[np.intp]
    demand: int
    limit: int


def fair_shares(problem: Problem, units: Units | None = None) -> FairShares:
    """Find every officer's fair share and the tiers that prove it.

    Parameters
    ----------
    problem : Problem
    units : Units or None
        ``units_of(problem)``, where the caller has it already.
    """
    units = units_of(problem) if units is None else units
    effort = np.zeros(len(units.allowed), np.int64)
    np.add.at(effort, units.group, units.effort)
    reach = units.allowed & (problem.officers.limit > 0)
    found = _tiers_of(effort, problem.officers.limit, reach)
    return _listed(problem, units, reach, found)


def _tiers_of(effort: Ints, limit: Ints, reach: Flags) -> list[_Found]:
    """Split along minimum cuts until every block can be loaded evenly."""
    found = []
    waiting = _connected(np.arange(reach.shape[0]), np.arange(reach.shape[1]), *np.nonzero(reach))
    while waiting:
        block = waiting.pop()
        mine, theirs = effort[block.groups], limit[block.officers]
        # one officer, or one group whom everybody may take: evenly loaded as it is
        single = len(block.groups) == 1 or len(block.officers) == 1
        tight = None if single else overloaded_groups(mine, theirs, block.arcs)
        if tight is None:
            demand, room = exact_total(mine), exact_total(theirs)
            found.append(_Found(Fraction(demand, room), block.groups, block.officers, demand, room))
        else:
            waiting += _halves(block, tight)
    return sorted(found, key=lambda tier: (-tier.utilization, int(tier.officers[0])))


def _halves(block: _Block, tight: Flags) -> list[_Block]:
    """The tight groups with all officers whom they reach, and the rest, each in its connected parts."""
    arcs = block.arcs
    officers = np.zeros(arcs.officers, np.bool_)
    officers[arcs.officer[tight[arcs.group]]] = True
    # a group without effort is never tight by itself; it stays with the others as long as somebody there may take it
    outside = np.zeros(arcs.groups, np.bool_)
    outside[arcs.group[~officers[arcs.officer]]] = True
    inner = ~outside[arcs.group]
    outer = ~officers[arcs.officer]
    group, officer = block.groups[arcs.group], block.officers[arcs.officer]
    return [
        *_connected(block.groups[~outside], block.officers[officers], group[inner], officer[inner]),
        *_connected(block.groups[outside], block.officers[~officers], group[outer], officer[outer]),
    ]


def _connected(
    groups: NDArray[np.intp], officers: NDArray[np.intp], group: NDArray[np.intp], officer: NDArray[np.intp]
) -> list[_Block]:
    """Connected parts; groups and officers without an arc are left out. Arcs are sorted by group."""
    if not len(group):
        return []
    at_group, at_officer = np.searchsorted(groups, group), np.searchsorted(officers, officer)
    label = _labels(at_group, at_officer, len(officers))
    names, part_of_officer = np.unique(label, return_inverse=True)
    part_of_arc = part_of_officer[at_officer]
    part_of_group = np.full(len(groups), -1, np.intp)
    part_of_group[at_group] = part_of_arc
    touched = np.zeros(len(officers), np.bool_)
    touched[at_officer] = True
    part_of_officer = np.where(touched, part_of_officer, -1)
    blocks = []
    for mine, theirs, arcs in zip(
        _split(part_of_group, len(names)),
        _split(part_of_officer, len(names)),
        _split(part_of_arc, len(names)),
        strict=True,
    ):
        if not len(arcs):
            continue
        own = Arcs(
            len(mine),
            len(theirs),
            np.searchsorted(mine, at_group[arcs]).astype(np.int32),
            np.searchsorted(theirs, at_officer[arcs]).astype(np.int32),
        )
        blocks.append(_Block(groups[mine], officers[theirs], own))
    return blocks


def _labels(group: NDArray[np.intp], officer: NDArray[np.intp], officers: int) -> NDArray[np.intp]:
    """Name every officer's connected part after its first officer (label propagation with shortcuts)."""
    starts = np.flatnonzero(np.diff(group, prepend=-1))
    lengths = np.diff(np.append(starts, len(group)))
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


def _split(part: NDArray[np.intp], parts: int) -> list[NDArray[np.intp]]:
    """Positions of each part's entries, in order."""
    order = np.argsort(part, kind="stable")
    bounds = np.searchsorted(part[order], np.arange(parts + 1))
    return [order[a:b] for a, b in pairwise(bounds.tolist())]


def _listed(problem: Problem, units: Units, reach: Flags, found: list[_Found]) -> FairShares:
    """Tiers with their cases, and the cases outside."""
    count = len(found)
    no_officer, no_hours, pinned = count, count + 1, count + 2
    tier_of_group = np.where(units.barred, no_hours, np.where(units.allowed.any(axis=1), pinned, no_officer))
    tier_of_officer = np.full(len(problem.officers), -1, np.int32)
    share: list[Fraction | None] = [Fraction(0) if limit else None for limit in problem.officers.limit.tolist()]
    for index, tier in enumerate(found):
        tier_of_group[tier.groups] = index
        tier_of_officer[tier.officers] = index
        for officer in tier.officers.tolist():
            share[officer] = tier.utilization
    group, officer = np.nonzero(reach)
    elsewhere = tier_of_officer[officer] != tier_of_group[group]
    if bool((tier_of_officer[officer] > tier_of_group[group]).any()):
        raise SolverFault("a case of a tight tier could go to an officer of a looser one")
    open_ = np.zeros(count + 3, np.bool_)
    open_[tier_of_group[group[elsewhere]]] = True
    cases = _split(tier_of_group[units.group[units.of_case]], count + 3)
    tiers = tuple(
        Tier(
            tier.utilization,
            cases[index].astype(np.int32),
            tier.officers.astype(np.int32),
            tier.demand,
            tier.limit,
            not open_[index],
        )
        for index, tier in enumerate(found)
    )
    outside = [cases[index].astype(np.int32) for index in (no_officer, no_hours, pinned)]
    return FairShares(tiers, tuple(share), tier_of_officer, *outside)
