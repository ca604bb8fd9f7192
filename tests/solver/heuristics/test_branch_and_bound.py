"""The first point of a program: it keeps every row in whole numbers, or there is none."""

from __future__ import annotations

import numpy as np

from solver.bounds.fairness_bound import held_at
from solver.engines.integer_program import IntegerProgram
from solver.formulation.level_program import VariableLayout, level_program
from solver.heuristics.branch_and_bound import first_feasible
from tests.solver.every_plan import EveryPlan, effort, part_of, random_parts
from tests.solver.instances import make_problem


def two_of_three(high: int) -> tuple[IntegerProgram, VariableLayout]:
    """Cases of 2, 2 and 3 ticks for two officers who may be loaded for ``high``."""
    part = part_of(make_problem([10, 10], [2, 2, 3]))
    held = held_at(part, {}, 0)
    held.load[:] = high
    return level_program(part, held, None)


def test_worked_by_hand() -> None:
    """4 ticks each hold 2 + 2 and 3; 3 ticks each do not hold all."""
    program, _ = two_of_three(4)
    everything = np.ones(len(program.low), np.bool_)
    x = first_feasible(program, everything, 10, effort())
    assert x is not None
    assert program.allows(x)
    assert first_feasible(two_of_three(3)[0], everything, 10, effort()) is None


def test_what_is_not_free_stays_at_nothing() -> None:
    program, layout = two_of_three(7)
    free = np.zeros(layout.size, np.bool_)
    free[::2] = True
    x = first_feasible(program, free, 10, effort())
    assert x is not None
    assert not x[1::2].any()
    assert program.allows(x)
    assert first_feasible(program, np.zeros(layout.size, np.bool_), 10, effort()) is None


def test_coefficients_that_would_be_scaled_are_left_alone() -> None:
    """Whole numbers would be whole no longer."""
    program, _ = two_of_three(4)
    everything = np.ones(len(program.low), np.bool_)
    assert first_feasible(program, everything, 10, effort()) is not None
    hours = program.row >= 2
    program.coefficient[hours] *= 2**26
    program.row_high[2:] *= 2**26
    assert first_feasible(program, everything, 10, effort()) is None


def test_no_time_no_point() -> None:
    program, _ = two_of_three(4)
    assert first_feasible(program, np.ones(len(program.low), np.bool_), 10, effort(0.0)) is None


def test_a_point_is_found_where_there_is_a_plan_and_only_there() -> None:
    with_plan = without = 0
    for _, _, part in random_parts(range(80), most=300):
        plans = EveryPlan.of(part)
        for step in (0, 1_000, 4_000):
            held = held_at(part, {}, step)
            program, _ = level_program(part, held, None)
            if float(np.abs(program.coefficient).max(initial=0)) >= 2**24:
                continue
            x = first_feasible(program, np.ones(len(program.low), np.bool_), 1_000, effort())
            assert (x is not None) == bool(plans.keeps(held).any())
            with_plan += x is not None
            without += x is None
    assert with_plan > 30
    assert without > 10
