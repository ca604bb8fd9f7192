"""The fairness level: how little above the fair shares everybody can stay, and the proof that it is no less.

At a step t every officer's load is limited by a whole number of ticks, so each step is a question of yes or no. The
bound comes from the largest step that even cases which could be split would not fit (a minimum cut, or the relaxation
where officers need different times); from there upwards plans are tried.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solver.bounds import Certificate, Held, Prices
from solver.certificate import scaled_bound
from solver.classes import Part, sum_by
from solver.core import Effort, search
from solver.cut import Arcs, source_side
from solver.goals import GRID
from solver.levels import Point, fairness_step, held_after
from solver.neighbourhood import PATIENCE, improve
from solver.plan import Proof
from solver.problem import Ints
from solver.program import Program, Rows, Rule
from solver.relaxation import prices_of, relax
from solver.repair import Repair
from solver.rounding import largest_first
from solver.rows import Layout, program_of

SMALL = 1_500
"""Programs with at most this many variables are searched as a whole at once."""
ATTEMPT_S = 6.0
"""Seconds for one step, unless the program is small."""


@dataclass(frozen=True, slots=True)
class Fair:
    """Outcome of the level in one part.

    Attributes
    ----------
    planned : int64 array, shape (columns,)
    bound : int
    proof : Proof
    certificate : Certificate or None
    """

    planned: Ints
    bound: int
    proof: Proof
    certificate: Certificate | None


def held_at(part: Part, rooms: dict[str, int], by_hours: bool, step: int) -> Held:
    """What better-ranked levels leave room for when fairness is held at a step."""
    return held_after(part, {**rooms, "fairness": step}, by_hours, GRID)


def splits_evenly(part: Part) -> bool:
    """Whether a case takes every officer the same time, and nothing but time ties cases to officers."""
    return bool((part.column_effort == part.effort[part.column_class]).all()) and part.placeable_all


@dataclass(frozen=True, slots=True)
class _Network:
    """Groups of classes that the same officers may hold."""

    arcs: Arcs
    group: Ints
    supply: Ints
    group_column: Ints

    @staticmethod
    def of(part: Part) -> _Network:
        start = part.column_start
        number: dict[bytes, int] = {}
        group = np.array(
            [
                number.setdefault(part.column_officer[start[k] : start[k + 1]].tobytes(), len(number))
                for k in range(len(part.count))
            ],
            np.int64,
        )
        groups = len(number)
        first = np.array([int(np.argmax(group == g)) for g in range(groups)], np.int64)
        columns = np.concatenate([np.arange(start[k], start[k + 1]) for k in first.tolist()] or [np.zeros(0, np.int64)])
        length = start[first + 1] - start[first]
        arcs = Arcs(
            groups,
            len(part.officers),
            np.repeat(np.arange(groups), length).astype(np.int32),
            part.column_officer[columns].astype(np.int32),
        )
        return _Network(arcs, group, sum_by(group, part.count * part.effort, groups), columns)


def bound_by_cut(part: Part) -> tuple[int, Certificate | None, int]:
    """Smallest step at which splittable cases fit, by maximum flow; the certificate for the step before it."""
    network = _Network.of(part)
    unlimited = int(network.supply.sum()) + 1

    def cut(step: int) -> tuple[Held, NDArray[np.bool_]]:
        held = held_at(part, {}, False, step)
        room = np.where(held.load >= 0, held.load, unlimited)
        return held, source_side(network.supply, room, network.arcs)

    low, high = -1, 0
    while cut(high)[1].any():
        low, high = high, max(1, high * 4)
    while high - low > 1:
        middle = (low + high) // 2
        if cut(middle)[1].any():
            low = middle
        else:
            high = middle
    if high == 0:
        return 0, None, 0
    held, groups = cut(high - 1)
    n = len(part.officers)
    reached = np.zeros(n, np.int64)
    reached[network.arcs.officer[groups[network.arcs.group]]] = 1
    reached[held.load < 0] = 0
    none = np.zeros(n, np.int64)
    prices = Prices(1, hours=reached, standard=none, kept=none, excess=none)
    return high, _certified(part, prices, held, high - 1), high


def _certified(part: Part, prices: Prices, held: Held, step: int) -> Certificate | None:
    """A certificate that nothing fits at a step, or ``None`` where the integers do not bear it out."""
    if scaled_bound(part, prices, "fairness", held) <= 0:
        return None
    return Certificate("fairness", -1, part.officers.astype(np.int64), prices, held, step + 1, step)


def bound_by_relaxation(
    part: Part, rooms: dict[str, int], by_hours: bool, effort: Effort
) -> tuple[int, Certificate | None]:
    """Bound where standards, hard hours or times that differ rule out a flow: the least t of the relaxation."""
    held = held_after(part, rooms, by_hours, GRID)
    program, layout = program_of(part, held, None)
    stretched, first_row = _with_step(part, program, layout)
    relaxed = relax(stretched, effort.left_s)
    if relaxed.dual is None or relaxed.objective <= 0:
        return 0, None
    dual = relaxed.dual.copy()
    program_at, _ = program_of(part, held_at(part, rooms, by_hours, 0), None)
    for step in (int(np.ceil(relaxed.objective - 1e-6)) - 1, int(np.ceil(relaxed.objective - 1e-6)) - 2):
        if step < 0:
            break
        at = held_at(part, rooms, by_hours, step)
        for exponent in (40, 30, 20, 10):
            prices = _step_prices(part, program_at, stretched, dual, first_row, 1 << exponent)
            certificate = _certified(part, prices, at, step) if prices is not None else None
            if certificate is not None:
                return step + 1, certificate
    return 0, None


def _with_step(part: Part, program: Program, layout: Layout) -> tuple[Program, int]:
    """The program with the step as one more variable, to be made small."""
    timed = np.flatnonzero(part.limit > 0)
    rows = Rows()
    of = np.concatenate([np.arange(layout.columns), layout.held])
    at = np.arange(layout.columns + len(layout.held))
    number = np.full(len(part.officers), -1, np.int64)
    number[timed] = np.arange(len(timed))
    row = number[part.column_officer[of]]
    use = row >= 0
    step = layout.size
    rows.add_many(
        Rule.HOURS,
        timed.tolist(),
        np.concatenate([row[use], np.arange(len(timed))]),
        np.concatenate([at[use], np.full(len(timed), step)]),
        np.concatenate([part.column_effort[of][use] * GRID, -part.limit[timed]]),
        [-(2**62)] * len(timed),
        (part.fair_load[timed] * GRID).tolist(),
        [GRID] * len(timed),
    )
    cost = np.zeros(step + 1, np.int64)
    cost[step] = 1
    extra = rows.program(cost, np.zeros(step + 1, np.int64), np.append(program.high, 2**40), 0)
    first_row = len(program.row_low)
    return (
        Program(
            cost=cost,
            low=extra.low,
            high=extra.high,
            row=np.concatenate([program.row, extra.row + first_row]),
            column=np.concatenate([program.column, extra.column]),
            coefficient=np.concatenate([program.coefficient, extra.coefficient]),
            row_low=np.concatenate([program.row_low, extra.row_low]),
            row_high=np.concatenate([program.row_high, extra.row_high]),
            row_rule=program.row_rule + extra.row_rule,
            row_index=np.concatenate([program.row_index, extra.row_index]),
            row_unit=np.concatenate([program.row_unit, np.ones(len(extra.row_unit), np.int64)]),
        ),
        first_row,
    )


def _step_prices(
    part: Part, at: Program, stretched: Program, dual: NDArray[np.float64], first_row: int, denominator: int
) -> Prices | None:
    """Prices for one step: hours are priced by the rows that bound the step and by the hard ones together."""
    scaled = dual.copy()
    scaled[first_row:] *= GRID
    prices = prices_of(part, stretched, np.where(np.arange(len(dual)) < first_row, scaled, 0), "fairness", denominator)
    if prices is None:
        return None
    del at
    hours = prices.hours.copy()
    rows = np.arange(first_row, len(dual))
    hours[stretched.row_index[rows]] += np.rint(np.maximum(-scaled[rows], 0) * denominator).astype(np.int64)
    return dataclasses.replace(prices, hours=hours)


def fairest(
    part: Part,
    rooms: dict[str, int],
    by_hours: bool,
    start: Ints,
    effort: Effort,
    told: Callable[[int, int], None],
) -> Fair:
    """Find the smallest step that a plan can keep.

    Parameters
    ----------
    rooms : dict of level name to best + slack
        Better-ranked levels, held.
    start : int64 array, shape (columns,)
        A plan that holds them.
    told : callable(value, bound)
    """
    certificate: Certificate | None
    best = start
    if splits_evenly(part) and "continuity" not in rooms:
        low, certificate, _ = bound_by_cut(part)
        first = largest_first(part, _fractional(part, low))
        if fairness_step(part, part.loads(first), GRID) < fairness_step(part, part.loads(best), GRID):
            best = first
    else:
        low, certificate = bound_by_relaxation(part, rooms, by_hours, effort)
    proven, value = low, fairness_step(part, part.loads(best), GRID)
    told(value, low)
    failed, width, step = low - 1, 1, low
    while value > failed + 1 and not effort.over:
        planned, nothing = _attempt(part, rooms, by_hours, step, best, effort)
        if planned is not None:
            best, value, width = planned, min(value, fairness_step(part, part.loads(planned), GRID)), 0
        else:
            failed, width = step, width * 2
            low = step + 1 if nothing else low
        told(value, low)
        # double the distance until a plan is found, then halve what lies between
        step = min(failed + width, value - 1) if width else (failed + value) // 2
    bound = min(low, value)
    arithmetic = bound == proven
    return Fair(
        best,
        bound,
        (Proof.ARITHMETIC if certificate is not None else Proof.TRIVIAL) if arithmetic else Proof.SEARCH,
        certificate if arithmetic else None,
    )


def _fractional(part: Part, step: int) -> NDArray[np.float64]:
    """Ticks per column of a flow that carries everything within the loads of a step."""
    from ortools.graph.python import max_flow

    network = _Network.of(part)
    held = held_at(part, {}, False, step)
    supply, groups = network.supply, network.arcs.groups
    room = np.where(held.load >= 0, held.load, int(supply.sum()))
    flow = max_flow.SimpleMaxFlow()
    source, sink = groups + len(room), groups + len(room) + 1
    flow.add_arcs_with_capacity(
        np.full(groups, source, np.int32), np.arange(groups, dtype=np.int32), supply.astype(np.int64)
    )
    arcs = flow.add_arcs_with_capacity(
        network.arcs.group, (groups + network.arcs.officer).astype(np.int32), supply[network.arcs.group]
    )
    flow.add_arcs_with_capacity(
        (groups + np.arange(len(room))).astype(np.int32), np.full(len(room), sink, np.int32), room.astype(np.int64)
    )
    flow.solve(source, sink)
    carried = flow.flows(arcs).astype(np.float64)
    goal = np.zeros(len(part.column_class))
    # the first class of a group stands for all of it; largest_first adds the classes of a group together
    goal[network.group_column] = carried
    return goal


def _attempt(
    part: Part, rooms: dict[str, int], by_hours: bool, step: int, best: Ints, effort: Effort
) -> tuple[Ints | None, bool]:
    """Look for a plan at a step. Returns the plan, or ``None`` and whether it is proven that there is none."""
    held = held_at(part, rooms, by_hours, step)
    mend = Repair(part, best, held.load, rooms.get("continuity"), effort.seed)
    if mend.run(effort):
        return mend.planned, False
    program, layout = program_of(part, held, None)
    if layout.size <= SMALL:
        found = search(
            program,
            program.low,
            program.high,
            layout.point(part, mend.planned),
            effort.slice(ATTEMPT_S * 2, effort.seed),
        )
        if found.x is not None:
            return layout.planned(found.x), False
        if found.complete:
            return None, True
        return None, False
    start = mend.planned if _keeps(part, mend.planned, rooms, by_hours) else best
    excess = dataclasses.replace(part, fair_load=np.where(held.load >= 0, held.load, 2**40))
    over, over_layout = program_of(excess, held_after(part, rooms, by_hours, GRID), "evenness")
    point = over_layout.point(excess, start)
    improved = improve(excess, over, over_layout, point, 0, None, effort, lambda _: None, PATIENCE["fairness"])
    if over.value(improved.x) == 0:
        return over_layout.planned(improved.x), False
    return None, improved.exhausted


def _keeps(part: Part, planned: Ints, rooms: dict[str, int], by_hours: bool) -> bool:
    point = Point(planned)
    return all(point.value(part, name, by_hours, GRID) <= room for name, room in rooms.items())
