"""Below which step no plan can be fair: by a minimum cut, or by the relaxation where a flow does not say all."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solver.arrays import Ints, sum_by
from solver.bounds.aggregated_relaxation import PARAMS, RelaxationParams, solve_aggregated
from solver.bounds.lagrangian import SAFE_SUM, lagrangian_bound, sum_estimate
from solver.bounds.lp_bound import prices_of
from solver.budget import Budget
from solver.certificate import Certificate, HeldGoals, Prices
from solver.engines.highs import relax
from solver.engines.integer_program import UNBOUNDED, IntegerProgram, RowBuilder, Rule
from solver.engines.max_flow import Arcs, carry, min_cut
from solver.formulation.aggregated_program import MOST_LIMITS, aggregation_of
from solver.formulation.goals.coverage import COVERAGE
from solver.formulation.goals.fairness import FAIRNESS
from solver.formulation.goals.ranking import held_after
from solver.formulation.level_model import LevelModel
from solver.formulation.level_program import VariableLayout
from solver.goals import GRID
from solver.model.part import Part


def held_at(part: Part, rooms: dict[str, int], step: int) -> HeldGoals:
    """What better-ranked levels leave room for when fairness is held at a step."""
    return held_after(part, {**rooms, FAIRNESS.name: step})


def splits_evenly(part: Part, rooms: dict[str, int]) -> bool:
    """Whether a case takes every officer the same time, and every case is to be placed: then a flow gives a bound."""
    all_placed = part.placeable_all or not any(rooms.get(goal.name) for goal in COVERAGE)
    return bool((part.column_effort == part.effort[part.column_class]).all()) and all_placed


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
        group = part.officer_set
        groups = int(group.max(initial=-1)) + 1
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


def bound_by_cut(part: Part, rooms: dict[str, int]) -> tuple[int, Certificate | None]:
    """Smallest step at which splittable cases fit, by maximum flow; the certificate for the step before it."""
    network = _Network.of(part)
    unlimited = int(network.supply.sum()) + 1

    def cut(step: int) -> tuple[HeldGoals, NDArray[np.bool_]]:
        held = held_at(part, rooms, step)
        room = np.where(held.load >= 0, held.load, unlimited)
        return held, min_cut(network.supply, room, network.arcs)

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
        return 0, None
    held, groups = cut(high - 1)
    n = len(part.officers)
    reached = np.zeros(n, np.int64)
    reached[network.arcs.officer[groups[network.arcs.group]]] = 1
    reached[held.load < 0] = 0
    none = np.zeros(n, np.int64)
    # nothing may stay unplaced, so the price of leaving a unit out may be as high as it needs to be
    names = [goal.name for goal in COVERAGE if goal.name in held.rooms]
    forbidding = dict.fromkeys(names, int(part.effort.max(initial=0)))
    prices = Prices(1, hours=reached, standard=none, kept=none, excess=none, goals=forbidding)
    certificate = _certified(part, prices, held, high - 1)
    return (high, certificate) if certificate is not None else (0, None)


def _certified(part: Part, prices: Prices, held: HeldGoals, step: int) -> Certificate | None:
    """A certificate that nothing fits at a step, or ``None`` where the integers do not bear it out."""
    if sum_estimate(part, prices, FAIRNESS, held) >= SAFE_SUM or lagrangian_bound(part, prices, FAIRNESS, held) <= 0:
        return None
    return Certificate(FAIRNESS.name, -1, part.officers.astype(np.int64), prices, held, step + 1, step)


def bound_by_relaxation(
    part: Part, rooms: dict[str, int], budget: Budget, params: RelaxationParams = PARAMS
) -> tuple[int, Certificate | None, NDArray[np.float64] | None]:
    """Bound where standards, hard hours or times that differ rule out a flow: the least t of the relaxation.

    Returns
    -------
    bound, certificate, units of each column in the relaxation (``None`` where it was not solved in time)
    """
    level = LevelModel.of(part, -1, FAIRNESS, rooms)
    layout = level.layout
    kind = aggregation_of(part, level.held, FAIRNESS, params.aggregation)
    if kind is None:
        stretched, first_row = with_step(part, level.program, layout)
        relaxed = relax(stretched, budget)
    else:
        stretched, relaxed = solve_aggregated(level, budget, kind, params)
        first_row = len(stretched.row_low) - int((part.limit > 0).sum())
    if relaxed.dual is None or relaxed.x is None:
        return 0, None, None
    wanted = layout.planned(relaxed.x)
    least = int(np.ceil(relaxed.objective - 1e-6))
    for exponent in (40, 30, 20, 10, 0):
        prices = step_prices(part, stretched, relaxed.dual, first_row, 1 << exponent)
        certificate = dearest(part, prices, rooms, max(0, least - 1)) if prices is not None else None
        if certificate is not None and certificate.step is not None:
            return certificate.step + 1, certificate, wanted
    return 0, None, wanted


def dearest(part: Part, prices: Prices, rooms: dict[str, int], near: int) -> Certificate | None:
    """The certificate for the last step at which these prices prove that nothing fits.

    The relaxation knows nothing of whole ticks, so that step may lie some way off ``near`` where ticks are coarse.
    """

    def at(step: int) -> Certificate | None:
        return _certified(part, prices, held_at(part, rooms, step), step)

    # the more may be carried, the less is proven: double the distance until the answer changes, then halve it
    proven, failed, width = near, near, 1
    best = at(near)
    if best is not None:
        failed = near + 1
        while (more := at(failed)) is not None:
            best, proven, width = more, failed, width * 2
            failed = near + width
    while best is None and proven > 0:
        failed, proven, width = proven, max(0, near - width), width * 2
        best = at(proven)
    while best is not None and failed - proven > 1:
        middle = (failed + proven) // 2
        found = at(middle)
        if found is None:
            failed = middle
        else:
            best, proven = found, middle
    return best


def with_step(part: Part, program: IntegerProgram, layout: VariableLayout) -> tuple[IntegerProgram, int]:
    """The program with the step as one more variable, in whole limits instead of grid steps, to be made small."""
    timed = np.flatnonzero(part.limit > 0)
    rows = RowBuilder()
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
        (
            np.concatenate([row[use], np.arange(len(timed))]),
            np.concatenate([at[use], np.full(len(timed), step)]),
            np.concatenate([part.column_effort[of][use], -part.limit[timed]]),
        ),
        [-UNBOUNDED] * len(timed),
        part.fair_load[timed].tolist(),
    )
    cost = np.zeros(step + 1, np.int64)
    cost[step] = GRID
    extra = rows.program(cost, np.zeros(step + 1, np.int64), np.append(program.high, MOST_LIMITS), 0)
    first_row = len(program.row_low)
    return (
        IntegerProgram(
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
            row_unit=np.concatenate([program.row_unit, extra.row_unit]),
        ),
        first_row,
    )


def step_prices(
    part: Part, stretched: IntegerProgram, dual: NDArray[np.float64], first_row: int, denominator: int
) -> Prices | None:
    """Prices for one step: hours are priced by the rows that bound the step and by the hard ones together."""
    prices = prices_of(part, stretched, np.where(np.arange(len(dual)) < first_row, dual, 0), FAIRNESS, denominator)
    per_tick = np.maximum(-dual[first_row:], 0) * denominator
    if prices is None or float(per_tick.max(initial=0.0)) >= SAFE_SUM:
        return None
    hours = prices.hours.copy()
    hours[stretched.row_index[first_row:]] += np.rint(per_tick).astype(np.int64)
    return dataclasses.replace(prices, hours=hours)


def flow_at(part: Part, step: int) -> NDArray[np.float64]:
    """Ticks per column of a flow that carries everything within the loads of a step."""
    network = _Network.of(part)
    held = held_at(part, {}, step)
    room = np.where(held.load >= 0, held.load, int(network.supply.sum()))
    carried = carry(network.supply, room, network.arcs).astype(np.float64)
    goal = np.zeros(len(part.column_class))
    # the first class of a group stands for all of it; largest_first adds the classes of a group together
    goal[network.group_column] = carried
    return goal
