"""The integer program of a level: its variables and rows.

Variables, in this order: ``enter[j]`` (units of column j that come from elsewhere), ``stay[i]`` (units of the i-th held
column that stay; only where continuity matters), ``unplaced[k]`` (only where something can keep a unit from being
placed), ``excess[o]`` (ticks above the fair load; only where evenness matters) and ``first[o]`` (the first of these
ticks, at most 1, of officers with whom it counts less than the others).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from solver.arrays import Ints, sum_by
from solver.certificate import HeldGoals
from solver.engines.integer_program import UNBOUNDED, IntegerProgram, RowBuilder, Rule
from solver.formulation.cover_inequalities import cover_cases, keepable_at_most
from solver.formulation.goals.base import NOTHING, RankedGoal, Terms
from solver.formulation.goals.ranking import held_goals, number_of
from solver.model.part import Part

Number = TypeVar("Number", np.int64, np.float64)


@dataclass(frozen=True, slots=True)
class VariableLayout:
    """Where a program keeps its variables."""

    columns: int
    held: Ints
    unplaced: int
    excess: Ints
    first: Ints

    @property
    def at_unplaced(self) -> int:
        """Number of the first ``unplaced`` variable."""
        return self.columns + len(self.held)

    @property
    def at_excess(self) -> int:
        """Number of the first ``excess`` variable."""
        return self.at_unplaced + self.unplaced

    @property
    def at_first(self) -> int:
        """Number of the first ``first`` variable."""
        return self.at_excess + len(self.excess)

    @property
    def size(self) -> int:
        """Number of variables."""
        return self.at_first + len(self.first)

    def sum_of(self, terms: Terms) -> Ints:
        """A goal's coefficients. Shape (variables,)."""
        out = np.zeros(self.size, np.int64)
        if terms.enter is not None:
            out[: self.columns] = terms.enter
            out[self.columns : self.at_unplaced] = terms.enter[self.held]
        if terms.save is not None:
            out[self.columns : self.at_unplaced] -= terms.save[self.held]
        if terms.lost is not None and self.unplaced:
            out[self.at_unplaced : self.at_excess] = terms.lost
        if terms.first_over is not None and terms.more_over is not None:
            out[self.at_excess :] = np.concatenate([terms.more_over[self.excess], terms.first_over[self.first]])
        return out

    def planned(self, x: NDArray[Number]) -> NDArray[Number]:
        """Units per column in a point, whole or fractional."""
        out = x[: self.columns].copy()
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
        over = np.maximum(part.loads(planned) - part.fair_load, 0)
        first = np.minimum(over, 1)[self.first]
        x[self.at_excess : self.at_first] = over[self.excess]
        x[self.at_excess + np.searchsorted(self.excess, self.first)] -= first
        x[self.at_first :] = first
        return x

    def over(self, x: Ints) -> Ints:
        """Ticks above the fair load in a point, of the officers in ``excess``."""
        out = x[self.at_excess : self.at_first].copy()
        out[np.searchsorted(self.excess, self.first)] += x[self.at_first :]
        return out


def level_program(
    part: Part, held: HeldGoals, objective: RankedGoal | None, counted: dict[int, int] | None = None
) -> tuple[IntegerProgram, VariableLayout]:
    """Write the program of a level; ``None`` asks for any plan that the held levels allow.

    ``counted``: what the rows of ``KEPT`` count (see ``Prices.counted``); everything, unless told otherwise.
    """
    terms = NOTHING if objective is None else objective.terms(part)
    limits = [(goal, goal.terms(part), room) for goal, room in held_goals(held)]
    said = [terms, *(each for _, each, _ in limits)]
    moves, even = any(each.save is not None for each in said), any(each.more_over is not None for each in said)
    none = np.zeros(0, np.int64)
    layout = VariableLayout(
        columns=len(part.column_class),
        held=np.flatnonzero(part.held > 0) if moves else none,
        unplaced=0 if part.placeable_all else len(part.count),
        excess=np.flatnonzero(part.limit > 0) if even else none,
        first=np.flatnonzero((part.limit > 0) & (part.first_over < part.more_over)) if even else none,
    )
    rows = RowBuilder()
    _assign(part, layout, rows)
    _hours(part, layout, rows, held)
    _standard(part, layout, rows)
    kinds: dict[Kind, list[tuple[RankedGoal, Terms, int]]] = {kind: [] for kind in Kind}
    for limit in limits:
        kinds[kind_of(limit[1])].append(limit)
    _hold(layout, rows, kinds[Kind.LOST] if layout.unplaced else [])
    _hold(layout, rows, kinds[Kind.SAVE])
    if moves:
        _kept(part, layout, rows, held, counted or {})
    if even:
        _excess(part, layout, rows)
    _hold(layout, rows, [*kinds[Kind.EXCESS], *kinds[Kind.ENTER]])
    high = np.concatenate(
        [
            part.count[part.column_class],
            part.held[layout.held],
            np.where(part.pinned, 0, part.count) if layout.unplaced else none,
            np.full(len(layout.excess), max(1, int(part.loads(_everything(part)).max(initial=0))), np.int64),
            np.ones(len(layout.first), np.int64),
        ]
    )
    program = rows.program(layout.sum_of(terms), np.zeros(layout.size, np.int64), high, terms.constant)
    program.counted = counted or {}
    return program, layout


class Kind(Enum):
    """What the row of a goal is about, in the order in which rows are written."""

    LOST = auto()
    SAVE = auto()
    EXCESS = auto()
    ENTER = auto()


def kind_of(terms: Terms) -> Kind:
    """Where the row of a goal stands among the others."""
    if terms.lost is not None:
        return Kind.LOST
    if terms.save is not None:
        return Kind.SAVE
    return Kind.ENTER if terms.more_over is None else Kind.EXCESS


def _hold(layout: VariableLayout, rows: RowBuilder, limits: list[tuple[RankedGoal, Terms, int]]) -> None:
    """A row for each goal that is held."""
    for goal, terms, room in limits:
        coefficient = layout.sum_of(terms)
        at = np.flatnonzero(coefficient)
        rows.add_one(Rule.GOAL, number_of(goal), at, coefficient[at], room - terms.constant)


def _everything(part: Part) -> Ints:
    return part.count[part.column_class]


def _both(layout: VariableLayout) -> tuple[Ints, Ints]:
    """Columns of ``enter`` and ``stay`` variables, and their numbers."""
    return (
        np.concatenate([np.arange(layout.columns), layout.held]),
        np.arange(layout.columns + len(layout.held)),
    )


def _assign(part: Part, layout: VariableLayout, rows: RowBuilder) -> None:
    of, at = _both(layout)
    k = np.arange(len(part.count))
    row = np.concatenate([part.column_class[of], k if layout.unplaced else k[:0]])
    column = np.concatenate([at, layout.at_unplaced + k if layout.unplaced else k[:0]])
    count = part.count.tolist()
    rows.add_many(Rule.ASSIGN, k.tolist(), (row, column, np.ones(len(row), np.int64)), count, count)


def _hours(part: Part, layout: VariableLayout, rows: RowBuilder, held: HeldGoals) -> None:
    least, room = load_sides(held)
    limited = np.flatnonzero((least > 0) | (room < UNBOUNDED))
    _per_officer(part, layout, rows, Rule.HOURS, limited, part.column_effort, (least, room))


def load_sides(held: HeldGoals) -> tuple[Ints, Ints]:
    """The least and the most ticks of each officer; 0 and ``UNBOUNDED`` where there is no such limit."""
    least = held.least if len(held.least) else np.zeros(len(held.load), np.int64)
    return least, np.where(held.load >= 0, held.load, UNBOUNDED)


def _standard(part: Part, layout: VariableLayout, rows: RowBuilder) -> None:
    limited = np.flatnonzero(part.standard >= 0)
    sides = (np.zeros(len(part.officers), np.int64), part.standard)
    _per_officer(part, layout, rows, Rule.STANDARD, limited, part.size[part.column_class], sides)


def _per_officer(
    part: Part,
    layout: VariableLayout,
    rows: RowBuilder,
    rule: Rule,
    officers: Ints,
    of_column: Ints,
    sides: tuple[Ints, Ints],
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
        (row[use], at[use], coefficient[use]),
        (-(-sides[0][officers] // common[officers])).tolist(),
        np.where(sides[1] >= UNBOUNDED, UNBOUNDED, sides[1] // common)[officers].tolist(),
        common[officers].tolist(),
    )


def _kept(part: Part, layout: VariableLayout, rows: RowBuilder, held: HeldGoals, counted: dict[int, int]) -> None:
    stay = np.arange(layout.columns, layout.at_unplaced)
    gain = part.gain[layout.held]
    most = keepable_at_most(part, held.load, counted)
    officer = part.column_officer[layout.held]
    single = cover_cases(part, counted)[part.column_class[layout.held]]
    has = sum_by(officer, np.where(single, gain * part.held[layout.held], 0), len(part.officers))
    tight = np.flatnonzero((most >= 0) & (most < has))
    if len(tight):
        number = np.full(len(part.officers), -1, np.int64)
        number[tight] = np.arange(len(tight))
        use = single & (number[officer] >= 0)
        rows.add_many(
            Rule.KEPT,
            tight.tolist(),
            (number[officer][use], stay[use], gain[use]),
            [0] * len(tight),
            most[tight].tolist(),
        )


def _excess(part: Part, layout: VariableLayout, rows: RowBuilder) -> None:
    of, at = _both(layout)
    number = np.full(len(part.officers), -1, np.int64)
    number[layout.excess] = np.arange(len(layout.excess))
    row = number[part.column_officer[of]]
    use = row >= 0
    above = np.concatenate([np.arange(len(layout.excess)), number[layout.first]])
    rows.add_many(
        Rule.EXCESS,
        layout.excess.tolist(),
        (
            np.concatenate([row[use], above]),
            np.concatenate([at[use], np.arange(layout.at_excess, layout.size)]),
            np.concatenate([part.column_effort[of][use], np.full(len(above), -1, np.int64)]),
        ),
        [-UNBOUNDED] * len(layout.excess),
        part.fair_load[layout.excess].tolist(),
    )
