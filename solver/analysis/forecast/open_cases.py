"""The open cases of a roster by type, office and *slot*: what the same officers may hold.

Cases that are pinned or kept together are where they are; a new case like them is nobody's yet, so it may go to
whoever may hold such a case.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction

import numpy as np

from solver.analysis.case_kinds import least_efforts
from solver.analysis.forecast.flow import PER_CASE
from solver.analysis.forecast.pools import Slots
from solver.analysis.uncertainty.weights import Weights, cases_by_table
from solver.arrays import Flags, Ints
from solver.fair_shares.network import network_of
from solver.model.units import Units
from solver.problem import Problem

UNTYPED = -1
"""Value of ``Cell.kind`` for cases without a type."""


@dataclass(frozen=True, slots=True)
class Ageing:
    """A case of a cell in one period, where the age of a case makes a difference.

    Attributes
    ----------
    ticks : Fraction
        On average.
    table_effort : Fraction, 0 to 1
        The part of them that rests on the weight table.
    rows : tuple of (int, float)
        Rows of the weight table, and the part of that part that rests on each.
    variation : float
        Coefficient of variation of single cases: that of the sum of n of them is as much, divided by the root of n.
    """

    ticks: Fraction
    table_effort: Fraction
    rows: tuple[tuple[int, float], ...]
    variation: float


@dataclass(slots=True)
class Cell:
    """Cases of one type in one office that the same officers may hold.

    Attributes
    ----------
    kind : int
        Index into the types, or ``UNTYPED``.
    office : int
        Index into ``Stock.offices``.
    slot : int
        What the same officers may hold (``solver.analysis.forecast.pools``), or ``NOBODY``.
    open : int, 1/10,000 cases
    ticks : Fraction
        Of one case, on average, with whoever takes the least.
    amount : Fraction
        Of the slot, for one case: the same ticks, or units where times differ.
    table_cases, table_effort : Fraction, 0 to 1
        The part of the cases, and of their effort, that rests on the weight table.
    arrivals : int, 1/10,000 cases a period
    by_hours : bool
        As many are closed as the hours allow.
    arrives : int or None
        The only period (from 0) in which they arrive; None: each.
    ageing : tuple of Ageing, or None
        One for each period, in place of ``ticks``, ``amount`` and ``table_effort``; None: age makes no difference.
    """

    kind: int
    office: int
    slot: int
    open: int
    ticks: Fraction
    amount: Fraction
    table_cases: Fraction
    table_effort: Fraction
    arrivals: int = 0
    by_hours: bool = False
    arrives: int | None = None
    ageing: tuple[Ageing, ...] | None = None

    @property
    def in_units(self) -> bool:
        """Whether the slot is counted in units, because times differ."""
        return self.amount != self.ticks

    def ticks_in(self, period: int) -> Fraction:
        """Of one case in a period, from 0."""
        return self.ticks if self.ageing is None else self.ageing[period].ticks

    def arriving(self, period: int) -> int:
        """1/10,000 cases that arrive in a period, from 0."""
        return self.arrivals if self.arrives in {None, period} else 0


@dataclass(frozen=True, slots=True)
class Given:
    """Closures that are given for several cells together.

    Attributes
    ----------
    cells : tuple of int
        Positions in ``Stock.cells``.
    closures : int, 1/10,000 cases a period
    """

    cells: tuple[int, ...]
    closures: int


@dataclass(slots=True)
class Stock:
    """All cells.

    Attributes
    ----------
    slots : Slots
    cells : list of Cell
        The open cases, and what arrives where none are open.
    alike : tuple of Cell
        Today's cases in the slots where new cases like them belong; ``open`` says how many they are.
    given : list of Given
    offices : list of (str or None)
        As they are spelled first. None: cases that ask for no office.
    notes : list of str
    office_of_case, slot_of_case : int64 arrays, shape (cases,)
        Where each open case is.
    """

    slots: Slots
    cells: list[Cell] = field(default_factory=list)
    alike: tuple[Cell, ...] = ()
    given: list[Given] = field(default_factory=list)
    offices: list[str | None] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    office_of_case: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    slot_of_case: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    _position: dict[tuple[int, int, int], int] = field(default_factory=dict)

    def office(self, name: str | None) -> int:
        """Number of an office; a new one where it is not there yet."""
        folded = None if name is None else name.casefold()
        for at, known in enumerate(self.offices):
            if folded == (None if known is None else known.casefold()):
                return at
        self.offices.append(name)
        return len(self.offices) - 1

    def cell(self, like: Cell) -> Cell:
        """The cell of that type, office and slot; an empty one where there is none yet."""
        name = (like.kind, like.office, like.slot)
        if name not in self._position:
            self._position[name] = len(self.cells)
            self.cells.append(replace(like, open=0))
        return self.cells[self._position[name]]


def stock_of(problem: Problem, units: Units, weights: Weights) -> Stock:
    """Count the open cases."""
    network = network_of(problem, units)
    stock = Stock(Slots(network))
    if not len(problem.cases):
        return stock
    least = least_efforts(problem, units)
    slot = network.of_unit[units.of_case]
    differs = np.append(network.differs, False)[slot]
    tabled = cases_by_table(problem, weights)
    office = _offices(problem, stock)[problem.cases.signature]
    stock.office_of_case, stock.slot_of_case = office, slot.astype(np.int64)
    tally = _Tally(problem.cases.case_type.astype(np.int64), office, least, tabled)
    # where times differ a slot is counted in units, and a case is its part of one
    parts = np.where(differs, 0, least), np.where(differs, units.size[units.of_case], 0)
    for cell in tally.cells(slot, *parts):
        stock.cell(cell).open = cell.open
    joins = _where_new_ones_belong(problem, units, stock.slots, slot)
    moved = joins != slot
    effort = np.where(moved, problem.cases.effort, least)
    again = replace(tally, ticks=effort)
    stock.alike = tuple(again.cells(joins, np.where(differs & ~moved, 0, effort), np.where(moved, 0, parts[1])))
    return stock


@dataclass(frozen=True, slots=True)
class _Tally:
    """What is known of each case. All arrays have shape (cases,)."""

    kind: Ints
    office: Ints
    ticks: Ints
    tabled: Flags

    def cells(self, slot: Ints, ticks: Ints, size: Ints) -> list[Cell]:
        """Count the cases by type, office and slot; ``size``: that of the unit where units are counted, otherwise 0."""
        slots, types = int(slot.max()) + 2, int(self.kind.max()) + 2
        key = (self.office * types + self.kind + 1) * slots + slot + 1
        names, at, counts = np.unique(key, return_inverse=True, return_counts=True)
        sums = np.zeros((3, len(names)), np.int64)
        for row, added in zip(sums, (self.ticks, np.where(self.tabled, self.ticks, 0), ticks), strict=True):
            np.add.at(row, at, added)
        parts = [Fraction(0)] * len(names)
        for where in np.flatnonzero(size).tolist():
            parts[int(at[where])] += Fraction(1, int(size[where]))
        tabled = np.bincount(at[self.tabled], minlength=len(names)).tolist()
        rows = zip(names.tolist(), counts.tolist(), *sums.tolist(), parts, tabled, strict=True)
        return [
            Cell(
                name // slots % types - 1,
                name // slots // types,
                name % slots - 1,
                count * PER_CASE,
                Fraction(effort, count),
                (amount + part) / count if part else Fraction(amount, count),
                Fraction(tabled_count, count),
                Fraction(by_table, effort) if effort else Fraction(0),
            )
            for name, count, effort, by_table, amount, part, tabled_count in rows
        ]


def _offices(problem: Problem, stock: Stock) -> Ints:
    """Number of the office of each signature."""
    number: dict[str | None, int] = {}
    out = []
    for need in problem.needs:
        folded = None if need.office is None else need.office.casefold()
        if folded not in number:
            number[folded] = stock.office(need.office)
        out.append(number[folded])
    return np.array(out, np.int64)


def _where_new_ones_belong(problem: Problem, units: Units, slots: Slots, slot: Ints) -> Ints:
    """Slot of a new case like each one: its own, unless it is pinned, kept together with others, or merely stays.

    Where nobody may hold such a case, a new one waits, whoever has those that are there.
    """
    out = slot.copy()
    tied = (units.pinned | (units.size > 1))[units.of_case]
    listed = np.zeros(len(out), np.bool_)
    if problem.pairs is not None:
        listed[problem.pairs.case] = True
    known: dict[int, int] = {}
    for case in np.flatnonzero(tied).tolist():
        if listed[case]:
            number = slots.number(problem.may_hold(case))
        else:
            signature = int(problem.cases.signature[case])
            if signature not in known:
                known[signature] = slots.number(problem.eligible[signature])
            number = known[signature]
        out[case] = number
    return out
