"""An integer program in arrays: what the relaxation and the core both read."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from solver.arrays import Ints


class Rule(StrEnum):
    """What a row of a program says. One English sentence each."""

    ASSIGN = "every unit of the class is with one officer or unplaced"
    HOURS = "the officer's load stays within what is held"
    STANDARD = "the officer's caseload stays within the standard"
    GOAL = "a better-ranked goal is no worse than is held"
    KEPT = "the officer keeps no more than fits into the hours"
    EXCESS = "what the officer carries above the fair share is counted"


UNBOUNDED = 2**62
"""Right-hand side of a row that is open on that side."""


@dataclass(slots=True)
class IntegerProgram:
    """Minimise ``cost · x + constant`` over integers with ``low <= x <= high`` and ``row_low <= A x <= row_high``.

    Attributes
    ----------
    cost, low, high : int64 arrays, shape (variables,)
    row, column, coefficient : int64 arrays, shape (entries,)
        The entries of A.
    row_low, row_high : int64 arrays, shape (rows,)
    row_rule : list of Rule, and row_index : int64 array
        What each row says, and of which class, officer or goal.
    row_unit : int64 array, shape (rows,)
        The row was divided by this (the greatest common divisor of its efforts).
    constant : int
    counted : dict of priority to int
        What the rows of ``KEPT`` count (see ``Prices.counted``).
    """

    cost: Ints
    low: Ints
    high: Ints
    row: Ints
    column: Ints
    coefficient: Ints
    row_low: Ints
    row_high: Ints
    row_rule: list[Rule]
    row_index: Ints
    row_unit: Ints
    constant: int = 0
    counted: dict[int, int] = field(default_factory=dict)

    def value(self, x: Ints) -> int:
        """Objective of a point, exactly."""
        return int(self.cost @ x) + self.constant

    def allows(self, x: Ints) -> bool:
        """Whether a point keeps every bound and row."""
        total = np.zeros(len(self.row_low), np.int64)
        np.add.at(total, self.row, self.coefficient * x[self.column])
        inside = (x >= self.low) & (x <= self.high)
        return bool(inside.all() and (total >= self.row_low).all() and (total <= self.row_high).all())


@dataclass(slots=True)
class RowBuilder:
    """Collects rows while a program is written."""

    row: list[Ints] = field(default_factory=list)
    column: list[Ints] = field(default_factory=list)
    coefficient: list[Ints] = field(default_factory=list)
    low: list[int] = field(default_factory=list)
    high: list[int] = field(default_factory=list)
    rule: list[Rule] = field(default_factory=list)
    index: list[int] = field(default_factory=list)
    unit: list[int] = field(default_factory=list)

    def add_one(self, rule: Rule, index: int, columns: Ints, coefficients: Ints, high: int) -> None:
        """Add one row ``coefficients · x[columns] <= high``."""
        self.add_many(rule, [index], (np.zeros(len(columns), np.int64), columns, coefficients), [-UNBOUNDED], [high])

    def add_many(
        self,
        rule: Rule,
        index: list[int],
        entries: tuple[Ints, Ints, Ints],
        low: list[int],
        high: list[int],
        unit: list[int] | None = None,
    ) -> None:
        """Add rows of one kind.

        Parameters
        ----------
        index : list of int
            What each row is about: a class, an officer or a goal.
        entries : three int64 arrays, shape (entries,)
            Row, numbered from 0; variable; coefficient.
        low, high : list of int
            Sides of each row.
        unit : list of int, optional
            By what each row was divided.
        """
        row, columns, coefficients = entries
        start = len(self.low)
        self.row.append(row + start)
        self.column.append(columns)
        self.coefficient.append(coefficients)
        self.low.extend(low)
        self.high.extend(high)
        self.rule.extend([rule] * len(low))
        self.index.extend(index)
        self.unit.extend(unit or [1] * len(low))

    def program(self, cost: Ints, low: Ints, high: Ints, constant: int) -> IntegerProgram:
        """Everything as arrays."""
        none = np.zeros(0, np.int64)
        return IntegerProgram(
            cost=cost,
            low=low,
            high=high,
            row=np.concatenate([none, *self.row]),
            column=np.concatenate([none, *self.column]),
            coefficient=np.concatenate([none, *self.coefficient]),
            row_low=np.array(self.low, np.int64),
            row_high=np.array(self.high, np.int64),
            row_rule=self.rule,
            row_index=np.array(self.index, np.int64),
            row_unit=np.array(self.unit, np.int64),
            constant=constant,
        )
