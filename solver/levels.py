"""Each ranked goal as a linear objective, and what better-ranked goals leave room for as rows.

Variables of a program, in this order: ``enter[j]`` (units of column j that come from elsewhere), ``stay[i]`` (units of
the i-th held column that stay; only where continuity matters), ``unplaced[k]`` (only where something can keep a unit
from being placed) and ``excess[o]`` (only where evenness matters).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solver.bounds import Held
from solver.certificate import keepable_at_most, weights_of_unplaced
from solver.classes import Part, sum_by
from solver.goals import Goals, Objective
from solver.problem import Ints
from solver.program import Program, Rows, Rule


def ranked(goals: Goals, priorities: list[int], with_cost: bool) -> list[str]:
    """Names of the levels in rank order."""
    names = [f"coverage_{p}" for p in priorities]
    if goals.objective is Objective.COST:
        return [*names, "cost", "continuity"]
    if goals.move_freely:
        names += ["fairness", "evenness"]
    elif goals.max_moves is not None:
        names += ["continuity", "fairness", "evenness"]
    else:
        names += ["fairness", "continuity", "evenness"]
    return [*names, "cost"] if with_cost else names


def slack_of(name: str, goals: Goals, best: int) -> int:
    """How much of a level may be given up for later ones."""
    if name == "fairness" and not goals.move_freely and goals.max_moves is None:
        return goals.keep_within
    if name == "continuity" and goals.max_moves is not None:
        return max(0, goals.max_moves - best)
    return 0


def unit_of(name: str, goals: Goals) -> str:
    """Unit of a level's numbers (see ``Level.unit``)."""
    if name.startswith("coverage"):
        return goals.coverage.value
    return {"fairness": "steps", "continuity": goals.moves.value, "evenness": "hours", "cost": "cost"}[name]


def fairness_step(part: Part, load: Ints, grid: int) -> int:
    """Smallest t with ``load <= floor((target + t / grid) * limit)`` for every officer with hours."""
    worst = 0
    for held, limit, target in zip(load.tolist(), part.limit.tolist(), part.target, strict=True):
        if limit:
            # load <= floor(x) is load <= x for an integer load: (load - target * limit) * grid / limit, rounded up
            over = (held * target.denominator - target.numerator * limit) * grid
            worst = max(worst, -(-over // (limit * target.denominator)))
    return worst


def loads_at(part: Part, step: int, grid: int) -> Ints:
    """``floor((target + step / grid) * limit)`` for officers with hours, -1 for the others."""
    return np.array(
        [
            (target.numerator * grid + step * target.denominator) * limit // (target.denominator * grid)
            if limit
            else -1
            for limit, target in zip(part.limit.tolist(), part.target, strict=True)
        ],
        np.int64,
    )


def tightened(part: Part, load: Ints) -> Ints:
    """Loads rounded down to what the officer's possible cases can add up to (multiples of their common divisor)."""
    common = common_divisor(part)
    return np.where(load >= 0, load // common * common, -1)


def common_divisor(part: Part) -> Ints:
    """Greatest common divisor of the efforts that each officer may be given, at least 1. Shape (officers,)."""
    out = np.zeros(len(part.officers), np.int64)
    np.gcd.at(out, part.column_officer, part.column_effort)
    return np.maximum(out, 1)


@dataclass(frozen=True, slots=True)
class Point:
    """A plan of one part: units per column; everything else follows from it."""

    planned: Ints

    def value(self, part: Part, name: str, by_hours: bool, grid: int) -> int:
        """Value of a level."""
        if name.startswith("coverage"):
            left = part.count - part.placed(self.planned)
            at = part.priority == int(name[-1])
            return int((left * weights_of_unplaced(part, by_hours))[at].sum())
        if name == "fairness":
            return fairness_step(part, part.loads(self.planned), grid)
        if name == "continuity":
            return int(part.keepable.sum()) - part.kept(self.planned)
        if name == "evenness":
            over = np.maximum(part.loads(self.planned) - part.fair_load, 0)
            return int(over[part.limit > 0].sum())
        return int((self.planned * part.column_cost).sum())


def held_after(part: Part, levels: dict[str, int], by_hours: bool, grid: int) -> Held:
    """What the levels so far leave room for: name → best + slack, in rank order."""
    load = part.hard.copy()
    if "fairness" in levels:
        fair = loads_at(part, levels["fairness"], grid)
        load = np.where(load < 0, fair, np.where(fair < 0, load, np.minimum(load, fair)))
    return Held(
        load=tightened(part, load),
        coverage={int(name[-1]): room for name, room in levels.items() if name.startswith("coverage")},
        coverage_by_hours=by_hours,
        continuity=levels.get("continuity"),
        evenness=levels.get("evenness"),
        cost=levels.get("cost"),
    )


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a program keeps its variables."""

    columns: int
    held: Ints
    unplaced: int
    excess: Ints

    @property
    def at_unplaced(self) -> int:
        """Number of the first ``unplaced`` variable."""
        return self.columns + len(self.held)

    @property
    def at_excess(self) -> int:
        """Number of the first ``excess`` variable."""
        return self.at_unplaced + self.unplaced

    @property
    def size(self) -> int:
        """Number of variables."""
        return self.at_excess + len(self.excess)

    def planned(self, x: Ints) -> Ints:
        """Units per column in a point."""
        out: Ints = x[: self.columns].copy()
        out[self.held] += x[self.columns : self.at_unplaced]
        return out

    def point(self, part: Part, planned: Ints) -> Ints:
        """The point of a plan."""
        x = np.zeros(self.size, np.int64)
        stay = np.minimum(planned, part.held)[self.held]
        x[: self.columns] = planned
        x[self.held] -= stay
        x[self.columns : self.at_unplaced] = stay
        if self.unplaced:
            x[self.at_unplaced : self.at_excess] = part.count - part.placed(planned)
        x[self.at_excess :] = np.maximum(part.loads(planned) - part.fair_load, 0)[self.excess]
        return x


def program_of(part: Part, held: Held, objective: str | None) -> tuple[Program, Layout]:
    """Write the program of a level; ``None`` asks for any plan that the held levels allow."""
    moves = objective == "continuity" or held.continuity is not None
    even = objective == "evenness" or held.evenness is not None
    columns = len(part.column_class)
    none = np.zeros(0, np.int64)
    layout = Layout(
        columns=columns,
        held=np.flatnonzero(part.held > 0) if moves else none,
        unplaced=0 if part.placeable_all else len(part.count),
        excess=np.flatnonzero(part.limit > 0) if even else none,
    )
    rows = Rows()
    _assign(part, layout, rows)
    _hours(part, layout, rows, held)
    _standard(part, layout, rows)
    _coverage(part, layout, rows, held)
    if moves:
        _continuity(part, layout, rows, held)
    if even:
        _evenness(part, layout, rows, held)
    if held.cost is not None:
        rows.add_one(Rule.COST, 0, *_cost_row(part, layout), held.cost)
    cost, constant = _objective(part, layout, held, objective)
    high = np.concatenate(
        [
            part.count[part.column_class],
            part.held[layout.held],
            np.where(part.pinned, 0, part.count) if layout.unplaced else none,
            np.full(len(layout.excess), max(1, int(part.loads(_everything(part)).max(initial=0))), np.int64),
        ]
    )
    return rows.program(cost, np.zeros(layout.size, np.int64), high, constant), layout


def _everything(part: Part) -> Ints:
    return part.count[part.column_class]


def _both(layout: Layout) -> tuple[Ints, Ints]:
    """Columns of ``enter`` and ``stay`` variables, and their numbers."""
    return (
        np.concatenate([np.arange(layout.columns), layout.held]),
        np.arange(layout.columns + len(layout.held)),
    )


def _assign(part: Part, layout: Layout, rows: Rows) -> None:
    of, at = _both(layout)
    k = np.arange(len(part.count))
    row = np.concatenate([part.column_class[of], k if layout.unplaced else k[:0]])
    column = np.concatenate([at, layout.at_unplaced + k if layout.unplaced else k[:0]])
    count = part.count.tolist()
    rows.add_many(Rule.ASSIGN, k.tolist(), row, column, np.ones(len(row), np.int64), count, count)


def _hours(part: Part, layout: Layout, rows: Rows, held: Held) -> None:
    limited = np.flatnonzero(held.load >= 0)
    _per_officer(part, layout, rows, Rule.HOURS, limited, part.column_effort, held.load)


def _standard(part: Part, layout: Layout, rows: Rows) -> None:
    limited = np.flatnonzero(part.standard >= 0)
    _per_officer(part, layout, rows, Rule.STANDARD, limited, part.size[part.column_class], part.standard)


def _per_officer(
    part: Part, layout: Layout, rows: Rows, rule: Rule, officers: Ints, of_column: Ints, room: Ints
) -> None:
    if not len(officers):
        return
    of, at = _both(layout)
    number = np.full(len(part.officers), -1, np.int64)
    number[officers] = np.arange(len(officers))
    row = number[part.column_officer[of]]
    use = row >= 0
    common = np.zeros(len(part.officers), np.int64)
    np.gcd.at(common, part.column_officer, of_column)
    common = np.maximum(common, 1)
    coefficient = of_column[of] // common[part.column_officer[of]]
    rows.add_many(
        rule,
        officers.tolist(),
        row[use],
        at[use],
        coefficient[use],
        [0] * len(officers),
        (room[officers] // common[officers]).tolist(),
        common[officers].tolist(),
    )


def _coverage(part: Part, layout: Layout, rows: Rows, held: Held) -> None:
    if not layout.unplaced:
        return
    weight = weights_of_unplaced(part, held.coverage_by_hours)
    for priority, room in held.coverage.items():
        k = np.flatnonzero(part.priority == priority)
        rows.add_one(Rule.COVERAGE, priority, layout.at_unplaced + k, weight[k], room)


def _continuity(part: Part, layout: Layout, rows: Rows, held: Held) -> None:
    stay = np.arange(layout.columns, layout.at_unplaced)
    gain = part.gain[layout.held]
    if held.continuity is not None:
        rows.add_one(Rule.CONTINUITY, 0, stay, -gain, held.continuity - int(part.keepable.sum()))
    most = keepable_at_most(part, held.load)
    officer = part.column_officer[layout.held]
    single = ~part.mixed[part.column_class[layout.held]]
    has = sum_by(officer, np.where(single, gain * part.held[layout.held], 0), len(part.officers))
    tight = np.flatnonzero((most >= 0) & (most < has))
    if len(tight):
        number = np.full(len(part.officers), -1, np.int64)
        number[tight] = np.arange(len(tight))
        use = single & (number[officer] >= 0)
        rows.add_many(
            Rule.KEPT,
            tight.tolist(),
            number[officer][use],
            stay[use],
            gain[use],
            [0] * len(tight),
            most[tight].tolist(),
        )


def _evenness(part: Part, layout: Layout, rows: Rows, held: Held) -> None:
    of, at = _both(layout)
    number = np.full(len(part.officers), -1, np.int64)
    number[layout.excess] = np.arange(len(layout.excess))
    row = number[part.column_officer[of]]
    use = row >= 0
    excess = layout.at_excess + np.arange(len(layout.excess))
    rows.add_many(
        Rule.EXCESS,
        layout.excess.tolist(),
        np.concatenate([row[use], np.arange(len(excess))]),
        np.concatenate([at[use], excess]),
        np.concatenate([part.column_effort[of][use], np.full(len(excess), -1, np.int64)]),
        [-(2**62)] * len(excess),
        part.fair_load[layout.excess].tolist(),
    )
    if held.evenness is not None:
        rows.add_one(Rule.EVENNESS, 0, excess, np.ones(len(excess), np.int64), held.evenness)


def _cost_row(part: Part, layout: Layout) -> tuple[Ints, Ints]:
    of, at = _both(layout)
    paid = part.column_cost[of] != 0
    return at[paid], part.column_cost[of][paid]


def _objective(part: Part, layout: Layout, held: Held, objective: str | None) -> tuple[Ints, int]:
    cost = np.zeros(layout.size, np.int64)
    if objective is None:
        return cost, 0
    if objective == "continuity":
        cost[layout.columns : layout.at_unplaced] = -part.gain[layout.held]
        return cost, int(part.keepable.sum())
    if objective == "evenness":
        cost[layout.at_excess :] = 1
    elif objective == "cost":
        at, value = _cost_row(part, layout)
        cost[at] = value
    elif layout.unplaced:
        weight = weights_of_unplaced(part, held.coverage_by_hours)
        cost[layout.at_unplaced : layout.at_excess] = np.where(part.priority == int(objective[-1]), weight, 0)
    return cost, 0
