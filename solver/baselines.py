"""What people do today, on the same roster: the assignments that a plan is compared with.

Each of them obeys pins and eligibility, keeps bundles whole, and knows nothing else: no caseload standards, no limits
on hours. Cases that nobody can hold stay without an officer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from solver.arrays import Indices, Ints
from solver.model.units import Units, pair_rows, units_of
from solver.plan import UNPLACED
from solver.problem import Problem

MOST_IN_ROSTER_ORDER = 100_000
"""Units of which equally long ones are also dealt out in roster order, one by one."""
LONG_RUN = 8
"""Units alike in a row from which sorting their officers is faster than looking at every officer for each of them."""
HALVINGS = 50
"""With which the utilization is found up to which officers take units."""


def baselines(problem: Problem, units: Units | None = None, seed: int = 0) -> dict[str, Indices]:
    """The officer of each case, or ``UNPLACED``, under each way of assigning cases that people use.

    Parameters
    ----------
    problem : Problem
    units : Units or None
        ``units_of(problem)``, where the caller has it already.
    seed : int
        Of ``random``.

    Returns
    -------
    dict of name to int32 array, shape (cases,)
        ``current`` (who holds the case today, whether they may or not; nobody where it is new or its officer has left),
        ``round_robin`` (in roster order, each to the next officer in turn who may hold it), ``equal_counts`` (in roster
        order, each to whoever has the fewest cases), ``greedy`` (the longest first, each to whoever is then least
        utilized, in the better of two orders of cases that are equally long), ``random``.
    """
    units = units_of(problem) if units is None else units
    ways = {
        "round_robin": round_robin(units),
        "equal_counts": equal_counts(units),
        "greedy": greedy(problem, units),
        "random": at_random(units, seed),
    }
    out: dict[str, Indices] = {"current": np.where(problem.cases.current >= 0, problem.cases.current, UNPLACED)}
    return out | {name: officer[units.of_case].astype(np.int32) for name, officer in ways.items()}


def random_draws(problem: Problem, draws: int, seed: int = 0, units: Units | None = None) -> Iterator[Indices]:
    """Deal the cases out at random again and again; the first time as ``baselines(problem, seed=seed)["random"]``.

    Parameters
    ----------
    draws : int, >= 0
    seed : int
        Of the first draw; those of the others follow it.

    Yields
    ------
    int32 array, shape (cases,)
        The officer of each case, or ``UNPLACED``.
    """
    units = units_of(problem) if units is None else units
    for draw in range(draws):
        yield at_random(units, seed + draw)[units.of_case].astype(np.int32)


def round_robin(units: Units) -> Indices:
    """Deal the units out in turn. Shape (units,)."""
    out, order = _pins_first(units)
    if not len(order):
        return out
    following = _next_in_turn(units)
    officers = units.allowed.shape[1]
    turn, chosen = 0, []
    for row in (following[group] for group in units.group[order].tolist()):
        officer = row[turn]
        chosen.append(officer)
        turn = officer + 1 if officer + 1 < officers else 0
    out[order] = chosen
    return out


def equal_counts(units: Units) -> Indices:
    """Give each unit to the officer with the fewest cases, the first of them in roster order. Shape (units,).

    Who holds how many is kept as sets in the bits of an integer, one for each number of cases: whoever of a group has
    the fewest is the lowest bit in the first set that meets the group, and that set is never an earlier one later on.
    """
    out, order = _pins_first(units)
    counts = np.zeros(units.allowed.shape[1], np.int64)
    pinned = np.flatnonzero(units.pinned)
    np.add.at(counts, out[pinned], units.size[pinned])
    with_count: defaultdict[int, int] = defaultdict(int)
    for officer, count in enumerate(counts.tolist()):
        with_count[count] |= 1 << officer
    members = [int.from_bytes(np.packbits(row, bitorder="little").tobytes(), "little") for row in units.allowed]
    fewest = [0] * len(members)
    chosen = []
    for group, size in zip(units.group[order].tolist(), units.size[order].tolist(), strict=True):
        mine, count = members[group], fewest[group]
        while not (found := with_count.get(count, 0) & mine):
            count += 1
        fewest[group] = count
        first = found & -found
        with_count[count] ^= first
        with_count[count + size] |= first
        chosen.append(first.bit_length() - 1)
    out[order] = chosen
    return out


def greedy(problem: Problem, units: Units) -> Indices:
    """Give each unit, the longest first, to the officer whose utilization is then lowest. Shape (units,).

    Ties go to the first officer in roster order; units that take different officers different times are ranked by
    their own effort. Of equally long units, those that the fewest officers may hold come first, or all in roster order:
    whichever leaves the lower peak, then the smaller spread. Above ``MOST_IN_ROSTER_ORDER`` units only the first order
    is tried, because in it units that are alike stand in a row.
    """
    _, order = _pins_first(units)
    few = units.allowed.sum(axis=1)[units.group[order]]
    orders = [order[np.lexsort((units.group[order], few, -units.effort[order]))]]
    if len(order) <= MOST_IN_ROSTER_ORDER:
        orders.append(order[np.argsort(-units.effort[order], kind="stable")])
    found = [_dealt(problem, units, each) for each in orders]
    return min(found, key=lambda each: each[1])[0]


def _dealt(problem: Problem, units: Units, order: NDArray[np.int64]) -> tuple[Indices, tuple[float, float]]:
    """Each unit in this order to whoever is then least utilized; with the peak and the spread that this leaves."""
    out, _ = _pins_first(units)
    limit = np.where(problem.officers.limit > 0, problem.officers.limit, 1).astype(np.float64)
    load = np.zeros(len(limit), np.float64)
    for unit in np.flatnonzero(units.pinned).tolist():
        officer = out[unit : unit + 1]
        load[officer] += _effort(problem, units, unit, officer)
    allowed = [np.flatnonzero(row).astype(np.int32) for row in units.allowed]
    rooms = [limit[officers] for officers in allowed]
    for run in _runs(units, order):
        first = int(run[0])
        group = int(units.group[first])
        officers = allowed[group]
        if units.paired[first] or len(run) < LONG_RUN:
            for unit in run.tolist():
                after = load[officers] + _effort(problem, units, unit, officers)
                at = (after / rooms[group]).argmin()
                out[unit] = officers[at]
                load[officers[at]] = after[at]
        else:
            out[run] = _least_utilized(load, limit, officers, float(units.effort[first]), len(run))
    used = (load / limit)[(problem.officers.limit > 0) & units.allowed[np.unique(units.group)].any(axis=0)]
    return out, (float(used.max()), float(used.max() - used.min())) if len(used) else (0.0, 0.0)


def at_random(units: Units, seed: int) -> Indices:
    """Give each unit to any officer who may hold it, each as likely. Shape (units,)."""
    out, order = _pins_first(units)
    rng = np.random.default_rng(seed)
    draw, group = rng.random(len(order)), units.group[order]
    count = units.allowed.sum(axis=1)
    officers = np.argsort(~units.allowed, axis=1, kind="stable")  # of each group, those who may hold its units first
    out[order] = officers[group, (draw * count[group]).astype(np.int64)]
    return out


def _pins_first(units: Units) -> tuple[Indices, NDArray[np.int64]]:
    """Every pinned unit with its officer, nobody for the others; and the units that are to be assigned, in order."""
    out = np.full(len(units), UNPLACED, np.int32)
    pinned = np.flatnonzero(units.pinned)
    out[pinned] = units.fixed_to(pinned)
    return out, np.flatnonzero(units.placeable & ~units.pinned)


def _next_in_turn(units: Units) -> list[list[int]]:
    """For each group and officer: the first from that officer on who may hold the group's units."""
    officers = units.allowed.shape[1]
    out = []
    for row in units.allowed:
        able = np.flatnonzero(row)
        if len(able):
            out.append(able[np.searchsorted(able, np.arange(officers)) % len(able)].tolist())
        else:
            out.append([])
    return out


def _runs(units: Units, order: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Units in a row that are alike in group and effort, and take everybody the same time."""
    if not len(order):
        return []
    group, effort, paired = units.group[order], units.effort[order], units.paired[order]
    new = (np.diff(group) != 0) | (np.diff(effort) != 0) | paired[1:] | paired[:-1]
    return np.split(order, np.flatnonzero(new) + 1)


def _effort(problem: Problem, units: Units, unit: int, officers: Indices) -> Ints | np.int64:
    if units.paired[unit]:
        return pair_rows(problem, units, unit, officers)[1]
    return np.int64(units.effort[unit])


def _least_utilized(
    load: NDArray[np.float64], limit: NDArray[np.float64], officers: Indices, effort: float, units: int
) -> Indices:
    """Assign equal units one after the other. Changes ``load``.

    What the officers' utilizations would be after their next unit, and the one after that, are taken in rising order;
    up to which one is found by halving, so that all of them are never listed.
    """
    held, room = load[officers], limit[officers]
    if not effort:
        return np.full(units, officers[(held / room).argmin()])
    low, high = 0.0, float(((held + effort * units) / room).min())
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        enough = int(_units_within(held, room, effort, middle, units).sum()) >= units
        low, high = (low, middle) if enough else (middle, high)
    most = _units_within(held, room, effort, high, units) + 1  # one more each, whatever the division was rounded to
    who = np.repeat(np.arange(len(officers)), most)
    nth = np.arange(len(who)) - np.repeat(np.cumsum(most) - most, most) + 1
    first = np.lexsort((who, (held[who] + effort * nth) / room[who]))[:units]
    load[officers] += effort * np.bincount(who[first], minlength=len(officers))
    return officers[who[first]]


def _units_within(
    held: NDArray[np.float64], room: NDArray[np.float64], effort: float, utilization: float, units: int
) -> Ints:
    """How many units of this effort, at most ``units``, each officer can take up to a utilization."""
    found: Ints = np.clip((utilization * room - held) / effort, 0, units).astype(np.int64)
    return found
