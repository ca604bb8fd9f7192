"""Exact maximum flow from groups of cases to officers, and its smallest minimum cut.

``ortools.graph.python.max_flow`` works in 64-bit integers. Where the scaled numbers do not fit, the flow is found in
rounds, from the leading bits down (capacity scaling, Gabow 1985): each round adds what the remaining capacities,
divided by a power of two, can carry. All bookkeeping between rounds is in exact integers, and every result is proven
before it is returned: the flow that was carried equals the capacity of the cut that stops it.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solver.arrays import Flags, Ints
from solver.errors import SolverFault

Exact = NDArray[Any]
"""int64 where the numbers fit, otherwise Python integers in an object array."""

SAFE_BITS = 60
"""All capacities out of the source add up to less than 2**SAFE_BITS in each round."""


@dataclass(frozen=True, slots=True)
class Arcs:
    """Who may take what: group ``group[k]`` may go to officer ``officer[k]``.

    Attributes
    ----------
    groups, officers : int
        How many there are; they are numbered from 0.
    group, officer : int32 arrays, shape (arcs,)
    """

    groups: int
    officers: int
    group: NDArray[np.int32]
    officer: NDArray[np.int32]


def overloaded_groups(effort: Exact, limit: Exact, arcs: Arcs) -> Flags | None:
    """Groups that overload the officers they may go to, when all officers are loaded to the average.

    The average is the total effort divided by the total limit. ``None`` where the effort can be spread so that every
    officer is loaded to exactly the average. Otherwise the smallest set of groups whose effort exceeds the average
    load of all officers who may take any of it by the most.

    Parameters
    ----------
    effort : int64 array (or object array of int), shape (groups,), ticks, >= 0
    limit : the same, shape (officers,), ticks, > 0
    arcs : Arcs
        Every group reaches an officer.
    """
    total_effort, total_limit = exact_total(effort), exact_total(limit)
    if not total_effort:
        return None
    common = gcd(total_effort, total_limit)
    numerator, denominator = total_effort // common, total_limit // common
    if total_effort * denominator < 2**SAFE_BITS:
        supply: Exact = (effort * denominator).astype(np.int64)
        room: Exact = (limit * numerator).astype(np.int64)
    else:
        supply = effort.astype(object) * denominator
        room = limit.astype(object) * numerator
    reached = min_cut(supply, room, arcs)
    return reached if reached.any() else None


def exact_total(values: Exact) -> int:
    """Sum of numbers that the problem's own limits keep below 2**62."""
    return int(values.sum()) if len(values) else 0


@dataclass(slots=True)
class _State:
    """Residual capacities between rounds."""

    source: Exact
    sink: Exact
    carried: Exact


def min_cut(supply: Exact, room: Exact, arcs: Arcs) -> Flags:
    """Groups that cannot hand over all their supply, and whoever keeps them from it: the smallest minimum cut.

    Nobody where everything can be carried.

    Parameters
    ----------
    supply : int64 array (sum below 2**62) or object array of int, shape (groups,)
    room : the same, shape (officers,)
    arcs : Arcs
    """
    state = _State(supply.copy(), room.copy(), np.zeros(len(arcs.group), supply.dtype))
    most = int(supply.sum())
    while True:
        offered = np.minimum(state.source, most)
        most = min(most, int(offered.sum()))
        shift = max(0, int(offered.sum()).bit_length() - SAFE_BITS)
        _round(state, offered, most, shift, arcs)
        if shift == 0:
            break
        # a cut of the divided capacities was full, so less than one divided unit is left on each of its arcs
        most = min(most, (arcs.groups + arcs.officers + 2 * len(arcs.group)) << shift)
    groups, officers = _reachable(state, arcs)
    carried = int(supply.sum()) - int(state.source.sum())
    if carried != int(supply[~groups].sum()) + int(room[officers].sum()):
        raise SolverFault("the maximum flow is smaller than the cut that should stop it")
    return groups


def carry(supply: Ints, room: Ints, arcs: Arcs) -> Ints:
    """A maximum flow, as what each arc carries.

    Parameters
    ----------
    supply : int64 array, shape (groups,), their sum below 2**62
    room : int64 array, shape (officers,)
    arcs : Arcs

    Returns
    -------
    int64 array, shape (arcs,)
    """
    from ortools.graph.python import max_flow

    groups = arcs.groups
    flow = max_flow.SimpleMaxFlow()
    source, sink = groups + len(room), groups + len(room) + 1
    flow.add_arcs_with_capacity(np.full(groups, source, np.int32), np.arange(groups, dtype=np.int32), supply)
    between = flow.add_arcs_with_capacity(arcs.group, (groups + arcs.officer).astype(np.int32), supply[arcs.group])
    officers = (groups + np.arange(len(room))).astype(np.int32)
    flow.add_arcs_with_capacity(officers, np.full(len(room), sink, np.int32), room.astype(np.int64))
    if flow.solve(source, sink) != flow.OPTIMAL:
        raise SolverFault("the maximum flow could not be computed")
    carried: Ints = flow.flows(between).astype(np.int64)
    return carried


def _round(state: _State, offered: Exact, most: int, shift: int, arcs: Arcs) -> None:
    """Carry as much as the remaining capacities allow, in units of ``2**shift``."""
    from ortools.graph.python import max_flow

    source, sink = arcs.groups + arcs.officers, arcs.groups + arcs.officers + 1
    flow = max_flow.SimpleMaxFlow()

    def add(tail: Exact, head: Exact, capacity: Exact) -> Any:
        divided = (capacity >> shift).astype(np.int64)
        return flow.add_arcs_with_capacity(tail.astype(np.int32), head.astype(np.int32), divided)

    groups, officers = np.arange(arcs.groups), arcs.groups + np.arange(arcs.officers)
    heads = arcs.groups + arcs.officer
    unlimited = np.full(len(arcs.group), most, state.carried.dtype)
    out = add(np.full(arcs.groups, source), groups, offered)
    into = add(officers, np.full(arcs.officers, sink), np.minimum(state.sink, most))
    forth = add(arcs.group, heads, unlimited)
    back = add(heads, arcs.group, np.minimum(state.carried, most)) if state.carried.any() else None
    if flow.solve(source, sink) != flow.OPTIMAL:
        raise SolverFault("the maximum flow could not be computed")

    def carried(handles: Any) -> Exact:
        units: Exact = flow.flows(handles).astype(state.source.dtype)
        return units << shift

    state.source -= carried(out)
    state.sink -= carried(into)
    state.carried += carried(forth)
    if back is not None:
        state.carried -= carried(back)


def _reachable(state: _State, arcs: Arcs) -> tuple[Flags, Flags]:
    """Groups and officers that the source reaches in the residual network."""
    groups: Flags = (state.source > 0).astype(np.bool_)
    officers = np.zeros(arcs.officers, np.bool_)
    returns = (state.carried > 0).astype(np.bool_)
    while True:
        officers[arcs.officer[groups[arcs.group]]] = True
        more = groups.copy()
        more[arcs.group[returns & officers[arcs.officer]]] = True
        if bool((more == groups).all()):
            return groups, officers
        groups = more
