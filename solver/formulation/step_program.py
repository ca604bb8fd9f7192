"""The program whose objective is the step of fairness itself: all steps in one search, not one after the other."""

from __future__ import annotations

import dataclasses

import numpy as np

from solver.arrays import Ints
from solver.certificate import HeldGoals
from solver.engines.integer_program import UNBOUNDED, IntegerProgram, Rule
from solver.formulation.level_program import VariableLayout, level_program
from solver.goals import GRID
from solver.model.part import Part

SAFE = 2**60
"""Sums up to which a search may add a row up in 64 bits, with room to spare."""


def step_program(part: Part, held: HeldGoals, between: tuple[int, int]) -> tuple[IntegerProgram, VariableLayout] | None:
    """Write it: its last variable is the step, after those of the layout.

    Parameters
    ----------
    held : HeldGoals
        The better-ranked levels.
    between : int, int
        The least and the most that the step may be.

    Returns
    -------
    IntegerProgram and VariableLayout, or None
        ``None``: its numbers are too large to be added up.
    """
    largest = max(
        GRID * int(part.loads(part.count[part.column_class]).max(initial=0)),
        between[1] * int(part.limit.max(initial=0)),
    )
    if largest >= SAFE:
        return None
    program, layout = level_program(part, held, None)
    officers = np.flatnonzero(part.limit > 0)
    entries, sides = _rows(part, layout, officers)
    row, column, coefficient = entries
    number = len(officers)
    return (
        dataclasses.replace(
            program,
            cost=np.append(np.zeros(layout.size, np.int64), 1),
            low=np.append(program.low, between[0]),
            high=np.append(program.high, between[1]),
            row=np.concatenate([program.row, row + len(program.row_low)]),
            column=np.concatenate([program.column, column]),
            coefficient=np.concatenate([program.coefficient, coefficient]),
            row_low=np.concatenate([program.row_low, np.full(number, -UNBOUNDED)]),
            row_high=np.concatenate([program.row_high, sides]),
            row_rule=[*program.row_rule, *[Rule.HOURS] * number],
            row_index=np.concatenate([program.row_index, officers]),
            row_unit=np.concatenate([program.row_unit, np.ones(number, np.int64)]),
        ),
        layout,
    )


def _rows(part: Part, layout: VariableLayout, officers: Ints) -> tuple[tuple[Ints, Ints, Ints], Ints]:
    """``GRID · load - limit · step <= GRID · limit · share`` for each officer: entries, and sides.

    What stands on the left is whole, so the right side may be rounded down: it is the load of :func:`loads_at`.
    """
    number = np.full(len(part.officers), -1, np.int64)
    number[officers] = np.arange(len(officers))
    of = np.concatenate([np.arange(layout.columns), layout.held])
    row = number[part.column_officer[of]]
    use = row >= 0
    limits = part.limit[officers]
    sides = [
        GRID * limit * part.target[o].numerator // part.target[o].denominator
        for o, limit in zip(officers.tolist(), limits.tolist(), strict=True)
    ]
    entries = (
        np.concatenate([row[use], np.arange(len(officers))]),
        np.concatenate([np.flatnonzero(use), np.full(len(officers), layout.size)]),
        np.concatenate([GRID * part.column_effort[of][use], -limits]),
    )
    return entries, np.array(sides, np.int64)
