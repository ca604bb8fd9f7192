"""The relaxation of a level with everything that changes hands pooled: the same bound from far fewer rows.

Where a case takes every officer the same time and no standard limits how many cases one holds, the relaxation does
not care which cases of a group (those that the same officers may hold) enter where: only how many ticks of the group's
work enter each officer. So it needs a row per group, not per class, and a variable per group × officer beside those for
what stays. Nothing is lost: any flow of ticks can be shared out among the classes again, and the prices of officers,
which are all that a certificate keeps, are the same.

Where standards count cases, a pool holds cases of nearly the same effort, and the relaxation takes all of them for
their mean. Its solution is then a hint that is a little off, its prices are a little off the best ones, and what they
prove is as true as ever, because bounds are computed from the classes.

Measured on 200,000 cases with weights of their own by 100 officers: 143 rows and 66,393 variables instead of 6,828 and
351,869, and 0.5 s instead of 14 s to more than 30 s.
"""

from __future__ import annotations

from enum import Enum, auto

import numpy as np

from solver.bounds import Held
from solver.certificate import counted_classes, keepable_at_most, weights_of_unplaced
from solver.classes import Part, sum_by
from solver.core import Effort
from solver.goals import GRID
from solver.holders import ROUNDS, first_holders, let_in
from solver.pools import Floats, Pools
from solver.problem import Flags, Ints
from solver.program import UNBOUNDED, Program, Rows, Rule
from solver.relaxation import Relaxed, prices_of, relax
from solver.rows import Layout

MOST_LIMITS = 2**50
"""Times their hours that nobody is above the fair share; ``solve`` refuses what could be more."""
MANY = 20_000
"""Columns from which a relaxation that is a little off is worth the time that it saves."""

PRECISION = 1 << 24
"""Denominator of the prices by which holders are let in."""


class Pooling(Enum):
    """What a pool counts."""

    TICKS = auto()
    CASES = auto()


def pooling_of(part: Part, held: Held, objective: str) -> Pooling | None:
    """How the relaxation of this level may be pooled; ``None``: not at all."""
    if objective == "cost" or held.cost is not None:
        return None
    if bool((part.column_effort != part.effort[part.column_class]).any()):
        return None
    if not bool((part.standard >= 0).any()):
        return Pooling.TICKS
    return Pooling.CASES if len(part.column_class) >= MANY else None


def relax_pooled(
    part: Part,
    held: Held,
    objective: str,
    layout: Layout,
    effort: Effort,
    pooling: Pooling = Pooling.TICKS,
    counted: dict[int, int] | None = None,
) -> tuple[Program, Relaxed]:
    """Solve the relaxation of a level.

    Parameters
    ----------
    layout : Layout
        Of the level's whole program; the solution is given in its variables.
    pooling : Pooling
        As :func:`pooling_of` allows.
    counted : dict of priority to int, or None
        What the rows of ``KEPT`` count, as in :func:`solver.rows.program_of`.

    Returns
    -------
    program, relaxed
        The pooled program, whose rows the duals belong to, and the solution in the variables of ``layout``, with what
        stays in whole units: where they do not fit, it passes a limit by a little.
    """
    pools = Pools.by_ticks(part) if pooling is Pooling.TICKS else Pools.by_cases(part)
    inside = first_holders(part, layout)
    for _ in range(ROUNDS):
        program = pooled_program(part, held, objective, layout, pools, counted or {}, inside)
        program.counted = counted or {}
        relaxed = relax(program, effort)
        if inside.all() or effort.over:
            break
        if relaxed.x is None or relaxed.dual is None:
            # what those inside cannot do all holders together may do
            inside = np.ones(len(inside), np.bool_)
            continue
        prices = prices_of(part, program, relaxed.dual, objective, PRECISION)
        more = inside[:0] if prices is None else let_in(part, held, layout, prices, objective, inside)
        if not len(more):
            break
        inside[more] = True
    if relaxed.x is None:
        return program, relaxed
    solution = relaxed.x

    def again(seed: int) -> Floats:
        return pools.shared(part, layout, solution, seed)

    x = pools.shared(part, layout, solution)
    return program, Relaxed(x, relaxed.dual, relaxed.objective, infeasible=False, again=again)


def pooled_program(
    part: Part,
    held: Held,
    objective: str,
    layout: Layout,
    pools: Pools,
    counted: dict[int, int],
    inside: Flags | None = None,
) -> Program:
    """Variables: what stays, what enters by pool, and, as in the layout, what is unplaced and the excess.

    ``inside``: held columns that may stay at all (see ``holders.py``); all of them unless told otherwise.
    """
    inside = np.ones(len(layout.held), np.bool_) if inside is None else inside
    stay, pool = len(layout.held), len(pools.pool_bin)
    at_unplaced = stay + pool
    at_excess = at_unplaced + layout.unplaced
    kind, officer = part.column_class[layout.held], part.column_officer[layout.held]
    gain = part.gain[layout.held]
    stays, enters = np.arange(stay), stay + np.arange(pool)
    unplaced, excess = at_unplaced + np.arange(layout.unplaced), at_excess + np.arange(len(layout.excess))
    none = np.zeros(0, np.int64)
    waiting = np.arange(layout.unplaced)
    rows = Rows()
    supply = sum_by(pools.of_class, part.count * pools.amount, pools.bins).tolist()
    rows.add_many(
        Rule.ASSIGN,
        list(range(pools.bins)),
        np.concatenate([pools.of_class[kind], pools.pool_bin, pools.of_class[waiting]]),
        np.concatenate([stays, enters, unplaced]),
        np.concatenate([pools.amount[kind], np.ones(pool, np.int64), pools.amount[waiting]]),
        supply,
        supply,
    )
    _at_most_count(part, kind[inside], part.held[layout.held][inside], stays[inside], unplaced, rows)
    who, where = np.concatenate([officer, pools.pool_officer]), np.concatenate([stays, enters])
    ticks = np.concatenate([part.effort[kind], pools.ticks[pools.pool_bin]])
    _per_officer(Rule.HOURS, who, where, ticks, held.load, np.flatnonzero(held.load >= 0), rows)
    sizes = np.concatenate([part.size[kind], pools.size[pools.pool_bin]])
    _per_officer(Rule.STANDARD, who, where, sizes, part.standard, np.flatnonzero(part.standard >= 0), rows)
    weight = weights_of_unplaced(part, held.coverage_by_hours)
    for priority, room in held.coverage.items() if layout.unplaced else ():
        k = np.flatnonzero(part.priority == priority)
        rows.add_one(Rule.COVERAGE, priority, unplaced[k], weight[k], room)
    if held.continuity is not None:
        rows.add_one(Rule.CONTINUITY, 0, stays, -gain, held.continuity - int(part.keepable.sum()))
    single = counted_classes(part, counted)[kind]
    most = keepable_at_most(part, held.load, counted)
    has = sum_by(officer, np.where(single, gain * part.held[layout.held], 0), len(part.officers))
    tight = np.flatnonzero((most >= 0) & (most < has))
    _per_officer(Rule.KEPT, officer[single], stays[single], gain[single], most, tight, rows)
    if len(layout.excess):
        who, where = np.concatenate([who, layout.excess]), np.concatenate([where, excess])
        ticks = np.concatenate([ticks, np.full(len(excess), -1, np.int64)])
        _per_officer(Rule.EXCESS, who, where, ticks, part.fair_load, layout.excess, rows)
        if held.evenness is not None:
            rows.add_one(Rule.EVENNESS, 0, excess, np.ones(len(excess), np.int64), held.evenness)
    everything = max(1, int((part.count * part.effort).sum()), int(part.count.sum()))
    high = np.concatenate(
        [
            np.where(inside, part.held[layout.held], 0),
            np.full(pool, everything, np.int64),
            np.where(part.pinned, 0, part.count) if layout.unplaced else none,
            np.full(len(excess), max(1, int(part.loads(part.count[part.column_class]).max(initial=0))), np.int64),
        ]
    )
    if objective == "fairness":
        return _with_step(part, rows, who, where, ticks, high)
    cost, constant = np.zeros(len(high), np.int64), 0
    if objective == "continuity":
        cost[:stay], constant = -gain, int(part.keepable.sum())
    elif objective == "evenness":
        cost[at_excess:] = 1
    else:
        cost[at_unplaced:at_excess] = np.where(part.priority == int(objective[-1]), weight, 0)[waiting]
    return rows.program(cost, np.zeros(len(high), np.int64), high, constant)


def _with_step(part: Part, rows: Rows, who: Ints, where: Ints, ticks: Ints, high: Ints) -> Program:
    """One more variable, the step in whole limits, to be made small; its rows come last."""
    timed = np.flatnonzero(part.limit > 0)
    _per_officer(
        Rule.HOURS,
        np.concatenate([who, timed]),
        np.concatenate([where, np.full(len(timed), len(high))]),
        np.concatenate([ticks, -part.limit[timed]]),
        part.fair_load,
        timed,
        rows,
    )
    cost = np.zeros(len(high) + 1, np.int64)
    cost[-1] = GRID
    return rows.program(cost, np.zeros(len(cost), np.int64), np.append(high, MOST_LIMITS), 0)


def _at_most_count(part: Part, kind: Ints, held: Ints, stays: Ints, unplaced: Ints, rows: Rows) -> None:
    """A bundle that several officers hold today stays with one of them; what is unplaced does not stay."""
    if not len(kind):
        return
    kept = sum_by(kind, held, len(part.count))
    which = np.flatnonzero(kept > (0 if len(unplaced) else part.count))
    number = np.full(len(part.count), -1, np.int64)
    number[which] = np.arange(len(which))
    use = number[kind] >= 0
    left = unplaced[which] if len(unplaced) else unplaced
    column = np.concatenate([stays[use], left])
    count = part.count[which].tolist()
    rows.add_many(
        Rule.ASSIGN,
        which.tolist(),
        np.concatenate([number[kind][use], np.arange(len(left))]),
        column,
        np.ones(len(column), np.int64),
        [-UNBOUNDED] * len(count),
        count,
    )


def _per_officer(rule: Rule, officer: Ints, column: Ints, weight: Ints, room: Ints, which: Ints, rows: Rows) -> None:
    """A row ``weight · x <= room`` for each of some officers."""
    if not len(which):
        return
    number = np.full(len(room), -1, np.int64)
    number[which] = np.arange(len(which))
    use = number[officer] >= 0
    rows.add_many(
        rule,
        which.tolist(),
        number[officer][use],
        column[use],
        weight[use],
        [-UNBOUNDED] * len(which),
        room[which].tolist(),
    )
